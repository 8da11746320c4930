"""A WebSocket client of our own (RFC 6455), and what the server says to it.  usage: websocket.py PORT WS WSS WS_ORIGINS IRC_TLS"""
import base64
import hashlib
import os
import socket
import struct
import sys

import irc

TEXT, BINARY, CLOSE, PING, PONG = 1, 2, 8, 9, 10
ACCEPT = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"


class Refused(Exception):
    """The answer was not 101."""


class WebSocket(irc.Client):
    """As irc.Client, over WebSocket."""

    def __init__(self, port, nick=None, tls=False, protocol="text.ircv3.net", origin=None):
        super().__init__(port, None, tls)
        self.nick, self.closed = nick, None
        self.opcode = BINARY if protocol == "binary.ircv3.net" else TEXT
        key = base64.b64encode(os.urandom(16))
        head = b"GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        head += b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " + key + b"\r\n"
        head += b"Sec-WebSocket-Protocol: %s\r\n" % protocol.encode() if protocol else b""
        head += b"Origin: %s\r\n" % origin.encode() if origin else b""
        self.sock.sendall(head + b"\r\n")
        while b"\r\n\r\n" not in self.rest:
            self.fill()
        answer, self.rest = self.rest.split(b"\r\n\r\n", 1)
        if not answer.startswith(b"HTTP/1.1 101 "):
            raise Refused(answer.split(b" ")[1].decode())
        accept = base64.b64encode(hashlib.sha1(key + ACCEPT).digest())
        assert b"Sec-WebSocket-Accept: " + accept in answer, answer
        assert not protocol or b"Sec-WebSocket-Protocol: " + protocol.encode() in answer, answer
        if nick is not None:
            self.send("NICK " + nick)
            self.send("USER %s 0 * :%s" % (nick, nick))
            self.expect(" 001 ")
            self.expect(" 376 ", " 422 ")

    def fill(self):
        data = self.sock.recv(65536)
        if not data:
            raise irc.Gone
        self.rest += data

    def frame(self, payload, opcode, fin=True):
        mask, n = os.urandom(4), len(payload)
        head = bytes([opcode | (0x80 if fin else 0)])
        head += bytes([0x80 | n]) if n < 126 else struct.pack(">BH", 0x80 | 126, n)
        body = bytes(b ^ mask[i % 4] for i, b in enumerate(payload))
        self.sock.sendall(head + mask + body)

    def send(self, line):
        self.frame(line.encode(), self.opcode)

    def message(self):
        """The next frame: opcode and payload."""
        while len(self.rest) < 2:
            self.fill()
        opcode, n, at = self.rest[0] & 15, self.rest[1], 2
        assert self.rest[0] & 0xf0 == 0x80 and n < 128, "one frame a message, not masked"
        if n == 126:
            while len(self.rest) < 4:
                self.fill()
            n, at = struct.unpack(">H", self.rest[2:4])[0], 4
        while len(self.rest) < at + n:
            self.fill()
        payload, self.rest = self.rest[at:at + n], self.rest[at + n:]
        return opcode, payload

    def line(self):
        opcode, payload = self.message()
        if opcode == CLOSE:
            self.closed = struct.unpack(">H", payload[:2])[0] if payload else 0
            raise irc.Gone
        assert opcode == self.opcode, "opcode %d" % opcode
        assert b"\r" not in payload and b"\n" not in payload, payload
        text = payload.decode() if opcode == TEXT else payload.decode("utf-8", "replace")
        if text.startswith("PING "):
            self.send("PONG " + text[5:])
        return text


def status(port, **more):
    """What the handshake is answered."""
    try:
        WebSocket(port, **more).close()
    except Refused as e:
        return str(e)
    return "101"


def raw_status(port, head):
    with socket.create_connection(("127.0.0.1", port), timeout=20) as s:
        s.sendall(head)
        answer = b""
        while True:
            data = s.recv(4096)
            if not data:
                return answer.split(b" ")[1].decode() if answer.startswith(b"HTTP/1.1 ") else ""
            answer += data


def talk(port, tls, protocol, irc_port):
    name = "%s%d" % (protocol[:3] or "non", tls)
    web, other = WebSocket(port, "w" + name, tls, protocol), irc.Client(irc_port, "o" + name)
    for c in web, other:
        c.send("JOIN #" + name)
        c.expect(" 366 ")
    web.send("PRIVMSG #%s :gr\u00fc\u00df" % name)
    assert "gr\u00fc\u00df" in other.expect("PRIVMSG")
    other.send("PRIVMSG #%s :%s" % (name, "x" * 300))
    assert "x" * 300 in web.expect("PRIVMSG")
    web.send("WHOIS w" + name)
    lines = web.lines_until(" 318 ")
    assert any(" 671 " in t for t in lines) == tls, lines
    web.frame(b"data", PING)
    assert web.message() == (PONG, b"data")
    web.frame(b"PRIVMSG #%s" % name.encode(), web.opcode, fin=False)
    web.frame(b"", PING)
    web.frame(b" :in pieces", 0)
    assert web.message() == (PONG, b"")
    other.expect(":in pieces")
    web.frame(struct.pack(">H", 1000) + b"bye", CLOSE)
    assert web.message() == (CLOSE, struct.pack(">H", 1000))
    other.expect("QUIT")
    web.close()
    other.close()


def ends_with(port, code, payload, opcode):
    c = WebSocket(port, "bad")
    c.frame(payload, opcode)
    try:
        while True:
            c.line()
    except irc.Gone:
        assert c.closed == code, c.closed


def quits(port):
    c = WebSocket(port, "quitter")
    c.send("QUIT :bye")
    try:
        c.expect("ERROR")
        c.line()
    except irc.Gone:
        assert c.closed == 1000, c.closed


def flood(port):
    """More than a record at once, in order."""
    a, b = WebSocket(port, "fast"), WebSocket(port, "many", protocol="binary.ircv3.net")
    for i in range(400):
        b.send("PRIVMSG fast :%d %s" % (i, "y" * 200))
    for i in range(400):
        assert ":%d " % i in a.expect("PRIVMSG"), i
    a.close()
    b.close()


def main():
    port, ws, wss, strict = (int(a) for a in sys.argv[1:5])
    r = irc.Results()
    for protocol in "text.ircv3.net", "binary.ircv3.net", "":
        for p, tls in (ws, False), (wss, True):
            r.attempt("talks: %s%s" % (protocol or "no subprotocol", ", TLS" if tls else ""), talk, p, tls, protocol, port)
    r.check("no Origin is accepted", status(ws) == "101")
    r.check("any Origin is accepted", status(ws, origin="https://x.example") == "101")
    r.check("with origins: the one named is accepted", status(strict, origin="https://chat.live.test") == "101")
    r.check("with origins: another is 403", status(strict, origin="https://evil.test") == "403")
    r.check("with origins: none is 403", status(strict) == "403")
    r.check("a page asked for is 426", raw_status(ws, b"GET / HTTP/1.1\r\nHost: x\r\n\r\n") == "426")
    r.check("lines of IRC are 400", raw_status(ws, b"NICK x\r\nUSER x 0 * :x\r\n") == "400")
    r.check("a head without end is 400", raw_status(ws, b"GET / HTTP/1.1\r\nX: " + b"x" * 9000) == "400")
    r.attempt("text that is not UTF-8 ends with 1007", ends_with, ws, 1007, b"PRIVMSG x :\xff", TEXT)
    r.attempt("binary where text was agreed on ends with 1003", ends_with, ws, 1003, b"PING x", BINARY)
    r.attempt("two lines in a message end with 1007", ends_with, ws, 1007, b"PING x\r\nPING y", TEXT)
    r.attempt("QUIT is answered by ERROR and Close", quits, ws)
    r.attempt("400 lines at once arrive in order", flood, ws)
    r.attempt("over TLS too", flood_tls, wss)
    r.finish()


def flood_tls(port):
    a = WebSocket(port, "fasts", tls=True)
    for i in range(400):
        a.send("PRIVMSG fasts :%d %s" % (i, "z" * 200))
    for i in range(400):
        assert ":%d " % i in a.expect("PRIVMSG"), i
    a.close()


if __name__ == "__main__":
    main()
