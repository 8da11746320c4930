"""Peers that come and go, reset, ask without reading, or make the server work.  usage: hostile_churn.py PORT TLS_PORT PASSWORD SERVER_PID"""
import select
import socket
import ssl
import struct
import sys
import time

from hostile import BOUND_S, Peer, Watched, chat, ended, peer, raise_descriptor_limit, resident, sees_real_memory, tcp, tell
from irc import Results

port, tls_port, password, pid = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], int(sys.argv[4])
results = Results()
raise_descriptor_limit()
friends = [peer(port, "friend%d" % i).join("#churn") for i in range(2)]
context = ssl.create_default_context()
context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
SENDQ = 1 << 20  # of the class of this port, as in the configuration
STALLED_S = 5  # nothing was taken from somebody for so long: nothing is going to be
CHECK_BYTES, WORKERS = 64 << 20, 2  # what one check of a password takes, and how many are made at a time


def secret(nick=None):
    return Peer(context.wrap_socket(tcp(tls_port)), nick)


def reset(sock):
    """Closes so that the server sees a reset."""
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    sock.close()


def resets():
    """In every state: just connected, half a line, registered, in a channel that is being written to, half a TLS handshake."""
    for i in range(60):
        for text in (b"", b"NICK half", b"NICK res%d\r\nUSER r 0 * :r\r\nJOIN #churn\r\n" % i):
            s = tcp(port)
            s.sendall(text)
            reset(s)
        s = tcp(tls_port)
        s.sendall(b"\x16\x03\x01\x02\x00\x01")
        reset(s)
        p = peer(port, "gone%d" % i).join("#churn") if i % 2 else secret("gone%d" % i).join("#churn")
        friends[0].send("PRIVMSG #churn :do you hear this?")
        reset(p.sock)
        friends[1].send("PRIVMSG #churn :or this?")
    for i in range(60):
        friends[0].expect(":gone%d!~gone%d@127.0.0.1 QUIT " % (i, i))
    chat(friends[0], friends[1], "after-resets")


def half_closed():
    """Who sends all it has to say and closes its sending side gets its answers all the same."""
    s = tcp(port)
    s.sendall(b"NICK brief\r\nUSER brief 0 * :b\r\nPRIVMSG friend0 :a word\r\nPING :last\r\n")
    s.shutdown(socket.SHUT_WR)
    friends[0].expect("a word")
    s.setblocking(False)
    watched = Watched([s])
    assert watched.wait() and b" 001 brief " in watched.data[s] and b":last" in watched.data[s], watched.data[s][-200:]


def waves():
    """2,000 users in four waves: after the first, no wave leaves more behind."""
    after = []
    for wave in range(4):
        crowd = [peer(port, "w%dn%d" % (wave, i)) if i % 10 else secret("w%dn%d" % (wave, i)) for i in range(500)]
        for i, p in enumerate(crowd):
            p.join("#room%d" % (i % 50))
        for p in crowd:
            p.send("QUIT :the end")
        assert Watched([p.sock for p in crowd]).wait(), "still open"
        friends[0].sync("wave%d" % wave)
        after.append(resident(pid))
    tell("resident after waves of 500 users: %s KiB" % ", ".join(str(a >> 10) for a in after))
    assert not sees_real_memory() or after[3] <= after[0] + (1 << 20), after


def answered(p):
    """Reads all that has been kept for p, and what it asks behind it is answered.  Whether it was, or p was closed: what was put off may be too
    much then."""
    rest, data, over, until = b"\r\nPING :the-end\r\n", b"", False, time.monotonic() + BOUND_S
    while b"the-end" not in data and not over and time.monotonic() < until:
        select.select([p.sock], [p.sock] if rest else [], [], BOUND_S)
        got, over = ended(p.sock)
        data = data[-100:] + got
        try:
            rest = rest[p.sock.send(rest):] if rest else rest
        except BlockingIOError:
            pass
        except OSError:
            over = True
    assert over or b"the-end" in data, "no answer when it reads at last"
    return not over


def asks_without_reading():
    """Its answers are kept up to half of its sendq; then its questions wait.  Where they come faster than they can be put off they are too many,
    and it is closed; else nothing more is read of it.  Which, the kernel's pieces decide.  Nobody waits for it meanwhile."""
    start = most = resident(pid)
    watcher = peer(port, "watcher").join("#greed")
    greedy = Peer(tcp(port, receive=4096), "greedy").join("#greed")
    ask, moved = b"VERSION\r\nLUSERS\r\nMOTD\r\nWHO #greed\r\n" * 200, time.monotonic()
    greedy.sock.setblocking(False)
    over = False
    while not over and time.monotonic() < moved + STALLED_S:
        try:
            greedy.sock.send(ask)
            moved = time.monotonic()
        except BlockingIOError:
            pass
        except OSError:
            over = True
        chat(friends[0], friends[1], "meanwhile")
        most = max(most, resident(pid))
    tell("who asks without reading is %s: resident %d KiB before, %d at most, bound %d (+ sendq + 1 MiB)" %
         ("closed" if over else "not read from", start >> 10, most >> 10, (start + SENDQ + (1 << 20)) >> 10))
    assert not sees_real_memory() or most <= start + SENDQ + (1 << 20), most - start
    if over or not answered(greedy):
        quit = watcher.expect(":greedy!~greedy@127.0.0.1 QUIT ")
        assert "RecvQ exceeded" in quit or "SendQ exceeded" in quit, quit


def passwords():
    """Each check of a password costs 64 MiB and a good part of a second's CPU; only so many are made at a time, off the loop."""
    start = most = resident(pid)
    crowd = [peer(port, "guess%d" % i) for i in range(40)]
    trips = []
    for p in crowd:
        p.send("OPER admin wrong")
        p.sock.setblocking(False)
    waiting = set(crowd)
    until = time.monotonic() + BOUND_S
    while waiting and time.monotonic() < until:
        begin = time.monotonic()
        chat(friends[0], friends[1], "guessing%d" % len(trips))
        trips.append(time.monotonic() - begin)
        most = max(most, resident(pid))
        for p in list(waiting):
            data, over = ended(p.sock)
            assert not over, p.nick + " was closed"
            if b" 464 " in data or b" 263 " in data:
                waiting.remove(p)
    assert not waiting, "%d have no answer" % len(waiting)
    assert len(trips) > 10, "others were not served"
    bound = start + WORKERS * CHECK_BYTES + (4 << 20)
    trips.sort()
    tell("40 wrong passwords: resident %d KiB before, %d at most, bound %d (2 x 64 MiB + 4 MiB); %d rounds of chat, "
         "median %.1f ms, 99%% within %.1f ms" % (start >> 10, most >> 10, bound >> 10, len(trips),
                                                 trips[len(trips) // 2] * 1e3, trips[len(trips) * 99 // 100] * 1e3))
    assert not sees_real_memory() or most <= bound, most
    for p in crowd:  # who asks again and is gone when the answer comes
        p.sock.setblocking(True)
        p.send("OPER admin wrong")
        p.sync("is-asked")
        reset(p.sock)
    chat(friends[0], friends[1], "after-guessing")


results.attempt("resets in every state harm nobody, and those who had come are seen to leave", resets)
results.attempt("who closes its sending side gets its answers", half_closed)
results.attempt("who asks without reading is closed or put off, and its memory is bounded", asks_without_reading)
results.attempt("2,000 users in four waves leave nothing behind", waves)
results.attempt("many wrong passwords at once: all answered, others served, memory bounded", passwords)
figures = peer(port, "oper").oper(password).stats("T")
results.check("no TLS handshake is left", "in TLS handshake 0" in figures, figures)
results.finish()
