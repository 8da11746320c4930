"""conclave-oper(7) has all that operators have: each privilege, command, STATS letter and letter of server notices is an item of its
section there, and none is that the tables do not know; a command's item names its privilege."""
import os
import re

from csource import Report, TOP, blank_comments, read, tracked

PAGE = "contrib/doc/man/conclave-oper.7"


def code(*patterns):
    return "\n".join(blank_comments(read(f)) for f in tracked(*patterns))


def sections(text):
    """{heading: {item: its text}}"""
    out, items, item = {}, {}, None
    for line in text.split("\n"):
        if line.startswith(".Sh "):
            items = out.setdefault(line[4:].strip(), {})
            item = None
        m = re.match(r"\.It (?:Ic|Cm) (?:\\&)?(\S+)", line)
        if m:
            item = m.group(1)
            items.setdefault(item, "")
        elif item:
            items[item] += line + "\n"
    return out


def commands():
    """{verb: its privilege, or None}"""
    names = privileges()
    rows = re.findall(r'\{ VIEW_INIT\("([A-Z]+)"\),\s*FROM_OPER,\s*\{[^}]*\},\s*\d+,\s*PRIV_(\w+)',
                      code("ircd/commands/*.c", "modules/*.c"))
    return {verb: names.get(priv) for verb, priv in rows}


def for_users():
    """Commands of everybody, which tell operators more."""
    return re.findall(r'\{ VIEW_INIT\("([A-Z]+)"\),\s*FROM_USER,', code("ircd/commands/*.c"))


def privileges():
    """{constant: name}"""
    return dict(re.findall(r'\[PRIV_(\w+)\] = \{\s*VIEW_INIT\("([^"]+)"\)', code("ircd/proto/privs.c")))


def stats_letters():
    tables = re.findall(r"struct stats_row rows\[\] = \{.*?\n\};", code("ircd/commands/stats_*.c"), re.S)
    return [letter for table in tables for letter in re.findall(r"^\t(?:\{ |OF_MAIN\()'(.)',", table, re.M)]


def notice_letters():
    return re.findall(r"\[SNOTICE_\w+\] = \{\s*'(.)',", code("ircd/state/snomask.c"))


def compare(heading, kind, want, have, others=()):
    faults = ["%s: no %s is found in the code any more" % (PAGE, kind)] if not want else []
    faults += ["%s: %s has no item for the %s %s" % (PAGE, heading, kind, w) for w in want if w not in have]
    return faults + ["%s: %s has an item for %s, which is no %s" % (PAGE, heading, h, kind) for h in have
                     if h not in want and h not in others]


def main():
    report = Report()
    page = sections(read(PAGE))
    cmds = commands()
    for heading, kind, want in (("PRIVILEGES", "privilege", list(privileges().values())), ("COMMANDS", "command", list(cmds)),
                                ("STATS LETTERS", "letter", stats_letters()), ("SERVER NOTICES", "letter", notice_letters())):
        others = for_users() if kind == "command" else ()
        report.verdict("operpage: " + heading.lower(), compare(heading, kind, want, page.get(heading, {}), others))
    items = page.get("COMMANDS", {})
    report.verdict("operpage: commands name their privilege", [
        "%s: %s does not name its privilege %s" % (PAGE, verb, priv) for verb, priv in cmds.items()
        if priv and verb in items and not re.search(r"^\.Cm %s( |$)" % re.escape(priv), items[verb], re.M)])
    report.finish()


if __name__ == "__main__":
    os.chdir(TOP)
    main()
