"""
Clients from several addresses, and the DNS server that the program under test asks about them.
usage: dns_names.py IRC-PORT DNS-PORT answers|silence
"""
import ipaddress
import socket
import struct
import sys
import threading

from irc import Client, Results

port, dns_port, mode = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
results = Results()
asked, release = threading.Semaphore(0), threading.Event()
PTR, A, AAAA = 12, 1, 28

# What the zone says: names of addresses, addresses of names.
names = {
    "192.0.2.2": ["pc2.example.org"],
    "192.0.2.3": ["liar.example.org"],
    "192.0.2.4": ["evil!user@host.org", "*.example.org", "a b.example.org", "192.0.2.1", "x" * 60 + ".example.org"],
    "192.0.2.5": ["PC5.Example.ORG"],
    "192.0.2.6": ["n%d.example.org" % i for i in range(100)],
    "192.0.2.8": ["late.example.org"],
    "2001:db8::2": ["six.example.org"],
}
addresses = {
    "pc2.example.org": ["192.0.2.99", "192.0.2.2"],
    "liar.example.org": ["192.0.2.99"],
    "pc5.example.org": ["192.0.2.5"],
    "n0.example.org": ["192.0.2.6"],
    "late.example.org": ["192.0.2.8"],
    "six.example.org": ["2001:db8::2"],
}
# Bytes instead of an answer.
raw = {"192.0.2.7": b"\xff" * 400}
held = ipaddress.ip_address("192.0.2.8").reverse_pointer


def encode(name):
    out = b""
    for label in name.split("."):
        out += bytes([len(label)]) + label.encode()
    return out + b"\0"


def question(data):
    at, labels = 12, []
    while data[at]:
        labels.append(data[at + 1:at + 1 + data[at]].decode())
        at += data[at] + 1
    return ".".join(labels).lower(), struct.unpack(">H", data[at + 1:at + 3])[0], data[12:at + 5]


def rows(name, kind):
    if kind == PTR:
        return [encode(n) for a, ns in names.items() if ipaddress.ip_address(a).reverse_pointer == name for n in ns]
    return [ipaddress.ip_address(a).packed for a in addresses.get(name, []) if (":" in a) == (kind == AAAA)]


def answer(data, may_be_long):
    name, kind, asked_bytes = question(data)
    for address, bytes_ in raw.items():
        if ipaddress.ip_address(address).reverse_pointer == name:
            return data[:2] + bytes_
    found = rows(name, kind)
    body = b"".join(b"\xc0\x0c" + struct.pack(">HHIH", kind, 1, 300, len(r)) + r for r in found)
    flags = 0x8180 if found else 0x8183
    if len(body) > 400 and not may_be_long:
        flags, found, body = flags | 0x0200, [], b""
    return data[:2] + struct.pack(">HHHHH", flags, 1, len(found), 0, 0) + asked_bytes + body


def serve_udp(s):
    while True:
        data, who = s.recvfrom(512)
        asked.release()
        if mode == "silence":
            continue
        if question(data)[0] == held:
            threading.Thread(target=lambda d=data, w=who: (release.wait(60), s.sendto(answer(d, False), w)),
                             daemon=True).start()
        else:
            s.sendto(answer(data, False), who)


tcp_answers = 0


def serve_tcp(s):
    global tcp_answers
    while True:
        conn, _ = s.accept()
        conn.settimeout(20)
        size = struct.unpack(">H", conn.recv(2, socket.MSG_WAITALL))[0]
        data = answer(conn.recv(size, socket.MSG_WAITALL), True)
        tcp_answers += 1
        conn.sendall(struct.pack(">H", len(data)) + data)
        conn.close()


udp, tcp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM), socket.socket()
tcp.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
udp.bind(("127.0.0.1", dns_port))
tcp.bind(("127.0.0.1", dns_port))
tcp.listen(5)
threading.Thread(target=serve_udp, args=(udp,), daemon=True).start()
threading.Thread(target=serve_tcp, args=(tcp,), daemon=True).start()


class From(Client):
    """Comes from that address to its own; registers when asked to."""

    def __init__(self, address, nick, timeout=60):
        self.timeout, self.rest, self.lines, self.nick = timeout, b"", [], nick
        self.sock = socket.create_connection((address, port), timeout=timeout, source_address=(address, 0))
        self.send("NICK " + nick)
        self.send("USER %s 0 * :%s" % (nick, nick))

    def host(self):
        line = self.expect(" 001 ")
        return line.rsplit("@", 1)[1]


def shows(address, nick, host):
    c = From(address, nick)
    c.expect("*** Looking up your hostname...")
    c.expect("*** Found your hostname" if host != address else "*** Couldn't look up your hostname")
    got = c.host()
    c.close()
    assert got == host, got


def waits_alone():
    late = From("192.0.2.8", "late")
    late.expect("*** Looking up")
    other = Client(port, "other")
    other.sync("served")
    other.send("WHOIS late")
    other.expect(" 401 ")
    release.set()
    assert late.host() == "late.example.org"
    late.close()
    other.close()


def is_remembered():
    while asked.acquire(blocking=False):
        pass
    shows("192.0.2.2", "again", "pc2.example.org")
    assert not asked.acquire(blocking=False), "it was asked again"


if mode == "answers":
    results.attempt("a name that has the address is shown", shows, "192.0.2.2", "two", "pc2.example.org")
    results.attempt("the next time nobody is asked", is_remembered)
    results.attempt("a name that has another address is not", shows, "192.0.2.3", "three", "192.0.2.3")
    results.attempt("names that are no hosts are not", shows, "192.0.2.4", "four", "192.0.2.4")
    results.attempt("a name is shown in lower case", shows, "192.0.2.5", "five", "pc5.example.org")
    results.attempt("a long answer comes by TCP", shows, "192.0.2.6", "six", "n0.example.org")
    results.check("it came by TCP", tcp_answers > 0, "%d" % tcp_answers)
    results.attempt("an address without a name is shown", shows, "192.0.2.1", "one", "192.0.2.1")
    results.attempt("others are served while somebody waits", waits_alone)
    try:
        socket.socket(socket.AF_INET6).bind(("2001:db8::2", 0))
        results.attempt("an IPv6 address has a name too", shows, "2001:db8::2", "v6", "six.example.org")
    except OSError:
        pass
    c = Client(port)
    c.send("NICK local")
    c.send("USER local 0 * :x")
    results.check("nothing is asked about loopback", c.line().split()[1] == "001")
    results.attempt("garbage costs the time and no more", shows, "192.0.2.7", "seven", "192.0.2.7")
else:
    results.attempt("a dead server costs the time and no more", shows, "192.0.2.2", "two", "192.0.2.2")
    results.check("it was asked", asked.acquire(timeout=1))
    results.attempt("and costs it once", shows, "192.0.2.2", "again", "192.0.2.2")
results.finish()
