"""Senders that misbehave: by the byte, without an end, all at once.
usage: hostile_sender.py PORT TLS_PORT FLOOD_PORT PASSWORD SERVER_PID
"""
import os
import ssl
import sys
import time

from hostile import Peer, Watched, chat, peer, resident, sees_real_memory, tcp, tell
from irc import Results

port, tls_port, flood_port = (int(a) for a in sys.argv[1:4])
pid = int(sys.argv[5])
results = Results()
friends = [peer(port, "friend%d" % i) for i in range(2)]
for f in friends:
    f.join("#open")


def tls_socket():
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context.wrap_socket(tcp(tls_port))


def by_the_byte(peers, text):
    """Each byte is sent by itself, and the server is known to have had a turn before the next one comes."""
    for i, byte in enumerate(text.encode()):
        for p in peers:
            p.sock.sendall(bytes([byte]))
        friends[0].sync("turn%d" % i)


def single_bytes():
    """Registration and a message, over plain text and TLS at once; the lines come out whole and alike."""
    peers = [Peer(tcp(port)), Peer(tcp(port)), Peer(tls_socket()), Peer(tls_socket())]
    for i, p in enumerate(peers):
        p.send("NICK byte%d" % i)
    by_the_byte(peers, "USER byte 0 * :one byte\r\n")
    for p in peers:
        p.expect(" 001 ")
    by_the_byte(peers, "JOIN #open\nPRIVMSG #open :snail m\u00e4il, \u20ac\r\n\r\nPING :end\r\n")
    said = [friends[1].expect("PRIVMSG") for _ in peers]  # in any order: they said it in the same turn
    want = [":byte%d!~byte@127.0.0.1 PRIVMSG #open :snail m\u00e4il, \u20ac" % i for i in range(len(peers))]
    assert sorted(said) == want, said
    for p in peers:
        p.expect("PONG")
        p.close()


def endless_line(p):
    """417 comes once, before there is any end; then the peer goes on as if nothing had been."""
    for _ in range(256):
        p.sock.sendall(b"x" * 4096)
    p.expect(" 417 ")
    p.sock.sendall(b"y" * 65536)
    p.send("")
    p.send("PING :after")
    seen = p.lines_until("PONG")
    assert not any(" 417 " in line for line in seen), seen
    chat(friends[0], friends[1], "after-endless")


def endless_crowd():
    """200 peers in the middle of a line: each costs at most the longest line; it is kept, or known to be too long."""
    crowd = [tcp(port) for _ in range(200)]
    friends[0].sync("crowd")
    before = resident(pid)
    for s in crowd:
        s.sendall(b"PRIVMSG #open :" + b"z" * 4000)
    friends[0].sync("kept")
    for s in crowd:
        s.sendall(b"z" * 65536)
    chat(friends[0], friends[1], "crowd")
    bound = before + len(crowd) * 16384 + (1 << 20)
    now = resident(pid)
    tell("200 unfinished lines: resident %d KiB before, %d then, bound %d (16 KiB each + 1 MiB)" %
         (before >> 10, now >> 10, bound >> 10))
    assert not sees_real_memory() or now <= bound, "%d > %d" % (now, bound)
    for s in crowd:
        s.close()


def noise():
    """No bytes that a stranger can send do more than get an answer or an end."""
    for text in (b"\0\0\0\0\r\n" * 100, b"\r" * 5000 + b"\n", b"\xff\xfe" * 3000 + b"\r\n", b":\r\n@\r\n @ : \r\n" * 50,
                 b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", b"NICK \x01\r\nUSER \xc0\x80 0 * :\0\r\n", os.urandom(60000)):
        s = tcp(port)
        try:
            s.sendall(text)
        except OSError:
            pass
        chat(friends[0], friends[1], "noise")
        s.close()


def flood_closed():
    """More than recvq at once from somebody who has spent its burst: closed, and the others are told why."""
    loud = peer(flood_port, "loud").join("#open")
    friends[0].expect("JOIN")
    with loud.sock as s:
        try:
            s.sendall(b"PRIVMSG #open :flood\r\n" * 20000)
        except OSError:
            pass
        quit_line = friends[0].expect(":loud!~loud@127.0.0.1 QUIT ")
    assert "RecvQ exceeded" in quit_line, quit_line
    chat(friends[0], friends[1], "after-flood")


def flood_delayed():
    """What fits into recvq is delayed, not lost, and comes in order.  100 lines at 20 + 50 a second take 1.6 s."""
    eager = peer(flood_port, "eager")
    eager.join("#open")
    begin = time.monotonic()
    eager.sock.sendall("".join("PRIVMSG #open :%d\r\n" % i for i in range(100)).encode())
    for i in range(100):
        line = friends[1].expect(":eager!~eager@127.0.0.1 PRIVMSG")
        assert line.endswith(":%d" % i), line
    assert time.monotonic() - begin > 1, "flood control did not hold it up"
    eager.sync("still-here")
    eager.close()


def stranger_flood():
    """Before registration the limits are the server's own."""
    s = tcp(port)
    try:
        s.sendall(b"NICK a\r\nNICK b\r\n" * 10000)
    except OSError:
        pass
    assert Watched([s]).wait(), "not closed"
    chat(friends[0], friends[1], "after-stranger")


results.attempt("single bytes, plain and TLS, become whole lines", single_bytes)
results.attempt("a line without end from a user: 417 once, and it goes on", endless_line, peer(port, "endless"))
results.attempt("a line without end over TLS too", endless_line, Peer(tls_socket(), "endless2"))
results.attempt("a line without end from a stranger: 417 once, and it goes on", endless_line, Peer(tcp(port)))
results.attempt("200 unfinished lines cost at most 16 KiB each", endless_crowd)
results.attempt("noise of many kinds harms nobody", noise)
results.attempt("a flood past recvq is closed and the others are told why", flood_closed)
results.attempt("a flood within recvq is delayed and comes in order", flood_delayed)
results.attempt("a flood before registration is closed", stranger_flood)
results.finish()
