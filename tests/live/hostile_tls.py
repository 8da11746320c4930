"""TLS that never gets done, while two others chat over TLS.
usage: hostile_tls.py PORT TLS_PORT HANDSHAKE_TIMEOUT_S PASSWORD SERVER_PID
"""
import os
import ssl
import sys
import time

from hostile import Peer, Watched, chat, peer, raise_descriptor_limit, resident, sees_real_memory, tcp, tell
from irc import Results

EACH = 60
port, tls_port, timeout_s = (int(a) for a in sys.argv[1:4])
password, pid = sys.argv[4], int(sys.argv[5])
results = Results()
context = ssl.create_default_context()
context.check_hostname, context.verify_mode = False, ssl.CERT_NONE


def secret_peer(nick):
    return Peer(context.wrap_socket(tcp(tls_port)), nick)


def hello():
    """The first flight of a handshake that could succeed."""
    out = ssl.MemoryBIO()
    half = context.wrap_bio(ssl.MemoryBIO(), out)
    try:
        half.do_handshake()
    except ssl.SSLWantReadError:
        pass
    return out.read()


raise_descriptor_limit()
friends = [secret_peer("friend0"), secret_peer("friend1")]
oper = peer(port, "oper").oper(password)
before = resident(pid)
begin = time.monotonic()
groups = {"says nothing": [tcp(tls_port) for _ in range(EACH)], "sends half a hello": [], "sends a hello and no more": [],
          "sends a byte now and then": [tcp(tls_port) for _ in range(EACH)]}
for name, part in (("sends half a hello", 0.5), ("sends a hello and no more", 1.0)):
    for _ in range(EACH):
        s = tcp(tls_port)
        text = hello()
        s.sendall(text[:int(len(text) * part)])
        groups[name].append(s)
slow = [(s, hello()) for s in groups["sends a byte now and then"]]
patient = Watched([s for g in groups.values() for s in g])

garbage = []
for text in (b"NICK plain\r\nUSER plain 0 * :plain\r\n", b"GET / HTTP/1.0\r\n\r\n", b"\x16\x03\x01\xff\xff" + b"\0" * 300,
             b"\x16\x03\x01\x00\x04\x01\xff\xff\xff" + os.urandom(5000), b"\x80\x2e\x01\x00\x02" + os.urandom(60)):
    for _ in range(EACH // 4):
        s = tcp(tls_port)
        s.sendall(text)
        garbage.append(s)
rounds, trips = [0], []


def timed_chat(token):
    start = time.monotonic()
    chat(friends[0], friends[1], token)
    trips.append(time.monotonic() - start)


def tell_trips(what):
    trips.sort()
    tell("%d rounds of chat %s: median %.1f ms, 99%% within %.1f ms" %
         (len(trips), what, trips[len(trips) // 2] * 1e3, trips[len(trips) * 99 // 100] * 1e3))
    trips.clear()


def meanwhile():
    timed_chat("round%d" % rounds[0])
    for s, text in slow:
        if rounds[0] % 8 == 0 and rounds[0] // 8 < len(text):
            try:
                s.send(text[rounds[0] // 8:rounds[0] // 8 + 1])
            except OSError:
                pass
    rounds[0] += 1
    patient.look()


garbage_over = Watched(garbage)
results.check("what is no TLS is closed", garbage_over.wait(meanwhile))
results.check("and that at once: nobody else had to be closed before", not patient.end)
most = resident(pid)
results.check("half-open handshakes are closed", patient.wait(meanwhile))
for name, socks in groups.items():
    waited = [patient.end[s] - begin for s in socks]
    results.check("who %s has the time it was given, and no more" % name, min(waited) > timeout_s * 0.75,
                  "closed after %.2f s" % min(waited))
results.check("two others chat over TLS meanwhile", rounds[0] > 10, "%d rounds" % rounds[0])
tell_trips("while %d handshakes were half open" % len(patient.data))
bound = before + len(patient.data) * (64 << 10) + (2 << 20)
tell("resident: %d KiB before, %d with them, bound %d (64 KiB each + 2 MiB)" % (before >> 10, most >> 10, bound >> 10))
if sees_real_memory():
    results.check("a half-open handshake costs at most 64 KiB", most <= bound)


def stops_in_a_record():
    """A record's first half: the bytes wait with OpenSSL, everybody else goes on."""
    out, back = ssl.MemoryBIO(), ssl.MemoryBIO()
    stopped = context.wrap_bio(back, out)
    s = tcp(tls_port)
    while True:
        try:
            stopped.do_handshake()
            break
        except ssl.SSLWantReadError:
            s.sendall(out.read())
            back.write(s.recv(65536))
    stopped.write(b"NICK half\r\nUSER half 0 * :half\r\n")
    text = out.read()
    s.sendall(text[:len(text) - 5])
    chat(friends[0], friends[1], "half-a-record")
    s.sendall(text[len(text) - 5:])
    heard = b""
    while b" 001 " not in heard:
        try:
            heard += stopped.read(65536)
        except ssl.SSLWantReadError:
            part = s.recv(65536)
            assert part, "closed"
            back.write(part)
    s.close()


def storm():
    """400 handshakes asked for at once, each by a hello that costs a signature."""
    text = hello()
    crowd = [tcp(tls_port) for _ in range(400)]
    for s in crowd:
        s.sendall(text)
    for i in range(5):
        timed_chat("storm%d" % i)
    secret_peer("newcomer").close()
    assert Watched(crowd).wait(lambda: timed_chat("after")), "still open"
    tell_trips("from the storm to the end of its handshakes")


results.attempt("a record that is sent in two halves is waited for, by nobody else", stops_in_a_record)
results.attempt("in a storm of handshakes others chat and a newcomer gets in", storm)
figures = oper.stats("T")
failures = int(figures.split("TLS failures ")[1].split(",")[0])
results.check("STATS T counts the failures", failures >= len(patient.data) + len(garbage) + 400, figures)
results.check("no handshake is left", "in TLS handshake 0" in figures, figures)
results.finish()
