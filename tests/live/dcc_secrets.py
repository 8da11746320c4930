"""Whether a client was told where another is.  usage: dcc_secrets.py NICK=CABLE=RAW-LOG...

In a log the lines that it got are behind ">> ", those that it said behind "<< ".
"""
import ipaddress
import re
import sys

# What a client of the stage (dcc_stage.sh) says of itself when it offers.
ANNOUNCED = re.compile(r'DCC (?:SEND|CHAT) (?:"[^"]*"|\S+) (\S+) (\d+)')


def addresses(cable):
    """All ways to write them."""
    v4, v6 = ipaddress.ip_address("10.77.%d.2" % cable), ipaddress.ip_address("fd77:%d::2" % cable)
    return {str(v4), str(int(v4)), str(v6), v6.exploded, "%08x" % int(v4)}


def has_word(line, word):
    return re.search(r"(?<![0-9A-Za-z.:])%s(?![0-9A-Za-z])" % re.escape(word), line)


def main():
    secrets, got, n_ports = {}, {}, 0
    for word in sys.argv[1:]:
        nick, cable, path = word.split("=", 2)
        with open(path, encoding="utf-8", errors="replace") as f:
            lines = f.read().splitlines()
        got[nick] = [line.split(">> ", 1)[1] for line in lines if ">> " in line]
        said = [line.split("<< ", 1)[1] for line in lines if "<< " in line]
        announced = [m.groups() for m in map(ANNOUNCED.search, said) if m]
        ports = {port for _, port in announced} - {"0"}
        n_ports += len(ports)
        secrets[nick] = addresses(int(cable)) | ports
    told = [(nick, other, word, line) for nick, lines in got.items() for other, words in secrets.items() if other != nick
            for line in lines for word in words if has_word(line, word)]
    for nick, other, word, line in told:
        print("%s was told %s of %s: %s" % (nick, word, other, line))
    print("# %d lines looked through for %d words" % (sum(map(len, got.values())), sum(map(len, secrets.values()))))
    return 1 if told or n_ports < len(got) or not all(got.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
