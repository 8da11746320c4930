"""What stands beside two linked servers in test_link_tls.sh.

    link_tls.py proxy PORT LOG             SOCKS 5, user "proxy", password "way"; a line in LOG for each request
    link_tls.py impostor PORT CERT LOG     a server of TLS with another certificate: what it is told goes to LOG, then "gone"
    link_tls.py guest PORT CERT            a server with another certificate knocks, all else right: what it is told, without ERROR
    link_tls.py meet PORT PORT             two people on two servers meet
"""
import socket
import ssl
import sys
import threading

from irc import Client

LIMIT = 30


def listener(port):
    s = socket.socket()
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    s.bind(("127.0.0.1", port))
    s.listen(10)
    return s


def exactly(sock, n):
    data = b""
    while len(data) < n:
        more = sock.recv(n - len(data))
        if not more:
            raise EOFError
        data += more
    return data


def note(path, text):
    with open(path, "a", encoding="ascii") as f:
        f.write(text + "\n")


def pump(a, b):
    try:
        while True:
            data = a.recv(65536)
            if not data:
                break
            b.sendall(data)
    except OSError:
        pass
    for s in (a, b):
        try:
            s.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass


def one_way(client, log):
    """RFC 1928, RFC 1929, from the proxy's side; each answer in two pieces."""
    version, n = exactly(client, 2)
    ways = exactly(client, n)
    if version != 5 or 2 not in ways:
        note(log, "no user")
        client.sendall(b"\5\xff")
        return
    client.sendall(b"\5")
    client.sendall(b"\2")
    _, n = exactly(client, 2)
    user = exactly(client, n)
    password = exactly(client, exactly(client, 1)[0])
    if (user, password) != (b"proxy", b"way"):
        note(log, "wrong password")
        client.sendall(b"\1\1")
        return
    client.sendall(b"\1\0")
    head = exactly(client, 4)
    host, port = socket.inet_ntoa(exactly(client, 4)), int.from_bytes(exactly(client, 2), "big")
    if head != b"\5\1\0\1" or host != "127.0.0.1":
        note(log, "odd request")
        client.sendall(b"\5\2\0\1\0\0\0\0\0\0")
        return
    note(log, "to %d" % port)
    try:
        server = socket.create_connection((host, port), timeout=LIMIT)
    except OSError:
        client.sendall(b"\5\5\0\1\0\0\0\0\0\0")
        return
    server.settimeout(None)
    client.sendall(b"\5\0\0\3")
    client.sendall(b"\4name\0\0")
    threading.Thread(target=pump, args=(server, client), daemon=True).start()
    pump(client, server)


def guarded(client, log):
    try:
        one_way(client, log)
    except (EOFError, OSError):
        note(log, "broken off")
    client.close()


def proxy(port, log):
    s = listener(port)
    while True:
        client, _ = s.accept()
        threading.Thread(target=guarded, args=(client, log), daemon=True).start()


def server_context(cert):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert + ".crt", cert + ".key")
    return context


def impostor(port, cert, log):
    s, context = listener(port), server_context(cert)
    while True:
        raw, _ = s.accept()
        raw.settimeout(LIMIT)
        try:
            client = context.wrap_socket(raw, server_side=True)
            told = client.recv(65536)
            note(log, "told %r" % told if told else "gone")
        except OSError as e:
            note(log, "no handshake: %s" % e)
        raw.close()


def guest(port, cert):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    context.load_cert_chain(cert + ".crt", cert + ".key")
    raw = socket.create_connection(("127.0.0.1", port), timeout=LIMIT)
    s, told = context.wrap_socket(raw), b""
    s.sendall(b"PASS of-leaf TS 6 :2LF\r\nCAPAB :QS EX IE ENCAP\r\nSERVER leaf.live.test 1 :x\r\n")
    try:
        while b"SVINFO" not in told:
            data = s.recv(65536)
            if not data:
                break
            told += data
    except OSError:
        pass
    for line in told.decode("ascii", "replace").splitlines():
        print(line)


def meet(hub_port, leaf_port):
    """Each sees what the other does: joins, a topic, another nick."""
    a, b = Client(hub_port, "ann"), Client(leaf_port, "ben")
    a.send("JOIN #c")
    a.expect(" 366 ")
    b.send("JOIN #c")
    b.expect(" 366 ")
    a.expect(":ben!")
    a.send("TOPIC #c :from the hub")
    b.expect("TOPIC #c :from the hub")
    b.send("NICK bill")
    a.expect(":ben!~ben@127.0.0.1 NICK :bill", ":ben!~ben@127.0.0.1 NICK bill")


if __name__ == "__main__":
    what, args = sys.argv[1], sys.argv[2:]
    {
        "proxy": lambda: proxy(int(args[0]), args[1]),
        "impostor": lambda: impostor(int(args[0]), args[1], args[2]),
        "guest": lambda: guest(int(args[0]), args[1]),
        "meet": lambda: meet(int(args[0]), int(args[1])),
    }[what]()
