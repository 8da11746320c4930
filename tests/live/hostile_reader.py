"""Readers that do not read while 20 others talk.  usage: hostile_reader.py PORT SMALL LARGE SMALL_TLS PASSWORD SERVER_PID

Talkers keep a window: a few lines and a PING, the next ones after its PONG.  So what may lie between the line that was too much for a
stopped reader and its QUIT is bounded, and how much the server held for it can be told from what it gets when it goes on.
"""
import os
import selectors
import signal
import ssl
import subprocess
import sys
import time

from hostile import BOUND_S, Peer, peer, resident, sees_real_memory, tcp, tell
from irc import Results

TALKERS, WINDOW, PADDING, LEAST_ROUNDS = 20, 4, "." * 380, 25
SMALL_SENDQ, LARGE_SENDQ = 64 << 10, 1 << 20  # as in the configuration
# Slabs in use and kept for use (32 of 16 KiB), last halves of private copies, and what malloc rounds.
SLACK = 2 << 20
RECEIVE = 4096


def child_main(port):
    """The reader that its parent stops: says how many bytes it got when the server has closed."""
    reader = Peer(tcp(port, receive=RECEIVE), "stopped").join("#talk")
    reader.send("PING :ready")
    reader.expect("PONG")
    print("ready", flush=True)
    sys.stdin.readline()
    print(drain(reader), flush=True)


def drain(reader):
    count = len(reader.rest)
    reader.rest = b""
    try:
        while True:
            data = reader.sock.recv(65536)
            if not data:
                return count
            count += len(data)
    except ConnectionResetError:
        return count


def closed_for_good(oper, left):
    """Who is closed for SendQ may still read what was queued for a while; what the server held is seen by those who come too late."""
    until = time.monotonic() + BOUND_S
    while "connections %d," % left not in oper.stats("T"):
        assert time.monotonic() < until, oper.stats("T")
        time.sleep(0.1)


class Talker:
    """Says numbered lines and checks the numbers of the others'."""

    def __init__(self, port, i):
        self.peer = peer(port, "talker%d" % i).join("#talk")
        self.said, self.heard, self.wrong, self.rest = 0, {}, [], b""
        self.waiting, self.asked, self.rtt = False, 0.0, []

    def say(self):
        lines = ["PRIVMSG #talk :%d %s\r\n" % (self.said + k, PADDING) for k in range(WINDOW)]
        self.said += WINDOW
        self.waiting, self.asked = True, time.monotonic()
        self.peer.sock.sendall(("".join(lines) + "PING :%d\r\n" % self.said).encode())

    def take(self):
        data = self.peer.sock.recv(1 << 20)
        if not data:
            raise AssertionError(self.peer.nick + " was closed")
        lines = (self.rest + data).split(b"\r\n")
        self.rest = lines.pop()
        for line in lines:
            words = line.split(b" ", 4)
            if words[1] == b"PRIVMSG":
                who, number = words[0], int(words[3][1:])
                if number != self.heard.get(who, 0):
                    self.wrong.append("%s: %d after %d" % (who, number, self.heard.get(who, 0)))
                self.heard[who] = number + 1
            elif words[1] == b"PONG":
                self.waiting = False
                self.rtt.append(time.monotonic() - self.asked)


class Observer:
    """Hears all, says nothing: where in the stream did who leave, and why."""

    def __init__(self, port):
        self.peer = peer(port, "observer").join("#talk")
        self.bytes, self.rest, self.quits = 0, b"", {}

    def begin(self):
        self.peer.sync("begin")
        assert self.peer.rest == b""

    def take(self):
        lines = (self.rest + self.peer.sock.recv(1 << 20)).split(b"\r\n")
        self.rest = lines.pop()
        for line in lines:
            words = line.split(b" ", 2)
            if words[1] == b"QUIT":
                self.quits[line[1:].split(b"!")[0].decode()] = (self.bytes, words[2].decode())
            elif words[1] == b"PRIVMSG":
                self.bytes += len(line) + 2
            else:
                raise AssertionError("unexpected: %r" % line)


def talk(talkers, observer, more, pid):
    """Rounds until there is no more to wait for and all has been heard.  ret: the most resident memory seen."""
    selector, most, until = selectors.DefaultSelector(), 0, time.monotonic() + BOUND_S
    for t in talkers + [observer]:
        selector.register(t.peer.sock, selectors.EVENT_READ, t)
    while time.monotonic() < until:
        if all(not t.waiting for t in talkers):
            most = max(most, resident(pid))
            if not more():
                return most
            for t in talkers:
                t.say()
        for key, _ in selector.select(1):
            key.data.take()
    raise TimeoutError("the talkers did not come to an end; gone: %r" % observer.quits)


def heard_all(talkers):
    """The last lines may still be on their way to some: PONG of everybody tells only that all were said."""
    for t in talkers:
        until = time.monotonic() + BOUND_S
        while len(t.heard) < len(talkers) - 1 or min(t.heard.values()) < t.said:
            assert time.monotonic() < until and not t.wrong, (t.peer.nick, t.wrong[:3], t.heard)
            t.take()
    return all(not t.wrong and set(t.heard.values()) == {t.said} for t in talkers)


def queued(oper, nick):
    """The bytes that wait for this user, by STATS l."""
    return int(oper.stats("l").split(" 211 %s %s " % (oper.nick, nick))[1].split(" ")[0])


def sparse(port, large, oper, pid):
    """A reader who stopped is due one line of many: the server must not keep the many for the one's sake.

    Replies to all users lie in the same slabs of 16 KiB.  Per round there is one for the stopped reader and a slab of others, so keeping
    slabs instead of lines would cost 16 KiB a round.
    """
    rounds, others = 600, 45
    reader = Peer(tcp(large, receive=RECEIVE), "sparse").join("#sparse")
    speaker = peer(port, "speaker").join("#sparse")
    until = time.monotonic() + BOUND_S
    while queued(oper, "sparse") == 0:
        assert time.monotonic() < until, "the kernel takes all"
        speaker.sock.sendall(("PRIVMSG #sparse :%s\r\n" % PADDING).encode() * 100)
        speaker.sync("full")
    start = resident(pid)
    for i in range(rounds):
        reader.send("PING :one%d" % i)
        speaker.sock.sendall(("PING :%s\r\n" % PADDING).encode() * others)
        speaker.sync("round%d" % i)
    held, now = queued(oper, "sparse"), resident(pid)
    tell("a stopped reader of one line in %d: %d bytes wait; resident: %d KiB before, %d then, bound %d (+ sendq + 2 MiB)" %
         (others + 1, held, start >> 10, now >> 10, (start + LARGE_SENDQ + SLACK) >> 10))
    assert held > rounds * 20, "its lines are not waiting"
    assert not sees_real_memory() or now - start <= LARGE_SENDQ + SLACK, "%d bytes more" % (now - start)
    reader.close()


def main():
    port, small, large, small_tls = (int(a) for a in sys.argv[1:5])
    password, pid = sys.argv[5], int(sys.argv[6])
    results = Results()
    talkers = [Talker(port, i) for i in range(TALKERS)]
    observer = Observer(port)
    child = subprocess.Popen([sys.executable, __file__, "child", str(small)], stdin=subprocess.PIPE,
                             stdout=subprocess.PIPE, text=True)
    assert child.stdout.readline() == "ready\n"
    silent = [Peer(tcp(large, receive=RECEIVE), "silent%d" % i).join("#talk") for i in range(2)]
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    secret = Peer(context.wrap_socket(tcp(small_tls, receive=RECEIVE)), "secret").join("#talk")
    for p in [t.peer for t in talkers] + silent + [secret]:
        p.sync("begin")
    # The child came before the others: what it is told of their JOINs is not what the observer counts.
    joins = sum(len(":%s!~%s@127.0.0.1 JOIN #talk\r\n" % (n, n)) for n in ("silent0", "silent1", "secret"))
    os.kill(child.pid, signal.SIGSTOP)
    os.waitpid(child.pid, os.WUNTRACED)
    observer.begin()
    start = resident(pid)
    rounds = [0]

    def more():
        rounds[0] += 1
        return len(observer.quits) < 4 or rounds[0] < LEAST_ROUNDS

    most = talk(talkers, observer, more, pid)
    results.check("20 talkers lose nothing, and nothing is out of order", heard_all(talkers))
    quits = observer.quits
    results.check("who does not read is closed for SendQ, and nobody else",
                  sorted(quits) == ["secret", "silent0", "silent1", "stopped"], repr(quits))
    results.check("QUIT tells the others why", all("SendQ exceeded" in why for _, why in quits.values()), repr(quits))
    results.check("the small class's reader is closed before the large class's", quits["stopped"][0] < quits["silent0"][0])
    oper = peer(port, "oper").oper(password)
    closed_for_good(oper, TALKERS + 2)
    os.kill(child.pid, signal.SIGCONT)
    child.stdin.write("go\n")
    child.stdin.flush()
    got = {"stopped": int(child.stdout.readline()) - joins}
    child.wait()
    got.update((s.nick, drain(s)) for s in silent)
    under_way = TALKERS * WINDOW * (len(PADDING) + 100)
    for nick, limit in (("stopped", SMALL_SENDQ), ("silent0", LARGE_SENDQ), ("silent1", LARGE_SENDQ)):
        held = quits[nick][0] - got[nick]
        tell("%s: of %d bytes the kernel had taken %d, the server held %d" % (nick, quits[nick][0], got[nick], held))
        results.check("%s is closed at the sendq of its class, %d" % (nick, limit), limit - 512 < held <= limit + under_way,
                      "%d bytes were held" % held)
    bound = start + 2 * SMALL_SENDQ + 2 * LARGE_SENDQ + SLACK
    tell("resident: %d KiB at the start, %d at most, bound %d (start + sum of sendq + 2 MiB)" %
         (start >> 10, most >> 10, bound >> 10))
    if sees_real_memory():
        results.check("resident memory stays below start + sum of sendq + 2 MiB", most <= bound)
    rtt = sorted(r for t in talkers for r in t.rtt)
    tell("%d lines said; a window's round trip: median %.1f ms, 99%% within %.1f ms" %
         (sum(t.said for t in talkers), rtt[len(rtt) // 2] * 1e3, rtt[len(rtt) * 99 // 100] * 1e3))
    stats = oper.stats("T")
    results.check("STATS T counts them", "closed for SENDQ 4" in stats, stats)
    results.attempt("lines that a stopped reader does not hear are not kept for it", sparse, port, large, oper, pid)
    results.finish()


if __name__ == "__main__":
    if sys.argv[1] == "child":
        child_main(int(sys.argv[2]))
    else:
        main()
