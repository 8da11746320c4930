"""People of the stage (dcc_stage.py) who speak DCC by hand: what they say and hear, byte for byte, and both ends of a session."""
import contextlib
import ipaddress
import re
import socket
import struct

from dcc_stage import BOUND_S, port_of
from hostile import Peer

IRC_PORT = 16667
RELAY_PORTS = range(20000, 23000)
OFFER = re.compile(r"^(?:@\S+ )?:(\S+)!\S+ PRIVMSG (\S+) :\x01DCC (S?)(SEND|CHAT) (\S+) (\S+) (\d+)(?: (\d+))?\x01$")


class Person(Peer):
    def __init__(self, place, nick, source=None, v6=False):
        self.place, self.heard, self.marks, self.ports = place, [], 0, set()
        self.source = source or (place.address6 if v6 else place.address)
        self.home = place.server6 if v6 else place.server
        super().__init__(place.dial(self.home, IRC_PORT, self.source), nick, timeout=BOUND_S)

    def line(self):
        text = super().line()
        self.heard.append(text)
        return text

    def say(self, to, text, verb="PRIVMSG"):
        """Bytes as they are: text may be bytes."""
        raw = text if isinstance(text, bytes) else text.encode()
        self.sock.sendall(b"%s %s :%s\r\n" % (verb.encode(), to.encode(), raw))

    def dcc(self, to, body, verb="PRIVMSG"):
        raw = body if isinstance(body, bytes) else body.encode()
        self.say(to, b"\x01DCC " + raw + b"\x01", verb)

    def got(self, *others):
        """The lines that came since the last time: all that has been said so far has been handled, by others too."""
        for who in others:
            who.sync("said%d" % who.count())
        mark = "mark%d" % self.count()
        self.send("PING :" + mark)
        return [t for t in self.lines_until(mark) if " PONG " not in t]

    def hears(self, *wanted):
        """Reads until all of these have been said, in whatever order."""
        left = list(wanted)
        while left:
            text = self.expect(*left)
            left = [w for w in left if w not in text]

    def leave(self):
        """By QUIT, to the end: the server waits for it a while."""
        self.send("QUIT :so long")
        read_all(self.sock)
        self.close()

    def count(self):
        self.marks += 1
        return self.marks

    def number(self):
        """Its address as an offer has it."""
        a = ipaddress.ip_address(self.source)
        return str(a) if a.version == 6 else str(int(a))

    def told_home(self):
        """The server's address as this one is told it."""
        a = ipaddress.ip_address(self.home)
        return str(a) if a.version == 6 else str(int(a))

    def listen(self):
        sock = self.place.listen(self.source)
        self.ports.add(str(port_of(sock)))
        return sock

    def dial(self, offer, source=None):
        return self.place.dial(self.home, offer.port, source or self.source)

    def next_offer(self):
        return self.is_offer(self.expect("\x01DCC "))

    def is_offer(self, text):
        """What it says: the one form that there is, with the server's address and a port of the relay."""
        m = OFFER.match(text)
        assert m, "not as offers are: %r" % text
        offer = Offer(*m.groups())
        assert m.group(2) == self.nick and m.group(6) == self.told_home() and offer.port in RELAY_PORTS, repr(text)
        return offer


class Offer:
    def __init__(self, nick, _to, secure, kind, name, _address, port, size):
        self.nick, self.secure, self.kind, self.name = nick, secure != "", kind, name
        self.port, self.size = int(port), None if size is None else int(size)
        assert (kind == "SEND") == (size is not None), "%s with size %s" % (kind, size)


def offer_file(a, b, name="a.txt", size=1000, heard=None, word="SEND"):
    """A offers, and listens on `heard`; what B is told."""
    port = port_of(heard) if heard else 40000
    a.dcc(b.nick, '%s "%s" %s %d %d' % (word, name, a.number(), port, size))
    return b.next_offer()


def offer_chat(a, b, heard, word="CHAT"):
    a.dcc(b.nick, "%s chat %s %d" % (word, a.number(), port_of(heard)))
    return b.next_offer()


def accept(heard, home):
    """The server comes, and nobody else."""
    sock, peer = heard.accept()
    sock.settimeout(BOUND_S)
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    assert peer[0] == home, peer
    return sock


@contextlib.contextmanager
def opened(a, b, size=1000, name="a.txt", chat=False):
    """A session of both, open: A's and B's socket."""
    with a.listen() as heard:
        offer = offer_chat(a, b, heard) if chat else offer_file(a, b, name, size, heard)
        with b.dial(offer) as sb, accept(heard, a.home) as sa:
            yield sa, sb


def withdraw(b, a, offer):
    """B refuses, A hears so: the session is gone."""
    b.dcc(a.nick, "REJECT %s %s" % (offer.kind, offer.name), "NOTICE")
    a.expect("\x01DCC REJECT ")


def read_exactly(sock, n):
    data = b""
    while len(data) < n:
        part = sock.recv(n - len(data))
        assert part, "ended after %d of %d bytes" % (len(data), n)
        data += part
    return data


def read_all(sock):
    """What comes until the end, and whether that was a reset."""
    data = b""
    while True:
        try:
            part = sock.recv(65536)
        except ConnectionError:
            return data, True
        if not part:
            return data, False
        data += part


def acknowledge(sock, n):
    sock.sendall(struct.pack(">I", n & 0xFFFFFFFF))


def bytes_of(place, to, port, source=None):
    """What comes until the end; nothing where nobody listens, or whoever does hangs up while one connects."""
    try:
        with place.dial(to, port, source) as sock:
            return read_all(sock)[0]
    except ConnectionError:
        return b""


def refused(place, to, port, source=None):
    data = bytes_of(place, to, port, source)
    assert data == b"", data
