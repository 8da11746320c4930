"""Descriptors run out: max-clients is far above what the process may open.  usage: hostile_descriptors.py PORT PASSWORD SERVER_PID"""
import select
import sys
import time

from hostile import BOUND_S, Peer, Watched, chat, cpu_seconds, peer, tcp, tell
from irc import Results

ASK, QUIET_S = 80, 3
port, password, pid = int(sys.argv[1]), sys.argv[2], int(sys.argv[3])
results = Results()
friends = [peer(port, "friend0").join("#open"), peer(port, "friend1").join("#open")]
oper = peer(port, "oper").oper(password)


def figure(name):
    return int(oper.stats("T").split(name + " ")[1].split(",")[0].split("\n")[0])


def rehash():
    oper.send("REHASH")
    return "done" in oper.expect("REHASH: nothing was changed", "REHASH: done")


crowd = [Peer(tcp(port)) for _ in range(ASK)]
for i, p in enumerate(crowd):
    p.send("NICK guest%d" % i)
    p.send("USER guest 0 * :guest")
until = time.monotonic() + BOUND_S
while figure("accept errors") == 0 and time.monotonic() < until:
    pass
inside = figure("connections") - 3
guests, waiting = crowd[:inside], crowd[inside:]
tell("%d of %d got in" % (inside, ASK))
results.check("some get in, some have to wait", 0 < inside < ASK, str(inside))
for p in guests:
    p.expect(" 376 ", " 422 ")

cpu, begin, tries = cpu_seconds(pid), time.monotonic(), figure("accept errors")
heard = select.select([p.sock for p in waiting], [], [], QUIET_S)[0]
passed_s = time.monotonic() - begin
share = (cpu_seconds(pid) - cpu) / passed_s
tries = figure("accept errors") - tries
passed_s = time.monotonic() - begin
tell("in %d s of waiting: CPU %.1f%%, %d attempts to accept" % (QUIET_S, share * 100, tries))
results.check("who waits hears nothing, neither good nor bad", not heard)
results.check("the server waits too: it takes less than a fifth of a CPU", share < 0.2, "%.2f" % share)
results.check("it tries again, about once a second", 1 <= tries <= 2 * passed_s + 2, str(tries))
results.attempt("who is in chats on", chat, friends[0], friends[1], "while-full")
results.check("a REHASH that can't open its files changes nothing", not rehash())
results.attempt("and nobody is dropped by it", lambda: [p.sync("inside") for p in guests])

for p in guests[:10]:
    p.send("QUIT")
results.check("ten leave", Watched([p.sock for p in guests[:10]]).wait())
got_in = []
while len(got_in) < min(10, len(waiting)):
    ready = select.select([p.sock for p in waiting if p not in got_in], [], [], BOUND_S)[0]
    if not ready:
        break
    for p in waiting:
        if p.sock in ready:
            p.expect(" 001 ")
            got_in.append(p)
results.check("ten who waited get in, in the order they came", got_in and set(got_in) == set(waiting[:len(got_in)]),
              str(len(got_in)))
for p in waiting:
    if p not in got_in:
        p.close()
for p in guests[10:]:
    p.send("QUIT")
    p.close()
results.attempt("a newcomer gets in when there is room", lambda: peer(port, "newcomer").join("#open"))
until = time.monotonic() + BOUND_S
while not rehash() and time.monotonic() < until:
    pass
results.check("REHASH works again", time.monotonic() < until)
results.attempt("the first ones are still there", chat, friends[0], friends[1], "at-the-end")
results.finish()
