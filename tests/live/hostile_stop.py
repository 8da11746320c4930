"""SIGTERM while 500 clients are connected and talk.  usage: hostile_stop.py PORT TLS_PORT PASSWORD SERVER_PID"""
import os
import signal
import ssl
import sys
import time

from hostile import BOUND_S, Peer, peer, raise_descriptor_limit, tcp
from irc import Gone, Results

PLAIN, SECRET = 400, 100
port, tls_port, pid = int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[4])
results = Results()
raise_descriptor_limit()
context = ssl.create_default_context()
context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
users = [peer(port, "plain%d" % i) for i in range(PLAIN)]
users += [Peer(context.wrap_socket(tcp(tls_port)), "secret%d" % i) for i in range(SECRET)]
for i, u in enumerate(users):
    u.join("#room%d" % (i % 10))
for u in users:
    u.sync("all-are-here")


def told_and_closed(user):
    """ERROR, and then the end of the stream in order: no reset, which may eat what was not read yet."""
    line = user.expect("ERROR ")
    assert "shutting down" in line, line
    try:
        while True:
            user.line()
    except Gone:
        pass


def all_told(those):
    faults = []
    for user in those:
        user.sock.settimeout(BOUND_S)
        try:
            told_and_closed(user)
        except (OSError, AssertionError, TimeoutError, Gone) as e:
            faults.append("%s: %s %s" % (user.nick, type(e).__name__, e))
    assert not faults, "%d of %d: %s" % (len(faults), len(those), faults[:3])


# One does not read, and much is waiting for it: it must not hold up the end.
stopped = Peer(tcp(port, receive=4096), "stopped").join("#full")
speaker, oper = peer(port, "speaker").join("#full"), peer(port, "oper").oper(sys.argv[3])
until = time.monotonic() + BOUND_S
while int(oper.stats("l").split(" 211 oper stopped ")[1].split(" ")[0]) == 0:
    assert time.monotonic() < until, "the kernel takes all"
    speaker.sock.sendall(("PRIVMSG #full :%s\r\n" % ("." * 380)).encode() * 100)
    speaker.sync("full")
# Half of the others talk, so much that the server can't have read all of it when it ends: it is stopped until all that is under way.
os.kill(pid, signal.SIGSTOP)
for i, u in enumerate(users):
    if i % 2 == 0:
        u.sock.sendall(("PRIVMSG #room%d :last words\r\n" % (i % 10) * 1500).encode())
os.kill(pid, signal.SIGTERM)
os.kill(pid, signal.SIGCONT)
results.attempt("250 quiet users are told ERROR and their streams end in order", all_told, users[1::2])
results.attempt("250 users who were talking are told ERROR and their streams end in order", all_told, users[::2])
results.finish()
