"""Uplinks to Open OSCAR Server.  usage: icq_oos.py IRC-PORT API-PORT UDP-PORT accounts|talk|old|back"""
import json
import os
import socket
import struct
import sys
import time
import urllib.request

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from irc import Client, Results  # noqa: E402

irc_port, api_port, udp_port = (int(a) for a in sys.argv[1:4])
WAIT = 60


def api(method, path, body):
    request = urllib.request.Request(
        "http://127.0.0.1:%d%s" % (api_port, path), json.dumps(body).encode(), method=method)
    with urllib.request.urlopen(request, timeout=20) as answer:
        return answer.status


def accounts():
    for uin in (100001, 100002, 100003):
        api("POST", "/user", {"screen_name": str(uin), "password": "secret%d" % (uin % 10)})
        api("PUT", "/user/%d/icq" % uin, {"permissions": {"auth_required": False}})


def member(client, nick, channel):
    """Waits until the puppet is in the channel."""
    client.timeout = WAIT
    client.send("NAMES " + channel)
    names = client.expect(" 353 ", " 366 ")
    if " 353 " in names and nick in [n.lstrip("@+%&~!") for n in names.split(":", 2)[2].split()]:
        return True
    client.expect(":%s!" % nick)
    return True


def come(nick):
    """Somebody in both channels, once both contacts are there."""
    c = Client(irc_port, nick, timeout=WAIT)
    for channel, puppet in (("#oscar", "boris"), ("#legacy", "anna")):
        c.send("JOIN " + channel)
        c.expect(" 366 ")
        member(c, puppet, channel)
    return c


def cross(r, c, word, nick):
    c.send("PRIVMSG #oscar :%s grüße to boris" % word)
    r.check("out by OSCAR, in by the legacy protocol: %s" % word,
         c.expect(" PRIVMSG #legacy ").endswith(":<%s> %s grüße to boris" % (nick, word)))
    c.send("PRIVMSG #legacy :%s grüße to anna" % word)
    r.check("out by the legacy protocol, in by OSCAR: %s" % word,
         c.expect(" PRIVMSG #oscar ").endswith(":<%s> %s grüße to anna" % (nick, word)))


def talk():
    r, c = Results(), come("al")
    cross(r, c, "first", "al")
    c.send("PRIVMSG boris :for you alone")
    got = c.expect(" PRIVMSG #legacy ")
    r.check("a private message goes out as well", got.endswith(":<al> for you alone"), got)
    c.send("PRIVMSG #oscar :\1ACTION waves\1")
    r.check("so does an action", c.expect(" PRIVMSG #legacy ").endswith(":* al waves"))
    for i in range(30):
        c.send("PRIVMSG #legacy :burst %d" % i)
    got = [c.expect(" PRIVMSG #oscar ") for _ in range(30)]
    # Each once; their order is not the server's care, which handles datagrams side by side.
    r.check("of a burst by the legacy protocol nothing is lost", sorted(g.split(":", 2)[2] for g in got) == sorted("<al> burst %d" % i for i in range(30)))
    for i in range(30):
        c.send("PRIVMSG #oscar :burst %d" % i)
    got = [c.expect(" PRIVMSG #legacy ") for _ in range(30)]
    r.check("nor by OSCAR, whose server drops what comes too fast", [g.split(":", 2)[2] for g in got] == ["<al> burst %d" % i for i in range(30)])
    c.send("WHOIS boris")
    r.check("WHOIS says what boris is", "is an ICQ contact, UIN 100002" in c.expect(" 320 "))
    c.close()
    return r


def back():
    """The server was away and has come again: both log in anew, and what is said reaches them, in time."""
    r = Results()
    c = Client(irc_port, "al", timeout=WAIT)
    for channel in ("#oscar", "#legacy"):
        c.send("JOIN " + channel)
        c.expect(" 366 ")
    c.send("PRIVMSG #oscar :after the restart")
    # Whoever is not back yet is told later, with the date in front.
    r.check("by OSCAR", c.expect(" PRIVMSG #legacy ").endswith("<al> after the restart"))
    c.send("PRIVMSG #legacy :after the restart")
    r.check("by the legacy protocol", c.expect(" PRIVMSG #oscar ").endswith("<al> after the restart"))
    c.close()
    return r


# ---- clients of versions 2 to 4, as small as can be ----

TABLE4 = bytes.fromhex(
    "0a5b315d20596f752063616e206d6f646966792074686520736f756e647320494351206d616b65732e204a7573742073656c6563742022536f756e6473222066"
    "726f6d207468652022707265666572656e6365732f6d6973632220696e2049435120" "6f722066726f6d207468652022536f756e64732220696e2074686520636f"
    "6e74726f6c2070616e656c2e204372656469743a204572616e0a5b325d204361" "6e27742072656d656d62657220776861742077617320736169643f2020446f75"
    "626c652d636c69636b206f6e2061207573657220746f20676574206120646961" "6c6f67206f6620616c6c206d657373616765732073656e7420696e636f6d696e")


def lnts(text):
    return struct.pack("<H", len(text) + 1) + text + b"\0"


class Old:
    """A client of version 2, 3 or 4 with UIN 100003."""

    def __init__(self, version):
        self.version, self.seq = version, 0
        self.sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.sock.connect(("127.0.0.1", udp_port))
        self.sock.settimeout(20)

    def packet(self, cmd, data):
        self.seq += 1
        uin = struct.pack("<I", 100003)
        if self.version == 2:
            return struct.pack("<HHH", 2, cmd, self.seq) + uin + data
        if self.version == 3:
            return struct.pack("<HHHH", 3, cmd, self.seq, self.seq) + uin + bytes(4) + data
        p = bytearray(struct.pack("<HHHHHH", 4, 0x3c5a, 0, cmd, self.seq, self.seq) + uin + bytes(4) + data)
        return self.scramble(p)

    @staticmethod
    def scramble(p):
        """Of version 4: a check code, and the first quarter of the packet."""
        r1, r2 = 8, 65
        code = p[8] << 24 | p[4] << 16 | p[2] << 8 | p[6]
        code ^= (r1 << 24 | p[r1] << 16 | r2 << 8 | TABLE4[r2]) ^ 0x00ff00ff
        p[16:20] = struct.pack("<I", code)
        key = (len(p) * 0x66756b65 + code) & 0xffffffff
        for at in range(0, (len(p) + 3) // 4, 4):
            if at != 16:
                word = struct.unpack_from("<I", p, at)[0] ^ (key + TABLE4[at] & 0xffffffff)
                struct.pack_into("<I", p, at, word)
        p[0:2] = b"\4\0"
        return bytes(p)

    def say(self, cmd, data=b""):
        self.sock.send(self.packet(cmd, data))

    def wait(self, cmd):
        """The payload of the next packet that is this; all are acknowledged."""
        end = time.monotonic() + 20
        while time.monotonic() < end:
            p = self.sock.recv(8192)
            got, seq = struct.unpack_from("<HH", p, 2)
            if got != 0x000a:
                self.seq -= 1
                ack = bytearray(self.packet(0x000a, b""))
                if self.version != 4:
                    struct.pack_into("<H", ack, 4, seq)
                    self.sock.send(ack)
            if got == cmd:
                return p[6 if self.version == 2 else 16:]
        raise TimeoutError("no %04x" % cmd)

    def login(self):
        address = b"\x7f\0\0\1"
        if self.version == 4:
            data = struct.pack("<II", int(time.time()), 0) + lnts(b"secret3") + struct.pack("<I", 0x98) + address \
                + struct.pack("<BIIII", 4, 0, 3, 0, 0x00980000)
        else:
            data = struct.pack("<I", 0) + lnts(b"secret3") + struct.pack("<I", 0x00040072) + address \
                + struct.pack("<BIIHIHH", 6, 0, 3, 0, 0, 4, 0x72)
        self.say(0x03e8, data)
        self.wait(0x005a)
        self.say(0x0406, struct.pack("<BI", 1, 100001))
        self.wait(0x021c)
        self.say(0x04d8, struct.pack("<I", 0))

    def leave(self):
        self.say(0x0438, lnts(b"B_USER_DISCONNECTED") + struct.pack("<H", 5))
        self.sock.close()


def old():
    """Clients of other versions at that server are contacts like others."""
    r = Results()
    c = Client(irc_port, "al", timeout=WAIT)
    c.send("JOIN #oscar")
    c.expect(" 366 ")
    for version in (2, 3, 4):
        client = Old(version)
        client.login()
        client.say(0x010e, struct.pack("<IH", 100001, 1) + lnts(b"by version %d" % version))
        r.check("version %d: what its client says" % version,
             c.expect("by version %d" % version).split()[2] == "#oscar")
        c.send("PRIVMSG old :hello version %d" % version)
        r.check("version %d: and what it is told" % version, b"<al> hello version %d" % version in client.wait(0x0104))
        client.leave()
        c.expect(":old!")
    c.close()
    return r


def main():
    if sys.argv[4] == "accounts":
        accounts()
        return
    {"talk": talk, "old": old, "back": back}[sys.argv[4]]().finish()


main()
