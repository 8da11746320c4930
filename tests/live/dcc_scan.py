"""A scanner beside the relay, as clamd speaks INSTREAM.  usage: dcc_scan.py SOCKET MAX_BYTES CABLE=PID CABLE=PID"""
import contextlib
import os
import socket
import struct
import sys

from dcc_people import Person, acknowledge, offer_file, opened, read_all, read_exactly
from dcc_stage import BOUND_S, places
from irc import Results

SIZE = 300000


def listens(path):
    if os.path.exists(path):
        os.unlink(path)
    heard = socket.socket(socket.AF_UNIX)
    heard.settimeout(BOUND_S)
    heard.bind(path)
    os.chmod(path, 0o666)
    heard.listen(8)
    return heard


def stream_of(scanner):
    """What clamd reads: a command, and chunks up to an empty one."""
    assert read_exactly(scanner, 10) == b"zINSTREAM\0"
    data = b""
    while True:
        n = struct.unpack(">I", read_exactly(scanner, 4))[0]
        if n == 0:
            return data
        data += read_exactly(scanner, n)


def passed(a, b, heard, answer):
    """What the receiver gets of a file that is answered so; the scanner has seen all of it."""
    data = os.urandom(SIZE)
    with opened(a, b, SIZE) as (sa, sb):
        sa.sendall(data)
        scanner, _ = heard.accept()
        scanner.settimeout(BOUND_S)
        with scanner:
            assert stream_of(scanner) == data, "the scanner was shown something else"
            sb.setblocking(False)
            early = b""
            try:
                while len(early) < SIZE:
                    early += sb.recv(65536)
            except BlockingIOError:
                pass
            assert len(early) < SIZE, "all of it came before the verdict"
            sb.settimeout(BOUND_S)
            if answer is not None:
                scanner.sendall(answer)
        if answer == b"stream: OK\0":
            rest = read_exactly(sb, SIZE - len(early))
            acknowledge(sb, SIZE)
            read_exactly(sa, 4)
        else:
            rest, _ = read_all(sb)
        return data, early + rest


def clean(a, b, heard):
    data, got = passed(a, b, heard, b"stream: OK\0")
    assert got == data, "other bytes"


def infected(a, b, heard):
    data, got = passed(a, b, heard, b"stream: Eicar-Test-Signature FOUND\0")
    assert len(got) < len(data), "it came whole"
    a.expect("something harmful")
    b.expect("something harmful")


def unknown(a, b, heard, answer):
    data, got = passed(a, b, heard, answer)
    assert len(got) < len(data), "it came whole"
    a.expect("could not be scanned")
    b.expect("could not be scanned")


def sends_it(heard):
    """As far as the server lets it."""
    with contextlib.suppress(OSError):
        sa, _ = heard.accept()
        with sa:
            sa.sendall(os.urandom(SIZE))


def absent(a, b):
    got = b""
    with a.listen() as heard:
        heard.settimeout(5)
        offer = offer_file(a, b, "a.txt", SIZE, heard)
        with contextlib.suppress(ConnectionError), b.dial(offer) as sb:
            sends_it(heard)
            got, _ = read_all(sb)
    assert len(got) < SIZE, "it came whole"
    a.expect("could not be scanned")
    b.expect("could not be scanned")


def too_large(a, b, most):
    a.dcc(b.nick, "SEND a.txt %s 40000 %d" % (a.number(), most + 1))
    a.expect(" NOTICE %s :***" % a.nick)
    heard = [t for t in b.got(a) if "\x01DCC" in t]
    assert not heard, heard


def main():
    path, most = sys.argv[1], int(sys.argv[2])
    homes = places(sys.argv[3:])
    r = Results()
    a, b = Person(homes[0], "alice"), Person(homes[1], "bob")
    heard = listens(path)
    r.attempt("a clean file passes", clean, a, b, heard)
    r.attempt("of an infected one the end is kept back, and both are told", infected, a, b, heard)
    r.attempt("so it is when the scanner says an error", unknown, a, b, heard, b"INSTREAM size limit exceeded. ERROR\0")
    r.attempt("so it is when the scanner hangs up", unknown, a, b, heard, None)
    r.attempt("a clean one passes again", clean, a, b, heard)
    r.attempt("what is larger than is scanned is not offered", too_large, a, b, most)
    heard.close()
    os.unlink(path)
    r.attempt("without a scanner no file comes whole", absent, a, b)
    r.finish()


main()
