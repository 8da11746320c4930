#!/usr/bin/env python3
"""Drives users of a server that real services are linked to.  usage: services.py atheme|anope PORT TLS-PORT CERTIFICATE OPER-PASSWORD COMMAND..."""
import base64
import os
import signal
import socket
import subprocess
import sys
import time

from irc import Client, Gone, Results

kind, port, tls_port, cert, oper_password = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4], sys.argv[5]
command = sys.argv[6:]
results = Results()
PASSWORD = "correct-horse"
is_atheme = kind == "atheme"
agent = "SaslServ" if is_atheme else "NickServ"


class Services:
    """The process; what it says goes to a file for who looks for a fault."""

    def __init__(self):
        self.process = None

    def start(self):
        log = open(os.environ["SERVICES_LOG"], "ab")
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Elsewhere(Client):
    """From another loopback address, which can be banned by itself."""

    def __init__(self, source, nick):
        self.timeout, self.rest, self.lines, self.nick = 20, b"", [], nick
        self.sock = socket.create_connection(("127.0.0.1", port), timeout=20, source_address=(source, 0))
        self.send("NICK " + nick)
        self.send("USER %s 0 * :%s" % (nick, nick))


services = Services()



def say(client, service, text):
    client.send("PRIVMSG %s :%s" % (service, text))


def wait_for(client, *nicks):
    """Until all of them are on the network."""
    missing = set(nicks)
    client.send("MONITOR + " + ",".join(nicks))
    while missing:
        text = client.expect(" 730 ")
        for mask in text.split(" :", 1)[1].split(","):
            missing.discard(mask.split("!")[0])


def stranger(nick=None, caps="sasl", tls=False, with_cert=False):
    """On the way in, with capabilities."""
    c = Client(tls_port if tls else port, tls=tls, cert=cert if with_cert else None)
    c.nick = nick
    c.send("CAP LS 302")
    c.offer = c.expect(" LS ")
    if caps:
        c.send("CAP REQ :" + caps)
        c.expect(" ACK ")
    if nick:
        c.send("NICK " + nick)
        c.send("USER %s 0 * :%s" % (nick, nick))
    return c


def come_in(c):
    c.send("CAP END")
    c.expect(" 376 ", " 422 ")
    return c


def plain(c, account, password):
    c.send("AUTHENTICATE PLAIN")
    c.expect("AUTHENTICATE +")
    c.send("AUTHENTICATE " + base64.b64encode(("%s\0%s\0%s" % (account, account, password)).encode()).decode())


def register(c, nick):
    say(c, "NickServ", "REGISTER %s %s@mail.example" % (PASSWORD, nick))
    c.expect(" 900 ")


alice = bob = root = None


def appear():
    global alice, bob
    bob = come_in(stranger("bob", "account-notify cap-notify"))
    services.start()
    wait_for(bob, "NickServ", "ChanServ", "OperServ", agent)
    alice = Client(port, "alice")


def nick_is_registered():
    for c in (bob, alice):
        c.send("JOIN #live")
        c.expect(" 366 ")
    register(alice, "alice")
    bob.expect("ACCOUNT alice")


def logout_and_identify():
    say(alice, "NickServ", "LOGOUT")
    alice.expect(" 901 ")
    bob.expect("ACCOUNT *")
    say(alice, "NickServ", "IDENTIFY wrong-horse")
    alice.expect("nvalid password", "assword incorrect")
    alice.send("NS IDENTIFY " + PASSWORD)
    alice.expect(" 900 ")
    bob.expect("ACCOUNT alice")
    bob.send("WHOIS alice")
    assert " alice " in bob.expect(" 330 ")


def channel_is_registered():
    alice.send("JOIN #reg")
    alice.expect(" 366 ")
    say(alice, "ChanServ", "REGISTER #reg")
    alice.expect("is now registered", "egistered under your")
    bob.send("JOIN #reg")
    bob.expect(" 366 ")


def op_on_join():
    alice.send("PART #reg")
    alice.expect(" PART ")
    alice.send("JOIN #reg")
    alice.expect(" 366 ")
    alice.expect("MODE #reg +o alice")
    bob.expect("MODE #reg +o alice")


def modes_are_locked():
    if is_atheme:
        say(alice, "ChanServ", "SET #reg MLOCK +nt-s")
        alice.expect("MLOCK for")
    else:
        say(alice, "ChanServ", "MODE #reg LOCK ADD +nt-s")
        alice.expect("locked on", "s added to")
    alice.sync("lock")
    alice.send("MODE #reg +s")
    text = alice.expect(" 742 ", " MODE #reg ")
    assert " 742 " in text, text


def sasl_plain():
    c = stranger("carol")
    assert "sasl=" in c.offer and "PLAIN" in c.offer, c.offer
    plain(c, "alice", "wrong-horse")
    c.expect(" 904 ")
    plain(c, "alice", PASSWORD)
    c.expect(" 900 ")
    c.expect(" 903 ")
    come_in(c)
    bob.send("WHOIS carol")
    bob.expect(" 330 ")
    c.send("QUIT")


def sasl_is_given_up():
    c = stranger("carol")
    c.send("AUTHENTICATE PLAIN")
    c.expect("AUTHENTICATE +")
    c.send("AUTHENTICATE *")
    c.expect(" 906 ")
    plain(c, "alice", PASSWORD)
    c.expect(" 903 ")
    come_in(c)
    c.send("CAP REQ :sasl")
    c.expect(" ACK ")
    plain(c, "alice", PASSWORD)  # once more, as a user
    c.expect(" 903 ")
    c.send("QUIT")


def sasl_long():
    c = stranger("carol")
    plain_text = base64.b64encode(b"alice\0alice\0" + b"p" * 450).decode()
    c.send("AUTHENTICATE PLAIN")
    c.expect("AUTHENTICATE +")
    while len(plain_text) >= 400:
        c.send("AUTHENTICATE " + plain_text[:400])
        plain_text = plain_text[400:]
    c.send("AUTHENTICATE " + (plain_text or "+"))
    c.expect(" 904 ")
    c.close()


def certificate():
    c = come_in(stranger("dave", "", tls=True, with_cert=True))
    register(c, "dave")
    say(c, "NickServ", "CERT ADD")
    c.expect("dded")
    c.send("QUIT")
    c = stranger("dave2", tls=True, with_cert=True)
    c.send("AUTHENTICATE EXTERNAL")
    c.expect("AUTHENTICATE +")
    c.send("AUTHENTICATE +")  # Atheme 7.2.12 refuses the name of the account here, though it is the right one
    assert " dave " in c.expect(" 900 ")
    c.expect(" 903 ")
    come_in(c)
    c.send("QUIT")


def certificate_without_sasl():
    """Services log in whose certificate they know as soon as it comes (CERTFP)."""
    c = come_in(stranger("dave", "", tls=True, with_cert=True))
    c.expect(" 900 ")
    c.send("QUIT")


def nick_is_enforced():
    if is_atheme:
        say(alice, "NickServ", "SET ENFORCE ON")
        alice.expect("nforce", "ENFORCE")
    alice.send("NICK elsewhere")
    alice.expect("NICK :elsewhere", "NICK elsewhere")
    eve = Client(port, "eve")
    eve.send("NICK alice")
    eve.expect("NICK :alice", "NICK alice")
    assert "Guest" in eve.expect("NICK :Guest", "NICK Guest")
    if is_atheme:
        eve.send("NICK alice")
        eve.expect(" 437 ")  # NICKDELAY
        say(alice, "NickServ", "REGAIN alice")
    else:  # which keeps the nick as soon as it has heard that eve has another
        say(alice, "NickServ", "RECOVER alice " + PASSWORD)
        alice.expect("has been released")
        alice.send("NICK alice")
    alice.expect("NICK :alice", "NICK alice")
    eve.send("QUIT")


def operator():
    global root
    root = Client(port, "root")
    root.send("OPER admin " + oper_password)
    root.expect(" 381 ")
    register(root, "root")


def vhost():
    if is_atheme:
        say(root, "NickServ", "VHOST alice ON alice.vhost.example")
    else:
        say(root, "HostServ", "SET alice alice.vhost.example")
        root.expect("alice.vhost.example")
        say(alice, "HostServ", "ON")
    alice.expect(" 396 alice alice.vhost.example")


def akill():
    victim = Elsewhere("127.0.0.9", "victim")
    victim.expect(" 376 ", " 422 ")
    if is_atheme:
        say(root, "OperServ", "AKILL ADD *@127.0.0.9 !T 5 spam")
    else:
        say(root, "OperServ", "AKILL ADD +5m *@127.0.0.9 spam")
    victim.expect(" 465 ")
    try:
        while True:
            victim.line()
    except (Gone, ConnectionError):
        pass
    say(root, "OperServ", "AKILL DEL *@127.0.0.9")
    root.expect("*@127.0.0.9")
    root.sync("akill")


def akill_is_gone():
    end = time.monotonic() + 20
    while True:
        try:
            victim = Elsewhere("127.0.0.9", "victim")
            victim.expect(" 376 ", " 422 ")
            victim.send("QUIT")
            return
        except (Gone, ConnectionError):
            assert time.monotonic() < end


def jupe():
    say(root, "OperServ", "JUPE jupe.test no such")
    say(root, "NickServ", "HELP")  # answered behind it
    root.expect(":NickServ!")
    root.send("LINKS")
    assert any("jupe.test" in x for x in root.lines_until(" 365 "))


def restart():
    services.stop()
    bob.expect("CAP bob DEL :sasl")
    c = stranger(None, "")
    assert "sasl" not in c.offer, c.offer
    c.close()
    alice.sync("gone")
    alice.send("NS IDENTIFY " + PASSWORD)
    alice.expect(" 440 ")
    bob.send("MONITOR C")
    bob.sync("clear")
    services.start()
    bob.expect("CAP bob NEW :sasl")
    wait_for(bob, "NickServ", "ChanServ")
    bob.send("WHOIS alice")
    assert " alice " in bob.expect(" 330 ")
    # ChanServ knows that she is logged in still: nobody has said so to it since.
    alice.send("MODE #reg -o alice")
    alice.expect("MODE #reg -o alice")
    say(alice, "ChanServ", "OP #reg alice")
    alice.expect("MODE #reg +o alice")


steps = [
    ("%s links and its users appear" % kind, appear),
    ("a nick is registered, and others hear of the login", nick_is_registered),
    ("LOGOUT and IDENTIFY", logout_and_identify),
    ("a channel is registered", channel_is_registered),
    ("its founder is made operator when she joins", op_on_join),
    ("locked modes can't be changed", modes_are_locked),
    ("SASL PLAIN, wrong and right", sasl_plain),
    ("SASL is given up, and works later and as a user", sasl_is_given_up),
    ("SASL PLAIN in pieces", sasl_long),
    ("SASL EXTERNAL with a certificate", certificate),
    ("a known certificate logs in by itself", certificate_without_sasl),
    ("a nick is taken from who is not its owner, and given back", nick_is_enforced),
    ("an operator registers", operator),
    ("a host is given", vhost),
    ("an AKILL puts out", akill),
    ("and is taken away", akill_is_gone),
    ("a name of a server is juped", jupe),
    ("services restart, and who was logged in still is", restart),
]
try:
    for name, step in steps:
        if not results.attempt("%s: %s" % (kind, name), step) and step is appear:
            break
finally:
    if services.process is not None:
        services.stop()
results.finish()
