#!/usr/bin/env bash
# README "Who may come in", as written: its rules behind those of quickstart, its commands; then one of those clients for real.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

section() { sed -n '/^## Who may come in/,/^## For good/p' "$top/README.md"; }

server_config_conclaved() {
	cat <<CONF
server { name = "irc.live.test" }
jail {
	user = "nobody"
	state = "$scratch/state"
	mode = "${JAIL_MODE:-enforce}"
}
tls { certificate = "tls.crt" key = "tls.key" }
listen "127.0.0.1:$port" {}
listen "127.0.0.1:$tls_port" { tls = yes }
class "users" {}
allow "*@127.0.0.0/8" { class = "users" otherwise = next }
CONF
	section | sed -n 's/^    \(allow \)/\1/p'
}

# The README's own command N, on our file; its status and what it says are kept.
command_no() {
	local words

	words=$(section | sed -n 's/^    run\/build\/conclaved -f run\/etc\/conclave.conf //p' | sed -n "$1p")
	[ -n "$words" ] || return 99
	# shellcheck disable=SC2086 # words of a command line
	"$build/conclaved" -f "$scratch/conf/server.conf" $words >"$scratch/said" 2>&1
}
says() { grep -qxF -- "$1" "$scratch/said"; }
explain() { "$build/conclaved" -f "$scratch/conf/server.conf" --explain "$@" >"$scratch/said" 2>&1; }

comes_in() { # a client from 127.0.0.1
	python3 - "$port" <<'PY'
import socket, sys
s = socket.create_connection(("127.0.0.1", int(sys.argv[1])), timeout=20)
s.sendall(b"NICK ann\r\nUSER ann 0 * :Ann\r\n")
heard = b""
while b" 001 " not in heard and b"ERROR" not in heard:
    more = s.recv(4096)
    if not more:
        break
    heard += more
sys.exit(0 if b" 001 " in heard else 1)
PY
}

server_start
expect "the office comes in" command_no 1
expect "and is told its class" says "admitted: class users"
expect "the branch comes in over TLS" command_no 2
expect "without it is refused" status_is 1 command_no 3
expect "as the README says" says 'refused: Log in to an account first (SASL)'
expect "with an account comes in" command_no 4
expect "whoever is explained to come in" explain "ann@127.0.0.1:$port"
expect "comes in" comes_in
expect "words that mean nothing are a wrong use" status_is 64 explain "ann@127.0.0.1 ident=maybe"
expect "no client is a wrong use" status_is 64 explain ann
expect "an option without a word too" status_is 64 "$build/conclaved" --explain
expect "a configuration with faults is one" status_is 78 "$build/conclaved" -f "$scratch/conf/none" --explain ann@unix
expect "the server ends with status 0" server_stop TERM
finish
