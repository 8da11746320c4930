"""What waits for somebody waits for so long.  usage: dcc_times.py CABLE=PID CABLE=PID

The server has the shortest limits that there may be, and takes 5 offers a minute of each user.  All wait beside each other, each pair
for its own notice; how long that is, is not judged."""
import contextlib
import sys

from dcc_people import Person, offer_file, opened, read_all, read_exactly, refused
from dcc_reach import dialling, invited, resuming
from dcc_stage import places
from irc import Results

RATE, FAILS = 5, 3


def expired(a, b, stack):
    stack.enter_context(heard := a.listen())
    offer = offer_file(a, b, heard=heard)
    yield
    a.hears("it was not taken in time", "\x01DCC REJECT SEND a.txt\x01")
    b.hears("it was not taken in time", "\x01DCC REJECT GET a.txt\x01")
    refused(b.place, b.home, offer.port)


def unanswered(a, b, stack):
    resuming(a, b, stack)
    yield
    a.expect("did not agree to send only the rest")
    b.expect("did not agree to send only the rest")


def absent(a, b, stack):
    invited(a, b, stack)
    yield
    a.expect("could not be joined")
    b.expect("could not be joined")


def unreached(a, b, stack):
    dialling(a, b, stack)
    yield
    a.hears("could not be joined", "\x01DCC REJECT SEND a.txt\x01")
    b.expect("could not be joined")


def idle(a, b, stack):
    _, sb = stack.enter_context(opened(a, b, 1000))
    yield
    a.expect("nothing moved for too long")
    b.expect("nothing moved for too long")
    read_all(sb)


def silent_receiver(a, b, stack):
    """It has all, and neither says so nor hangs up."""
    sa, sb = stack.enter_context(opened(a, b, 1000))
    sa.sendall(b"x" * 1000)
    read_exactly(sb, 1000)
    sa.close()
    yield
    read_all(sb)


def nobody_listens(a, b, stack):
    """The server finds out only when the receiver is there; who lets it do so in vain may not offer for a while."""
    with a.listen() as heard:
        port = heard.getsockname()[1]
    yield
    for n in range(FAILS):
        a.dcc(b.nick, "SEND f%d.txt %s %d 1000" % (n, a.number(), port))
        refused(b.place, b.home, b.next_offer().port)
        a.expect("could not be joined")
        b.expect("could not be joined")
    a.dcc(b.nick, "SEND more.txt %s %d 1000" % (a.number(), port))
    assert "too often" in a.expect(" NOTICE %s :*** " % a.nick)


def rate(a, b, stack):
    """Denied ones count."""
    for n in range(RATE):
        a.dcc(b.nick, "SEND r%d.exe %s 40000 1000" % (n, a.number()))
    a.dcc(b.nick, "SEND fine.txt %s 40000 1000" % a.number())
    yield
    assert "you offer too often; try again in " in a.expect("you offer too often")
    heard = [t for t in b.got(a) if "\x01" in t]
    assert not heard, heard


CASES = ((expired, "an offer that nobody takes"), (unanswered, "a RESUME that nobody answers"), (absent, "a passive sender who stays away"),
         (unreached, "a sender whose system is silent"), (idle, "a transfer in which nothing moves"),
         (silent_receiver, "a receiver who never hangs up"), (nobody_listens, "a sender who does not listen, and then again"),
         (rate, "more offers than five a minute"))


def main():
    homes = places(sys.argv[1:])
    r = Results()
    with contextlib.ExitStack() as stack:
        waiting = []
        for n, (case, name) in enumerate(CASES):
            ends = case(Person(homes[0], "ann%d" % n), Person(homes[1], "ben%d" % n), stack)
            if r.attempt("%s: they wait" % name, next, ends):
                waiting.append((ends, name))
        for ends, name in waiting:
            r.attempt("%s: it ends" % name, next, ends, None)
    r.finish()


main()
