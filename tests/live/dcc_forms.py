"""What is said as an offer: it arrives in the one form that there is, or not at all.  usage: dcc_forms.py CABLE=PID CABLE=PID CABLE=PID

Clients read more than anybody should write, each another part of it.  The third's class has a rule by which any name passes."""
import re
import sys

from dcc_people import Person, withdraw
from dcc_stage import places
from irc import Results

OK, NO = True, False
MINE = object()  # the address of who offers
CLEAN = re.compile(r"[A-Za-z0-9_+][A-Za-z0-9._+-]{0,99}$")

ADDRESSES = (("its own address", MINE, OK), ("a foreign address", "3405803785", OK), ("a dotted quad", "127.0.0.1", OK),
             ("a mapped IPv6 address", "::ffff:127.0.0.1", OK), ("::1", "::1", OK), ("2^32 too much", str(2130706433 + 2**32), NO),
             ("address 0", "0", NO), ("address 199", "199", NO), ("::", "::", NO), ("localhost", "localhost", NO),
             ("a hexadecimal address", "0x7f000001", NO), ("an octal address", "0177.0.0.1", NO), ("127.1", "127.1", NO),
             ("an address in brackets", "[::1]", NO), ("a negative address", "-1", NO), ("a zone", "fe80::1%eth0", NO))
PORTS = (("port 65535", "65535", OK), ("port 1024", "1024", OK), ("port 1023", "1023", NO), ("port 1", "1", NO),
         ("port 0 without a token", "0", NO), ("port 100000", "100000", NO), ("port 2^32+40000", str(2**32 + 40000), NO),
         ("port +40000", "+40000", NO), ("port -1", "-1", NO), ("port 6000, X", "6000", NO), ("port 16667, ours", "16667", NO))
SIZES = (("size 1", "1", OK), ("no size", "", NO), ("size abc", "abc", NO), ("size -5", "-5", NO), ("size 2^63", str(2**63), NO),
         ("size 2^64", str(2**64), NO), ("size +5", "+5", NO), ("size 0", "0", NO), ("more than max-size", "2000000001", NO),
         ("a fifth field", "1000 7", NO))
# The whole text of the message, %s is what stands behind "SEND " or "CHAT ".
FRAMES = (("no closing SOH", "\x01DCC {K} %s", OK), ("lower case", "\x01dcc {k} %s\x01", OK), ("two blanks", "\x01DCC  {K}  %s\x01", OK),
          ("tabs", "\x01DCC\t{K}\t%s\x01", OK), ("blanks first", "\x01 DCC {K} %s\x01", OK), ("blanks last", "\x01DCC {K} %s  \x01", OK),
          ("text behind it", "\x01DCC {K} %s\x01 and more", NO), ("text before it", "look \x01DCC {K} %s\x01", NO),
          ("two requests", "\x01DCC {K} %s\x01\x01DCC {K} %s\x01", NO), ("behind a PING", "\x01PING 1\x01\x01DCC {K} %s\x01", NO),
          ("within a PING", "\x01PING \x01DCC {K} %s\x01", NO), ("within an ACTION", "\x01ACTION \x01DCC {K} %s\x01", NO),
          ("doubled SOH", "\x01\x01DCC {K} %s\x01", NO), ("a quoted verb", "\x01D\x10CC {K} %s\x01", OK),
          ("another quoted verb", "\x01\\DCC {K} %s\x01", OK))
KINDS = ("TSEND", "STSEND", "TSSEND", "RECV", "RSEND", "TRECV", "RESEND", "GET", "TGET", "XMIT", "OFFER", "MOVE", "VOICE",
         "FSERVE", "SENDX", "", "SEND\x02")
# What is offered, what the receiver sees; None: any name that is harmless.
NAMES = (("../../x.txt", "x.txt"), ("/tmp/x.txt", "x.txt"), (r"..\..\x.txt", "x.txt"), (r"C:\x.txt", "x.txt"), (".bashrc", "bashrc"),
         ("-rf", "rf"), ("CON", "_CON"), ("aux.txt", "_aux.txt"), ("a:b.txt", "a_b.txt"), ("%2e%2e%2fx", None), ("..", "file"), ("/", "file"),
         ("a\x03\x02b.txt", None), ("a\x10b.txt", None), ("a\x1b[31mb.txt", None), ("photo\u202egnp.exe", None), ("zero\u200bwidth.txt", None),
         ("with  space.txt", "with_space.txt"), ("na\u00efve.txt", "na_ve.txt"), ("photo.jpg.exe", "photo.jpg.exe"), ("x.exe.", "x.exe"),
         ("*?<>|$`;&.txt", None), ("x" * 150 + ".txt", None), ("7 up 1 2.txt", "7_up_1_2.txt"), ("LPT1.tar.gz", "_LPT1.tar.gz"))


def bare(text):
    """As a client reads it that undoes quoting."""
    return text.upper().replace("\x10", "").replace("\\", "")


class Forms:
    def __init__(self, a, b, others, results):
        self.a, self.b, self.others, self.r = a, b, others, results

    def offers(self, target, raw, verb="PRIVMSG"):
        """The DCC lines that B gets for it; the others get none."""
        self.a.say(target, raw, verb)
        heard = [t for t in self.b.got(self.a) if "DCC" in bare(t) and " NOTICE %s :***" % self.b.nick not in t]
        for other in self.others:
            stray = [t for t in other.got() if "DCC" in bare(t)]
            assert not stray, stray
        return heard

    def passes(self, raw, name, kind="SEND", size=1000, secure=False):
        heard = self.offers(self.b.nick, raw)
        assert len(heard) == 1, "B got %r" % heard
        offer = self.b.is_offer(heard[0])
        withdraw(self.b, self.a, offer)
        assert (offer.kind, offer.secure, offer.size) == (kind, secure, size if kind == "SEND" else None), heard
        assert CLEAN.match(offer.name) and name in (None, offer.name), "%r became %r" % (name, offer.name)

    def denied(self, raw, target=None, verb="PRIVMSG", told=True):
        before = len(self.a.heard)
        heard = self.offers(target or self.b.nick, raw, verb)
        assert not heard, "B got %r" % heard
        notices = [t for t in self.a.heard[before:] if " NOTICE %s :***" % self.a.nick in t]
        assert bool(notices) == told, "A was told %r" % notices

    def check(self, label, good, raw, kind, size=1000):
        if good:
            self.r.attempt("%s, %s: passes in our words" % (kind, label), self.passes, raw,
                           "a.txt" if kind == "SEND" else "chat", kind, size)
        else:
            self.r.attempt("%s, %s: is denied" % (kind, label), self.denied, raw)

    def body(self, kind, address=MINE, port="40000", size="1000"):
        address = self.a.number() if address is MINE else address
        return "a.txt %s %s %s" % (address, port, size) if kind == "SEND" else "chat %s %s" % (address, port)


def shapes(f):
    for kind in ("SEND", "CHAT"):
        for label, address, good in ADDRESSES:
            f.check(label, good, "\x01DCC %s %s\x01" % (kind, f.body(kind, address)), kind)
        for label, port, good in PORTS:
            f.check(label, good, "\x01DCC %s %s\x01" % (kind, f.body(kind, port=port)), kind)
        for label, frame, good in FRAMES:
            frame = frame.replace("{K}", kind).replace("{k}", kind.lower())
            f.check(label, good, frame.replace("%s", f.body(kind)), kind)
    for label, size, good in SIZES:
        f.check(label, good, "\x01DCC SEND %s\x01" % f.body("SEND", size=size), "SEND", int(size) if good else 0)
    f.check("an unquoted blank", OK, "\x01DCC SEND a.txt %s 40000 1000\x01" % f.a.number(), "SEND")
    f.check("half a quote", NO, '\x01DCC SEND "a b.txt %s 40000 1000\x01' % f.a.number(), "SEND")
    f.check("CHAT in capitals", OK, "\x01DCC CHAT CHAT %s 40000\x01" % f.a.number(), "CHAT")
    f.check("wboard", NO, "\x01DCC CHAT wboard %s 40000\x01" % f.a.number(), "CHAT")
    f.check("a fifth field", NO, "\x01DCC CHAT chat %s 40000 7\x01" % f.a.number(), "CHAT")
    f.check("nothing", NO, "\x01DCC CHAT\x01", "CHAT")
    f.check("nothing", NO, "\x01DCC SEND\x01", "SEND")
    f.check("passive", OK, "\x01DCC SEND a.txt 199 0 1000 37\x01", "SEND")
    f.check("passive", OK, "\x01DCC CHAT chat 16843009 0 0\x01", "CHAT")
    for token in ("abc", "-1", str(2**31), str(2**32 + 1)):
        f.check("token " + token, NO, "\x01DCC SEND a.txt 199 0 1000 %s\x01" % token, "SEND")
        f.check("token " + token, NO, "\x01DCC CHAT chat 199 0 %s\x01" % token, "CHAT")
    for kind in KINDS:
        f.r.attempt("DCC %r is denied" % kind, f.denied, "\x01DCC %s a.txt %s 40000 1000\x01" % (kind, f.a.number()))
    f.r.attempt("DCC alone is denied", f.denied, "\x01DCC\x01")


def places_of_it(f):
    plain = "\x01DCC SEND a.txt %s 40000 1000\x01" % f.a.number()
    for who in [f.a, f.b] + f.others:
        who.send("JOIN #room")
        who.expect(" 366 ")
    f.r.attempt("to a channel: is denied", f.denied, plain, "#room")
    f.r.attempt("to somebody and a channel: is denied", f.denied, plain, f.b.nick + ",#room")
    f.r.attempt("to several: is denied", f.denied, plain, ",".join([f.b.nick] + [o.nick for o in f.others]))
    f.r.attempt("to a channel's operators: is denied", f.denied, plain, "@#room")
    f.r.attempt("in a NOTICE: is denied, without a word", f.denied, plain, None, "NOTICE", False)
    f.r.attempt("a RESUME of nothing is denied", f.denied, "\x01DCC RESUME a.txt 20000 500\x01")
    f.r.attempt("an ACCEPT of nothing is denied", f.denied, "\x01DCC ACCEPT a.txt 40000 500\x01")
    f.r.attempt("a REJECT of nothing reaches nobody", f.denied, "\x01DCC REJECT SEND a.txt\x01", None, "NOTICE", False)
    f.r.attempt("PING's answer with DCC within reaches nobody", f.denied, "\x01PING \x01DCC SEND a 1 2 3\x01", None, "NOTICE", False)


def names(f):
    for name, clean in NAMES:
        raw = ('\x01DCC SEND "%s" %s 40000 1000\x01' % (name, f.a.number()))
        f.r.attempt("the name %s becomes %s" % (ascii(name)[:40], clean or "a harmless one"), f.passes, raw, clean)
    f.r.attempt("a name of 300 bytes is denied", f.denied, "\x01DCC SEND %s.txt %s 40000 1000\x01" % ("y" * 300, f.a.number()))


def types(f):
    for name in ("setup.exe", "photo.jpg.exe", "x.exe.", "a.txt.scr", "run.SH", ".irssi.pl", "autorun.inf", "noending", "odd.qqq"):
        raw = "\x01DCC SEND %s %s 40000 1000\x01" % (name, f.a.number())
        f.r.attempt("%s is denied by its type" % name, f.denied, raw)


def denial(f):
    """Who offers is told why, and gets a refusal as of the other, by which his client stops listening; so is the other."""
    before = len(f.b.heard)
    f.a.dcc(f.b.nick, "SEND setup.exe %s 40000 1000" % f.a.number())
    mine = len(f.a.heard)
    f.a.hears("NOTICE %s :***" % f.a.nick, "\x01DCC REJECT SEND setup.exe\x01")
    text = next(t for t in f.a.heard[mine:] if ":***" in t)
    assert "setup.exe" in text and f.b.nick in text, text
    text = next(t for t in f.a.heard[mine:] if "REJECT" in t)
    assert ":%s!" % f.b.nick in text and " NOTICE %s " % f.a.nick in text, text
    f.b.got()
    told = [t for t in f.b.heard[before:] if " NOTICE %s :***" % f.b.nick in t]
    assert len(told) == 1 and f.a.nick in told[0], told


def allowed(f):
    """What is neither known as harmless nor as harmful passes to who has asked for it."""
    raw = "\x01DCC SEND odd.qqq %s 40000 1000\x01" % f.a.number()
    f.b.send("DCCALLOW +" + f.a.nick)
    f.b.expect(" 993 ", " 994 ")
    f.passes(raw, "odd.qqq")
    f.denied("\x01DCC SEND odd.exe %s 40000 1000\x01" % f.a.number())
    f.b.send("DCCALLOW -" + f.a.nick)
    f.b.expect(" 995 ")
    f.denied(raw)


def main():
    homes = places(sys.argv[1:])
    r = Results()
    a, b, c = (Person(home, nick) for home, nick in zip(homes, ("alice", "bob", "carol")))
    f = Forms(a, b, [c], r)
    shapes(f)
    places_of_it(f)
    types(f)
    r.attempt("a denial is told to both, and looks like a refusal", denial, f)
    r.attempt("DCCALLOW lets through what is not known, but no program", allowed, f)
    names(Forms(c, b, [a], r))
    r.finish()


main()
