"""A registered channel under kill -9: channels.py CONCLAVED CONFIG PORT DATABASE KILLS SEED

Whoever was told that the topic is so finds it so after the restart, or one that was asked for later; all else of the channel is as it was.
"""
import random
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time

import irc

conclaved, config, port, database, kills, seed = sys.argv[1:7]
port, kills = int(port), int(kills)
rng = random.Random(int(seed))
results = irc.Results()
log = open(config + ".log", "ab")


def start():
    p = subprocess.Popen([conclaved, "-f", config], stdout=log, stderr=log)
    end = time.monotonic() + 30
    while time.monotonic() < end and p.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return p
        except OSError:
            time.sleep(0.02)  # nothing tells from outside that it listens
    p.kill()
    raise SystemExit("the server does not start")


def end(p, sig):
    p.send_signal(sig)
    return p.wait(timeout=30)


def rows():
    """All that is to stay."""
    db = sqlite3.connect(database)
    try:
        check = db.execute("PRAGMA integrity_check").fetchone()[0]
        kept = [db.execute(q).fetchall() for q in (
            "SELECT id, name, founder, modes, description, url, settings, mode_lock, created_ms, registered_s FROM channel",
            "SELECT channel, list, mask, set_by, set_ms FROM channel_mask ORDER BY id",
            "SELECT channel, account, flags, set_s FROM channel_access ORDER BY id")]
    finally:
        db.close()
    return check, kept


def seed_channel():
    db = sqlite3.connect(database)
    with db:
        for name in ("alice", "bob", "carol"):
            db.execute("INSERT INTO account (name, created_s) VALUES (?, 1)", (name,))
        db.execute("INSERT INTO channel VALUES (7, '#Keep', 'alice', '+klfjnr sesame 99 #else 900:1', NULL, NULL, 0, 'words of it', "
                   "'https://example.org/', 'KEEPTOPIC SECURE AUTOOP', '+n-s', 11, 12)")
        for letter in "beIq":
            for i in range(100):
                db.execute("INSERT INTO channel_mask (channel, list, mask, set_by, set_ms) VALUES (7, ?, ?, 'x!y@z', ?)",
                           (letter, "bad%d!*@*" % i, i))
        db.execute("INSERT INTO channel_access (channel, account, flags, set_s) VALUES (7, 'bob', 'vo', 13)")
        db.execute("INSERT INTO channel_access (channel, account, flags, set_s) VALUES (7, 'carol', 'hit', 14)")
    db.close()


def topic_now():
    c = irc.Client(port, "look")
    c.send("JOIN #keep sesame")
    c.expect(" JOIN ")
    c.send("TOPIC #keep")
    text = c.expect(" 332 ", " 331 ")
    c.close()
    return int(text.rsplit("t", 1)[1]) if " 332 " in text else 0


def one_kill(p, is_now, last):
    """Topics, one after the other, until the server is killed.  ret: the last that was asked for, the last that was confirmed (or was there), how many were."""
    c = irc.Client(port, "alice")
    c.send("JOIN #keep sesame")
    c.expect(" 366 ")
    timer = threading.Timer(rng.uniform(0.0, 0.25), p.kill)
    timer.start()
    asked, confirmed, n = last, is_now, 0
    try:
        while True:
            asked += 1
            c.send("TOPIC #keep :t%d" % asked)
            c.expect(" TOPIC #Keep :t%d" % asked)
            confirmed = asked
            n += 1
    except (irc.Gone, OSError):
        pass
    timer.join()
    p.wait(timeout=30)
    c.close()
    return asked, confirmed, n


def main():
    end(start(), signal.SIGTERM)
    seed_channel()
    check, kept = rows()
    last, is_now, lost, n_confirmed = 0, 0, 0, 0
    p = start()
    for _ in range(kills):
        last, confirmed, n = one_kill(p, is_now, last)
        n_confirmed += n
        p = start()
        is_now = topic_now()
        lost += not confirmed <= is_now <= last
    results.check("%d kills, %d confirmed topics: none is lost" % (kills, n_confirmed), lost == 0 and n_confirmed > 0)
    results.check("SIGTERM ends with status 0", end(p, signal.SIGTERM) == 0)
    check, now = rows()
    results.check("the database is whole", check == "ok")
    results.check("modes, lists, access and settings are as they were", now == kept, "" if now == kept else "%r\n%r" % (kept[0], now[0]))


main()
results.finish()
