#!/usr/bin/env python3
"""Does what conclave-linking(7) says, with the lines that stand there.

usage: linking.py PAGE BUILD SCRATCH

The page's placeholders are filled in, and two things are added that a single host needs: where each server keeps its state, and the
address that the leaf connects from.  Needs 192.0.2.1 and 192.0.2.2 as addresses of this host."""
import os
import re
import shutil
import socket
import ssl
import subprocess
import sys
import time

from irc import Client, Gone, Results

WAIT = 60  # seconds for anything at all


def section(text, title, following):
    return re.search(r"^\.S[hs] %s\n(.*?)^\.S[hs] %s$" % (re.escape(title), re.escape(following)), text, re.M | re.S).group(1)


def plain(text):
    return text.replace("\\e", "\\").replace("\\&", "")


def blocks(text):
    return [plain(b) for b in re.findall(r"^\.Bd -literal.*?\n(.*?)^\.Ed$", text, re.M | re.S)]


def one_liners(text):
    return [plain(line) for line in re.findall(r"^\.Dl (.*)$", text, re.M)]


def run(command, where):
    return subprocess.run(["sh", "-ec", command], cwd=where, check=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                          timeout=WAIT).stdout


def within(ask, what):
    end = time.monotonic() + WAIT
    while not ask():
        if time.monotonic() > end:
            raise TimeoutError(what)
        time.sleep(0.1)


class Program:
    def __init__(self, where, name, command):
        self.log = os.path.join(where, name + ".log")
        with open(self.log, "ab") as log:
            self.begin = log.tell()  # what an earlier one has said is not asked for
            self.process = subprocess.Popen(command, cwd=where, stdin=subprocess.DEVNULL, stdout=log, stderr=log)

    def says(self, pattern):
        with open(self.log, encoding="utf-8", errors="replace") as f:
            f.seek(self.begin)
            text = f.read()
        if self.process.poll() is not None:
            raise Gone("%s has ended: %s" % (self.log, text[-2000:]))
        return re.search(pattern, text) is not None

    def stop(self):
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        return self.process.returncode


class Server:
    """One of the page's servers."""

    def __init__(self, build, scratch, name):
        self.build, self.name, self.program = build, name, None
        self.dir, self.state = os.path.join(scratch, name), os.path.join(scratch, name + ".state")
        os.makedirs(self.dir)
        os.makedirs(self.state)

    def make_keys(self, commands, fingerprint, password):
        run(commands, self.dir)
        self.fingerprint = run(fingerprint, self.dir).strip().partition("=")[2]
        self.password = run(password, self.dir).strip()

    def write(self, text):
        self.conf = os.path.join(self.dir, "conclave.conf")
        with open(self.conf, "w", encoding="utf-8") as f:
            f.write('%s\njail { user = "nobody" state = "%s" }\n' % (text, self.state))
        for path in [self.dir, self.state] + [os.path.join(self.dir, n) for n in os.listdir(self.dir)]:
            shutil.chown(path, "nobody")

    def is_good(self):
        return subprocess.run([os.path.join(self.build, "conclaved"), "-t", "-f", self.conf], stdout=subprocess.DEVNULL, check=False).returncode == 0

    def start(self):
        self.program = Program(os.path.dirname(self.state), self.name, [os.path.join(self.build, "conclaved"), "-f", self.conf])
        within(lambda: self.program.says(r" ready\b"), "%s is ready" % self.name)

    def links(self):
        return run("%s/conclavectl -s %s/control.sock links" % (self.build, self.state), self.dir)

    def is_linked(self, to):
        return re.search(r"^%s +\S+ +up " % re.escape(to), self.links(), re.M) is not None

    def wait_linked(self, to):
        within(lambda: self.program.says("") and self.is_linked(to), "%s is linked to %s: %s" % (self.name, to, self.links()))


class User(Client):
    """Over TLS to an address of the page."""

    def __init__(self, address, nick):
        self.timeout, self.rest, self.lines, self.nick = 20, b"", [], nick
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        self.sock = context.wrap_socket(socket.create_connection((address, 6697), timeout=20))
        self.send("NICK " + nick)
        self.send("USER %s 0 * :%s" % (nick, nick))
        self.expect(" 001 ")
        self.expect(" 376 ", " 422 ")

    def ask(self, line, *wanted):
        self.send(line)
        return self.expect(*wanted)


def fill(text, servers, services_password):
    for word, value in (("PASSWORD-OF-HUB", servers["hub"].password), ("PASSWORD-OF-LEAF", servers["leaf"].password),
                        ("FINGERPRINT-OF-HUB", servers["hub"].fingerprint), ("FINGERPRINT-OF-LEAF", servers["leaf"].fingerprint),
                        ("PASSWORD-OF-SERVICES", services_password)):
        text = text.replace(word, value)
    return text


def talk(results):
    """Users of both servers see and hear each other."""
    ann, ben = User("192.0.2.1", "ann"), User("192.0.2.2", "ben")
    results.attempt("LINKS shows both", ann.ask, "LINKS", " 364 ann leaf.example.org hub.example.org :1 ")
    ann.expect(" 365 ")
    ann.send("JOIN #room")
    ann.expect(" 366 ")
    ben.send("JOIN #room")
    ben.expect(" 366 ")
    results.attempt("who joins there is seen here", ann.expect, ":ben!")
    results.attempt("what is said there is heard here", lambda: (ben.send("PRIVMSG #room :hello ann"), ann.expect("#room :hello ann")))
    results.attempt("and the other way round", lambda: (ann.send("PRIVMSG ben :hello ben"), ben.expect("PRIVMSG ben :hello ben")))
    return ann, ben


def with_services(results, servers, scratch, texts):
    elsewhere_text, conf_text, atheme_text = texts
    hub, leaf = servers["hub"], servers["leaf"]
    if shutil.which("atheme-services") is None:
        print("skip - Atheme: no atheme-services (Debian: apt-get install atheme-services)")
        return 1
    results.check("the hub ends with status 0", hub.program.stop() == 0)
    hub.write(open(hub.conf, encoding="utf-8").read().rpartition("jail {")[0] + conf_text)
    results.check("its configuration with services is good", hub.is_good())
    hub.start()
    results.attempt("the leaf links again by itself", hub.wait_linked, "leaf.example.org")
    results.check("the leaf ends with status 0", leaf.program.stop() == 0)
    leaf.write(open(leaf.conf, encoding="utf-8").read().rpartition("jail {")[0] + elsewhere_text)
    results.check("its configuration with services elsewhere is good", leaf.is_good())
    leaf.start()
    results.attempt("it is linked", hub.wait_linked, "leaf.example.org")
    where = os.path.join(scratch, "atheme")
    os.makedirs(where)
    with open(os.path.join(where, "atheme.conf"), "w", encoding="utf-8") as f:
        f.write(atheme_text)
    shutil.chown(where, "nobody")
    atheme = Program(scratch, "atheme", ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", "atheme-services", "-n",
                                         "-c", where + "/atheme.conf", "-D", where, "-l", where + "/atheme.log", "-p", where + "/pid"])
    try:
        results.attempt("Atheme links", hub.wait_linked, "services.example.org")
        ann, ben = User("192.0.2.1", "ann"), User("192.0.2.2", "ben")
        results.attempt("NickServ registers a user of the hub", ann.ask, "PRIVMSG NickServ :REGISTER correct-horse ann@example.org",
                        " 900 ann ")
        results.attempt("and one of the leaf", ben.ask, "PRIVMSG NickServ :REGISTER correct-horse ben@example.org", " 900 ben ")
        ann.send("JOIN #home")
        ann.expect(" 366 ")
        results.attempt("ChanServ registers a channel", ann.ask, "PRIVMSG ChanServ :REGISTER #home", "#home")
        ann.close()
        ben.close()
    finally:
        atheme.stop()
    return 0


def main():
    page, build, scratch = sys.argv[1:4]
    text = open(page, encoding="utf-8").read()
    two, services = section(text, "TWO SERVERS", "SERVICES"), section(text, "SERVICES", "WHO MAY DO WHAT")
    commands, hub_conf, leaf_conf = blocks(two)
    fingerprint, password, links = one_liners(two)
    results, servers, skipped = Results(), {}, 0
    for name in ("hub", "leaf"):
        servers[name] = Server(build, scratch, name)
        results.attempt("the commands make what %s needs" % name, servers[name].make_keys, commands, fingerprint, password)
    services_password = run(password, scratch).strip()
    leaf_conf = leaf_conf.replace("autoconnect = yes", 'autoconnect = yes\n\tbind = "192.0.2.2"')
    for name, conf in (("hub", hub_conf), ("leaf", leaf_conf)):
        servers[name].write(fill(conf, servers, services_password))
        results.check("the configuration of %s is good" % name, servers[name].is_good())
    results.check("the page says conclavectl links", links == "conclavectl links", links)
    try:
        for server in servers.values():
            server.start()
        results.attempt("the leaf links to the hub", servers["leaf"].wait_linked, "hub.example.org")
        results.attempt("the hub says so too", servers["hub"].wait_linked, "leaf.example.org")
        for user in talk(results):
            user.close()
        skipped = with_services(results, servers, scratch, [fill(b, servers, services_password) for b in blocks(services)])
    except (Gone, OSError, TimeoutError, subprocess.SubprocessError) as e:
        results.check("linked servers", False, "%s: %s" % (type(e).__name__, e))
    finally:
        status = [s.program.stop() for s in servers.values() if s.program is not None]
    results.check("both end with status 0", status == [0, 0], status)
    if results.failed:
        for name in os.listdir(scratch):
            if name.endswith(".log"):
                print("%s:\n%s" % (name, open(os.path.join(scratch, name), encoding="utf-8", errors="replace").read()[-3000:]))
    print("%d passed, %d failed, %d skipped" % (results.passed, results.failed, skipped), flush=True)
    raise SystemExit(1 if results.failed else 0)


if __name__ == "__main__":
    main()
