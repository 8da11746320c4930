"""What goes through a session, who gets in, and who may speak for it.  usage: dcc_bytes.py MODE CERTIFICATE CABLE=PID CABLE=PID CABLE=PID

MODE is the relay's: full or listen-only."""
import contextlib
import os
import socket
import ssl
import struct
import sys

from dcc_people import (Person, accept, acknowledge, offer_chat, offer_file, opened, read_all, read_exactly, refused, withdraw)
from dcc_secrets import addresses, has_word
from dcc_stage import places
from irc import Results


def told(who, *words):
    """The server tells him, in a line with these words; the first is in no other line."""
    text = who.expect(words[0])
    assert " NOTICE %s :***" % who.nick in text and all(w in text for w in words), text


def whole(a, b, data=os.urandom(100000)):
    with opened(a, b, len(data)) as (sa, sb):
        sa.sendall(data)
        assert read_exactly(sb, len(data)) == data, "other bytes"
        acknowledge(sb, len(data))
        assert read_exactly(sa, 4) == struct.pack(">I", len(data))
        sa.close()
        assert read_all(sb) == (b"", False), "something behind it"


def passive(a, b, name="my file.txt", clean="my_file.txt"):
    a.dcc(b.nick, 'SEND "%s" 199 0 1000 37' % name)
    offer = b.next_offer()
    assert offer.name == clean, offer.name
    with b.dial(offer) as sb:
        text = a.expect("\x01DCC SEND ")
        assert text.startswith("@") or text.startswith(":" + b.nick), text
        body = text[text.index("\x01DCC SEND ") + 10:].rstrip("\x01")
        own, rest = body.rsplit('"', 1)
        address, port, size, token = rest.split()
        assert own == '"' + name and (size, token) == ("1000", "37") and address == a.told_home(), text
        with a.place.dial(a.home, int(port), a.source) as sa:
            sa.sendall(b"p" * 1000)
            assert read_exactly(sb, 1000) == b"p" * 1000
            acknowledge(sb, 1000)
            read_exactly(sa, 4)


def resumed(a, b):
    with a.listen() as heard:
        offer = offer_file(a, b, "to be resumed.txt", 1000, heard)
        own = heard.getsockname()[1]
        b.dcc(a.nick, "RESUME file.ext %d 600" % offer.port)
        text = a.expect("\x01DCC RESUME ")
        assert '\x01DCC RESUME "to be resumed.txt" %d 600\x01' % own in text, text
        a.dcc(b.nick, 'ACCEPT "to be resumed.txt" %d 600' % own)
        text = b.expect("\x01DCC ACCEPT ")
        assert "\x01DCC ACCEPT to_be_resumed.txt %d 600\x01" % offer.port in text, text
        with b.dial(offer) as sb, accept(heard, a.home) as sa:
            sa.sendall(b"r" * 500)  # 100 too many
            data, _ = read_all(sb)
            assert data == b"r" * 400, len(data)
    told(a, "more to send than it ", "announced")
    told(b, "more than had been announced")
    b.got()


def too_long(a, b):
    with opened(a, b, 1000) as (sa, sb):
        sa.sendall(b"x" * 1500)
        assert read_exactly(sb, 1000) == b"x" * 1000
        acknowledge(sb, 1000)
        assert read_all(sb)[0] == b"", "B got more than was announced"
    told(a, "more to send than it ", "announced")
    told(b, "more than had been announced")


def too_short(a, b):
    with opened(a, b, 1000) as (sa, sb):
        sa.sendall(b"x" * 500)
        sa.close()
        data, _ = read_all(sb)
        assert data == b"x" * 500, len(data)
    told(a, "500 of 1000", "ended early")
    told(b, "500 of 1000", "ended early")


def cut(a, b):
    with opened(a, b, 10**9) as (sa, sb):
        sa.sendall(b"x" * 1000)
        read_exactly(sb, 1000)
        sb.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        sb.close()
        told(a, "ended early")
        read_all(sa)
    told(b, "ended early")


def chatters(a, b):
    """Acknowledgements are no way back for data."""
    with opened(a, b, 100000) as (sa, sb):
        sa.sendall(b"x" * 1000)
        read_exactly(sb, 1000)
        try:
            sb.sendall(b"y" * 1000000)
        except ConnectionError:
            pass
        told(a, "ended early")
        back, _ = read_all(sa)
        assert len(back) < 1000, len(back)
    told(b, "ended early")


def strangers_first(a, b, c):
    with a.listen() as heard:
        offer = offer_file(a, b, "wanted.txt", 10, heard)
        refused(b.place, b.home, offer.port, b.place.second)  # another address on B's own cable
        refused(c.place, c.home, offer.port)
        with b.dial(offer) as sb, accept(heard, a.home) as sa:
            sa.sendall(b"0123456789")
            assert read_exactly(sb, 10) == b"0123456789"
            refused(b.place, b.home, offer.port)  # it was for one connection
            acknowledge(sb, 10)
            read_exactly(sa, 4)
        refused(b.place, b.home, offer.port)
    b.got()


def flood_of_strangers(a, b):
    with a.listen() as heard:
        offer = offer_file(a, b, "wanted.txt", 10, heard)
        for _ in range(12):
            refused(b.place, b.home, offer.port, b.place.second)
        a.expect("came to nothing")
        b.expect("came to nothing")
        refused(b.place, b.home, offer.port)
        heard.settimeout(0.0)
        try:
            heard.accept()
        except BlockingIOError:
            return
        raise AssertionError("A was dialled")


def spoofs(a, b, c):
    """C knows port and name, and is not B; nor is who has B's nick now."""
    with a.listen() as heard:
        offer = offer_file(a, b, "secret.txt", 1000, heard)
        own = heard.getsockname()[1]
        c.dcc(a.nick, "RESUME secret.txt %d 500" % offer.port)
        c.dcc(a.nick, "RESUME secret.txt %d 500" % own)
        c.dcc(b.nick, "ACCEPT secret.txt %d 500" % own)
        c.dcc(b.nick, "ACCEPT secret.txt %d 500" % offer.port)
        c.dcc(a.nick, "SEND secret.txt %s 40000 1000 37" % c.number())
        c.dcc(a.nick, "REJECT SEND secret.txt", "NOTICE")
        c.dcc(b.nick, "REJECT GET secret.txt", "NOTICE")
        heard_by = [t for t in a.got(c) + b.got(c) if "DCC" in t]
        assert not [t for t in heard_by if "\x01" in t], heard_by
        old = b.nick
        for who, nick in ((b, "robert"), (c, old)):
            who.send("NICK " + nick)
            who.expect(" NICK ")
            who.nick = nick
        c.dcc(a.nick, "RESUME secret.txt %d 500" % offer.port)
        assert not [t for t in a.got(c) if "\x01DCC" in t], "the nick's new owner spoke for it"
        b.dcc(a.nick, "RESUME secret.txt %d 500" % offer.port)
        text = a.expect("\x01DCC RESUME ")
        assert ":robert!" in text, text
        a.dcc("robert", "ACCEPT secret.txt %d 500" % own)
        assert "\x01DCC ACCEPT secret.txt %d 500" % offer.port in b.expect("\x01DCC ACCEPT ")
        with b.dial(offer) as sb, accept(heard, a.home) as sa:
            sa.sendall(b"s" * 500)
            assert read_exactly(sb, 500) == b"s" * 500
            acknowledge(sb, 1000)
            read_exactly(sa, 4)
    for who, nick in ((c, "carol"), (b, old)):
        who.send("NICK " + nick)
        who.expect(" NICK ")
        who.nick = nick
    a.got()


def spoofed_answer(a, b, c):
    """The token of a passive offer is of use to the receiver's session alone."""
    a.dcc(b.nick, "SEND hidden.txt 199 0 1000 5")
    offer = b.next_offer()
    c.dcc(a.nick, "SEND hidden.txt %s 40000 1000 5" % c.number())
    b.dcc(a.nick, "SEND hidden.txt %s 40000 1000 5" % b.number())  # nor does B dial by himself
    heard = [t for t in a.got(b, c) if "\x01DCC" in t]
    assert not heard, heard
    withdraw(b, a, offer)
    b.got()
    c.got()


# Chats.

def lines(a, b):
    with opened(a, b, chat=True) as (sa, sb):
        fa, fb = sa.makefile("rb"), sb.makefile("rb")
        for n, (end, other) in enumerate(((sa, fb), (sb, fa))):
            end.sendall(b"hello %d\n" % n)
            assert other.readline() == b"hello %d\n" % n
            end.sendall(b"\x01ACTION waves\x01\r\n")
            assert other.readline() == b"\x01ACTION waves\x01\r\n"
            end.sendall(b"CTCP_MESSAGE \x01ACTION nods\x01\n")
            assert other.readline() == b"CTCP_MESSAGE \x01ACTION nods\x01\n"
            for trick in (b"CTCP_MESSAGE \x01DCC SEND a.txt %s 40000 10\x01\n", b"\x01DCC SEND a.txt %s 40000 10\x01\r\n",
                          b"\x01 dcc  chat chat %s 40000\x01\n", b"ctcp_reply \x01DCC SEND a.txt %s 40000 10\x01\n",
                          b"look \x01DCC SEND a.txt %s 40000 10\x01\n"):
                end.sendall(trick % a.number().encode())
            end.sendall(b"behind\n")
            heard = other.readline()
            assert heard == b"behind\n", heard
            mine = (fa, fb)[n].readline()
            assert mine.startswith(b"*** "), mine
            for _ in range(4):
                (fa, fb)[n].readline()


def stripped(a, b):
    with opened(a, b, chat=True) as (sa, sb):
        sa.sendall(b"one\0two\x1b[2Jthree\n")
        heard = sb.makefile("rb").readline()
        assert b"\0" not in heard and b"\x1b" not in heard and heard.startswith(b"one") and heard.endswith(b"three\n"), heard


def too_long_a_line(a, b):
    with opened(a, b, chat=True) as (sa, sb):
        sa.sendall(b"z" * 4000 + b"\n")
        assert len(sb.makefile("rb").readline()) == 4001
        sa.sendall(b"z" * 5000)
        told(a, "a line was too long")
        told(b, "a line was too long")
        read_all(sa)


def half_close(a, b):
    with opened(a, b, chat=True) as (sa, sb):
        sa.sendall(b"last words\n")
        sa.shutdown(socket.SHUT_WR)
        assert read_all(sb) == (b"last words\n", False), "not as it was said"
        sb.sendall(b"good bye\n")
        sb.shutdown(socket.SHUT_WR)
        data, _ = read_all(sa)
        assert data in (b"good bye\n", b""), data


# TLS: who listens is the TLS server, on each leg.

def secure(a, b, certificate, chat):
    listens, dials = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    listens.load_cert_chain(certificate + ".crt", certificate + ".key")
    dials.check_hostname = False
    dials.load_verify_locations(certificate + ".crt")
    with a.listen() as heard:
        offer = offer_chat(a, b, heard, "SCHAT") if chat else offer_file(a, b, "a.txt", 1000, heard, "SSEND")
        assert offer.secure, "it was offered without TLS"
        # The server shakes hands with B once it has A.
        with b.dial(offer) as plain_b, accept(heard, a.home) as plain_a:
            with listens.wrap_socket(plain_a, server_side=True) as sa, dials.wrap_socket(plain_b) as sb:
                if chat:
                    sa.sendall(b"by TLS\n")
                    assert read_exactly(sb, 7) == b"by TLS\n"
                    sb.sendall(b"indeed\n")
                    assert read_exactly(sa, 7) == b"indeed\n"
                    return
                sa.sendall(b"t" * 1000)
                assert read_exactly(sb, 1000) == b"t" * 1000
                acknowledge(sb, 1000)
                read_exactly(sa, 4)


def not_tls(a, b):
    with a.listen() as heard:
        offer = offer_file(a, b, "a.txt", 1000, heard, "SSEND")
        with b.dial(offer) as sb, accept(heard, a.home) as sa:
            with contextlib.suppress(ConnectionError):
                sa.sendall(b"nor here\n")
            with contextlib.suppress(ConnectionError):
                sb.sendall(b"no handshake at all\n")
            told(a, "TLS did not come about")
            told(b, "TLS did not come about")
            assert b"nor here" not in read_all(sb)[0], "it went on without"


def only_passive(a, b):
    """Who offers actively is told how to do better."""
    for body in ("SEND a.txt %s 40000 1000", "CHAT chat %s 40000"):
        a.dcc(b.nick, body % a.number())
        a.hears("-passive", "\x01DCC REJECT ")
    heard = [t for t in b.got(a) if "\x01" in t]
    assert not heard, heard


def listen_only(r, a, b, six):
    r.attempt("listen-only: an active offer is denied, and why", only_passive, a, b)
    r.attempt("listen-only: a passive file", passive, a, b)
    r.attempt("listen-only: a passive file from IPv6", passive, six, a)
    r.finish()


def nobody_told(*people):
    """No line has where another is or listened."""
    for who in people:
        for other in people:
            if other.place is not who.place:
                told_of = [t for t in who.heard for w in addresses(other.place.cable) | other.ports if has_word(t, w)]
                assert not told_of, "%s of %s: %r" % (who.nick, other.nick, told_of[:3])


def main():
    mode, certificate = sys.argv[1:3]
    homes = places(sys.argv[3:])
    r = Results()
    a, b, c = (Person(home, nick) for home, nick in zip(homes, ("alice", "bob", "carol")))
    six = Person(homes[1], "six", v6=True)
    if mode == "listen-only":
        listen_only(r, a, b, six)
    r.attempt("a file arrives as it was, its end is passed on", whole, a, b)
    r.attempt("from IPv4 to IPv6", whole, a, six)
    r.attempt("from IPv6 to IPv4", whole, six, a)
    r.attempt("a passive file: both come here, and the sender is asked by his own name", passive, a, b)
    r.attempt("a passive file from IPv6", passive, six, a)
    r.attempt("RESUME: by port, with own names, and no byte more than the rest", resumed, a, b)
    r.attempt("1500 bytes of 1000: the receiver gets 1000", too_long, a, b)
    r.attempt("500 bytes of 1000: both are told", too_short, a, b)
    r.attempt("the receiver hangs up: both are told", cut, a, b)
    r.attempt("a million bytes of acknowledgements end it", chatters, a, b)
    r.attempt("a stranger who comes first is refused, the receiver served, and nobody after him", strangers_first, a, b, c)
    r.attempt("strangers again and again end the offer, and nobody is dialled", flood_of_strangers, a, b)
    r.attempt("a third speaks for nobody; a new nick keeps a session, and an old one gives none", spoofs, a, b, c)
    r.attempt("the answer to a passive offer is the server's alone", spoofed_answer, a, b, c)
    r.attempt("a chat: words and ACTION of both styles pass, DCC of any style does not", lines, a, b)
    r.attempt("a chat: NUL and terminal escapes are taken out", stripped, a, b)
    r.attempt("a chat: a line of 4000 bytes passes, one of 5000 ends it", too_long_a_line, a, b)
    r.attempt("a chat: half closed, the words of the other still come", half_close, a, b)
    r.attempt("SSEND: TLS on both legs", secure, a, b, certificate, False)
    r.attempt("SCHAT: TLS on both legs", secure, a, b, certificate, True)
    r.attempt("SSEND to somebody who speaks no TLS comes to nothing", not_tls, a, b)
    r.attempt("nobody was told another's address or port", nobody_told, a, b, c, six)
    r.finish()


main()
