#!/usr/bin/env python3
"""Whole DCC sessions through a locked server: every system call of the relay is made once, and the filter has it.

usage: dcc_jail.py PORT TLS-PORT full|listen-only|scan [SOCKET]     SOCKET: of a scanner, which this program plays
"""
import os
import socket
import struct
import sys
import threading

from dcc_pair import ADDRESS, Pair, chat, intruder, listener, resume, same, send_active, send_passive
from irc import Gone, Results

NASTY = b"this is what the scanner looks for"


class Scanner(threading.Thread):
    """clamd as far as INSTREAM goes."""

    def __init__(self, path):
        super().__init__(daemon=True)
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.bind(path)
        os.chmod(path, 0o666)
        self.sock.listen(8)
        self.seen = []
        self.start()

    def run(self):
        while True:
            conn, _ = self.sock.accept()
            threading.Thread(target=self.serve, args=(conn,), daemon=True).start()

    def serve(self, conn):
        with conn, conn.makefile("rb") as f:
            if f.read(10) != b"zINSTREAM\0":
                return
            data = b""
            while True:
                head = f.read(4)
                if len(head) < 4:
                    return
                n = struct.unpack("!I", head)[0]
                if n == 0:
                    break
                data += f.read(n)
            self.seen.append(data)
            conn.sendall(b"stream: Test.Nasty FOUND\0" if NASTY in data else b"stream: OK\0")


def run_full(results, port, tls_port):
    data = os.urandom(300000)
    pair = Pair(port)
    results.attempt("SEND, the server dials the sender", lambda: same(send_active(pair, "a.txt", data), data))
    results.attempt("SEND, passive", lambda: same(send_passive(pair, "b.txt", data), data))
    results.attempt("RESUME", lambda: same(resume(pair, "c.txt", data, 1000), data[1000:]))
    results.attempt("CHAT, the server dials", chat, pair, False)
    results.attempt("CHAT, passive", chat, pair, True)
    results.attempt("a stranger at the port is turned away", lambda: same(intruder(pair, data), data))
    pair.close()
    pair = Pair(tls_port, tls=True)
    results.attempt("SSEND, TLS on both legs", lambda: same(send_active(pair, "d.txt", data, "SSEND"), data))
    pair.close()


def refused(pair):
    s, port = listener()
    with s:
        pair.offer("SEND a.txt %d %d 5" % (ADDRESS, port))
        text = pair.ann.expect("*** ")
        assert "passive" in text, text


def run_listen_only(results, port):
    data = os.urandom(300000)
    pair = Pair(port)
    results.attempt("an offer that is not passive is refused, with a word how to make one", refused, pair)
    results.attempt("SEND, passive", lambda: same(send_passive(pair, "b.txt", data), data))
    results.attempt("CHAT, passive", chat, pair, True)
    pair.close()


def run_scan(results, port, path):
    scanner = Scanner(path)
    clean = os.urandom(200000)
    dirty = os.urandom(150000) + NASTY + os.urandom(50000)
    pair = Pair(port)
    results.attempt("a clean file passes", lambda: same(send_active(pair, "a.txt", clean), clean))
    results.check("the scanner has seen all of it", scanner.seen == [clean])
    got = send_active(pair, "b.txt", dirty)
    results.check("an infected one never becomes whole", got is not None and len(got) < len(dirty))
    results.attempt("its receiver is told", pair.ben.expect, "scanner")
    pair.close()


def main():
    port, tls_port, what = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    results = Results()
    try:
        if what == "full":
            run_full(results, port, tls_port)
        elif what == "listen-only":
            run_listen_only(results, port)
        else:
            run_scan(results, port, sys.argv[4])
    except (OSError, Gone, TimeoutError, AssertionError) as e:
        results.check("the sessions can be made", False, "%s: %s" % (type(e).__name__, e))
    results.finish()


main()
