"""Clients over IPv4, IPv6 and a Unix socket meet in one channel.  usage: ipv6_unix.py PORT PORT6(0: there is no IPv6) SOCKET PASSWORD"""
import socket
import sys

from hostile import Peer, peer
from irc import Results

port, port6, path, password = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4]
results = Results()


def over_unix(nick):
    s = socket.socket(socket.AF_UNIX)
    s.settimeout(60)
    s.connect(path)
    return Peer(s, nick)


users = {"four": peer(port, "four"), "local": over_unix("local")}
if port6:
    users["six"] = peer(port6, "six", "::1")
for u in users.values():
    u.join("#all")


def talk():
    for u in users.values():
        u.sync("joined")
    for said in users:
        users[said].send("PRIVMSG #all :%s says hello" % said)
        for heard in users:
            if heard != said:
                line = users[heard].expect("%s says hello" % said)
                assert line.startswith(":%s!~%s@" % (said, said)) and " PRIVMSG #all :" in line, line


def shown_host(nick):
    users["four"].send("WHOIS " + nick)
    line = users["four"].expect(" 311 ")
    users["four"].expect(" 318 ")
    return line.split(" ")[5]


def hosts():
    assert shown_host("four") == "127.0.0.1", shown_host("four")
    if port6:
        assert shown_host("six") in ("0::1", "::1") and shown_host("six")[0] != ":", shown_host("six")
    host = shown_host("local")
    assert host and host[0] not in ":/@" and not set(host) & set(" !@"), host


def many():
    """No limit per address counts those of a Unix socket together; the class has max-per-address = 3."""
    crowd = [over_unix("local%d" % i) for i in range(8)]
    for c in crowd:
        c.send("QUIT")


def leave():
    for nick in [n for n in users if n != "four"]:
        users[nick].send("QUIT :bye")
        line = users["four"].expect(":%s!" % nick)
        assert " QUIT :" in line, line


def operator():
    """OPER from a host's own socket: `from` may name unix."""
    o = over_unix("oper")
    o.send("OPER local " + password)
    o.expect(" 381 ")
    shown = o.stats("P")
    assert "unix:" + path in shown and ("[::1]" in shown or not port6), shown


results.attempt("clients of all listeners talk in one channel", talk)
results.attempt("each has a host that fits into a line", hosts)
results.attempt("max-per-address does not bind those of a Unix socket together", many)
results.attempt("an operator may come by the Unix socket", operator)
results.attempt("who leaves is seen to leave", leave)
results.finish()
