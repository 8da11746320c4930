"""Traffic while the server reads its configuration again, 1,000 times, and its certificate changes.

usage: traffic_rehash.py PORT TLS_PORT CONF_DIR OPER_PASSWORD SERVER_PID COUNT"""
import glob
import os
import shutil
import ssl
import sys

from hostile import sees_real_memory
from irc import Client, Results

port, tls_port, conf, password, pid, count = sys.argv[1:]
port, tls_port, count = int(port), int(tls_port), int(count)
results = Results()


def memory_kib():
    with open("/proc/%s/status" % pid) as f:
        return int([line for line in f if line.startswith("VmRSS:")][0].split()[1])


def open_files():
    return len(glob.glob("/proc/%s/fd/*" % pid))        # 0 when we are not root: the process is locked


def tell_all(talkers, text):
    """The first says it; each of the others hears it."""
    talkers[0].send("PRIVMSG #lobby :" + text)
    for t in talkers[1:]:
        t.expect("PRIVMSG #lobby :" + text)


def use_certificate(name):
    """Swapped by rename, as tools that renew certificates do."""
    for suffix in (".key", ".crt"):
        path = os.path.join(conf, "tls" + suffix)
        owner = os.stat(path)
        shutil.copy(os.path.join(conf, name + suffix), path + ".new")
        os.chmod(path + ".new", owner.st_mode & 0o777)
        if os.getuid() == 0:
            os.chown(path + ".new", owner.st_uid, owner.st_gid)
        os.rename(path + ".new", path)


def der(name):
    with open(os.path.join(conf, name + ".crt")) as f:
        return ssl.PEM_cert_to_DER_cert(f.read())


def rehash(oper):
    oper.send("REHASH")
    oper.expect(" 382 ")


oper = Client(port, "boss")
oper.send("OPER admin " + password)
results.attempt("the operator gets 381", oper.expect, " 381 ")
talkers = [Client(tls_port if i % 2 else port, "talk%d" % i, tls=i % 2 == 1) for i in range(10)]
for t in talkers:
    t.send("JOIN #lobby")
    t.expect(" 366 ")
for t in talkers:
    t.sync("joined")
results.attempt("everybody hears everybody before", tell_all, talkers, "before")

use_certificate("second")
rehash(oper)
oper.sync("read")
new = Client(tls_port, tls=True)
results.check("a new connection sees the new certificate after REHASH", new.certificate() == der("second"))
new.close()
results.attempt("those who were there talk on after the change", tell_all, talkers, "changed")

for i in range(20):     # memory that a first REHASH takes once is not a leak
    rehash(oper)
before, files = memory_kib(), open_files()


def many():
    for i in range(count):
        if i % 50 == 0:
            use_certificate("second" if i % 100 else "first")
        rehash(oper)
        if i % 10 == 0:
            tell_all(talkers[i // 10 % 10:] + talkers[:i // 10 % 10], "round %d" % i)


results.attempt("%d REHASHes and %d certificates under traffic drop nobody" % (count, count // 50), many)
after, files_after = memory_kib(), open_files()
print("resident: %d KiB before, %d KiB after %d REHASHes; descriptors: %d, %d" % (before, after, count, files, files_after))
results.check("no descriptor is lost", files_after == files, "%d before, %d after" % (files, files_after))
if sees_real_memory():      # a leak of one configuration each time would be megabytes; sanitizers look for leaks themselves, at the end
    results.check("no memory is lost", after - before < 1024, "%d KiB before, %d KiB after" % (before, after))

good = open(os.path.join(conf, "server.conf")).read()
with open(os.path.join(conf, "server.conf"), "w") as f:
    f.write(good + "\nnonsense {\n")
oper.send("REHASH")
oper.sync("refused")
results.attempt("a faulty configuration is refused and all goes on", tell_all, talkers, "still here")
with open(os.path.join(conf, "server.conf"), "w") as f:
    f.write(good)
rehash(oper)
with open(os.path.join(conf, "motd.txt"), "w") as f:
    f.write("Another day, another message.\n")
rehash(oper)
oper.sync("motd")
oper.send("MOTD")
results.attempt("REHASH brings a new message of the day", oper.expect, "Another day, another message")
os.kill(int(pid), 1)
results.attempt("SIGHUP drops nobody", tell_all, talkers, "after SIGHUP")
results.finish()
