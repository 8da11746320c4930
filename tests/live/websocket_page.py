"""Headless Chromium opens websocket.html, joins and talks with a plain client.  usage: websocket_page.py BROWSER SCRATCH IRC WS WSS STRICT"""
import http.server
import os
import queue
import subprocess
import sys
import threading

import irc

HERE = os.path.dirname(os.path.abspath(__file__))
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync", "--ignore-certificate-errors"]
SECONDS = 60


class Page(http.server.BaseHTTPRequestHandler):
    """The page, and what it tells of itself."""

    def do_GET(self):
        found = self.path.startswith("/websocket.html")
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        if found:
            with open(os.path.join(HERE, "websocket.html"), "rb") as f:
                self.wfile.write(f.read())

    def do_POST(self):
        said = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.send_response(204)
        self.end_headers()
        self.server.said.put(said)

    def log_message(self, *args):
        pass


class Browser:
    def __init__(self, program, profile, url):
        self.process = subprocess.Popen([program, *FLAGS, "--user-data-dir=" + profile, "--remote-debugging-port=0", url],
                                        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def __enter__(self):
        return self

    def __exit__(self, *what):
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def visit(site, program, profile, port, protocol, scheme):
    return Browser(program, profile, "http://127.0.0.1:%d/websocket.html?port=%d&protocol=%s&scheme=%s&nick=page" %
                   (site.server_port, port, protocol, scheme))


def wait_said(site, text):
    """The page has told just this; what it told before is shown otherwise."""
    try:
        said = site.said.get(timeout=SECONDS)
    except queue.Empty:
        raise TimeoutError("the page did not tell %r" % text) from None
    assert said == text, "%r instead of %r" % (said, text)


def talk(site, program, profile, ports, protocol, scheme):
    other = irc.Client(ports["irc"], "plain", timeout=SECONDS)
    other.send("JOIN #page")
    other.expect(" 366 ")
    with visit(site, program, profile, ports[scheme], protocol, scheme):
        wait_said(site, "open " + protocol)
        other.expect(" JOIN ")
        assert "gr\u00fc\u00df from page" in other.expect("PRIVMSG")
        other.send("PRIVMSG #page :hello \u263a")
        wait_said(site, "heard :hello \u263a")
        other.expect(" QUIT ")
        wait_said(site, "close 1000 true")
    other.close()


def refused(site, program, profile, ports):
    with visit(site, program, profile, ports["strict"], "text.ircv3.net", "ws"):
        wait_said(site, "error")
        wait_said(site, "close 1006 false")


def main():
    program, scratch = sys.argv[1:3]
    ports = dict(zip(("irc", "ws", "wss", "strict"), (int(a) for a in sys.argv[3:7])))
    r = irc.Results()
    site = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Page)
    site.daemon_threads, site.said = True, queue.Queue()
    threading.Thread(target=site.serve_forever, daemon=True).start()
    for n, (protocol, scheme) in enumerate((p, s) for p in ("text.ircv3.net", "binary.ircv3.net") for s in ("ws", "wss")):
        r.attempt("a page talks by %s over %s" % (protocol, scheme), talk, site, program,
                  os.path.join(scratch, "profile%d" % n), ports, protocol, scheme)
    r.attempt("a page of another origin is refused", refused, site, program, os.path.join(scratch, "profile9"), ports)
    site.shutdown()
    r.finish()


if __name__ == "__main__":
    main()
