"""What conclavectl changes, as somebody sees it who logs in by SASL.  usage: control.py PORT CONCLAVECTL SOCKET"""
import base64
import json
import subprocess
import sys

from irc import Client, Gone, Results

port, program, sock = int(sys.argv[1]), sys.argv[2], sys.argv[3]
results = Results()


def ctl(*words, password=None):
    done = subprocess.run([program, "-s", sock, *words], input=(password or "") + "\n", capture_output=True, text=True,
                          timeout=60)
    return done.returncode, done.stdout


def login(account, password):
    """The client, if it may come in so; what came instead."""
    c = Client(port, tls=True)
    c.send("CAP REQ :sasl")
    c.expect(" ACK ")
    c.send("AUTHENTICATE PLAIN")
    c.expect("AUTHENTICATE +")
    c.send("AUTHENTICATE " + base64.b64encode(("\0%s\0%s" % (account, password)).encode()).decode())
    numeric = c.expect(" 902 ", " 903 ", " 904 ").split()[1]
    if numeric == "903":
        c.send("NICK " + account)
        c.send("USER x 0 * :x")
        c.send("CAP END")
        c.expect(" 376 ", " 422 ")
        return c, numeric
    c.close()
    return None, numeric


def goes(client):
    try:
        client.expect("never said")
    except Gone:
        return True
    except TimeoutError:
        return False


def check(name, holds):
    results.check(name, holds)


alice, _ = login("alice", "correct-horse-1")
check("who was added by conclavectl logs in", alice is not None)
rows = json.loads(ctl("-j", "who", "alice")[1])
check("who shows the account, the class and the real address",
      [(r["nick"], r["account"], r["class"], r["address"], r["tls"]) for r in rows] ==
      [("alice", "alice", "users", "127.0.0.1", True)])
check("passwd is done", ctl("account", "passwd", "alice", password="battery-staple-2")[0] == 0)
check("the old password opens nothing", login("alice", "correct-horse-1")[1] == "904")
check("sessions outlive a change of password", alice is not None and ctl("-j", "who", "alice")[1] != "[]\n")
check("suspend is done", ctl("account", "suspend", "alice", "left the company")[0] == 0)
check("its session ends at once", alice is not None and goes(alice))
check("nobody logs in to it", login("alice", "battery-staple-2")[1] == "902")
check("resume is done", ctl("account", "resume", "alice")[0] == 0)
again, _ = login("alice", "battery-staple-2")
check("and it opens with the new password", again is not None)
check("drop is done", ctl("account", "drop", "bob")[0] == 0)
check("what is gone is not there", ctl("account", "drop", "bob")[0] == 1)
check("a suspended account stays so", ctl("account", "suspend", "carol", "on leave")[0] == 0)
results.finish()
