#!/usr/bin/env python3
"""Does what README "First account", "Keep a channel", "The first operator of the server" and "Files between people" say, with the
lines that stand there.

usage: readme.py README PORT TLS-PORT first    registers ann, logs her in over both ports, registers #lobby
       readme.py README PORT TLS-PORT opers BASE    the first operator, whose password is read, takes in the sections of the others; then they;
                                               BASE.crt and BASE.key are ann's certificate
       readme.py README PORT TLS-PORT files    ann and ben send each other files and chat, by "Files between people"
       readme.py README PORT TLS-PORT keep     bob, whose password is read, is in its access list; after a restart
"""
import re
import sys

import dcc_pair
from irc import Client, Gone, Results

PASSWORD = "correct-horse"


def section(path, title):
    text = open(path, encoding="utf-8").read()
    return re.search(r"^## %s\n(.*?)^## " % re.escape(title), text, re.M | re.S).group(1)


def commands(text):
    """The lines that a user types; what stands behind two blanks explains them."""
    return [re.split(r"  +", line)[0] for line in re.findall(r"^    (/.+)$", text, re.M)]


def typed(line):
    """What a client sends for it."""
    word, _, rest = line[1:].partition(" ")
    if word == "msg":
        to, _, text = rest.partition(" ")
        return "PRIVMSG %s :%s" % (to, text)
    return rest if word == "quote" else "%s %s" % (word.upper(), rest)


class Reader:
    def __init__(self, results, lines):
        self.results, self.lines = results, lines

    def next(self, begin):
        line = self.lines.pop(0)
        if not line.startswith(begin):
            raise SystemExit("the README says %r where %r was" % (line, begin))
        return line

    def says(self, client, begin, *wanted):
        line = self.next(begin)
        client.send(typed(line))
        self.results.attempt(line, client.expect, *wanted)


def come(port, tls, nick):
    """Comes as nick, or as nick_ where that one is another's."""
    c = Client(port, tls=tls)
    c.send("NICK " + nick)
    c.send("USER %s 0 * :%s" % (nick, nick))
    taken = " 433 " in c.expect(" 001 ", " 433 ")
    if taken:
        c.send("NICK %s_" % nick)
        c.expect(" 001 ")
    c.expect(" 376 ", " 422 ")
    return c, taken


def log_in(results, path, port, tls):
    how = "over TLS" if tls else "in plain text"
    r = Reader(results, commands(section(path, "First account"))[2:])
    r.next("/connect 127.0.0.1 6667")
    c, taken = come(port, tls, "ann")
    results.check("nobody has ann's nick without logging in, %s" % how, taken)
    r.says(c, "/msg NickServ IDENTIFY ann", "You are logged in as ann.")
    r.says(c, "/msg NickServ REGAIN ann", "You are called ann.")
    return c


def run_first(results, path, port, tls_port):
    text = section(path, "First account")
    r = Reader(results, commands(text))
    c = Client(port, "guest")
    r.says(c, "/nick ann", ":guest!~guest@127.0.0.1 NICK")
    r.says(c, "/msg NickServ REGISTER %s " % PASSWORD, "The account is registered, and you are logged in")
    c.close()
    c = log_in(results, path, port, False)
    c.close()
    c = log_in(results, path, tls_port, True)
    carl = Client(tls_port, "carl", tls=True)
    r = Reader(results, re.findall(r"`(/quote REGISTER [^`]+)`", text))
    r.says(carl, "/quote REGISTER", "REGISTER SUCCESS carl ")
    r = Reader(results, re.findall(r"(/msg NickServ HELP)", text))
    r.says(carl, "/msg NickServ HELP", ":REGAIN ")
    r = Reader(results, re.findall(r"`(/quote (?:held|help safety))`", section(path, "What messages ask people to do")))
    r.says(carl, "/quote held", "*** 0 held messages")
    r.says(carl, "/quote help safety", " 706 carl SAFETY ")

    c.send("JOIN #lobby")
    c.expect(" 366 ")
    r = Reader(results, commands(section(path, "Keep a channel")))
    r.says(c, "/msg ChanServ REGISTER #lobby", "#lobby is registered, and ann is its founder.")
    r.says(c, "/msg ChanServ ACCESS #lobby ADD bob AOP", "bob +")
    r.says(c, "/msg ChanServ HELP", ":ACCESS ")
    results.check("no line is left over", not r.lines)


def bans(r, c, port):
    ann = Client(port, "ann_")
    r.says(c, "/quote kline ", "K-line *@192.0.2.0/24 set for 1d: 0 hit")
    r.says(c, "/stats k", "ticket 17")
    r.lines[0] = r.lines[0].replace(" ann", " ann_")
    r.says(c, "/quote testline ", " 725 guest ")
    r.says(c, "/quote unkline ", "K-line *@192.0.2.0/24 removed")
    ann.close()


def run_opers(results, path, port, tls_port, base):
    password = sys.stdin.readline().strip()
    r = Reader(results, commands(section(path, "The first operator of the server")))
    c = Client(port, "boss")
    r.lines[0] = r.lines[0].replace("PASSWORD", password)
    r.says(c, "/oper admin ", " 381 boss ")
    r.says(c, "/stats j", "filter: ")
    r.says(c, "/quote rehash -n", 'oper "ann" is new')
    r.says(c, "/rehash", "REHASH: done")
    c.close()
    c = Client(port, "guest")
    r.lines[0] = r.lines[0].replace("PASSWORD", PASSWORD)
    r.says(c, "/oper ann ", " 381 guest ")
    c.close()
    c = Client(port, "guest")
    c.send(typed(r.lines[0]))
    results.attempt("nobody is that operator without logging in", c.expect, " 491 guest ")
    c.send("PRIVMSG NickServ :IDENTIFY ann %s" % PASSWORD)
    c.expect("You are logged in as ann.")
    r.says(c, "/oper ann-account", " 381 guest ")
    c.close()
    c = Client(tls_port, "guest", tls=True)
    c.send(typed(r.lines[0]))
    results.attempt("nor without the certificate", c.expect, " 491 guest ")
    c.close()
    c = Client(tls_port, "guest", tls=True, cert=base)
    r.says(c, "/oper ann-cert", " 381 guest ")
    bans(r, c, port)
    c.close()
    results.check("no line is left over", not r.lines)


def run_files(results, path, port):
    """A line of a client's own is done as that client does it; the others are typed."""
    r = Reader(results, commands(section(path, "Files between people")))
    pair = dcc_pair.Pair(port, nicks=("ann_", "ben"))
    data = b"minutes of the meeting\n" * 10000
    for begin, send in ("/dcc send ben notes.txt", dcc_pair.send_active), ("/dcc send -passive ben notes.txt", dcc_pair.send_passive):
        line = r.next(begin)
        results.attempt(line, lambda: dcc_pair.same(send(pair, "notes.txt", data), data))
    r.next("/dcc get ann notes.txt")
    results.attempt(r.next("/dcc chat ben"), dcc_pair.chat, pair, False)
    r.lines[0] = r.lines[0].replace("+ann", "+ann_")
    r.says(pair.ben, "/quote dccallow +ann", " 994 ben ann_")
    r.says(pair.ben, "/quote dccallow help", "DCCALLOW")
    results.check("no line is left over", not r.lines)
    pair.close()


def run_keep(results, port, tls_port):
    password = sys.stdin.readline().strip()
    for p, tls in (port, False), (tls_port, True):
        c, _ = come(p, tls, "bob")
        c.send("PRIVMSG NickServ :IDENTIFY bob %s" % password)
        results.attempt("bob logs in, %s" % ("over TLS" if tls else "in plain text"), c.expect, "You are logged in as bob.")
        c.send("JOIN #lobby")
        results.attempt("and is operator of #lobby", c.expect, " MODE #lobby +o bob", "@bob")
        c.send("QUIT")
        c.close()


def main():
    path, port, tls_port, what = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
    results = Results()
    try:
        if what == "first":
            run_first(results, path, port, tls_port)
        elif what == "files":
            run_files(results, path, port)
        elif what == "opers":
            run_opers(results, path, port, tls_port, sys.argv[5])
        else:
            run_keep(results, port, tls_port)
    except (OSError, Gone, TimeoutError, IndexError, AttributeError) as e:
        results.check("the README can be followed", False, "%s: %s" % (type(e).__name__, e))
    results.finish()


main()
