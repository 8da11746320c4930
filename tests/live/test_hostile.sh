#!/usr/bin/env bash
# Peers that misbehave, on a locked server: who does not read, sends by the byte, floods, stops in the middle of TLS, never registers.
# The others must not notice, and memory stays below a bound that each test states.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
read -r small_port large_port small_tls_port flood_port < <(free_ports 4)

server_config_conclaved() {
	cat <<CONF
server {
	name = "irc.live.test"
	network = "Live"
	connect-burst = 0
	max-clients = 12000
	registration-timeout = ${registration_timeout:-1m}
}
jail {
	user = "nobody"
	state = "$scratch/state"
	mode = "${JAIL_MODE:-enforce}"
}
tls {
	certificate = "tls.crt"
	key = "tls.key"
	handshake-timeout = ${handshake_timeout:-30s}
}
listen "127.0.0.1:$port" {}
listen "127.0.0.1:$tls_port" { tls = true }
listen "127.0.0.1:$small_port" { class = "small" }
listen "127.0.0.1:$large_port" { class = "large" }
listen "127.0.0.1:$small_tls_port" {
	class = "small"
	tls = true
}
listen "127.0.0.1:$flood_port" { class = "slow" }
class "users" {
	sendq = 16M
	recvq = 64K
	max-per-address = 10000
	flood-burst = 1000000
	flood-rate = 1000000
}
class "small" { sendq = 64K }
class "large" {
	sendq = 1M
	max-per-address = 10000
	flood-burst = 1000000
	flood-rate = 1000000
}
class "slow" {
	recvq = 8K
	flood-burst = 20
	flood-rate = 50
}
allow "*@127.0.0.0/8" { class = "users" }
role "all" { privileges = { $oper_privileges } }
oper "admin" {
	role = "all"
	password = "$oper_hash"
	require-tls = no
	from = { "*@127.0.0.0/8" }
}
CONF
}

# on_a_server PROGRAM: a server of its own, so that its memory tells of this test alone.
on_a_server() {
	local status

	server_start
	# shellcheck disable=SC2154 # ports: lib.sh
	case $1 in
	hostile_reader) set -- "$1" "$port" "$small_port" "$large_port" "$small_tls_port" ;;
	hostile_sender) set -- "$1" "$port" "$tls_port" "$flood_port" ;;
	hostile_tls) set -- "$1" "$port" "$tls_port" "${handshake_timeout%s}" ;;
	hostile_idle) set -- "$1" "$port" ;;
	hostile_churn) set -- "$1" "$large_port" "$tls_port" ;;
	hostile_stop) set -- "$1" "$port" "$tls_port" ;;
	esac
	counted python3 "$live_dir/$1.py" "${@:2}" "$oper_password" "$server_pid"
	[ "$1" = hostile_stop ] || expect "$1: the server still runs" running "$server_pid"
	expect "$1: the server ends with status 0" server_stop TERM
}

handshake_timeout=30s registration_timeout=1m
on_a_server hostile_reader
on_a_server hostile_sender
on_a_server hostile_churn
handshake_timeout=3s
on_a_server hostile_tls
registration_timeout=10s
on_a_server hostile_idle
registration_timeout=1m
on_a_server hostile_stop
finish
