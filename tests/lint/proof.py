"""The table of proof in tests/README.md: for each row of the tables of the protocol the test that would fail without it.

usage: proof.py [--write]

A scenario proves a row by what it does: a numeric by hearing it, a command by sending it, a mode by a MODE line, a capability by asking for
it; or by a line `# proves: KIND ROW`, KIND as in the table's headings.  Of several, one whose name mentions the row goes before others.
Where no scenario does, a unit test that names the row's constant counts."""
import os
import re
import sys

from csource import Report, TOP, blank_comments, read, tracked

PAGE = "tests/README.md"
BEGIN, END = "<!-- proof: begin, written by tests/lint/proof.py --write -->", "<!-- proof: end -->"


class Row:
    """key: as it is written in a table; text: what else the table says of it; words: how a name mentions it, best at its start."""

    def __init__(self, key, text, words, **patterns):
        """heard, said: for what a client hears and sends; other: for any line; home: for the file that it belongs to; unit: for a unit
        test's body."""
        self.key, self.text = key, text
        words = "|".join(re.escape(w) for w in words)
        self.first, self.somewhere = re.compile("(?:%s)(?:_|$)" % words), re.compile("(?:^|_)(?:%s)(?:_|$)" % words)
        for name in ("heard", "said", "other", "home", "unit"):
            setattr(self, name, re.compile(patterns[name]) if patterns.get(name) else None)


class Scenario:
    def __init__(self, where, name):
        self.where, self.name = where, name
        self.heard, self.said, self.other, self.proves = [], [], [], set()

    def add(self, line):
        line = re.sub(r"^(?:times \d+ )+", "", line.strip())
        if line.startswith("# proves:"):
            self.proves.update(w.strip() for w in line[len("# proves:"):].split(","))
        m = re.match(r"[a-z0-9]+(>>|>\||>|<\*|<) (.*)", line)
        if line.startswith("#"):
            return
        if m and m.group(1)[0] == "<":
            self.heard.append(m.group(2))
        elif m:
            self.said.append(m.group(2))
        self.other.append(line)

    def shows(self, kind, row):
        if "%s %s" % (kind, row.key) in self.proves:
            return True
        return any(p and any(p.search(line) for line in lines) for p, lines in
                   ((row.heard, self.heard), (row.said, self.said), (row.other, self.other)))

    def distance(self, kind, row):
        """How far it is from being about the row."""
        marks = ("%s %s" % (kind, row.key) in self.proves, row.first.match(self.name), row.somewhere.search(self.name),
                 row.home and row.home.match(self.where))
        return next((i for i, mark in enumerate(marks) if mark), len(marks))

    def title(self):
        return "`%s` (%s)" % (self.name, self.where)


def scenarios():
    out = []
    for path in tracked("tests/scenario/scripts/*.scn"):
        if os.path.basename(path).startswith("capture_"):
            continue  # a recording has everything in it and asks for little
        for line in read(path).split("\n"):
            if line.startswith("scenario "):
                out.append(Scenario(os.path.basename(path), line[9:].strip()))
            elif out:
                out[-1].add(line)
    return out


def unit_tests():
    """[(title, text)]"""
    out = []
    for path in tracked("tests/unit/*/test_*.c"):
        parts = re.split(r"^(?:Parameterized)?Test\((?:struct \w+ \*\w+, )?(\w+), (\w+).*$", read(path), flags=re.M)
        for i in range(1, len(parts), 3):
            out.append(("`%s/%s` (%s)" % (parts[i], parts[i + 1], path[len("tests/"):]), parts[i + 2]))
    return out


def code(*patterns):
    return "\n".join(blank_comments(read(f)) for f in tracked(*patterns))


def numerics():
    used = set(re.findall(r"\b(?:RPL|ERR)_[A-Z0-9_]+\b", "\n".join(
        blank_comments(read(f)) for f in tracked("ircd/*.c", "modules/*.c", "ircd/*.h") if "/numerics" not in f)))
    rows, unsent = [], []
    for name, number in re.findall(r"NUMERIC\((\w+), (\d+),", code("ircd/proto/numerics*.h")):
        n = "%03d" % int(number)
        if name not in used:
            unsent.append("%s %s" % (n, name))
            continue
        rows.append(Row(n, name, [n], heard=r"^(?:@\S* |\*)?(?:\S+ )?%s(?: |$)" % n, unit=r"\b%s\b" % name))
    return sorted(rows, key=lambda r: r.key), sorted(unsent)


def commands():
    rows = []
    for verb, text in re.findall(r'^\t\{ (?:\.verb = )?VIEW_INIT\("([A-Z]+)"\),\s*(?:\.from = )?FROM_(\w+)',
                                 code("ircd/commands/*.c", "modules/*.c"), re.M):
        rows.append(Row(verb, text.lower(), [verb.lower()], said=r"(?i)^(?:@\S+ )?%s(?: |$)" % verb))
    return sorted(rows, key=lambda r: r.key)


def stats_letters():
    rows, text = [], code("ircd/commands/stats*.c", "modules/*.c")
    for letter, start in re.findall(r"^\t(?:\{ |OF_MAIN\()'(.)',([^;]*?)(?=^\t(?:\{ |OF_MAIN)|^\};)", text, re.M):
        words = re.findall(r'"([^"]*)"', start)
        rows.append(Row(letter, words[-1] if words else "", ["stats_" + letter], said=r"^STATS %s(?: |$)" % re.escape(letter), home="stats"))
    return sorted(rows, key=lambda r: (r.key.lower(), r.key.isupper()))


def mode_line(target, letter):
    return r"\bMODE %s :?(?=[+-])[A-Za-z+-]*%s" % (target, letter)


def channel_modes():
    rows, kinds = [], {"LIST": "list", "KEPT": "", "FLAG": "flag", "RANK": "rank"}
    found = re.findall(r"\b(LIST|KEPT|FLAG|RANK)_ROW\('(\w)',(?:[^()]|\(\))*?\"([^\"]*)\"\)", code("ircd/state/mode_channel.c"))
    letters = [letter for _, letter, _ in found]
    for kind, letter, text in found:
        pattern, key, words = mode_line(r"#\S*", letter), letter, ["mode_" + letter, "list_" + letter]
        if letters.count(letter) > 1:
            key = "%s (%s)" % (letter, kinds[kind])
            if kind == "RANK":
                pattern, words = None, ["rank_" + letter]
        rows.append(Row(key, text, words, heard=pattern, said=pattern, home="mode"))
    return rows


def user_modes():
    rows = []
    for letter, text in re.findall(r"^\t\{ '(\w)', UMODE_\w+, [^\"]*\"([^\"]*)\"", code("ircd/state/mode_user.c"), re.M):
        pattern = mode_line(r"[^#\s]\S*", letter)
        rows.append(Row(letter, text, ["umode_" + letter], heard=pattern, said=pattern, home="umode"))
    return rows


def caps():
    rows = []
    for name in re.findall(r'\bROW(?:_WITH)?\("([^"]+)"', code("ircd/proto/caps.c")):
        plain = re.escape(name)
        slug = name.split("/")[-1].replace("-", "_")
        rows.append(Row(name, "", [slug], said=r"^CAP REQ :?(?:.* )?-?%s(?: |$)" % plain,
                        heard=r"\bCAP \S+ \S+ (?:LS|NEW|DEL|ACK) .*[: *]%s(?:=| |$)" % plain,
                        other=r"^(?:connect|open) .*\bcaps=(?:\S*,)?%s(?:,|\s|$)" % plain))
    return rows


def extbans():
    rows = []
    text = code("ircd/proto/extban.c")
    named = dict(re.findall(r"#define (EXTBAN_\w+)\s+'(.)'", read("ircd/proto/extban.h")))
    for const, letter in re.findall(r"^\t\{ (?:(EXTBAN_\w+)|'(.)'), ARG_", text, re.M):
        letter = letter or named.get(const, "?")
        rows.append(Row(letter, "", ["extban_" + letter], said=r"\\?\$~?%s(?::| |$)" % letter, home="extban"))
    return rows


def tokens():
    text = code("ircd/state/isupport.c")
    found = re.findall(r'\bput(?:_list|_escaped)?\((?:&m|m), (?:w, \w+, )?"([A-Za-z][A-Za-z0-9:./-]*)', text)
    found += re.findall(r"^\t\{ '\w', UMODE_.*\"([A-Z]+)\" \}", code("ircd/state/mode_user.c"), re.M)
    return [Row(t, "", [t.lower()], heard=r"^(?:\S+ )?005(?: .*)?[ *]%s(?:=|\*| |$)" % re.escape(t),
                unit=r'"%s"' % re.escape(t)) for t in sorted(set(found))]


def privileges():
    rows = []
    for name in re.findall(r'\[PRIV_\w+\] = \{ VIEW_INIT\("([^"]+)"\)', code("ircd/proto/privs.c")):
        slug = name.replace("-", "_")
        rows.append(Row(name, "", ["privilege_" + slug, "without_" + slug], heard=r"^(?:\S+ )?723 %s(?: |$)" % re.escape(name)))
    return rows


KINDS = [("command", commands), ("STATS", stats_letters), ("channel mode", channel_modes), ("user mode", user_modes), ("extended ban", extbans),
         ("capability", caps), ("ISUPPORT", tokens), ("privilege", privileges)]


class Proofs:
    def __init__(self):
        self.scenarios, self.unit = scenarios(), unit_tests()

    def find(self, kind, row):
        """The title of the test, or None."""
        showing = [s for s in self.scenarios if s.shows(kind, row)]
        if showing:
            return min(showing, key=lambda s: s.distance(kind, row)).title()
        for title, text in self.unit:
            if row.unit and row.unit.search(text):
                return title
        return None


def cell(text):
    return text.replace("|", "\\|")


def make_page(kinds, proofs):
    """The table, and the rows without a test."""
    lines, missing = [BEGIN], []
    for kind, rows in kinds:
        lines += ["", "| %s | | test |" % kind, "|---|---|---|"]
        for row in rows:
            test = proofs.find(kind, row)
            if test is None:
                missing.append("%s: no test proves the %s %s%s" % (PAGE, kind, row.key, row.text and " (%s)" % row.text))
            lines.append("| `%s` | %s | %s |" % (cell(row.key), cell(row.text), test or "none"))
    return "\n".join(lines + ["", END]), missing


def main():
    report = Report()
    rows, unsent = numerics()
    kinds = [(kind, f()) for kind, f in KINDS] + [("numeric", rows)]
    page, missing = make_page(kinds, Proofs())
    text = read(PAGE)
    if BEGIN not in text or END not in text:
        report.verdict("proof: the table is there", ["%s: no lines \"%s\" and \"%s\"" % (PAGE, BEGIN, END)])
        report.finish()
    new = text[:text.index(BEGIN)] + page + text[text.index(END) + len(END):]
    if "--write" in sys.argv[1:]:
        with open(os.path.join(TOP, PAGE), "w", encoding="utf-8") as f:
            f.write(new)
        text = new
    report.verdict("proof: the tables are found", ["%s: no rows of %s are found any more" % (PAGE, kind)
                                                   for kind, some in kinds if not some])
    report.verdict("proof: each row has a test", missing)
    report.verdict("proof: the table is as it was written", [] if text == new else
                   ["%s: the table is another one: run tests/lint/proof.py --write" % PAGE])
    if unsent:
        print("skip - proof: %d numerics that nothing sends: %s" % (len(unsent), ", ".join(unsent)))
    report.finish()


if __name__ == "__main__":
    os.chdir(TOP)
    main()
