"""A sender who sends a byte now and then, below the least rate, which is judged over a minute.

usage: dcc_trickle.py CABLE=PID CABLE=PID"""
import select
import sys
import time

from dcc_people import Person, opened, read_all
from dcc_stage import places
from irc import Results

MOST_S = 180


def trickle(a, b):
    with opened(a, b, 10**6) as (sa, sb):
        until = time.monotonic() + MOST_S
        while not select.select([a.sock], [], [], 1.0)[0]:
            sa.sendall(b"x")
            assert sb.recv(64), "it ended without a word"
            assert time.monotonic() < until, "nobody minds"
        a.hears("it was too slow")
        read_all(sb)
    b.hears("it was too slow")


def main():
    homes = places(sys.argv[1:])
    r = Results()
    r.attempt("a sender who trickles is ended, and both are told", trickle, Person(homes[0], "drip"), Person(homes[1], "drop"))
    r.finish()


main()
