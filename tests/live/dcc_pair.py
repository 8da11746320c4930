"""Two clients on loopback who send each other files and chat by DCC, as real ones do."""
import os
import re
import socket
import ssl
import struct
import threading

from irc import Client

WAIT = 20
ADDRESS = struct.unpack("!I", socket.inet_aton("127.0.0.1"))[0]


class Pair:
    """ann offers, ben is offered; both are heard by what is said to them in CTCP."""

    def __init__(self, port, tls=False, nicks=("ann", "ben")):
        self.ann, self.ben = (Client(port, nick, tls=tls) for nick in nicks)
        self.tokens = 0

    def close(self):
        for c in self.ann, self.ben:
            c.send("QUIT")
            c.close()

    def offer(self, what):
        self.ann.send("PRIVMSG %s :\x01DCC %s\x01" % (self.ben.nick, what))

    def heard(self, client, kind, n):
        """The n words behind `kind` of what comes as CTCP."""
        text = client.expect("\x01DCC " + kind)
        words = re.search("\x01DCC (.*)\x01", text).group(1).split(" ")[1:]
        assert len(words) == n, "%d words, not %d: %r" % (len(words), n, text)
        return words

    def token(self):
        self.tokens += 1
        return str(self.tokens)


def listener():
    s = socket.socket()
    s.bind(("127.0.0.1", 0))
    s.listen(1)
    s.settimeout(WAIT)
    return s, s.getsockname()[1]


def dial(address, port):
    host = socket.inet_ntoa(struct.pack("!I", int(address)))
    return socket.create_connection((host, int(port)), timeout=WAIT)


def over_tls(sock, server):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER if server else ssl.PROTOCOL_TLS_CLIENT)
    if server:
        context.load_cert_chain(os.environ["DCC_CERT"] + ".crt", os.environ["DCC_CERT"] + ".key")
    else:
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context.wrap_socket(sock, server_side=server)


def receive(sock, size, out):
    """What a receiving client does: reads, and says after each part how much it has."""
    got = b""
    try:
        while len(got) < size:
            part = sock.recv(65536)
            if not part:
                break
            got += part
            sock.sendall(struct.pack("!I", len(got) & 0xFFFFFFFF))
    except OSError:
        pass
    sock.close()
    out.append(got)


def carry(source, sink, data):
    """Sends all of it and hears what has come; the sender's acknowledgements are read to the end."""
    out = []
    reader = threading.Thread(target=receive, args=(sink, len(data), out), daemon=True)
    reader.start()
    try:
        source.sendall(data)
        while source.recv(65536):
            pass
    except OSError:
        pass
    source.close()
    reader.join(WAIT)
    return out[0] if out else None


def send_active(pair, name, data, kind="SEND"):
    s, port = listener()
    with s:
        pair.offer("%s %s %d %d %d" % (kind, name, ADDRESS, port, len(data)))
        _, address, at, size = pair.heard(pair.ben, kind, 4)
        assert int(size) == len(data) and int(at) != port
        sink = dial(address, at)
        if kind == "SSEND":
            sink = over_tls(sink, False)
        source, who = s.accept()
        source.settimeout(WAIT)
        if kind == "SSEND":
            source = over_tls(source, True)
        assert who[0] == "127.0.0.1"
        return carry(source, sink, data)


def send_passive(pair, name, data):
    token = pair.token()
    pair.offer("SEND %s %d 0 %d %s" % (name, ADDRESS, len(data), token))
    _, address, at, _ = pair.heard(pair.ben, "SEND", 4)
    sink = dial(address, at)
    got_name, address, at, size, got_token = pair.heard(pair.ann, "SEND", 5)
    assert got_name == name and got_token == token and int(size) == len(data)
    return carry(dial(address, at), sink, data)


def resume(pair, name, data, pos):
    """The receiver has the first bytes already."""
    s, port = listener()
    with s:
        pair.offer("SEND %s %d %d %d" % (name, ADDRESS, port, len(data)))
        _, address, at, _ = pair.heard(pair.ben, "SEND", 4)
        pair.ben.send("PRIVMSG %s :\x01DCC RESUME %s %s %d\x01" % (pair.ann.nick, name, at, pos))
        _, at_ann, at_pos = pair.heard(pair.ann, "RESUME", 3)
        assert int(at_ann) == port and int(at_pos) == pos
        pair.ann.send("PRIVMSG %s :\x01DCC ACCEPT %s %d %d\x01" % (pair.ben.nick, name, port, pos))
        pair.heard(pair.ben, "ACCEPT", 3)
        sink = dial(address, at)
        source, _ = s.accept()
        source.settimeout(WAIT)
        return carry(source, sink, data[pos:])


def chat(pair, passive):
    if passive:
        token = pair.token()
        pair.offer("CHAT chat %d 0 %s" % (ADDRESS, token))
    else:
        s, port = listener()
        pair.offer("CHAT chat %d %d" % (ADDRESS, port))
    _, address, at = pair.heard(pair.ben, "CHAT", 3)
    b = dial(address, at)
    if passive:
        words = pair.heard(pair.ann, "CHAT", 4)
        assert words[-1] == token
        a = dial(words[1], words[2])
    else:
        a, _ = s.accept()
        s.close()
    a.settimeout(WAIT)
    with a, b, a.makefile("rb") as from_ben, b.makefile("rb") as from_ann:
        a.sendall(b"hello ben\n")
        assert from_ann.readline() == b"hello ben\n"
        b.sendall(b"\x01ACTION waves\x01\n")
        assert from_ben.readline() == b"\x01ACTION waves\x01\n"


def same(got, data):
    assert got == data, "%s of %d bytes came" % (None if got is None else len(got), len(data))


def intruder(pair, data):
    """Somebody from another address of this host: turned away, and the port is still there for who was meant."""
    s, port = listener()
    with s:
        pair.offer("SEND guest.txt %d %d %d" % (ADDRESS, port, len(data)))
        _, address, at, _ = pair.heard(pair.ben, "SEND", 4)
        stranger = socket.socket()
        stranger.settimeout(WAIT)
        stranger.bind(("127.0.0.9", 0))
        try:
            stranger.connect(("127.0.0.1", int(at)))
            assert stranger.recv(1) == b"", "a stranger is served"
        except ConnectionError:
            pass
        stranger.close()
        sink = dial(address, at)
        source, _ = s.accept()
        source.settimeout(WAIT)
        return carry(source, sink, data)
