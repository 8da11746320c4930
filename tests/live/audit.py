#!/usr/bin/env python3
"""What test_audit.sh does to a server: load, kill -9 while it writes, a full disk."""
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time

from irc import Client, Gone

WAIT = 60


def oper(port, password, nick="alice"):
    client = Client(port, nick, timeout=WAIT)
    client.send("OPER admin " + password)
    client.expect(" 381 ")
    return client


def load(port, password, count):
    """So many commands, each recorded with its number."""
    client = oper(port, password)
    for i in range(count):
        client.send("WALLOPS :number %d %s" % (i, "x" * 100))
        if i % 100 == 99:
            client.sync("s%d" % i)
    client.sync("end")
    return 0


def ordered(path):
    with open(path, encoding="utf-8") as lines:
        texts = [json.loads(line)["params"][0].split()[1] for line in lines]
    return 0 if texts == [str(i) for i in range(len(texts))] else 1


def start(conclaved, conf, log):
    server = subprocess.Popen([conclaved, "-f", conf], stdout=log, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)
    return server


def wait_listening(port):
    end = time.monotonic() + WAIT
    while True:
        try:
            return Client(port, "probe", timeout=WAIT)
        except (ConnectionError, Gone, OSError):
            if time.monotonic() > end:
                raise
            time.sleep(0.05)  # there is no event for a port that opens


def write_on(port, password, started):
    """Records until the server is gone."""
    try:
        client = oper(port, password)
        started.set()
        i = 0
        while True:
            client.send("WALLOPS :number %d" % i)
            i += 1
            if i % 50 == 0:
                client.sync("s%d" % i)
    except (OSError, Gone):
        started.set()


def verify(ctl, audit, key):
    done = subprocess.run([ctl, "audit", "verify", "-k", key, audit], capture_output=True, text=True, timeout=WAIT, check=False)
    return done.returncode == 0, (done.stdout + done.stderr).strip()


def kill(conclaved, ctl, conf, port, password, audit, key, pid, kills, seed):
    draw = random.Random(int(seed))
    passed = failed = torn = 0
    pid, server = int(pid), None
    with open(conf + ".log", "wb") as log:
        for i in range(int(kills)):
            started = threading.Event()
            writer = threading.Thread(target=write_on, args=(port, password, started))
            writer.start()
            started.wait(WAIT)
            time.sleep(draw.uniform(0, 0.4))  # a moment of its own: that is what is tried
            os.kill(pid, signal.SIGKILL)
            if server is not None:
                server.wait(WAIT)
            writer.join(WAIT)
            good, text = verify(ctl, audit, key)
            torn += "no whole line" in text
            server = start(conclaved, conf, log)
            pid = server.pid
            wait_listening(port).sock.close()
            again, text_again = verify(ctl, audit, key)
            if good and again:
                passed += 1
            else:
                failed += 1
                print("not ok - kill %d: %s; after the restart: %s" % (i, text, text_again))
        server.terminate()
        server.wait(WAIT)
    if failed == 0:
        print("ok - killed %d times while it wrote, it verified each time before and after the restart (%d torn lines)" % (passed, torn))
    print("%d passed, %d failed, 0 skipped" % (1 if failed == 0 else 0, failed))
    return 0


def fill(path):
    """All that is left of the disk."""
    with open(path, "wb", buffering=0) as f:
        size = 65536
        while size:
            try:
                f.write(b"x" * size)
            except OSError:
                size //= 2


def full(port, password, state):
    boss, bob, eve = oper(port, password), Client(port, "bob", timeout=WAIT), Client(port, "eve", timeout=WAIT)
    boss.send("MODE alice +s u")
    boss.expect(" 008 ")
    filler = os.path.join(state, "filler")
    fill(filler)
    for i in range(600):
        boss.send("WALLOPS :%d %s" % (i, "y" * 300))
    boss.expect("*** Audit: the audit log can't be written")
    bob.send("PRIVMSG eve :can you hear me?")
    eve.expect("can you hear me?")
    boss.send("STATS A")
    boss.expect("IT CAN'T BE WRITTEN")
    for i in range(6000):  # more than may wait
        boss.send("WALLOPS :%d %s" % (i, "z" * 300))
        if i % 100 == 99:
            boss.sync("z%d" % i)
    bob.send("PRIVMSG eve :still?")
    eve.expect("still?")
    os.unlink(filler)
    text = boss.expect("*** Audit: the audit log is written again")
    lost = int(text.split("again; ")[1].split()[0])
    boss.send("WALLOPS :after")
    boss.send("STATS A")
    boss.expect("being written")
    return 0 if lost > 0 else 1


def main():
    if sys.argv[1] == "load":
        return load(int(sys.argv[2]), sys.argv[3], int(sys.argv[4]))
    if sys.argv[1] == "ordered":
        return ordered(sys.argv[2])
    if sys.argv[1] == "kill":
        args = sys.argv[2:]
        args[3] = int(args[3])
        return kill(*args)
    return full(int(sys.argv[2]), sys.argv[3], sys.argv[4])


if __name__ == "__main__":
    sys.exit(main())
