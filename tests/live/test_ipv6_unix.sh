#!/usr/bin/env bash
# Listeners on IPv4, IPv6 and a Unix socket; the socket's file: mode, stale, occupied, not a socket.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
socket=$scratch/run/irc.sock
mkdir -p "$scratch/run"
[ "$(id -u)" -ne 0 ] || chown nobody "$scratch/run"
read -r port6 < <(free_ports 1)
has_ipv6() { python3 -c 'import socket; socket.socket(socket.AF_INET6).bind(("::1", 0))' 2>/dev/null; }
if ! has_ipv6; then
	skip "IPv6" "no ::1 here"
	port6=0
fi

server_config_conclaved() {
	cat <<CONF
server {
	name = "irc.live.test"
	connect-burst = 0
}
jail {
	user = "nobody"
	state = "$scratch/state"
	mode = "${JAIL_MODE:-enforce}"
}
tls {
	certificate = "tls.crt"
	key = "tls.key"
}
listen "127.0.0.1:$port" {}
listen "127.0.0.1:$tls_port" { tls = true }
listen "unix:$socket" { $socket_mode }
$([ "$port6" -eq 0 ] || echo "listen \"[::1]:$port6\" {}")
class "users" {
	max-per-address = 3
	flood-burst = 1000000
	flood-rate = 1000000
}
allow "*@127.0.0.0/8" { class = "users" }
allow "*@::1" { class = "users" }
allow "*@unix" { class = "users" }
role "all" { privileges = { $oper_privileges } }
oper "local" {
	role = "all"
	password = "$oper_hash"
	require-tls = no
	from = { "*@unix" }
}
CONF
}

mode_is() { [ "$(stat -c '%a %F' "$socket")" = "$1 socket" ]; }
answers() { # somebody who says hello by the socket is greeted
	python3 - "$socket" "$live_dir" <<'PY'
import socket, sys
sys.path.insert(0, sys.argv[2])
from hostile import Peer
s = socket.socket(socket.AF_UNIX)
s.connect(sys.argv[1])
Peer(s, "asks", timeout=20)
PY
}
make_stale() { python3 -c 'import socket, sys; socket.socket(socket.AF_UNIX).bind(sys.argv[1])' "$socket"; }
refused() { # PATTERN: a second start ends by itself with EX_UNAVAILABLE, and says why
	local before=$server_pid status

	: >"$scratch/refused.log"
	"${run_as[@]}" "$build/conclaved" -f "$scratch/conf/second.conf" >"$scratch/refused.log" 2>&1 </dev/null &
	server_pid=$!
	within 20 gone "$server_pid"
	wait "$server_pid"
	status=$?
	server_pid=$before
	[ "$status" -eq 69 ] && grep -qE -- "$1" "$scratch/refused.log"
}
second_config() { # the same socket, but no port of the first
	sed "/^listen \"127/d; /^listen \"\\[/d" "$scratch/conf/server.conf" >"$scratch/conf/second.conf"
}

socket_mode=
make_stale
server_start
# shellcheck disable=SC2154 # ports: lib.sh
counted python3 "$live_dir/ipv6_unix.py" "$port" "$port6" "$socket" "$oper_password"
expect "a stale socket file was replaced" answers
expect "a Unix socket's mode is 0660 unless told otherwise" mode_is 660
second_config
expect "a socket that somebody listens on is left alone, and the start ends" refused 'listens there already'
expect "and the first server still answers" answers
sed "/^listen \"unix/d" "$scratch/conf/server.conf" >"$scratch/conf/second.conf"
expect "a port that is taken ends the start too" refused "127.0.0.1:$port: bind: Address already in use"
expect "it ends with status 0" server_stop TERM

socket_mode='mode = "0600"'
server_start
expect "it starts again after itself" answers
expect "the mode is what the configuration says" mode_is 600
expect "it ends with status 0" server_stop TERM

rm -f "$socket"
echo precious >"$socket"
second_config
expect "a file that is no socket is left alone, and the start ends" refused 'not a socket'
expect "the file is as it was" grep -qx precious "$socket"
finish
