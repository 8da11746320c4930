"""Calls and constructs that this project does not use, or only in one place."""
import os
import re

from csource import Report, TOP, blank_directives, blank_literals, read, tracked


def anywhere(_name):
    return False


def only(*prefixes):
    return lambda name: name.startswith(prefixes)


def calls(*names):
    return r"\b(?:%s)\s*\(" % "|".join(names)


# name, pattern, files that may, folders that are checked, why or instead
CODE_RULES = [
    ("unbounded strings", calls("strcpy", "strcat", "stpcpy", "sprintf", "vsprintf", "gets", "strtok", "strtok_r", "strncpy",
                                "strncat"),
     anywhere, "all", "struct view, struct buf, snprintf"),
    ("reading by format", calls("scanf", "sscanf", "fscanf"), anywhere, "code", "view_to_u32() and friends"),
    ("numbers that hide errors", calls("atoi", "atol", "atoll", "atof"), anywhere, "all", "view_to_u32()"),
    ("stack from a length", calls("alloca", "__builtin_alloca", "strdupa", "strndupa"), anywhere, "all", "a bounded array"),
    ("other programs", calls("system", "popen", "execl", "execlp", "execle", "execv", "execve", "execvp", "execvpe", "execveat",
                             "posix_spawn", "posix_spawnp", "dlopen"),
     only("tests/"), "all", "the jail allows no exec"),
    ("temporary names", calls("tmpnam", "tempnam", "mktemp"), anywhere, "all", "mkstemp in a folder of ours"),
    ("libc's heap", calls("malloc", "calloc", "realloc", "reallocarray", "strdup", "strndup", "asprintf", "vasprintf"),
     only("ircd/core/mem.c"), "code", "core/mem.h, which checks overflow and aborts when memory is out"),
    ("threads", r"\bpthread_\w+|\bthrd_\w+", only("ircd/core/worker.c"), "code", "core/worker.h"),
    ("ending the process", calls("exit", "_exit", "_Exit", "quick_exit", "err", "errx", "verr", "verrx", "fatal"),
     only("ircd/main/", "ircd/ctl/"), "code", "return a verdict or fill struct err"),
    ("abort", calls("abort"), only("ircd/main/", "ircd/core/mem.c"), "code", "assert, or return an error"),
    ("waiting", r"\b(?:poll|ppoll|select|pselect|epoll_\w+)\s*\(", only("ircd/core/loop"), "code", "core/loop.h"),
    ("sleeping", calls("sleep", "usleep", "nanosleep", "clock_nanosleep"), anywhere, "code", "loop_timer()"),
    ("system call filter", r"\b(?:seccomp_(?!version\b)\w+|SCMP_\w+|SECCOMP_\w+|PR_SET_SECCOMP)\b", only("ircd/jail/"), "code", "jail/ only"),
    ("SQL", r"\b(?:sqlite3\w*|SQLITE_\w+)\b", only("ircd/store/"), "code", "store/ only"),
    ("long", r"\blong\b(?!\s+long)(?<!long long)", anywhere, "code", "fixed widths, size_t"),
    ("local time", calls("localtime", "localtime_r", "ctime", "ctime_r", "asctime", "gmtime", "mktime"), anywhere, "code",
     "gmtime_r: all times are UTC, and a jail has no time zones"),
    ("names by blocking DNS", calls("getaddrinfo", "gethostbyname", "getnameinfo", "gethostbyaddr"), anywhere, "code",
     "net/resolver"),
    ("typedef of a struct", r"\btypedef\s+(?:struct|union|enum)\b(?!\s+\w+\s+\*?\w+\()", anywhere, "code", "write struct"),
]


def marked(comment_lines, n, rule):
    """A rule may be broken where a comment on the line, or the one before, says why: "allow RULE: reason"."""
    want = "allow %s:" % rule
    return any(want in comment_lines[i] for i in (n - 1, n - 2) if 0 <= i < len(comment_lines))


def check_code(report, files):
    blanked = {f: blank_literals(read(f)) for f in files}
    raw = {f: read(f).split("\n") for f in files}
    for rule, pattern, may, where, instead in CODE_RULES:
        rx, faults = re.compile(pattern), []
        for f in files:
            if may(f) or (where == "code" and not f.startswith(("ircd/", "modules/"))):
                continue
            for n, line in enumerate(blanked[f].split("\n"), 1):
                m = rx.search(line)
                if m and not marked(raw[f], n, rule):
                    faults.append("%s:%d: %s: use %s" % (f, n, m.group(0).strip(), instead))
        report.verdict("banned: " + rule, faults)
    return blanked


def check_marks(report, files):
    rx = re.compile(r"\b(?:TO" r"DO|FIX" r"ME|XX" r"X|HA" r"CK)\b")
    report.verdict("banned: unfinished work", ["%s:%d: %s" % (f, n, line.strip())
                   for f in files for n, line in enumerate(read(f).split("\n"), 1) if rx.search(line)])


GUARD = re.compile(r"^\s*#\s*ifndef\s+CONCLAVE_\w+_H\s*$")


def check_directives(report, blanked):
    may = only("ircd/core/", "ircd/net/tls", "ircd/jail/")
    conditions, macros, externs = [], [], []
    for f, text in blanked.items():
        if not f.startswith(("ircd/", "modules/")):
            continue
        lines = text.split("\n")
        for n, line in enumerate(lines, 1):
            if re.match(r"^\s*#\s*(?:if|ifdef|ifndef|elif)\b", line) and not GUARD.match(line) and not may(f):
                conditions.append("%s:%d: %s" % (f, n, line.strip()))
            if f.endswith(".h") and re.match(r"^extern\b(?!.*\bconst\b)", line):
                externs.append("%s:%d: %s" % (f, n, line.strip()))
        for m in re.finditer(r"^[ \t]*#[ \t]*define\b(?:.*\\\n)*.*", text, re.M):
            if re.search(r"\b(?:return|goto)\b", m.group(0)):
                macros.append("%s:%d: a macro that leaves its caller" % (f, text.count("\n", 0, m.start()) + 1))
    report.verdict("banned: #if outside of core/, net/tls and jail/", conditions)
    report.verdict("banned: return or goto in a macro", macros)
    report.verdict("banned: extern variables that are not const", externs)


def check_main(report, blanked):
    """Every function of a header is said once: no prototype in a .c but of statics."""
    rx = re.compile(r"^extern\b", re.M)
    report.verdict("banned: extern in a .c", ["%s: %s" % (f, "declare it in the header of the file that has it")
                   for f, t in blanked.items() if f.endswith(".c") and f.startswith(("ircd/", "modules/")) and
                   rx.search(blank_directives(t))])


def main():
    report = Report()
    files = tracked("*.c", "*.h")
    blanked = check_code(report, files)
    check_marks(report, files + tracked("*.sh", "*.am", "*.ac", "*.m4", "*.mk", "*.md", "*.py", "contrib/check", "contrib/quickstart"))
    check_directives(report, blanked)
    check_main(report, blanked)
    report.finish()


if __name__ == "__main__":
    os.chdir(TOP)
    main()
