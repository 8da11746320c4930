#!/usr/bin/env bash
# One address opens more connections than connect-burst allows: the first are served, the next is closed; REHASH lifts the limit.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
burst=3

server_config_conclaved() {
	cat <<CONF
server {
	name = "irc.live.test"
	connect-burst = $burst
	connect-interval = 1h
}
jail {
	user = "nobody"
	state = "$scratch/state"
	mode = "${JAIL_MODE:-enforce}"
}
listen "127.0.0.1:$port" {}
class "users" {}
allow "*@127.0.0.0/8" { class = "users" }
CONF
}

served() { # FROM: a connection from this address gets an answer
	python3 - "$port" "$1" <<'PY'
import socket, sys
s = socket.create_connection(("127.0.0.1", int(sys.argv[1])), timeout=20, source_address=(sys.argv[2], 0))
try:
    s.sendall(b"PING one\r\n")
    answer = s.recv(512)
except ConnectionError:
    answer = b""
sys.exit(0 if b"PONG" in answer else 1)
PY
}
refused() { ! served "$1"; }
rehashed() { grep -q 'asked by SIGHUP: done' "$scratch/server.log"; }

server_start
for i in 1 2 3; do expect "connection $i of 3 is served" served 127.0.0.1; done
expect "the next of this address is closed" refused 127.0.0.1
expect "another address is served" served 127.0.0.2
burst=0
server_config_conclaved >"$scratch/conf/server.conf"
kill -HUP "$server_pid"
expect "REHASH takes the limit away" within 20 rehashed
expect "the first address is served again" served 127.0.0.1
expect "the server ends with status 0" server_stop TERM
finish
