"""Versions of TLS that talk, and client certificates.
usage: tls_talk.py PORT TLS_PORT OWN_BASENAME OWN_FINGERPRINT OTHER_BASENAME
"""
import ssl
import sys

from hostile import Peer, chat, peer, tcp
from irc import Gone, Results

port, tls_port = int(sys.argv[1]), int(sys.argv[2])
own, fingerprint, other = sys.argv[3:6]
results = Results()
V12, V13 = ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3


def context(version=None, certificate=None):
    c = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    c.check_hostname, c.verify_mode = False, ssl.CERT_NONE
    if version is not None:
        c.minimum_version = c.maximum_version = version
    if certificate is not None:
        c.load_cert_chain(certificate + ".crt", certificate + ".key")
    return c


def secret(nick, version=None, certificate=None):
    return Peer(context(version, certificate).wrap_socket(tcp(tls_port)), nick)


def whois(asker, nick):
    asker.send("WHOIS " + nick)
    return asker.lines_until(" 318 ")


def oper(user, name="cert"):
    user.send("OPER %s anything" % name)
    return user.expect(" 381 ", " 491 ", " 464 ").split(" ")[1]


def versions():
    users = [secret("old", V12), secret("new", V13), peer(port, "bare")]
    assert [u.sock.version() for u in users[:2]] == ["TLSv1.2", "TLSv1.3"]
    for u in users:
        u.join("#tls")
        for v in users:
            if u is not v:
                chat(u, v, "%s-%s" % (u.nick, v.nick))
    for nick, version in (("old", "TLSv1.2"), ("new", "TLSv1.3")):
        line = [x for x in whois(users[2], nick) if " 671 " in x]
        assert line and version in line[0], line
    assert not any(" 671 " in x for x in whois(users[0], "bare"))
    for u in users:
        u.close()


def shown(version):
    user, stranger = secret("cert", version, own), secret("stranger", version)
    line = [x for x in whois(user, "cert") if " 276 " in x]
    assert line and line[0].endswith(" " + fingerprint), line
    assert not any(" 276 " in x for x in whois(stranger, "cert")), "others must not see it"
    assert not any(" 276 " in x for x in whois(stranger, "stranger")), "there is none to show"
    for u in user, stranger:
        u.close()


def raised(version):
    for nick, certificate, want in (("right", own, "381"), ("wrong", other, "491"), ("none", None, "491")):
        user = secret(nick, version, certificate)
        got = oper(user)
        assert got == want, "%s: %s" % (nick, got)
        user.close()
    user = peer(port, "bare")
    assert oper(user) == "491"
    user.close()


def resumed(version):
    """The certificate is in the ticket: who resumes is who it was, and the one who took no certificate along stays nobody."""
    for certificate, want in ((own, "381"), (None, "491")):
        c = context(version, certificate)
        first = Peer(c.wrap_socket(tcp(tls_port)), "first")
        session = first.sock.session
        first.send("QUIT")
        first.lines_until("ERROR")
        first.close()
        again = Peer(c.wrap_socket(tcp(tls_port), session=session), "again")
        assert again.sock.session_reused, "not resumed"
        assert any(fingerprint in x for x in whois(again, "again")) == (certificate == own)
        assert oper(again) == want
        again.close()


def both_needed():
    """A block with password and fingerprint wants both: the wrong password with the right certificate is 464."""
    user = secret("half", None, own)
    assert oper(user, "both") == "464"
    user.close()


def long_chain(version):
    """A stranger may send only so much of a certificate before anybody knows it."""
    with open(own + ".crt") as f, open(own + "-long.crt", "w") as chain:
        chain.write(f.read() * 100)
    c = context(version)
    c.load_cert_chain(own + "-long.crt", own + ".key")
    try:
        Peer(c.wrap_socket(tcp(tls_port)), "long")
    except (OSError, Gone):
        peer(port, "after").close()
        return
    raise AssertionError("it got in")


results.attempt("TLS 1.2, TLS 1.3 and plain users talk", versions)
for v, name in ((V12, "TLS 1.2"), (V13, "TLS 1.3")):
    results.attempt(name + ": WHOIS shows oneself the fingerprint of one's certificate, and nobody else", shown, v)
    results.attempt(name + ": OPER by fingerprint: with that certificate, no other, and not without", raised, v)
    results.attempt(name + ": a chain of 100 certificates is refused", long_chain, v)
    results.attempt(name + ": a resumed session keeps the certificate it had", resumed, v)
results.attempt("OPER with fingerprint and password wants both", both_needed)
results.finish()
