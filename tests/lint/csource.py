"""Enough C to measure it: comments and literals blanked out, tokens with line numbers, functions, statements.

It reads our own style (no K&R definitions, no unbalanced braces inside of #if), not C at large."""
import os
import re
import subprocess
import sys

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
LIB = os.path.join(TOP, "tests", "lint", "lib.sh")


def tracked(*patterns):
    """The same list of files as the shell checks use."""
    out = subprocess.run(["bash", "-c", '. "$0"; tracked "$@"', LIB, *patterns],
                         cwd=TOP, check=True, stdout=subprocess.PIPE, universal_newlines=True)
    return [name for name in out.stdout.split("\n") if name]


def read(name):
    with open(os.path.join(TOP, name), encoding="utf-8", errors="replace") as f:
        return f.read()


BLANK = re.compile(r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.S)


def blank_literals(text):
    """Comments become spaces, literals become "" or ' ': line and column of everything else stay."""
    def repl(m):
        s = m.group(0)
        keep = s[0] if s[0] in "\"'" else " "
        inner = "".join("\n" if ch == "\n" else " " for ch in s[1:-1])
        return keep + inner + (keep if keep != " " else " ")
    return BLANK.sub(repl, text)


def blank_comments(text):
    """Only the comments go; literals stay (for #include "x")."""
    def repl(m):
        s = m.group(0)
        return s if s[0] in "\"'" else "".join("\n" if ch == "\n" else " " for ch in s)
    return BLANK.sub(repl, text)


def blank_directives(text):
    """Takes out preprocessor lines, continuations too, so that macro bodies are not read as code."""
    out, going = [], False
    for line in text.split("\n"):
        hit = going or line.lstrip().startswith("#")
        going = hit and line.endswith("\\")
        out.append("" if hit else line)
    return "\n".join(out)


TOKEN = re.compile(r"[A-Za-z_]\w*|\d[\w.]*|[-+*/%&|^<>=!]=|->|&&|\|\||<<|>>|\+\+|--|\.\.\.|\S")


def tokens(text):
    """[(text, line)] of code whose comments, literals and directives are blanked."""
    out = []
    for n, line in enumerate(text.split("\n"), 1):
        out.extend((m.group(0), n) for m in TOKEN.finditer(line))
    return out


OPEN = {"(": ")", "[": "]", "{": "}"}


def match(toks, i):
    """Index of the bracket that closes the one at i."""
    stack = []
    for j in range(i, len(toks)):
        t = toks[j][0]
        if t in OPEN:
            stack.append(OPEN[t])
        elif stack and t == stack[-1]:
            stack.pop()
            if not stack:
                return j
    raise SyntaxError("line %d: %s is never closed" % (toks[i][1], toks[i][0]))


class Function:
    def __init__(self, name, line, params, body, end_line):
        self.name, self.line, self.params, self.body = name, line, params, body
        self.lines = end_line - line + 1


def split_params(toks):
    """Number of parameters between the brackets."""
    depth, count, some = 0, 0, False
    for t, _ in toks:
        if t in OPEN:
            depth += 1
        elif t in OPEN.values():
            depth -= 1
        elif t == "," and depth == 0:
            count += 1
        some = True
    return 0 if not some or [t for t, _ in toks] == ["void"] else count + 1


def functions(text):
    """Function definitions: at top level a name, its parameters in brackets, then a block."""
    toks = tokens(blank_directives(blank_literals(text)))
    out, i = [], 0
    call, assigned = None, False        # first name(...) of this declaration; whether a = came
    while i < len(toks):
        t, nxt = toks[i][0], i + 1
        if t in OPEN:
            end = match(toks, i)
            nxt = end + 1
        if t == "(" and call is None and i and re.match(r"[A-Za-z_]", toks[i - 1][0]) \
                and toks[i - 1][0] not in ("__attribute__", "_Alignas", "_Static_assert"):
            call = (toks[i - 1], toks[i + 1:end])
        elif t == "=":
            assigned = True
        elif t == "{":
            if call and not assigned:
                (name, line), params = call
                out.append(Function(name, line, split_params(params), toks[i + 1:end], toks[end][1]))
            call, assigned = None, False
        elif t == ";":
            call, assigned = None, False
        i = nxt
    return out


BRANCH = {"if", "for", "while", "switch"}


class Nesting:
    """Deepest statement inside of a body; the body itself is 0, `else if` is as deep as its `if`."""

    def __init__(self, toks):
        self.toks, self.deepest, self.at = toks, 0, 0
        i = 0
        while i < len(toks):
            i = self.statement(i, 0)

    def enter(self, depth, line):
        if depth > self.deepest:
            self.deepest, self.at = depth, line

    def block(self, i, depth):
        end = match(self.toks, i)
        i += 1
        while i < end:
            i = self.statement(i, depth)
        return end + 1

    def branch(self, i, depth):
        """At `if`, `for`, `while`, `switch` or a loop macro."""
        self.enter(depth + 1, self.toks[i][1])
        i = self.statement(match(self.toks, i + 1) + 1, depth + 1)
        if i < len(self.toks) and self.toks[i][0] == "else":
            return self.statement(i + 1, depth if self.toks[i + 1][0] == "if" else depth + 1)
        return i

    def is_loop_macro(self, i):
        """`each_thing(a, b) {`: a call that a block follows."""
        if not re.match(r"[A-Za-z_]", self.toks[i][0]) or i + 1 >= len(self.toks) or self.toks[i + 1][0] != "(":
            return False
        end = match(self.toks, i + 1)
        return end + 1 < len(self.toks) and self.toks[end + 1][0] == "{"

    def statement(self, i, depth):
        t = self.toks[i][0]
        if t == "{":
            return self.block(i, depth)
        if t in BRANCH:
            return self.branch(i, depth)
        if t == "do":
            self.enter(depth + 1, self.toks[i][1])
            return self.simple(self.statement(i + 1, depth + 1), depth)
        if t in ("case", "default"):
            while self.toks[i][0] != ":":
                i += 1
            return i + 1
        if self.is_loop_macro(i):
            return self.branch(i, depth)
        return self.simple(i, depth)

    def simple(self, i, _depth):
        while i < len(self.toks):
            t = self.toks[i][0]
            if t == ";":
                return i + 1
            i = match(self.toks, i) + 1 if t in OPEN else i + 1
        return i


class Report:
    """ok and not ok lines, and the last line that every check ends with."""

    def __init__(self):
        self.passed = self.failed = 0

    def verdict(self, name, faults):
        for f in faults:
            print(f)
        if faults:
            self.failed += 1
        else:
            self.passed += 1
        print("%s - %s" % ("not ok" if faults else "ok", name))

    def finish(self):
        print("%d passed, %d failed, 0 skipped" % (self.passed, self.failed))
        sys.exit(1 if self.failed else 0)
