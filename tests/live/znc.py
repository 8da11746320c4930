"""Through ZNC and beside it: usage znc.py PORT ZNC-PORT PASSWORD.  Who is attached to ZNC must learn what an observer on the server saw."""
import itertools
import re
import sys
import time

from irc import Client, Gone, Results

ROOM = "#den"
port, znc_port, password = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
results, tokens = Results(), itertools.count()


class Capable(Client):
    """A client with capabilities, directly or, with a password, through ZNC."""

    def __init__(self, at, nick, caps, secret=None):
        super().__init__(at, timeout=45)
        self.nick = nick
        self.send("CAP LS 302")
        if secret:
            self.send("PASS zoe/live:" + secret)
        self.send("NICK " + nick)
        self.send("USER %s 0 * :%s" % (nick, nick))
        self.send("CAP REQ :" + caps)
        self.expect(" ACK :")
        self.send("CAP END")
        self.expect(" 001 ")
        self.expect(" 376 ", " 422 ")

    def until_now(self):
        """What users did up to now, as (time, who, words)."""
        token = "token-%d" % next(tokens)
        self.send("PING :" + token)
        return [e for e in map(parse, self.lines_until(token)) if e]


def parse(text):
    """(time, nick, [verb, parameter...]) of what users do, None of the rest."""
    m = re.match(r"(?:@(\S+) )?:(\S+) (.*)$", text)
    if not m:
        return None
    tags = dict(t.partition("=")[::2] for t in (m[1] or "").split(";"))
    head, colon, last = m[3].partition(" :")
    words = head.split() + ([last] if colon else [])
    if words[0] not in ("JOIN", "PART", "QUIT", "NICK", "MODE", "TOPIC", "KICK", "PRIVMSG", "NOTICE"):
        return None
    return tags.get("time"), m[2].split("!")[0], words


def same(seen, original, what):
    if seen != original:
        raise AssertionError("%s:\n%s\nand not\n%s" % (what, "\n".join(map(str, seen)), "\n".join(map(str, original))))


def attach():
    return Capable(znc_port, "zoe", "server-time", password)


def detach(client):
    """ZNC ends the connection when it has taken the QUIT in; it stays on the server itself."""
    client.send("QUIT :for now")
    try:
        while True:
            client.line()
    except Gone:
        client.close()


def say(client, line):
    """At a time of its own, so that times can be told apart."""
    time.sleep(0.02)
    client.send(line)
    return client.until_now()


def a_busy_minute(tag):
    """What others do: one after the other, each seen by the observer before the next."""
    events, bob = [], Capable(port, "bob", "server-time echo-message")
    for line in (
        "JOIN " + ROOM,
        "PRIVMSG %s :%s: first" % (ROOM, tag),
        "NICK rob",
        "PRIVMSG %s :%s: second, by another name" % (ROOM, tag),
        "NOTICE %s :%s: a notice" % (ROOM, tag),
        "PRIVMSG %s :\x01ACTION %s waves\x01" % (ROOM, tag),
    ):
        say(bob, line)
    for line in (
        "MODE %s +v rob" % ROOM,
        "TOPIC %s :%s: what we talk of" % (ROOM, tag),
        "MODE %s +m" % ROOM,
        "MODE %s -m+b *!*@192.0.2.9" % ROOM,
        "MODE %s -b *!*@192.0.2.9" % ROOM,
    ):
        events += say(observer, line)
    private = [e for e in say(bob, "PRIVMSG zoe :%s: between us" % tag) if e[2][1] == "zoe"]
    say(bob, "PRIVMSG %s :%s: last" % (ROOM, tag))
    say(bob, "PART %s :enough" % ROOM)
    bob.send("QUIT :bye")
    events += observer.until_now()
    if len({e[0] for e in events}) < len(events) or None in (e[0] for e in events):
        raise AssertionError("no times to compare by: %s" % events)
    return events, private


observer = Capable(port, "observer", "server-time")
observer.send("MONITOR + zoe")
results.attempt("ZNC registers", observer.expect, " 730 observer :zoe!")
observer.send("JOIN " + ROOM)
observer.expect(" 366 ")


def live():
    zoe = attach()
    zoe.send("JOIN " + ROOM)
    observer.expect(":zoe!")
    zoe.expect(" 366 ")
    zoe.until_now()
    observer.send("MODE %s +o zoe" % ROOM)
    same(parse(zoe.expect(" MODE " + ROOM))[1:], parse(observer.expect(" MODE " + ROOM))[1:], "the mode")
    originals, private = a_busy_minute("live")
    seen = []
    while not seen or seen[-1][2][0] != "PART":
        event = parse(zoe.line())
        if event:
            seen.append(event)
    same([e for e in seen if e[2][1] != "zoe"], originals, "while attached")
    same([e for e in seen if e[2][1] == "zoe"], private, "in private")
    zoe.send("NICK zoey")
    same(parse(zoe.expect(" NICK ")), parse(observer.expect(" NICK ")), "the nick")
    zoe.send("NICK zoe")
    same(parse(zoe.expect(" NICK ")), parse(observer.expect(" NICK ")), "the nick, back")
    detach(zoe)


def in_words(event):
    """What is played back of an event: talk as it was, the rest as buffextras has it."""
    _, who, words = event
    said = {
        "JOIN": "%s joined",
        "NICK": "%s is now known as " + words[1],
        "MODE": "%s set mode: " + " ".join(words[2:]),
        "TOPIC": "%s changed the topic to: " + words[-1],
        "PART": "%s parted: " + words[-1],
    }.get(words[0])
    return event if said is None else (None, "*buffextras", ["PRIVMSG", ROOM, said % who])


def in_short(event):
    """buffextras tells the time of ZNC's clock, names nick!user@host, and leaves a blank behind modes without a parameter."""
    when, who, words = event
    if who != "*buffextras":
        return event
    return None, who, words[:2] + [re.sub(r"^([^!]+)!\S+", r"\1", words[2]).rstrip()]


def played_back():
    originals, private = a_busy_minute("away")
    observer.send("PRIVMSG zoe :\x01PING all-read\x01")
    observer.expect(" NOTICE observer :\x01PING all-read")
    zoe = attach()
    events = zoe.until_now()
    playback = [in_short(e) for e in events if e[1] != "***" and e[2][0] in ("PRIVMSG", "NOTICE")]
    wanted = [in_words(e) for e in originals]
    same([e for e in playback if e[2][1] == ROOM], wanted, "played back")
    same([e for e in playback if e[2][1] == "zoe"], private, "played back in private")
    detach(zoe)


results.attempt("who is attached sees what happens, in the order and with the times of the observer", live)
results.attempt("who comes back is played what happened, in the order and talk with the times of the observer", played_back)
results.finish()
