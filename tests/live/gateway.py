"""What gateways send to the jailed server.  usage: gateway.py PLAIN TLS WS WSS DIRECT [HAPROXY HAPROXY_TLS]

PLAIN to WSS take PROXY headers from 127.0.0.7; 127.0.0.8 may say WEBIRC, password hunter2; 127.0.0.7's HAProxy listens on the last two.
connect-burst is 25."""
import ipaddress
import socket
import struct
import sys

import irc
import websocket

GATEWAY, WEBIRC = "127.0.0.7", "127.0.0.8"
SIGNATURE = b"\r\n\r\n\0\r\nQUIT\n"
connect = socket.create_connection


def v1(address):
    family = b"TCP6" if ":" in address else b"TCP4"
    to = b"::1" if ":" in address else b"127.0.0.1"
    return b"PROXY %s %s %s 40000 6667\r\n" % (family, address.encode(), to)


def v2(address, tlvs=b""):
    packed = ipaddress.ip_address(address).packed
    body = packed + bytes(len(packed)) + struct.pack(">HH", 40000, 6667) + tlvs
    return SIGNATURE + bytes([0x21, 0x11 if len(packed) == 4 else 0x21]) + struct.pack(">H", len(body)) + body


def through(header, source=GATEWAY, whole=True):
    """The next connections come from there and begin with this header."""
    def opened(address, timeout=None):
        sock = connect(address, timeout=timeout, source_address=(source, 0))
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for part in [header] if whole else [bytes([b]) for b in header]:
            sock.sendall(part)
        return sock
    irc.socket.create_connection = opened


def direct():
    irc.socket.create_connection = connect


def host_of(client):
    client.send("WHOIS " + client.nick)
    fields = client.expect(" 311 ").split(" ")
    client.expect(" 318 ")
    return fields[5]


def seen_as(address, make):
    c = make()
    host = host_of(c)
    c.close()
    assert host == address, "%s instead of %s" % (host, address)


def closed_silently(port):
    s = irc.socket.create_connection(("127.0.0.1", port), timeout=20)
    try:
        s.sendall(b"NICK alice\r\nUSER alice 0 * :Alice\r\n")
        got = s.recv(512)
    except ConnectionError:
        got = b""
    s.close()
    assert got == b"", got


def says_webirc(port, password, address):
    c = irc.Client(port)
    c.nick = "webirc"
    c.send("WEBIRC %s web %s %s" % (password, address, address))
    c.send("NICK webirc")
    c.send("USER webirc 0 * :W")
    try:
        c.expect(" 001 ")
        host = host_of(c)
    except irc.Gone:
        host = "refused"
    c.close()
    return host


def is_told(want, port, password, address):
    got = says_webirc(port, password, address)
    assert got == want, got


def served(port, header, source, times):
    """So many of as many connections get an answer."""
    through(header, source)
    n = 0
    for _ in range(times):
        try:
            c = irc.Client(port)
            c.send("PING one")
            n += "PONG" in c.line()
        except (irc.Gone, ConnectionError):
            pass
        c.close()
    return n


def are_served(want, *how):
    n = served(*how)
    assert n == want, "%d of %d" % (n, want)


def main():
    plain, tls, ws, wss, other = (int(p) for p in sys.argv[1:6])
    r = irc.Results()
    kinds = (("plain", lambda: irc.Client(plain, "a1")), ("TLS", lambda: irc.Client(tls, "a2", tls=True)),
             ("WebSocket", lambda: websocket.WebSocket(ws, "a3")),
             ("WebSocket over TLS", lambda: websocket.WebSocket(wss, "a4", tls=True)))
    for name, make in kinds:
        through(v1("203.0.113.5"))
        r.attempt("%s behind a header of version 1 has the address it names" % name, seen_as, "203.0.113.5", make)
        through(v2("203.0.113.6", b"\x04\x00\x03abc\x05\x00\x02id"))
        r.attempt("%s behind a header of version 2 with TLVs has the address it names" % name, seen_as, "203.0.113.6",
                  make)
    through(v2("2001:db8::7"), whole=False)
    r.attempt("TLS behind a header of IPv6 that comes byte by byte", seen_as, "2001:db8::7", kinds[1][1])
    through(SIGNATURE + b"\x20\0\0\0")
    r.attempt("a gateway's own connection (LOCAL) has the gateway's address", seen_as, GATEWAY, kinds[0][1])
    through(b"")
    for port, name in ((plain, "plain"), (tls, "TLS"), (ws, "WebSocket"), (wss, "WebSocket over TLS")):
        r.attempt("without a header a gateway is closed without a word, %s" % name, closed_silently, port)
    through(SIGNATURE + b"\x21\x11\x40\x00")
    r.attempt("a header that is too long is closed without a word", closed_silently, plain)
    through(v1("203.0.113.9"), source="127.0.0.1")
    r.attempt("from elsewhere a header is not believed", seen_as, "127.0.0.1", kinds[0][1])
    through(v1("203.0.113.9"))
    r.attempt("a listener without proxy does not believe it either", seen_as, GATEWAY, lambda: irc.Client(other, "a5"))
    through(b"", source=WEBIRC)
    r.attempt("WEBIRC with the right password names the address", is_told, "203.0.113.8", other, "hunter2", "203.0.113.8")
    r.attempt("WEBIRC with a wrong one is refused", is_told, "refused", other, "guess", "203.0.113.8")
    through(b"", source="127.0.0.1")
    r.attempt("WEBIRC from elsewhere is refused", is_told, "refused", other, "hunter2", "203.0.113.8")
    r.attempt("addresses behind a gateway are throttled", are_served, 25, plain, v1("203.0.113.99"), GATEWAY, 27)
    r.attempt("and other addresses behind it are not", are_served, 25, plain, v1("203.0.113.98"), GATEWAY, 25)
    r.attempt("the gateway for itself is not", are_served, 30, plain, b"PROXY UNKNOWN\r\n", GATEWAY, 30)
    r.attempt("nor is one with WEBIRC before it has said for whom", are_served, 30, other, b"", WEBIRC, 30)
    r.attempt("others are", are_served, 25, other, b"", "127.0.0.9", 27)
    direct()
    if len(sys.argv) == 8:
        front, front_tls = int(sys.argv[6]), int(sys.argv[7])
        irc.socket.create_connection = lambda a, timeout=None: connect(a, timeout=timeout, source_address=("127.0.0.44", 0))
        r.attempt("HAProxy, send-proxy: the client's address", seen_as, "127.0.0.44", lambda: irc.Client(front, "h1"))
        r.attempt("HAProxy, send-proxy-v2 before TLS: the client's address", seen_as, "127.0.0.44",
                  lambda: irc.Client(front_tls, "h2", tls=True))
    r.finish()


main()
