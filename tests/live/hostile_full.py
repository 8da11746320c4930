"""max-clients is reached.  usage: hostile_full.py PORT TLS_PORT MAX_CLIENTS PASSWORD SERVER_PID"""
import sys
import time

from hostile import BOUND_S, Watched, chat, peer, tcp
from irc import Results

port, tls_port, most, password = int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
results = Results()
oper = peer(port, "oper").oper(password)


def figure(name):
    return int(oper.stats("T").split(name + " ")[1].split(",")[0].split("\n")[0])


def settled(count):
    """Connections that others have closed are gone when the server has seen it."""
    until = time.monotonic() + BOUND_S
    while figure("connections") != count and time.monotonic() < until:
        pass
    return figure("connections") == count


assert settled(1)
users = [peer(port, "user%d" % i) for i in range(most - 1)]
results.check("max-clients are let in", figure("connections") == most)
before = figure("refused")
late = [tcp(port) for _ in range(15)] + [tcp(tls_port) for _ in range(15)]
results.check("those above are closed at once, plain and TLS", Watched(late).wait())
results.check("STATS T counts each", figure("refused") - before == 30, str(figure("refused") - before))
results.attempt("those inside chat on", chat, users[0], users[1], "full")
users.pop().close()
results.check("one leaves", settled(most - 1))
results.attempt("one gets in", lambda: users.append(peer(port, "newcomer")))
results.check("and one more does not", Watched([tcp(port)]).wait())
results.attempt("everybody inside is still there", lambda: [u.sync("end") for u in users])
results.finish()
