#!/usr/bin/env python3
"""Logs in by SASL as a program does that shares no code with the server, and puts accounts into the database of a server that is stopped.

usage: sasl.py account DATABASE NAME PASSWORD HASH [FINGERPRINT]    HASH: of conclaved --mkpasswd
       sasl.py scram PORT TLS BINDING NAME PASSWORD                 TLS: plain, 1.2, 1.3; BINDING: n, y, or a type
       sasl.py exporter PORT NAME PASSWORD                          SCRAM-SHA-256-PLUS by openssl s_client
       sasl.py s_client PORT CERTIFICATE KEY                        EXTERNAL by openssl s_client
       sasl.py unix PATH                                            EXTERNAL on a Unix socket
The last line of the server is printed.  0: 903, 1: not.
"""
import base64
import hashlib
import hmac
import re
import secrets
import socket
import sqlite3
import ssl
import subprocess
import sys
import time

TIMEOUT = 20
ROUNDS = 10000


def scram_keys(password, salt, rounds):
    salted = hashlib.pbkdf2_hmac("sha256", password.encode(), salt, rounds)
    client = hmac.digest(salted, b"Client Key", "sha256")
    return client, hashlib.sha256(client).digest(), hmac.digest(salted, b"Server Key", "sha256")


def account(database, name, password, hashed, fingerprint=None):
    salt = secrets.token_bytes(16)
    _, stored, server = scram_keys(password, salt, ROUNDS)
    now = int(time.time())
    db = sqlite3.connect(database)
    row = db.execute(
        "INSERT INTO account (name, password, scram_iterations, scram_salt, scram_stored, scram_server, created_s)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)", (name, hashed, ROUNDS, salt, stored, server, now))
    if fingerprint is not None:
        db.execute("INSERT INTO certificate (fingerprint, account, created_s) VALUES (?, ?, ?)",
                   (bytes.fromhex(fingerprint.replace(":", "")), row.lastrowid, now))
    db.commit()
    db.close()


class Failed(Exception):
    """The server answered with something else."""


class Wire:
    """Lines over anything with a function that reads some bytes and one that writes."""
    def __init__(self, read, write):
        self.read, self.write, self.rest, self.last = read, write, b"", ""

    def say(self, text):
        self.write(text.encode() + b"\r\n")

    def hear(self):
        """The next AUTHENTICATE or numeric of SASL."""
        while True:
            while b"\n" not in self.rest:
                data = self.read()
                if not data:
                    raise Failed("closed")
                self.rest += data
            raw, self.rest = self.rest.split(b"\n", 1)
            self.last = raw.decode("utf-8", "replace").strip()
            if self.last.startswith("AUTHENTICATE "):
                return self.last[13:]
            if re.search(r" 90[2-7] ", self.last):
                raise Failed(self.last)

    def ends(self):
        try:
            self.hear()
        except Failed:
            return " 903 " in self.last
        return False


def on_socket(sock):
    sock.settimeout(TIMEOUT)
    return Wire(lambda: sock.recv(65536), sock.sendall)


def dial(port, tls):
    sock = socket.create_connection(("127.0.0.1", int(port)), TIMEOUT)
    if tls == "plain":
        return sock
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    context.maximum_version = ssl.TLSVersion.TLSv1_2 if tls == "1.2" else ssl.TLSVersion.TLSv1_3
    return context.wrap_socket(sock)


def encode(data):
    return base64.b64encode(data).decode() if data else "+"


def scram(wire, header, channel, name, password):
    nonce = secrets.token_hex(12)
    bare = "n=%s,r=%s" % (name, nonce)
    wire.say("AUTHENTICATE SCRAM-SHA-256" + ("-PLUS" if header.startswith("p=") else ""))
    wire.hear()
    wire.say("AUTHENTICATE " + encode((header + bare).encode()))
    first = base64.b64decode(wire.hear()).decode()
    part = dict(p.split("=", 1) for p in first.split(","))
    if not part["r"].startswith(nonce):
        raise Failed("another nonce")
    client, stored, server = scram_keys(password, base64.b64decode(part["s"]), int(part["i"]))
    final = "c=%s,r=%s" % (base64.b64encode(header.encode() + channel).decode(), part["r"])
    said = ("%s,%s,%s" % (bare, first, final)).encode()
    proof = bytes(a ^ b for a, b in zip(client, hmac.digest(stored, said, "sha256")))
    wire.say("AUTHENTICATE " + encode((final + ",p=" + encode(proof)).encode()))
    answer = base64.b64decode(wire.hear()).decode()
    if answer != "v=" + encode(hmac.digest(server, said, "sha256")):
        raise Failed("a server that does not know the password: " + answer)
    wire.say("AUTHENTICATE +")
    return wire.ends()


def scram_on_socket(port, tls, binding, name, password):
    sock = dial(port, tls)
    channel = b""
    if binding == "tls-unique":
        channel = sock.get_channel_binding("tls-unique") or b"none"
    elif binding == "tls-server-end-point":
        channel = hashlib.sha256(sock.getpeercert(True)).digest()
    elif binding == "tls-exporter":
        channel = bytes(32)
    header = binding + ",," if binding in "ny" else "p=%s,," % binding
    wire = on_socket(sock)
    return scram(wire, header, channel, name, password), wire


def external(wire):
    wire.say("AUTHENTICATE EXTERNAL")
    wire.hear()
    wire.say("AUTHENTICATE +")
    return wire.ends()


def s_client(port, *more):
    """openssl s_client; what it tells of itself comes before what the server says."""
    run = subprocess.Popen(["timeout", str(3 * TIMEOUT), "openssl", "s_client", "-connect", "127.0.0.1:" + port, "-ign_eof", *more],
                           stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, bufsize=0)
    return run, Wire(lambda: run.stdout.read(65536), run.stdin.write)


def exporter(port, name, password):
    run, wire = s_client(port, "-keymatexport", "EXPORTER-Channel-Binding", "-keymatexportlen", "32")
    told = b""
    while (found := re.search(rb"Keying material: ([0-9A-F]{64})", told)) is None:
        data = run.stdout.read(65536)
        if not data:
            raise Failed("s_client has no keying material")
        told += data
    result = scram(wire, "p=tls-exporter,,", bytes.fromhex(found[1].decode()), name, password)
    run.kill()
    return result, wire


def main():
    what, args = sys.argv[1], sys.argv[2:]
    wire, result = None, False
    try:
        if what == "account":
            account(*args)
            return 0
        if what == "scram":
            result, wire = scram_on_socket(*args)
        elif what == "exporter":
            result, wire = exporter(*args)
        elif what == "s_client":
            run, wire = s_client(args[0], "-cert", args[1], "-key", args[2])
            result = external(wire)
            run.kill()
        elif what == "unix":
            sock = socket.socket(socket.AF_UNIX)
            sock.connect(args[0])
            wire = on_socket(sock)
            result = external(wire)
    except Failed as why:
        print(why)
        return 1
    print(wire.last)
    return 0 if result else 1


if __name__ == "__main__":
    sys.exit(main())
