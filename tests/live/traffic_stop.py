"""What users see when the server is told to end.  usage: traffic_stop.py PORT TLS_PORT SERVER_PID"""
import os
import signal
import sys

from irc import Client, Gone, Results

port, tls_port, pid = (int(a) for a in sys.argv[1:])
results = Results()
users = [Client(port, "plain"), Client(tls_port, "secret", tls=True)]
waiting = Client(port)
waiting.send("CAP LS 302")
waiting.expect(" LS ")
os.kill(pid, signal.SIGTERM)


def told_and_closed(user):
    """An ERROR line comes, then the end of the stream, not a reset."""
    user.expect("ERROR ")
    closed(user)


def closed(user):
    """The end of the stream comes, not a reset."""
    try:
        while True:
            user.line()
    except Gone:
        pass


results.attempt("a user in plain text is told and the stream ends in order", told_and_closed, users[0])
results.attempt("a user over TLS is told and the stream ends in order", told_and_closed, users[1])
results.attempt("the stream of one who has not registered yet ends in order", closed, waiting)
results.finish()
