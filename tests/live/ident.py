"""Auth services, honest and hostile, and clients that come from where they listen.

ident.py matrix|tarpits IDENT-PORT IRC-PORT OUTER-PORT WEBSOCKET-PORT LIMIT 4|6 [OTHERS]: each answer, or 64 services that hang while OTHERS register.
OUTER-PORT listens behind a port-forward from port 6667, LIMIT is the seconds for an answer.
ident.py ask HOST PORT SOURCE: what the server makes of who comes from there.
"""
import socket
import struct
import sys
import threading
import time

import irc
import websocket

WAIT = 30
LOCK = threading.Lock()
seen = {}  # address of a service: [(who asked, the question)]


def family(host):
    return socket.AF_INET6 if ":" in host else socket.AF_INET


class Service(threading.Thread):
    """answers() gets the connection, the two ports and what to do is its own matter; it may block, the thread is its own."""

    def __init__(self, host, port, answers):
        super().__init__(daemon=True)
        self.host, self.answers = host, answers
        self.sock = socket.socket(family(host))
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.sock.bind((host, port))
        self.sock.listen(256)
        self.start()

    def run(self):
        while True:
            conn, who = self.sock.accept()
            threading.Thread(target=self.serve, args=(conn, who[0]), daemon=True).start()

    def serve(self, conn, who):
        conn.settimeout(WAIT)
        try:
            question = conn.recv(64)
            with LOCK:
                seen.setdefault(self.host, []).append((who, question))
            client, server = question.decode().strip().split(",")
            self.answers(conn, int(client), int(server))
        except (OSError, ValueError):
            pass
        conn.close()


def says(text):
    """Says it with the ports put in, and closes."""

    def answers(conn, p, q):
        conn.sendall(text.replace(b"<p>", b"%d" % p).replace(b"<q>", b"%d" % q))

    return answers


def hangs(conn, p, q):
    conn.recv(1)


def resets(conn, p, q):
    conn.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def by_the_byte(conn, p, q):
    conn.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    for c in b"%d , %d : USERID : UNIX : joe\r\n" % (p, q):
        conn.sendall(bytes([c]))


def without_end(conn, p, q):
    while True:
        conn.sendall(b"x" * 4096)


def keeps_open(conn, p, q):
    conn.sendall(b"%d,%d:USERID:UNIX:joe\r\n" % (p, q))
    conn.recv(1)


# Name, what the service does, the user name that comes of it ("~" is that of USER), what is said of the answer.
ROWS = [
    ("ok", says(b"<p> , <q> : USERID : UNIX : joe\r\n"), "joe", ""),
    ("no blanks", says(b"<p>,<q>:USERID:UNIX:joe\r\n"), "joe", ""),
    ("not closed", keeps_open, "joe", ""),
    ("OTHER", says(b"<p> , <q> : USERID : OTHER : joe\r\n"), "~", "OTHER"),
    ("NO-USER", says(b"<p> , <q> : ERROR : NO-USER\r\n"), "~", "NO-USER"),
    ("HIDDEN-USER", says(b"<p> , <q> : ERROR : HIDDEN-USER\r\n"), "~", "HIDDEN-USER"),
    ("INVALID-PORT", says(b"<p> , <q> : ERROR : INVALID-PORT\r\n"), "~", "INVALID-PORT"),
    ("UNKNOWN-ERROR", says(b"<p> , <q> : ERROR : UNKNOWN-ERROR\r\n"), "~", "UNKNOWN-ERROR"),
    ("X error", says(b"<p> , <q> : ERROR : XGO-AWAY\r\n"), "~", "X"),
    ("wrong ports", says(b"1 , 2 : USERID : UNIX : joe\r\n"), "~", "wrong ports"),
    ("ports the other way", says(b"<q> , <p> : USERID : UNIX : joe\r\n"), "~", "wrong ports"),
    ("600 characters", says(b"<p>,<q>:USERID:UNIX:" + b"x" * 600 + b"\r\n"), "~", "unusable name"),
    ("500 characters", says(b"<p>,<q>:USERID:UNIX:" + b"x" * 500 + b"\r\n"), "x" * 10, ""),
    ("colon", says(b"<p>,<q>:USERID:UNIX:jo:e\r\n"), "~", "unusable name"),
    ("blank", says(b"<p>,<q>:USERID:UNIX:jo e\r\n"), "~", "unusable name"),
    ("j!o@e*", says(b"<p>,<q>:USERID:UNIX:j!o@e*\r\n"), "~", "unusable name"),
    ("~joe", says(b"<p>,<q>:USERID:UNIX:~joe\r\n"), "~", "unusable name"),
    ("unknown charset", says(b"<p>,<q>:USERID:UNIX,EBCDIC:joe\r\n"), "~", "unknown charset"),
    ("known charset", says(b"<p>,<q>:USERID:UNIX,UTF-8:joe\r\n"), "joe", ""),
    ("no end of line", says(b"<p>,<q>:USERID:UNIX:joe"), "joe", ""),
    ("UTF-8", says(b"<p>,<q>:USERID:UNIX:jos\xc3\xa9\r\n"), "~", "unusable name"),
    ("two lines", says(b"<p>,<q>:USERID:UNIX:joe\r\nNICK evil\r\n"), "joe", ""),
    ("empty", says(b""), "~", "none"),
    ("empty line", says(b"\r\n"), "~", "malformed"),
    ("empty name", says(b"<p>,<q>:USERID:UNIX:\r\n"), "~", "unusable name"),
    ("digits", says(b"<p>,<q>:USERID:UNIX:4711\r\n"), "4711", ""),
    ("lower case", says(b"<p> , <q> : userid : unix : joe\r\n"), "joe", ""),
    ("control bytes", says(b"<p>,<q>:USERID:UNIX:j\x01\x02e\r\n"), "~", "unusable name"),
    ("format characters", says(b"<p>,<q>:USERID:UNIX:%s%n\r\n"), "~", "unusable name"),
    ("not the protocol", says(b"220 mail.example.org ESMTP\r\n"), "~", "malformed"),
    ("no end at all", without_end, "~", "malformed"),
    ("split into bytes", by_the_byte, "joe", ""),
    ("hangs", hangs, "~", "none"),
    ("refused", None, "~", "refused"),
    ("RST", resets, "~", "none"),
]


class Visitor:
    """A client that comes from `source`; what it was told until it was let in or refused."""

    def __init__(self, host, port, source, nick="visitor"):
        self.sock = socket.create_connection((host, port), timeout=WAIT, source_address=(source, 0))
        self.port, self.nick, self.rest, self.told = self.sock.getsockname()[1], nick, b"", []

    def line(self):
        while b"\n" not in self.rest:
            data = self.sock.recv(65536)
            if not data:
                raise irc.Gone
            self.rest += data
        line, self.rest = self.rest.split(b"\n", 1)
        self.told.append(line.decode("utf-8", "replace").rstrip("\r"))
        return self.told[-1]

    def until(self, *words):
        while True:
            line = self.line()
            if any(w in line for w in words):
                return line

    def register(self):
        """The user name as others see it, or the text of the refusal."""
        self.sock.sendall(b"NICK %s\r\nUSER claimed 0 * :x\r\n" % self.nick.encode())
        line = self.until(" 422 ", " 376 ", " 465 ")
        if " 465 " in line:
            return line
        self.sock.sendall(b"USERHOST %s\r\n" % self.nick.encode())
        return self.until(" 302 ").split("=+")[1].split("@")[0]

    def reply(self):
        """What was said of the answer: "" for a good one, None when nobody was asked."""
        for line in self.told:
            if "*** Got ident response" in line:
                return ""
            if "*** No ident response" in line:
                return line.split("(")[1].rstrip(")")
        return None


def want(got, wanted):
    if got != wanted:
        raise AssertionError("got %r, not %r" % (got, wanted))


def visit(host, port, source, user, reply):
    v = Visitor(host, port, source)
    want((v.register(), v.reply()), ("~claimed" if user == "~" else user, reply))
    v.sock.close()
    return v


def row(args, n, does, user, reply):
    source = "127.0.1.%d" % n
    if does is not None:
        Service(source, args.ident, does)
    began = time.monotonic()
    v = visit("127.0.0.1", args.irc, source, user, reply)
    if does is hangs and time.monotonic() - began < args.limit - 0.1:
        raise AssertionError("it did not wait")
    if does is None:
        return
    with LOCK:
        want(seen[source], [("127.0.0.1", b"%d,%d\r\n" % (v.port, args.irc))])


def asked_from(args, service, host, port, server_port):
    """The question comes from the address that was dialled, about the port that was dialled."""
    Service(service, args.ident, says(b"<p>,<q>:USERID:UNIX:joe\r\n"))
    v = visit(host, port, service, "joe", "")
    with LOCK:
        want(seen[service], [(host, b"%d,%d\r\n" % (v.port, server_port))])


def require(args):
    Service("127.0.3.1", args.ident, says(b"<p>,<q>:USERID:UNIX:joe\r\n"))
    Service("127.0.3.2", args.ident, says(b"<p>,<q>:ERROR:NO-USER\r\n"))
    visit("127.0.0.1", args.irc, "127.0.3.1", "joe", "")
    for source, reply in ("127.0.3.2", "NO-USER"), ("127.0.3.3", "refused"):
        said = Visitor("127.0.0.1", args.irc, source).register()
        text = "You need a working ident service on port %d to use this server (reply: %s)" % (args.ident, reply)
        if not said.endswith(text):
            raise AssertionError(said)


def tilde_no(args):
    want(Visitor("127.0.0.1", args.irc, "127.0.4.1").register(), "claimed")


def off(args):
    Service("127.0.5.1", args.ident, says(b"<p>,<q>:USERID:UNIX:joe\r\n"))
    visit("127.0.0.1", args.irc, "127.0.5.1", "~", None)
    with LOCK:
        want(seen.get("127.0.5.1"), None)


def behind_a_proxy(args):
    """Who comes by WebSocket may come through a proxy, which would be asked."""
    Service("127.0.0.1", args.ident, says(b"<p>,<q>:USERID:UNIX:proxy\r\n"))
    browser = websocket.WebSocket(args.websocket, "browser")
    browser.send("USERHOST browser")
    line = browser.expect(" 302 ")
    if "=+~browser@" not in line:
        raise AssertionError(line)
    with LOCK:
        want(seen.get("127.0.0.1"), None)


def gone_is_closed(args):
    """Who leaves while its service hangs is asked about no more: the service sees the end of its connection."""
    ended = threading.Event()

    def waits(conn, p, q):
        conn.recv(1)
        ended.set()

    Service("127.0.1.200", args.ident, waits)
    v = Visitor("127.0.0.1", args.irc, "127.0.1.200")
    v.until("*** Checking ident")
    v.sock.close()
    if not ended.wait(args.limit / 2):
        raise AssertionError("its service is still being asked")


def matrix(args):
    r = irc.Results()
    for n, (name, does, user, reply) in enumerate(ROWS, 1):
        r.attempt("ident: " + name, row, args, n, does, user, reply)
    r.attempt("ident: asked from 127.0.0.2, where the client has dialled", asked_from, args, "127.0.1.201", "127.0.0.2", args.irc,
              args.irc)
    r.attempt("ident: asked about the port in front of a port-forward", asked_from, args, "127.0.1.202", "127.0.0.1", args.outer, 6667)
    if args.v6:
        r.attempt("ident: IPv6", asked_from, args, "::1", "::1", args.irc, args.irc)
    r.attempt("ident require: an answer lets in, none refuses and says why", require, args)
    r.attempt("tilde no: the name as it was said", tilde_no, args)
    r.attempt("ident off: nobody is asked", off, args)
    r.attempt("ident: nobody is asked about a WebSocket", behind_a_proxy, args)
    r.attempt("ident: the connection ends with the client's", gone_is_closed, args)
    r.finish()


def registration_ms(args, nick, reply):
    began = time.monotonic()
    v = Visitor("127.0.0.1", args.irc, "127.0.7.1", nick)
    v.register()
    took = 1000 * (time.monotonic() - began)
    want(v.reply(), reply)
    v.sock.close()
    return took


def measure(args, what, reply):
    took = sorted(registration_ms(args, "other%d" % i, reply) for i in range(args.others))
    print("# registration, %s: median %.1f ms, p99 %.1f ms, most %.1f ms" %
          (what, took[len(took) // 2], took[len(took) * 99 // 100], took[-1]), flush=True)


def still_waiting(pits):
    """None of them was answered, told a result or let in."""
    for v in pits:
        v.sock.setblocking(False)
        try:
            data = v.sock.recv(4096)
            raise AssertionError("told %r" % data)
        except BlockingIOError:
            v.sock.setblocking(True)


def open_pits(args, pits, n):
    while len(pits) < n:
        source = "127.0.6.%d" % (len(pits) // 4 + 1)
        if len(pits) % 4 == 0:
            Service(source, args.ident, hangs)
        v = Visitor("127.0.0.1", args.irc, source, "pit%d" % len(pits))
        v.until("*** Checking ident")
        v.sock.sendall(b"NICK %s\r\nUSER claimed 0 * :x\r\n" % v.nick.encode())
        pits.append(v)


def with_pits(args, pits, n, reply):
    open_pits(args, pits, n)
    measure(args, "%d services hang" % n, reply)
    still_waiting(pits)


def tarpits(args):
    r, pits = irc.Results(), []
    Service("127.0.7.1", args.ident, says(b"<p>,<q>:USERID:UNIX:joe\r\n"))
    measure(args, "no service hangs", "")
    r.attempt("60 services hang: others are asked about and let in meanwhile", with_pits, args, pits, 60, "")
    r.attempt("64 services hang: others are let in meanwhile, not asked about", with_pits, args, pits, 64, "too busy to ask")
    for v in pits:
        v.sock.close()
    r.finish()


class Args:
    def __init__(self, argv):
        self.ident, self.irc, self.outer, self.websocket = [int(a) for a in argv[:4]]
        self.limit, self.v6, self.others = float(argv[4]), argv[5] == "6", int(argv[6]) if len(argv) > 6 else 200


def ask(host, port, source):
    v = Visitor(host, int(port), source)
    print(v.register(), v.reply() or "-")


if __name__ == "__main__":
    if sys.argv[1] == "ask":
        ask(*sys.argv[2:])
    else:
        {"matrix": matrix, "tarpits": tarpits}[sys.argv[1]](Args(sys.argv[2:]))
