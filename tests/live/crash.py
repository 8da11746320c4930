"""Kills a server that people use, again and again, and looks at what is left.

usage: crash.py CONCLAVED CONCLAVECTL CONFIGURATION PORT DATABASE POINTS SEED

The control socket is beside the database.  Each account with its channel is changed by one at a time, over IRC or by conclavectl, so that what it
may have become is known: the state before, or the state after.  What was confirmed (a notice, an echo, a status 0) must be there; what was not
may be there or not, whole.  It is read back by those who use it too.
"""
import atexit
import base64
import collections
import concurrent.futures
import json
import os
import random
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time

import irc

conclaved, conclavectl, config, port, database, points, seed = sys.argv[1:8]
port, points = int(port), int(points)
socket_path = os.path.join(os.path.dirname(database), "control.sock")
results = irc.Results()
log = open(config + ".log", "ab")
PEOPLE = ["anna", "ben", "cleo", "dora"]
BY_CTL = ["c%d" % i for i in range(8)]
BANS = ["kline *@host%d.example" % i for i in range(4)] + ["dline 192.0.2.%d" % i for i in range(2)] + ["resv #gone*", "xline *spam*"]
FLAGS = "CMNTcgimnptz"  # s is what is locked
LEVELS = ["VOP", "HOP", "AOP", "SOP"]
SETTINGS = ["TOPICLOCK", "SECURE", "RESTRICTED", "PRIVATE", "AUTOOP"]
LISTS = {"b": " 368 ", "e": " 349 ", "I": " 347 "}


# The state of an account: None, or one of these.  Sets are sorted tuples.
def account(password, email=""):
    return {"password": password, "email": email, "certs": (), "suspended": "", "channel": None}


def plus(items, one):
    return tuple(sorted(items + (one,)))


def minus(items, one):
    return tuple(i for i in items if i != one)


def word(rng, start):
    return "%s%d" % (start, rng.randrange(10 ** 8))


# What somebody says about the own account or channel: (line, what confirms it, the state after).
def change(state, line, confirmation, **what):
    return line, confirmation, dict(state, **what)


def in_channel(state, line, confirmation, **what):
    return line, confirmation, dict(state, channel=dict(state["channel"], **what))


def set_password(rng, s, who):
    password = word(rng, "password")
    return change(s, "PRIVMSG NickServ :SET PASSWORD " + password, "Your password is changed", password=password)


def set_email(rng, s, who):
    email = word(rng, who.name) + "@a.example"
    return change(s, "PRIVMSG NickServ :SET EMAIL " + email, "Your email address is changed", email=email)


def cert_add(rng, s, who):
    cert = "%064x" % rng.getrandbits(256)
    return change(s, "PRIVMSG NickServ :CERT ADD " + cert, "opens your account from now on", certs=plus(s["certs"], cert))


def cert_del(rng, s, who):
    cert = rng.choice(s["certs"])
    return change(s, "PRIVMSG NickServ :CERT DEL " + cert, "opens your account no more", certs=minus(s["certs"], cert))


def channel_register(rng, s, who):
    name, description = word(rng, "#" + who.name), word(rng, "about ")
    who.client.send("JOIN %s\r\nMODE %s" % (name, name))
    modes = who.client.expect(" 324 ").split()[4]
    who.renamed = False
    return change(s, "PRIVMSG ChanServ :REGISTER %s %s" % (name, description), " is registered, and ", channel={
        "name": name, "flags": tuple(sorted(modes[1:])), "key": "", "limit": "", "b": (), "e": (), "I": (), "topic": "", "access": (),
        "settings": ("AUTOOP", "KEEPTOPIC"), "lock": "", "description": description})


def channel_drop(rng, s, who):
    name = s["channel"]["name"]
    return change(s, "PRIVMSG ChanServ :DROP %s %s" % (name, name), " is not registered any more", channel=None)


def access_add(rng, s, who):
    ch, other = s["channel"], rng.choice([p for p in who.known if p != who.name])
    was = dict(ch["access"])
    level = rng.choice([x for x in LEVELS if x != was.get(other)])
    was[other] = level
    return in_channel(s, "PRIVMSG ChanServ :ACCESS %s ADD %s %s" % (ch["name"], other, level), ":%s +" % other,
                      access=tuple(sorted(was.items())))


def access_del(rng, s, who):
    ch, entry = s["channel"], rng.choice(s["channel"]["access"])
    return in_channel(s, "PRIVMSG ChanServ :ACCESS %s DEL %s" % (ch["name"], entry[0]), ":%s has no access to" % entry[0],
                      access=minus(ch["access"], entry))


def setting(rng, s, who):
    ch, name = s["channel"], rng.choice(SETTINGS)
    on = name not in ch["settings"]
    return in_channel(s, "PRIVMSG ChanServ :SET %s %s %s" % (ch["name"], name, "on" if on else "off"), " of %s is o" % ch["name"],
                      settings=plus(ch["settings"], name) if on else minus(ch["settings"], name))


def describe(rng, s, who):
    text = word(rng, "about ")
    return in_channel(s, "PRIVMSG ChanServ :SET %s DESCRIPTION %s" % (s["channel"]["name"], text), "The text is set", description=text)


def lock(rng, s, who):
    ch, modes = s["channel"], rng.choice(["+s", "-s"])
    flags = minus(ch["flags"], "s")
    return in_channel(s, "PRIVMSG ChanServ :SET %s MODELOCK %s" % (ch["name"], modes), "The mode lock of ", lock=modes,
                      flags=plus(flags, "s") if modes == "+s" else flags)


def flag(rng, s, who):
    ch, letter = s["channel"], rng.choice(FLAGS)
    on = letter not in ch["flags"]
    change_of = ("+" if on else "-") + letter
    return in_channel(s, "MODE %s %s" % (ch["name"], change_of), " MODE %s %s" % (ch["name"], change_of),
                      flags=plus(ch["flags"], letter) if on else minus(ch["flags"], letter))


def list_add(rng, s, who):
    ch, letter, mask = s["channel"], rng.choice("bbeI"), word(rng, "bad") + "!*@*"
    return in_channel(s, "MODE %s +%s %s" % (ch["name"], letter, mask), " MODE %s +%s %s" % (ch["name"], letter, mask),
                      **{letter: plus(ch[letter], mask)})


def list_del(rng, s, who):
    ch = s["channel"]
    letter = rng.choice([x for x in LISTS if ch[x]])
    mask = rng.choice(ch[letter])
    return in_channel(s, "MODE %s -%s %s" % (ch["name"], letter, mask), " MODE %s -%s %s" % (ch["name"], letter, mask),
                      **{letter: minus(ch[letter], mask)})


def several(rng, s, who):
    """One line, all of it or nothing."""
    ch, masks = s["channel"], [word(rng, "all") + "!*@*" for _ in LISTS]
    words = "+beIl %s %d" % (" ".join(masks), rng.randrange(50, 1000))
    return in_channel(s, "MODE %s %s" % (ch["name"], words), " MODE %s %s" % (ch["name"], words), limit=words.rsplit(" ", 1)[1],
                      **{x: plus(ch[x], m) for x, m in zip(LISTS, masks)})


def key(rng, s, who):
    ch = s["channel"]
    name, now = ch["name"], "" if ch["key"] else word(rng, "key")
    words = "%s %sk" % (name, "+" if now else "-")
    return in_channel(s, "MODE %s %s" % (words, now or ch["key"]), " MODE " + words, key=now)


def limit(rng, s, who):
    name, now = s["channel"]["name"], "" if s["channel"]["limit"] else str(rng.randrange(50, 1000))
    words = "+l " + now if now else "-l"
    return in_channel(s, "MODE %s %s" % (name, words), " MODE %s %s" % (name, words), limit=now)


def topic(rng, s, who):
    name, text = s["channel"]["name"], word(rng, "topic ")
    return in_channel(s, "TOPIC %s :%s" % (name, text), " TOPIC %s :%s" % (name, text), topic=text)


def rename(rng, s, who):
    old, new = s["channel"]["name"], word(rng, "#" + who.name)
    who.renamed = True  # once a minute
    return in_channel(s, "RENAME %s %s" % (old, new), " RENAME %s %s" % (old, new), name=new)


def always(s, who):
    return True


def has_channel(s, who):
    return s["channel"] is not None


Row = collections.namedtuple("Row", "kind make fits often")
OF_ACCOUNT = [
    Row("SET PASSWORD", set_password, always, 1), Row("SET EMAIL", set_email, always, 3),
    Row("CERT ADD", cert_add, lambda s, who: len(s["certs"]) < 8, 5), Row("CERT DEL", cert_del, lambda s, who: s["certs"], 4),
]
OF_PERSON = OF_ACCOUNT + [
    Row("ChanServ REGISTER", channel_register, lambda s, who: s["channel"] is None, 60), Row("DROP", channel_drop, has_channel, 2),
    Row("ACCESS ADD", access_add, lambda s, who: s["channel"] and len(who.known) > 1, 5),
    Row("ACCESS DEL", access_del, lambda s, who: s["channel"] and s["channel"]["access"], 4),
    Row("SET", setting, has_channel, 5), Row("SET DESCRIPTION", describe, has_channel, 2), Row("SET MODELOCK", lock, has_channel, 2),
    Row("MODE flag", flag, has_channel, 5), Row("MODE list +", list_add, lambda s, who: s["channel"] and len(s["channel"]["b"]) < 30, 6),
    Row("MODE list -", list_del, lambda s, who: s["channel"] and any(s["channel"][x] for x in LISTS), 5),
    Row("MODE several", several, lambda s, who: s["channel"] and len(s["channel"]["b"]) < 30, 2), Row("MODE k", key, has_channel, 2),
    Row("MODE l", limit, has_channel, 2), Row("TOPIC", topic, has_channel, 5),
    Row("RENAME", rename, lambda s, who: s["channel"] and not who.renamed, 4),
]


# What conclavectl is told: (words, standard input, the state after).
def ctl_add(rng, s, name):
    return ["add", name, "-n"], "", account("")


def ctl_add_password(rng, s, name):
    password = word(rng, "password")
    return ["add", name], password, account(password)


def ctl_password(rng, s, name):
    password = word(rng, "password")
    return ["passwd", name], password, dict(s, password=password)


def ctl_suspend(rng, s, name):
    why = word(rng, "because ")
    return ["suspend", name, why], "", dict(s, suspended=why)


def ctl_resume(rng, s, name):
    return ["resume", name], "", dict(s, suspended="")


def ctl_cert(rng, s, name):
    cert = "%064x" % rng.getrandbits(256)
    return ["cert", name, "add", cert], "", dict(s, certs=plus(s["certs"], cert))


def ctl_drop(rng, s, name):
    return ["drop", name], "", None


OF_CTL = [
    Row("ctl add -n", ctl_add, lambda s, who: s is None, 4), Row("ctl add", ctl_add_password, lambda s, who: s is None, 1),
    Row("ctl passwd", ctl_password, lambda s, who: s and not s["suspended"], 1),
    Row("ctl suspend", ctl_suspend, lambda s, who: s and not s["suspended"], 3),
    Row("ctl resume", ctl_resume, lambda s, who: s and s["suspended"], 3),
    Row("ctl cert add", ctl_cert, lambda s, who: s and len(s["certs"]) < 8, 3), Row("ctl drop", ctl_drop, lambda s, who: s, 2),
]


# A server ban: None, or what it says.
def ban_add(rng, s, name):
    reason, private, time = word(rng, "reason "), word(rng, "private "), rng.choice(["0", "1d", "60"])
    return ["add", *name.split(), time, reason + "|" + private], "", {"reason": reason, "private": private, "timed": time != "0"}


def ban_del(rng, s, name):
    return ["del", *name.split()], "", None


OF_BANS = [Row("ban add", ban_add, lambda s, who: s is None, 3), Row("ban del", ban_del, lambda s, who: s, 2)]


KINDS = sorted({row.kind for row in OF_PERSON + OF_CTL + OF_BANS} | {"REGISTER", "NickServ REGISTER", "NickServ DROP"})
# Those that take long: often enough it is killed just after, and during, one of them.
WITH_PASSWORD = {"SET PASSWORD", "REGISTER", "NickServ REGISTER", "ctl add", "ctl passwd"}


class Told(Exception):
    """Something else came than what confirms."""


def pick(rng, rows, state, who):
    fit = [row for row in rows if row.fits(state, who)]
    return rng.choices(fit, [row.often * (20 if row.kind in who.missing else 1) for row in fit])[0]


def ctl(*words, stdin=""):
    return subprocess.run([conclavectl, "-j", "-s", socket_path, *words], input=stdin + "\n", capture_output=True, text=True, timeout=60)


class Worker(threading.Thread):
    """Makes one change after the other until the server is gone.  state: what is confirmed; after: what is under way."""

    def __init__(self, name, rng, world, stopping, confirmations):
        super().__init__()
        self.name, self.rng, self.stopping, self.confirmations = name, rng, stopping, confirmations
        self.state, self.after, self.done, self.fault = world, {}, collections.Counter(), None
        self.client, self.known, self.missing, self.renamed = None, [], (), False

    def run(self):
        try:
            while not self.stopping.is_set():
                self.step()
        except (irc.Gone, ConnectionError) as e:
            if not self.stopping.is_set():
                self.fault = "%s: the server is gone before it was killed: %r" % (self.name, e)
        except Exception as e:  # of whatever kind: without it the test would go on with less
            self.fault = "%s: %r" % (self.name, e)

    def confirmed(self, kind, name):
        self.state[name] = self.after.pop(name)
        self.done[kind] += 1
        self.confirmations["any"].release()
        if kind in WITH_PASSWORD:
            self.confirmations["password"].release()

    def say(self, kind, name, line, confirmation, after):
        """A change by IRC."""
        self.after[name] = after
        self.client.send(line)
        self.client.expect(confirmation)
        self.confirmed(kind, name)

    def one_of(self, rows, name):
        row = pick(self.rng, rows, self.state[name], self)
        self.say(row.kind, name, *row.make(self.rng, self.state[name], self))

    def register(self, name):
        password = word(self.rng, "password")
        if self.rng.random() < 0.5:
            self.say("REGISTER", name, "REGISTER * * :" + password, " REGISTER SUCCESS ", account(password))
        else:
            email = name + "@b.example"
            self.say("NickServ REGISTER", name, "PRIVMSG NickServ :REGISTER %s %s" % (password, email), "The account is registered",
                     account(password, email))


class Person(Worker):
    """Has come in already, logged in."""

    def step(self):
        if self.state[self.name] is None:
            self.register(self.name)
        self.one_of(OF_PERSON, self.name)


class Newcomer(Worker):
    """Registers, does this and that, and may give its account up."""

    def step(self):
        name = word(self.rng, "new")
        self.client = irc.Client(port, name)
        self.state[name] = None
        self.register(name)
        for _ in range(self.rng.randrange(4)):
            self.one_of(OF_ACCOUNT, name)
        if self.rng.random() < 0.4 or "NickServ DROP" in self.missing:
            self.client.send("PRIVMSG NickServ :DROP")
            code = self.client.expect("say DROP ").rsplit("say DROP ", 1)[1].rstrip(".")
            self.say("NickServ DROP", name, "PRIVMSG NickServ :DROP " + code, "The account is gone", None)
        self.client.close()


class Administrator(Worker):
    word, names, rows = "account", BY_CTL, OF_CTL

    def step(self):
        name = self.rng.choice(self.names)
        row = pick(self.rng, self.rows, self.state[name], self)
        words, stdin, self.after[name] = row.make(self.rng, self.state[name], name)
        done = ctl(self.word, *words, stdin=stdin)
        if done.returncode == 0:
            self.confirmed(row.kind, name)
        elif not self.stopping.is_set():
            raise Told("%r: status %d, %s" % (words, done.returncode, done.stderr))


class Banner(Administrator):
    word, names, rows = "ban", BANS, OF_BANS


def start():
    p = subprocess.Popen([conclaved, "-f", config], stdout=log, stderr=log)
    atexit.register(p.kill)
    return p


def until_it_answers(p):
    end = time.monotonic() + 30
    while time.monotonic() < end and p.poll() is None:
        try:
            return irc.Client(port, "looks").close()
        except ConnectionRefusedError:
            time.sleep(0.02)  # nothing tells from outside that it listens
    raise SystemExit("the server does not start")


def login(name, passwords):
    """The client and the password that it logged in with; the client has come in without if it was none."""
    c = irc.Client(port)
    c.send("CAP REQ :sasl draft/channel-rename")
    c.expect(" ACK ")
    found = None
    for password in passwords:
        c.send("AUTHENTICATE PLAIN")
        c.expect("AUTHENTICATE +")
        c.send("AUTHENTICATE " + base64.b64encode(("\0%s\0%s" % (name, password)).encode()).decode())
        if " 903 " in c.expect(" 902 ", " 903 ", " 904 "):
            found = password
            break
    c.send("NICK %s\r\nUSER x 0 * :x\r\nCAP END" % name)
    if " 001 " not in c.expect(" 001 ", " 433 "):
        c.send("NICK %s-" % name)  # its nick is kept for who can log in
        c.expect(" 001 ")
    c.expect(" 376 ", " 422 ")
    return c, found


def asked(c, *lines):
    for line in lines:
        c.send(line)
    c.send("PING :all-of-it")
    return c.lines_until("all-of-it")[:-1]


def numerics(lines, numeric):
    return [line.split() for line in lines if line.split()[1] == numeric]


def said(lines, pattern):
    return [m.group(1) for m in (re.search(pattern, line) for line in lines) if m]


def read_channel(c, name, key_of):
    """As its founder sees it."""
    asked(c, "PRIVMSG ChanServ :INVITE " + name, "JOIN %s %s" % (name, key_of), "PRIVMSG ChanServ :OP " + name)
    lines = asked(c, "MODE " + name, *["MODE %s %s" % (name, x) for x in LISTS], "TOPIC " + name)
    modes = numerics(lines, "324")[0][4:]
    params = dict(zip([x for x in modes[0] if x in "kl"], modes[1:]))
    about = asked(c, "PRIVMSG ChanServ :ACCESS %s LIST" % name, "PRIVMSG ChanServ :INFO " + name)
    access = said(about, r" NOTICE \S+ :(\S+ \+\w+ \wOP)$")
    return {
        "name": name, "flags": tuple(sorted(set(modes[0]) - set("+rkl"))), "key": params.get("k", ""), "limit": params.get("l", ""),
        "topic": "".join(said(lines, r" 332 \S+ \S+ :(.*)")), "description": "".join(said(about, r" :Description: (.*)")),
        "access": tuple(sorted((a.split()[0], a.split()[2]) for a in access)), "lock": "".join(said(about, r" :Mode lock: (.*)")),
        "settings": tuple(sorted("".join(said(about, r" :Settings:(.*)")).split())),
        **{x: tuple(sorted(row[4] for row in numerics(lines, n))) for x, n in (("b", "367"), ("e", "348"), ("I", "346"))}}


def read_person(name, may, channels):
    """The client, and the state of the account as it sees it."""
    c, password = login(name, [one["password"] for one in may if one])
    found = None
    if password is not None:
        lines = asked(c, "PRIVMSG NickServ :INFO", "PRIVMSG NickServ :CERT LIST")
        email = said(lines, r" :Email address: (.*)\.$")
        found = account(password, "".join(email).replace("none", ""))
        found["certs"] = tuple(sorted(said(lines, r" :([0-9a-f]{64})$")))
        keys = [one["channel"]["key"] for one in may if one and one["channel"] and one["channel"]["key"]]
        own = [channel for channel, founder in channels.items() if founder == name]
        for channel in own:
            # Before or after +k, -k; a wrong one does no harm, for who was invited needs none.
            found["channel"] = read_channel(c, channel, (keys + [""])[0])
        if len(own) > 1:
            found["channel"] = own
    return c, found


def read_back(may, newest):
    """All accounts and channels as the server has them.  may: name to the states that are possible; newest: whose passwords are tried."""
    rows = json.loads(ctl("account", "list").stdout)
    channels = {row["name"]: row["founder"] for row in json.loads(ctl("channel", "list").stdout)}
    there, found = {row["name"]: row for row in rows}, {}
    pool = concurrent.futures.ThreadPoolExecutor(len(PEOPLE))
    readers = {name: pool.submit(read_person, name, may[name] if name in there else [], channels) for name in PEOPLE}
    for name, row in there.items():
        possible = [one for one in may.get(name, []) if one]
        found[name] = account("", row["email"] or "")
        found[name]["suspended"] = row["suspended"] or ""
        if name in BY_CTL:
            found[name]["certs"] = tuple(sorted(r["fingerprint"] for r in json.loads(ctl("account", "cert", name).stdout)))
        else:  # as many as one of the possible has, then it is that one's
            found[name]["certs"] = next((one["certs"] for one in possible if len(one["certs"]) == row["certificates"]), "other")
        found[name]["password"] = next((one["password"] for one in possible if bool(one["password"]) == row["password"]), "other")
        if name in newest and not row["suspended"] and row["password"]:
            c, found[name]["password"] = login(name, [one["password"] for one in possible])
            c.close()
    pool.shutdown()
    people = {name: reader.result() for name, reader in readers.items()}
    found.update({name: state for name, (_, state) in people.items() if name in there})
    kinds = {name.split()[0][0].upper(): name.split()[0] for name in BANS}
    for row in json.loads(ctl("ban", "list").stdout):
        found["%s %s" % (kinds[row["kind"]], row["mask"])] = {
            "reason": row["reason"], "private": row["private"], "timed": row["until"] is not None}
    strangers = sorted(set(channels.values()) - set(PEOPLE))
    return found, {name: c for name, (c, _) in people.items()}, ["a channel of %s" % s for s in strangers]


def compare(found, may):
    faults, now = [], {}
    for name in sorted(set(may) | set(found)):
        possible = may.get(name, [None])
        if found.get(name) not in possible:
            faults.append("%s: is\n  %r, may be\n  %s" % (name, found.get(name), "\n  ".join(map(repr, possible))))
        now[name] = found.get(name)
    return faults, now


def integrity():
    """Of a copy: what the killed server has left is for the next one to open."""
    with tempfile.TemporaryDirectory() as folder:
        for suffix in ("", "-wal"):
            if os.path.exists(database + suffix):
                shutil.copy(database + suffix, os.path.join(folder, "copy.db" + suffix))
        db = sqlite3.connect(os.path.join(folder, "copy.db"))
        words = [row[0] for row in db.execute("PRAGMA integrity_check")] + list(db.execute("PRAGMA foreign_key_check"))
        db.close()
    return [] if words == ["ok"] else ["the database: %r" % words]


def work(p, rng, state, clients, sums):
    """Changes, most of all those of which there was none yet, until the server is killed: a moment after one of them was confirmed."""
    stopping, confirmations = threading.Event(), {what: threading.Semaphore(0) for what in ("any", "password")}
    workers = []
    who = [(Person, name) for name in PEOPLE] + [(Newcomer, "newcomer1"), (Newcomer, "newcomer2"), (Administrator, "administrator"),
                                                 (Banner, "banner")]
    for kind, name in who:
        names = [name] if kind is Person else getattr(kind, "names", [])
        w = kind(name, random.Random(rng.getrandbits(64)), {n: state[n] for n in names}, stopping, confirmations)
        w.known = [n for n in PEOPLE if state[n]]
        w.client, w.missing = clients.get(name), [k for k in KINDS if not sums[k]]
        workers.append(w)
    for w in workers:
        w.start()
    what, most = rng.choice([("any", 60), ("any", 60), ("password", 4)])
    for _ in range(rng.randrange(most)):
        if not confirmations[what].acquire(timeout=20):
            break  # who waits for it says so
    time.sleep(rng.uniform(0, 0.02))
    stopping.set()
    p.kill()
    p.wait()
    for w in workers:
        w.join()
        if w.client is not None:
            w.client.close()
    return workers


def killed_early(rng, n, sums):
    """While it makes the database, reads it, or locks itself up."""
    faults = []
    for _ in range(n):
        p = start()
        time.sleep(rng.uniform(0, 0.2))
        p.kill()
        p.wait()
        sums["kills at the start"] += 1
        faults += integrity()
    return faults


def one_point(rng, may, newest, sums):
    """Starts it, looks at all, works, kills.  The faults; what may be afterwards."""
    faults = killed_early(rng, 1 if rng.random() < 0.1 else 0, sums)
    p = start()
    until_it_answers(p)
    found, clients, strange = read_back(may, newest)
    wrong, state = compare(found, may)
    faults += wrong + strange
    workers = work(p, rng, state, clients, sums)
    may, newest = {name: [one] for name, one in state.items() if one or name in PEOPLE + BY_CTL + BANS}, []
    for w in workers:
        sums.update(w.done)
        sums["under way"] += len(w.after)
        may.update({name: [one] for name, one in w.state.items()})
        for name, after in w.after.items():
            may[name] = [w.state.get(name), after]
        if w.name not in PEOPLE:
            newest += [n for n in may if n in w.state and w.state[n] != state.get(n)][-1:] + list(w.after)[:1]
        faults += [w.fault] if w.fault else []
    return faults + integrity(), may, newest


def main():
    rng = random.Random(int(seed))
    may, newest, sums = {name: [None] for name in PEOPLE + BY_CTL + BANS}, [], collections.Counter()
    faults = killed_early(rng, 4, sums)
    for point in range(points):
        wrong, may, newest = one_point(rng, may, newest, sums)
        faults += ["point %d: %s" % (point, w) for w in wrong]
        if faults:
            break
    if not faults:
        p = start()
        until_it_answers(p)
        found, clients, faults = read_back(may, newest)
        faults += compare(found, may)[0]
        p.terminate()
        results.check("it ends with status 0", p.wait(timeout=30) == 0)
        faults += integrity()
    n_confirmed = sum(sums[kind] for kind in KINDS)
    print(", ".join("%s %d" % item for item in sorted(sums.items())))
    results.check("%d kills while people changed things, seed %s: %d changes confirmed, none is lost" % (points, seed, n_confirmed),
                  not faults and n_confirmed > 0, "\n".join(faults))
    if points >= 200:  # of fewer, chance may leave out a rare kind
        results.check("each kind of change was confirmed", all(sums[k] for k in KINDS), "%r" % [k for k in KINDS if not sums[k]])


main()
results.finish()
