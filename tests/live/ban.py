"""What people see of server bans.  usage: ban.py set|kept PORT CONCLAVECTL SOCKET PASSWORD"""
import subprocess
import sys
import time

import irc

what, port, conclavectl, socket_path, password = sys.argv[1:6]
port = int(port)
results = irc.Results()


def ctl(*words):
    return subprocess.run([conclavectl, "-s", socket_path, *words], capture_output=True, text=True, timeout=30)


def refused(nick, user):
    """What somebody of this user name hears, or None if he comes in."""
    c = irc.Client(port)
    c.send("NICK %s\r\nUSER %s 0 * :x" % (nick, user))
    line = c.expect(" 001 ", " 465 ")
    c.close()
    return line if " 465 " in line else None


def set_them():
    oper, victim = irc.Client(port, "oper"), irc.Client(port, "victim")
    oper.send("OPER admin " + password)
    oper.expect(" 381 ")
    oper.send("KLINE 2s *ictim@127.0.0.1 :for a moment|just a test")
    results.check("who is hit is told why", "for a moment" in victim.expect(" 465 "))
    results.check("his connection ends", "K-lined" in victim.expect("ERROR "))
    set_at = time.monotonic()
    results.check("the setter hears whom it hit", "1 hit: victim" in oper.expect("K-line *ictim@127.0.0.1 set for 2s"))
    results.check("he is kept out", refused("again", "victim") is not None)
    results.check("others are not", refused("other", "somebody") is None)
    while refused("again", "victim") is not None and time.monotonic() < set_at + 20:
        time.sleep(0.2)  # the clock is what is waited for
    results.check("it runs out", refused("again", "victim") is None)
    results.check("and not before its time", time.monotonic() > set_at + 1)
    oper.send("KLINE *kept@* :public|private")
    oper.expect("K-line *kept@* set for good")
    results.check("conclavectl sees who set it", "oper!" in ctl("ban", "list", "kline").stdout)
    oper.close()


def kept():
    results.check("who is hit is kept out still", "public" in (refused("somebody", "kept") or ""))


{"set": set_them, "kept": kept}[what]()
results.finish()
