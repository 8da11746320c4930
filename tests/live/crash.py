"""Kills a server that is changing accounts, again and again, and looks at what is left.

usage: crash.py TOOL CONFIGURATION DATABASE POINTS SEED

What was confirmed must be there, what was not may be there or not, whole.  One change at a time is under way for each account, so that
what it may have become is known: the state before, or the state after.
"""
import copy
import hashlib
import os
import random
import select
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

NAMES = ["n%d" % i for i in range(24)]
UNDER_WAY = 8
WAIT = 20
ADD_FLAGS = 1  # ACCOUNT_PROTECT


def account(password):
    return {"password": password, "certs": set(), "email": "-", "suspended": "-"}


def fingerprint(word):
    return hashlib.blake2b(word.encode(), digest_size=32).hexdigest()


# verb: (the argument, the state after), each from random numbers, a name and the state before
def op_add(rng, name, was):
    password = "password%d" % rng.randrange(10 ** 6)
    return password, account(password)


def op_password(rng, name, was):
    password = "password%d" % rng.randrange(10 ** 6)
    return password, dict(was, password=password)


def op_cert_add(rng, name, was):
    cert = "%s-%d" % (name, rng.randrange(10 ** 6))
    return cert, dict(was, certs=was["certs"] | {cert})


def op_cert_del(rng, name, was):
    cert = rng.choice(sorted(was["certs"]))
    return cert, dict(was, certs=was["certs"] - {cert})


def op_email(rng, name, was):
    email = "%s@%d.example" % (name, rng.randrange(1000))
    return email, dict(was, email=email)


def op_suspend(rng, name, was):
    why = "" if was["suspended"] != "-" else "because%d" % rng.randrange(1000)
    return why, dict(was, suspended=why or "-")


def op_drop(rng, name, was):
    return "", None


OPERATIONS = [  # verb, function, needs an account, how often
    ("add", op_add, False, 4), ("password", op_password, True, 4), ("cert-add", op_cert_add, True, 4),
    ("cert-del", op_cert_del, True, 3), ("email", op_email, True, 1), ("suspend", op_suspend, True, 1), ("drop", op_drop, True, 1),
]


def pick(rng, name, was):
    fit = [o for o in OPERATIONS if o[2] == (was is not None) and (o[0] != "cert-del" or was["certs"]) and
           (o[0] != "cert-add" or len(was["certs"]) < 16)]
    verb, make, _, _ = rng.choices(fit, [o[3] for o in fit])[0]
    return (verb,) + make(rng, name, was)


class Tool:
    def __init__(self, program, conf):
        self.process = subprocess.Popen([program, conf], stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0)
        self.rest = b""
        self.expect("ready")

    def send(self, text):
        self.process.stdin.write(text.encode() + b"\n")

    def lines(self, wait):
        """What has come within the time, or at once; empty at the end."""
        if select.select([self.process.stdout], [], [], wait)[0]:
            data = os.read(self.process.stdout.fileno(), 65536)
            self.rest += data
        *whole, self.rest = self.rest.split(b"\n")
        return [line.decode() for line in whole]

    def until(self, last):
        out, end = [], time.monotonic() + WAIT
        while not out or out[-1] != last:
            if time.monotonic() > end or self.process.poll() is not None:
                raise SystemExit("no %r: %r, status %r" % (last, out[-3:], self.process.poll()))
            out += self.lines(0.5)
        return out

    def expect(self, line):
        self.until(line)

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        rest = self.rest + self.process.stdout.read()
        self.process.stdout.close()
        self.process.stdin.close()
        return [line.decode() for line in rest.split(b"\n")[:-1]]


def read_state(tool, may):
    """All accounts as the server has them; passwords are tried, for each account those that it may have."""
    tool.send("dump")
    found = {}
    for line in tool.until("end")[:-1]:
        _, name, flags, email, suspended, certs = line.split(" ")
        assert int(flags) == ADD_FLAGS, line
        found[name] = {"email": email, "suspended": suspended, "certs": set(certs.split(",")) - {""}}
    for name, state in found.items():
        state["password"] = None
        for one in may[name]:
            if one is None or state["password"] is not None:
                continue
            tool.send("check c %s %s" % (name, one["password"]))
            if tool.until_answer() == "c 1":
                state["password"] = one["password"]
    return found


def until_answer(tool):
    end = time.monotonic() + WAIT
    while time.monotonic() < end:
        lines = tool.lines(0.5)
        if lines:
            return lines[-1]
    raise SystemExit("no answer")


Tool.until_answer = until_answer


def shown(state):
    return None if state is None else dict(state, certs={fingerprint(c) for c in state["certs"]})


def compare(found, may):
    faults, now = [], {}
    for name in NAMES:
        fit = [one for one in may[name] if shown(one) == found.get(name)]
        if not fit:
            faults.append("%s: is %r, may be %r" % (name, found.get(name), [shown(m) for m in may[name]]))
        now[name] = copy.deepcopy(fit[0]) if fit else None
    return faults, now


def integrity(database):
    """Of a copy: what the killed server has left is for the next one to open."""
    with tempfile.TemporaryDirectory() as folder:
        for suffix in ("", "-wal"):
            if os.path.exists(database + suffix):
                shutil.copy(database + suffix, os.path.join(folder, "copy.db" + suffix))
        db = sqlite3.connect(os.path.join(folder, "copy.db"))
        said = [row[0] for row in db.execute("PRAGMA integrity_check")] + list(db.execute("PRAGMA foreign_key_check"))
        db.close()
    return said


def work(tool, rng, state):
    """Changes until the moment has come.  What is under way then: name to the state after; and how many were confirmed."""
    after, names, count = {}, {}, 0
    end = time.monotonic() + rng.random() * 0.06

    def take(lines):
        n = 0
        for line in lines:
            tag, verdict = line.split(" ")
            name = names.pop(tag)
            if verdict != "0":
                raise SystemExit("change of %s refused: %s" % (name, verdict))
            state[name] = after.pop(name)
            n += 1
        return n

    serial = 0
    while time.monotonic() < end:
        idle = [n for n in NAMES if n not in after]
        while len(after) < UNDER_WAY:
            name = idle.pop(rng.randrange(len(idle)))
            verb, argument, then = pick(rng, name, state[name])
            serial += 1
            names["t%d" % serial], after[name] = name, then
            tool.send("t%d %s %s %s" % (serial, verb, name, argument))
        count += take(tool.lines(max(0, end - time.monotonic())))
    count += take(tool.kill())
    return after, count


def main():
    program, conf, database, points, seed = sys.argv[1:3] + [sys.argv[3]] + [int(a) for a in sys.argv[4:6]]
    rng = random.Random(seed)
    state, faults, confirmed, lost = {n: None for n in NAMES}, [], 0, 0
    may = {n: [None] for n in NAMES}
    for point in range(points):
        tool = Tool(program, conf)
        wrong, state = compare(read_state(tool, may), may)
        faults += ["point %d: %s" % (point, w) for w in wrong]
        after, count = work(tool, rng, state)
        confirmed, lost = confirmed + count, lost + len(after)
        may = {n: [state[n]] + ([after[n]] if n in after else []) for n in NAMES}
        said = integrity(database)
        if said != ["ok"]:
            faults.append("point %d: integrity_check: %r" % (point, said))
        if faults:
            break
    tool = Tool(program, conf)
    faults += compare(read_state(tool, may), may)[0]
    tool.kill()
    for fault in faults:
        print("not ok - " + fault)
    print("ok - %d kills, seed %d: %d changes confirmed, %d under way when it was killed" % (points, seed, confirmed, lost)
          if not faults else "not ok - what was confirmed is there")
    print("%d passed, %d failed, 0 skipped" % (not faults, len(faults) + bool(faults)))


main()
