"""Thousands of connections that never register.  usage: hostile_idle.py PORT PASSWORD SERVER_PID"""
import sys
import time

from hostile import (BOUND_S, Watched, chat, peer, raise_descriptor_limit, resident, sees_real_memory, tcp, tell)
from irc import Results

EACH_BYTES = 4096  # what a connection that has said hardly anything may cost
port, password, pid = int(sys.argv[1]), sys.argv[2], int(sys.argv[3])
results = Results()
count = min(5000, raise_descriptor_limit() - 100)
friends = [peer(port, "friend0"), peer(port, "friend1")]
oper = peer(port, "oper").oper(password)
before = resident(pid)
says = (b"", b"NICK half%d\r\n", b"CAP LS 302\r\n", b"USER u 0 * :u\r\nCAP REQ :multi-prefix\r\nPASS x\r\n", b"NI")
crowd, newcomers = [], []
for i in range(count):
    s = tcp(port)
    if says[i % len(says)]:
        s.sendall(says[i % len(says)].replace(b"%d", b"%d" % i))
    crowd.append(s)
    if i % 500 == 499:
        chat(friends[0], friends[1], "at%d" % i)
        newcomers.append(peer(port, "new%d" % i))
silent = Watched(crowd)
results.check("%d connections that do not register are accepted" % count,
              int(oper.stats("T").split("connections ")[1].split(",")[0]) >= count)
most = resident(pid)
tell("resident: %d KiB before, %d with %d connections (%d bytes each), bound %d (%d each + 1 MiB)" %
     (before >> 10, most >> 10, count, (most - before) // count, (before + count * EACH_BYTES + (1 << 20)) >> 10, EACH_BYTES))
if sees_real_memory():
    results.check("they cost at most %d bytes each" % EACH_BYTES, most <= before + count * EACH_BYTES + (1 << 20))
rounds, trips = [0], []


def meanwhile():
    begin = time.monotonic()
    chat(friends[0], friends[1], "round%d" % rounds[0])
    trips.append(time.monotonic() - begin)
    if rounds[0] % 200 == 0:
        peer(port, "late%d" % rounds[0]).close()
    rounds[0] += 1
    silent.look()


over = silent.wait(meanwhile)
results.check("all of them are closed", over, "%d are open" % (len(silent.data) - len(silent.end)))
untold = [d for d in silent.data.values() if b"ERROR :" not in d or b"Registration timed out" not in d]
results.check("each is told that its time was up", not untold, "%d are not, such as %r" % (len(untold), untold[:2]))
results.check("others chat meanwhile and newcomers get in", rounds[0] > 10 and len(newcomers) == count // 500)
trips.sort()
tell("%d rounds of chat meanwhile: median %.1f ms, 99%% within %.1f ms" %
     (rounds[0], trips[len(trips) // 2] * 1e3, trips[len(trips) * 99 // 100] * 1e3))
for p in friends + newcomers:
    p.sync("still-here")
results.check("who had registered stays", True)
until = time.monotonic() + BOUND_S
while int(oper.stats("T").split("connections ")[1].split(",")[0]) > 50 and time.monotonic() < until:
    pass
results.check("nothing is left of them", time.monotonic() < until, oper.stats("T"))
results.finish()
