"""A small IRC client for tests: blocking, each wait bounded."""
import socket
import ssl
import time


class Gone(Exception):
    """The server closed the connection."""


class Client:
    def __init__(self, port, nick=None, tls=False, cafile=None, timeout=20, cert=None):
        self.timeout, self.rest, self.lines = timeout, b"", []
        self.sock = socket.create_connection(("127.0.0.1", port), timeout=timeout)
        if tls:
            context = ssl.create_default_context(cafile=cafile)
            if cafile is None:
                context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
            if cert is not None:
                context.load_cert_chain(cert + ".crt", cert + ".key")
            self.sock = context.wrap_socket(self.sock, server_hostname="localhost")
        self.nick = nick
        if nick is not None:
            self.send("NICK " + nick)
            self.send("USER %s 0 * :%s" % (nick, nick))
            self.expect(" 001 ")
            self.expect(" 376 ", " 422 ")

    def send(self, line):
        self.sock.sendall(line.encode() + b"\r\n")

    def line(self):
        """The next line; PING is answered on the way."""
        while b"\n" not in self.rest:
            data = self.sock.recv(65536)
            if not data:
                raise Gone
            self.rest += data
        raw, self.rest = self.rest.split(b"\n", 1)
        text = raw.rstrip(b"\r").decode("utf-8", "replace")
        if text.startswith("PING "):
            self.send("PONG " + text[5:])
        return text

    def expect(self, *wanted):
        """Reads up to a line with one of these in it."""
        end, seen = time.monotonic() + self.timeout, []
        while time.monotonic() < end:
            text = self.line()
            if any(w in text for w in wanted):
                return text
            seen.append(text)
        raise TimeoutError("no %r in %r" % (wanted, seen[-5:]))

    def lines_until(self, wanted):
        """All lines up to one with this in it, that one too."""
        out = []
        while not out or wanted not in out[-1]:
            out.append(self.line())
        return out

    def sync(self, token):
        """Everything sent before has been handled."""
        self.send("PING :" + token)
        end = time.monotonic() + self.timeout
        while time.monotonic() < end:
            text = self.line()
            if "PONG" in text and token in text:
                return
        raise TimeoutError("no PONG " + token)

    def certificate(self):
        return self.sock.getpeercert(binary_form=True)

    def close(self):
        self.sock.close()


class Results:
    def __init__(self):
        self.passed = self.failed = 0

    def check(self, name, good, why=""):
        if good:
            self.passed += 1
            print("ok - " + name, flush=True)
        else:
            self.failed += 1
            print("%s\nnot ok - %s" % (why, name), flush=True)

    def attempt(self, name, function, *args):
        """ok when the function returns; what it raised is the reason otherwise."""
        try:
            function(*args)
        except (OSError, Gone, TimeoutError, AssertionError) as e:
            self.check(name, False, "%s: %s" % (type(e).__name__, e))
            return False
        self.check(name, True)
        return True

    def finish(self):
        print("%d passed, %d failed, 0 skipped" % (self.passed, self.failed), flush=True)
        raise SystemExit(1 if self.failed else 0)
