"""Sockets in the networks of the stage (dcc_stage.sh), from one process.

usage: dcc_stage.py N=PID M=PID

Shows that there is no way from the client on cable N to the one on cable M, while both reach the server."""
import contextlib
import ctypes
import os
import socket
import sys

from irc import Results

BOUND_S = 60  # no wait is longer
libc = ctypes.CDLL(None, use_errno=True)
CLONE_NEWNET = 0x40000000


class Place:
    """Where a client lives: its network, its addresses and those of the server on its cable."""

    def __init__(self, cable, pid):
        self.cable, self.net = cable, os.open("/proc/%d/ns/net" % pid, os.O_RDONLY)
        self.address, self.second, self.address6 = "10.77.%d.2" % cable, "10.77.%d.3" % cable, "fd77:%d::2" % cable
        self.server, self.server6 = "10.77.%d.1" % cable, "fd77:%d::1" % cable

    @contextlib.contextmanager
    def inside(self):
        """Sockets that are made here belong to this network, wherever they are used."""
        home = os.open("/proc/self/ns/net", os.O_RDONLY)
        enter(self.net)
        try:
            yield
        finally:
            enter(home)
            os.close(home)

    def listen(self, address=None):
        with self.inside():
            return listener(address or self.address)

    def dial(self, to, port, source=None, timeout=BOUND_S):
        with self.inside():
            return connection(to, port, source, timeout)


def enter(net):
    if libc.setns(net, CLONE_NEWNET) != 0:
        raise OSError(ctypes.get_errno(), "setns")


def listener(address):
    sock = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET)
    sock.settimeout(BOUND_S)
    sock.bind((address, 0))
    sock.listen(16)
    return sock


def connection(to, port, source=None, timeout=BOUND_S):
    sock = socket.socket(socket.AF_INET6 if ":" in to else socket.AF_INET)
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    sock.settimeout(timeout)
    if source is not None:
        sock.bind((source, 0))
    try:
        sock.connect((to, port))
    except OSError:
        sock.close()
        raise
    return sock


def port_of(sock):
    return sock.getsockname()[1]


def places(words):
    return [Place(int(w.split("=")[0]), int(w.split("=")[1])) for w in words]


def meets(dial, heard):
    with dial(port_of(heard)) as sock:
        accepted, _ = heard.accept()
        accepted.sendall(b"x")
        assert sock.recv(1) == b"x"
        accepted.close()


def unreachable(dial, heard):
    try:
        dial(port_of(heard)).close()
    except OSError as e:
        print("# " + str(e))
        return
    raise AssertionError("it connected")


def main():
    a, b = places(sys.argv[1:])
    r = Results()
    for name, mine, theirs, home in (("IPv4", a.address, b.address, a.server), ("IPv6", a.address6, b.address6, a.server6)):
        there, here = b.listen(theirs), listener(home)
        r.attempt("%s: one client reaches the server" % name, meets, lambda p, to=home: a.dial(to, p), here)
        r.attempt("%s: the server reaches the other client" % name, meets, lambda p, to=theirs: connection(to, p), there)
        r.attempt("%s: no client reaches another" % name, unreachable, lambda p, to=theirs: a.dial(to, p, timeout=5), there)
        r.attempt("%s: not from its own address either" % name, unreachable,
                  lambda p, to=theirs, own=mine: a.dial(to, p, own, timeout=5), there)
    r.finish()


if __name__ == "__main__":
    main()
