"""Size budgets.  tests/lint/budget.exceptions may hold what is above; it can only shrink."""
import os
import re

from csource import Nesting, Report, TOP, blank_comments, functions, read, tracked

LIMITS = {"lines": 60, "params": 5, "nesting": 3, "file": 600, "header": 150, "includes": 15}
# params: four past the object that comes first.  A Criterion test is written like a call and has no parameters of its own.
TEST_MACROS = {"Test", "ParameterizedTest", "ParameterizedTestParameters", "TestSuite", "Theory", "TheoryDataPoints"}


def measures(name, text):
    """(what, where, value, line): everything in the file that has a limit."""
    n = text.count("\n")
    yield ("header" if name.endswith(".h") else "file"), "-", n, 1
    includes = re.findall(r'^\s*#\s*include\s+"[^"]+/[^"]+"', blank_comments(text), re.M)
    yield "includes", "-", len(includes), 1
    for f in functions(text):
        yield "lines", f.name, f.lines, f.line
        if f.name not in TEST_MACROS:
            yield "params", f.name, f.params, f.line
        deep = Nesting(f.body)
        yield "nesting", f.name, deep.deepest, deep.at or f.line


def read_exceptions():
    """{(file, where, what): limit}; a line is "file function what limit", - for the whole file."""
    table = {}
    for line in read("tests/lint/budget.exceptions").split("\n"):
        words = line.split("#")[0].split()
        if words:
            path, where, what, limit = words
            table[path, where, what] = int(limit)
    return table


def main():
    report, exceptions, needed = Report(), read_exceptions(), set()
    faults = {what: [] for what in LIMITS}
    stale = []
    for name in tracked("*.c", "*.h"):
        try:
            found = list(measures(name, read(name)))
        except SyntaxError as e:
            faults["lines"].append("%s: cannot be read: %s" % (name, e))
            continue
        for what, where, value, line in found:
            if value <= LIMITS[what]:
                continue
            key = (name, where, what)
            allowed = exceptions.get(key)
            if allowed is None or value > allowed:
                faults[what].append("%s:%d: %s: %s %d, at most %d" % (name, line, where, what, value, allowed or LIMITS[what]))
            elif value < allowed:
                stale.append("tests/lint/budget.exceptions: %s %s %s is %d now, lower it from %d" % (key + (value, allowed)))
            needed.add(key)
    stale += ["tests/lint/budget.exceptions: %s %s %s is not needed any more" % k for k in exceptions if k not in needed]
    for what, limit in LIMITS.items():
        report.verdict("budget: %s at most %d" % (what, limit), faults[what])
    report.verdict("budget: no stale exception", stale)
    report.finish()


if __name__ == "__main__":
    os.chdir(TOP)
    main()
