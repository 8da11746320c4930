"""How two people of the stage bring a session to each of its states.  Each keeps open in `stack` what belongs to it."""
import contextlib

from dcc_people import offer_chat, offer_file, opened, read_exactly
from dcc_stage import connection, port_of


def offered(a, b, stack):
    stack.enter_context(heard := a.listen())
    offer_file(a, b, heard=heard)


def offered_chat(a, b, stack):
    stack.enter_context(heard := a.listen())
    offer_chat(a, b, heard)


def resuming(a, b, stack):
    stack.enter_context(heard := a.listen())
    offer = offer_file(a, b, heard=heard)
    b.dcc(a.nick, "RESUME a.txt %d 500" % offer.port)
    a.expect("\x01DCC RESUME ")
    return offer


def resuming_and_there(a, b, stack):
    stack.enter_context(b.dial(resuming(a, b, stack)))


def dialling(a, b, stack):
    """A's system does not answer: the queue of the listener is full."""
    stack.enter_context(heard := a.listen())
    heard.listen(0)
    with a.place.inside():
        stack.enter_context(connection(a.source, port_of(heard)))
    stack.enter_context(b.dial(offer_file(a, b, heard=heard)))
    b.got()


def invited(a, b, stack):
    a.dcc(b.nick, "SEND a.txt 199 0 1000 37")
    stack.enter_context(b.dial(b.next_offer()))
    a.expect("\x01DCC SEND ")


def flowing(a, b, stack):
    sa, sb = stack.enter_context(opened(a, b, 10**6))
    sa.sendall(b"x" * 1000)
    read_exactly(sb, 1000)


def stuck(a, b, stack):
    """B reads nothing: buffers are full."""
    sa, _ = stack.enter_context(opened(a, b, 10**9))
    sa.setblocking(False)
    with contextlib.suppress(BlockingIOError):
        while True:
            sa.send(b"x" * 65536)


def draining(a, b, stack):
    sa, sb = stack.enter_context(opened(a, b, 1000))
    sa.sendall(b"x" * 1000)
    sa.close()
    read_exactly(sb, 1000)


def talking(a, b, stack):
    sa, sb = stack.enter_context(opened(a, b, chat=True))
    sa.sendall(b"hello\n")
    read_exactly(sb, 6)


STATES = (offered, offered_chat, resuming, resuming_and_there, dialling, invited, flowing, stuck, draining, talking)
