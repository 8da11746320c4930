"""What the hostile tests share: clients on any socket, many at once, and figures from /proc."""
import os
import resource
import selectors
import socket
import time

from irc import Client

BOUND_S = 120  # no wait is longer


class Peer(Client):
    """A client on a socket that is there already."""

    def __init__(self, sock, nick=None, timeout=60):
        sock.settimeout(timeout)
        self.timeout, self.rest, self.lines, self.sock, self.nick = timeout, b"", [], sock, nick
        if nick is not None:
            self.register(nick)

    def register(self, nick):
        self.nick = nick
        self.send("NICK " + nick)
        self.send("USER %s 0 * :%s" % (nick, nick))
        self.expect(" 001 ")
        self.expect(" 376 ", " 422 ")

    def join(self, channel):
        self.send("JOIN " + channel)
        self.expect(" 366 ")
        return self

    def oper(self, password):
        self.send("OPER admin " + password)
        self.expect(" 381 ")
        return self

    def stats(self, letter):
        """The lines of STATS, joined."""
        self.send("STATS " + letter)
        return "\n".join(self.lines_until(" 219 "))


def tcp(port, host="127.0.0.1", receive=None):
    """A connected socket; `receive` bounds what the kernel takes for it."""
    sock = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
    if receive is not None:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive)
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    sock.settimeout(60)
    sock.connect((host, port))
    return sock


def peer(port, nick=None, host="127.0.0.1"):
    return Peer(tcp(port, host), nick)


def chat(one, other, token):
    """Each hears the other: the server serves both."""
    one.send("PRIVMSG %s :%s" % (other.nick, token))
    other.expect(token)
    other.send("PRIVMSG %s :%s" % (one.nick, token))
    one.expect(token)


def ended(sock):
    """Reads what is there of a socket that does not block, and whether the stream has ended.  A reset is an end too."""
    data = b""
    try:
        while True:
            part = sock.recv(65536)
            if not part:
                return data, True
            data += part
    except BlockingIOError:
        return data, False
    except OSError:
        return data, True


class Watched:
    """Sockets that are expected to be ended by the server: when that was, and what was read."""

    def __init__(self, socks):
        self.selector = selectors.DefaultSelector()
        self.data = {s: b"" for s in socks}
        self.end = {}
        for s in socks:
            s.setblocking(False)
            self.selector.register(s, selectors.EVENT_READ)

    def look(self, seconds=0.0):
        """Takes what has happened; true when all have ended."""
        if len(self.end) == len(self.data):
            return True
        for key, _ in self.selector.select(seconds):
            s = key.fileobj
            data, over = ended(s)
            self.data[s] += data
            if over:
                self.end[s] = time.monotonic()
                self.selector.unregister(s)
                s.close()
        return len(self.end) == len(self.data)

    def wait(self, meanwhile=None):
        """True when all have ended within the bound; `meanwhile` is done again and again."""
        until = time.monotonic() + BOUND_S
        while not self.look(0.0 if meanwhile else 1.0):
            if time.monotonic() > until:
                return False
            if meanwhile:
                meanwhile()
        return True


def raise_descriptor_limit():
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return hard


def resident(pid):
    """VmRSS in bytes."""
    with open("/proc/%d/status" % pid) as f:
        for line in f:
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) * 1024
    return 0


def cpu_seconds(pid):
    """utime + stime of all threads."""
    with open("/proc/%d/stat" % pid) as f:
        fields = f.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def sees_real_memory():
    """Under valgrind or a sanitizer the figures are theirs, not the server's."""
    return not os.environ.get("RUN_UNDER") and os.environ.get("JAIL_MODE", "enforce") != "off"


def tell(text):
    print("# " + text, flush=True)
