"""Sessions that are left in each state, and more offers than there may be.  usage: dcc_states.py SERVER_PID CABLE=PID CABLE=PID CABLE=PID

The server is configured for max-sessions 40, max-offers 3, max-open 3, max-pending-per-pair 2."""
import contextlib
import os
import sys
import time

from dcc_people import Person, accept, acknowledge, offer_file, opened, read_all, read_exactly
from dcc_reach import STATES, draining, flowing, offered, talking
from dcc_stage import BOUND_S, places
from hostile import chat, tell
from irc import Results

MAX_SESSIONS, MAX_OFFERS, MAX_OPEN, MAX_PAIR = 40, 3, 3, 2
OFFERS = 300


class Server:
    def __init__(self, pid, watcher):
        self.pid, self.watcher = pid, watcher

    def descriptors(self):
        return len(os.listdir("/proc/%d/fd" % self.pid))

    def has(self, want):
        """The count comes to that; each look is behind a turn of the server's loop."""
        until = time.monotonic() + BOUND_S
        while self.descriptors() != want and time.monotonic() < until:
            self.watcher.got()
        assert self.descriptors() == want, "%d descriptors instead of %d" % (self.descriptors(), want)


def leaves(server, homes, state, who, how):
    """That one leaves IRC: nothing of the session is left, while the other is there."""
    start = server.descriptors()
    people = [Person(home, nick) for home, nick in zip(homes, ("ann", "ben"))]
    with contextlib.ExitStack() as stack:
        state(*people, stack)
        assert server.descriptors() > start + 2, "nothing is open"
        if how == "QUIT":
            people[who].leave()
        else:
            people[who].close()
        server.has(start + 1)
    people[1 - who].got()
    people[1 - who].leave()
    server.has(start)


def limits(a, b, c):
    """Of one pair, of one user, and of what is open."""
    for n in range(MAX_PAIR):
        offer_file(a, b, "pair%d.txt" % n)
    a.dcc(b.nick, "SEND more.txt %s 40000 1000" % a.number())
    assert "earlier offer" in a.expect(" NOTICE %s :***" % a.nick)
    for n in range(MAX_OFFERS - MAX_PAIR):
        offer_file(a, c, "user%d.txt" % n)
    a.dcc(c.nick, "SEND more.txt %s 40000 1000" % a.number())
    assert "as many of your offers wait" in a.expect(" NOTICE %s :***" % a.nick)
    for n in range(MAX_PAIR):
        a.dcc(b.nick, "REJECT GET pair%d.txt" % n, "NOTICE")
    for n in range(MAX_OFFERS - MAX_PAIR):
        a.dcc(c.nick, "REJECT GET user%d.txt" % n, "NOTICE")
    a.got()
    b.got()
    c.got()
    with contextlib.ExitStack() as stack:
        for n in range(MAX_OPEN):
            stack.enter_context(opened(a, b if n % 2 else c, 1000, "open%d.txt" % n))
        a.dcc(b.nick, "SEND more.txt %s 40000 1000" % a.number())
        assert "transfers are running" in a.expect(" NOTICE %s :***" % a.nick)
    for who in (a, b, c):
        who.got()


def crowd(server, homes, friends):
    """100 offers at once: as many as there may be are made, the others told why not; IRC takes newcomers, and people talk."""
    start = server.descriptors()
    people = [Person(homes[i % 3], "crowd%d" % i) for i in range(34)]
    for i, p in enumerate(people):
        for n in range(1, MAX_OFFERS + 1):
            p.dcc(people[(i + n) % len(people)].nick, "SEND a.txt %s %d 1000" % (p.number(), 40000 + n))
    for p in people:
        p.sync("offered")
    for p in people:
        p.got()
    heard = [t for p in people for t in p.heard]
    offers = [t for t in heard if "\x01DCC SEND" in t]
    denials = [t for t in heard if "as many transfers as it takes" in t]
    assert len(offers) == MAX_SESSIONS, "%d offers" % len(offers)
    assert len(denials) == len(people) * MAX_OFFERS - MAX_SESSIONS, "%d denials" % len(denials)
    assert len({t.split()[-2] for t in offers}) == MAX_SESSIONS, "a port twice"
    newcomer = Person(homes[0], "newcomer")
    chat(newcomer, friends, "there is room for words")
    newcomer.leave()
    for p in people:
        p.leave()
    server.has(start)


def many(server, a, b):
    """300 offers, half of them left as they are in one state or another."""
    start = server.descriptors()
    for n in range(OFFERS):
        if n % 2 == 0:
            with a.listen() as heard:
                offer = offer_file(a, b, "n%d.txt" % n, 4, heard)
                with b.dial(offer) as sb, accept(heard, a.home) as sa:
                    sa.sendall(b"done")
                    assert read_exactly(sb, 4) == b"done"
                    acknowledge(sb, 4)
                    read_exactly(sa, 4)
                    sa.close()
                    read_all(sb)
            continue
        with contextlib.ExitStack() as stack:
            state = (flowing, draining, talking, offered)[n // 2 % 4]
            state(a, b, stack)
        if state is offered:
            b.dcc(a.nick, "REJECT SEND a.txt", "NOTICE")
            a.expect("\x01DCC REJECT SEND")
    server.has(start)
    a.got()
    b.got()


def main():
    homes = places(sys.argv[2:])
    r = Results()
    a, b, c = (Person(home, nick) for home, nick in zip(homes, ("alice", "bob", "carol")))
    server = Server(int(sys.argv[1]), c)
    start = server.descriptors()
    for state in STATES:
        for who, name in enumerate(("who offers", "the receiver")):
            for how in ("QUIT", "breaks off"):
                r.attempt("%s: %s leaves (%s), nothing stays open" % (state.__name__, name, how), leaves, server, homes, state, who, how)
    r.attempt("a pair, a user, what is open: each has its limit", limits, a, b, c)
    r.attempt("100 offers at once", crowd, server, homes, c)
    begin = time.monotonic()
    r.attempt("%d offers leave nothing behind" % OFFERS, many, server, a, b)
    tell("%d offers took %.1f s" % (OFFERS, time.monotonic() - begin))
    r.attempt("as many descriptors are open as at the start", server.has, start)
    r.finish()


main()
