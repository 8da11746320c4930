"""Listeners and certificates change while somebody is there.  usage: rehash_listeners.py PORT TLS_PORT CONF_DIR CONCLAVECTL SOCKET"""
import os
import shutil
import ssl
import subprocess
import sys

from irc import Client, Gone, Results

port, tls_port, conf, program, sock = int(sys.argv[1]), int(sys.argv[2]), *sys.argv[3:]
path = os.path.join(conf, "server.conf")
results = Results()


def ctl(*words):
    return subprocess.run([program, "-s", sock, *words], capture_output=True, text=True, timeout=60)


def edit(old, new):
    with open(path) as f:
        text = f.read()
    assert old in text, old
    with open(path, "w") as f:
        f.write(text.replace(old, new))


def der(name):
    with open(os.path.join(conf, name + ".crt")) as f:
        return ssl.PEM_cert_to_DER_cert(f.read())


def certificate_of(p):
    c = Client(p, tls=True)
    shown = c.certificate()
    c.close()
    return shown


def use(name):
    for suffix in (".key", ".crt"):
        to = os.path.join(conf, "tls" + suffix)
        owner = os.stat(to)
        shutil.copy(os.path.join(conf, name + suffix), to + ".new")
        os.chmod(to + ".new", owner.st_mode & 0o777)
        if os.getuid() == 0:
            os.chown(to + ".new", owner.st_uid, owner.st_gid)
        os.rename(to + ".new", to)


plain = Client(port, "plain")
secure = Client(tls_port, "secure", tls=True)


def talk(text):
    plain.send("PRIVMSG secure :" + text)
    secure.expect(" :" + text)
    secure.send("PRIVMSG plain :" + text)
    plain.expect(" :" + text)


first = der("tls")
use("second")
results.check("a dry run of tls reads the certificate", "can be read" in ctl("rehash", "-n", "tls").stdout)
results.check("and new connections see the old one", certificate_of(tls_port) == first)
results.check("rehash tls is done", ctl("rehash", "tls").returncode == 0)
results.check("new connections see the new one", certificate_of(tls_port) == der("second"))
results.attempt("those who were there talk on", talk, "renewed")

edit('listen "127.0.0.1:%d" {}' % port, 'listen "127.0.0.1:%d" { tls = yes }' % port)
done = ctl("rehash", "-n")
results.check("a dry run tells the key", "tls no -> yes" in done.stdout, done.stdout + done.stderr)
results.attempt("and changes nothing", Client, port, "before")
results.check("the rehash is done", ctl("rehash").returncode == 0)
results.check("who connects to an open socket gets TLS now", certificate_of(port) == der("second"))
results.attempt("who came in plain text talks on", talk, "switched")
edit('listen "127.0.0.1:%d" { tls = yes }' % port, 'listen "127.0.0.1:%d" { websocket = yes }' % port)
results.check("WebSocket instead is done", ctl("rehash").returncode == 0)


def websocket():
    c = Client(port)
    c.send("GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
           "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
           "Sec-WebSocket-Protocol: text.ircv3.net\r\n")
    c.expect("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
    c.close()


results.attempt("who connects is upgraded", websocket)
edit('listen "127.0.0.1:%d" { websocket = yes }' % port, 'listen "127.0.0.1:%d" {}' % port)
results.check("and back", ctl("rehash").returncode == 0)
results.attempt("lines again", Client, port, "after")

shutil.copy(os.path.join(conf, "motd.txt"), os.path.join(conf, "motd.old"))
with open(os.path.join(conf, "motd.txt"), "w") as f:
    f.write("Another day.\n")
results.check("rehash motd is done", ctl("rehash", "motd").returncode == 0)
results.check("conclavectl shows what clients get", ctl("motd").stdout == "Another day.\n")

edit('allow "*@127.0.0.0/8" { class = "users" }', 'allow "*@127.0.0.0/8" { class = "users" tls = required }')
done = ctl("rehash", "-n")
results.check("a dry run names who would be dropped",
              "plain!~plain@127.0.0.1 is dropped: TLS is required" in done.stdout and "secure!" not in done.stdout, done.stdout)
results.attempt("and drops nobody", talk, "still here")
results.check("the rehash is done as well", ctl("rehash").returncode == 0)


def is_gone():
    try:
        plain.expect("never said")
    except Gone:
        return
    raise AssertionError("it is still there")


results.attempt("who was named is gone", is_gone)
results.attempt("who was not is there", secure.sync, "here")
edit('allow "*@127.0.0.0/8" { class = "users" tls = required }', 'allow "*@127.0.0.0/8" { class = "users" }')
results.check("everything as it was", ctl("rehash").returncode == 0)
results.finish()
