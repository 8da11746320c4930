#!/usr/bin/env bash
# conclavectl on the jailed server: what it changes holds at once for those who log in, and outlives the server; who may not is told so.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
network_alone "$@"
socket=$scratch/state/control.sock
ctl() { "$build/conclavectl" -s "$socket" "$@"; }
with_password() { # PASSWORD COMMAND...
	local password=$1

	shift
	printf '%s\n' "$password" | "$@" >"$scratch/out" 2>&1
}
json() { # PYTHON-EXPRESSION over "it" COMMAND...
	local expression=$1

	shift
	"$@" 2>"$scratch/err" | python3 -c "import json, sys; it = json.load(sys.stdin); sys.exit(0 if ($expression) else 1)"
}

server_start
expect "account add takes a password from standard input" with_password correct-horse-1 ctl account add alice -e a@example.org
expect "a name that is taken is refused" status_is 1 ctl account add ALICE -n
expect "-g shows the password that it draws" output_has '^password: .{20}$' ctl account add bob -g
expect "-n makes one without a password" status_is 0 ctl account add carol -n
expect "a password that is too long is refused before anything is asked" \
	with_password "$(printf 'x%.0s' $(seq 257))" status_is 65 ctl account add dave
expect "JSON is JSON" json "[a['name'] for a in it] == ['alice', 'bob', 'carol'] and it[0]['password'] and not it[2]['password']" \
	ctl -j account list
expect "columns stand under their names" output_has '^name +created +seen' ctl account list
expect "explain admits" status_is 0 ctl explain 'x@127.0.0.1'
expect "explain refuses and says so" status_is 1 ctl explain 'x@192.0.2.7'
expect "explain tells the rule" output_has 'allow "\*@127' ctl explain 'x@127.0.0.1'

counted python3 "$live_dir/control.py" "$tls_port" "$build/conclavectl" "$socket"

expect "stats tells what STATS tells" output_has '^class +ping ' ctl stats y
expect "and in JSON rows are objects" json "[c['class'] for c in it] and it[0]['sendq'] > 0" ctl -j stats y
expect "texts are lines" output_has '^filter: ' ctl stats j
expect "descriptors are told from inside the jail" output_has 'allowed to the process [1-9]' ctl stats f
expect "resources are told from inside the jail" output_has 'most resident memory [1-9]' ctl stats R
expect "storage has written" output_has 'storage thread: .* done [1-9]' ctl stats J
expect "a letter that there is not is told so" status_is 1 ctl stats '!'
expect "oper list knows the sections" output_has '^name +role' ctl oper list

expect "mkpasswd asks no server" with_password correct-horse-1 "$build/conclavectl" -s /nonexistent mkpasswd
expect "and prints a hash" grep -q '^.argon2id.v=19' "$scratch/out"
expect "no such command is a matter of usage" status_is 64 ctl frobnicate
expect "nobody at the socket is told" status_is 69 "$build/conclavectl" -s "$scratch/none.sock" who
expect "what was drawn for a code is shown" output_has '^[a-z0-9-]{19}$' ctl account invite -u 2 -x 60

if [ "$(id -u)" -eq 0 ]; then
	chmod 755 "$scratch" "$scratch/state"
	chmod 666 "$socket"
	as() { setpriv --reuid "$1" --clear-groups "${@:2}"; }
	expect "the server's own user may" status_is 0 as nobody "$build/conclavectl" -s "$socket" who
	expect "others may not, whatever the file's mode" status_is 77 as 54321 "$build/conclavectl" -s "$socket" who
	expect "and are in the log" grep -q 'refused conclavectl (uid 54321)' "$scratch/server.log"
else
	skip "other users" "only root can be somebody else"
fi
expect "who asked for what is in the log" grep -q 'conclavectl (uid [0-9]*): ACCOUNT ADD alice' "$scratch/server.log"
ctl account cert carol >/dev/null
expect "who only looks at certificates has changed nothing, and is not" sh -c "! grep -q 'ACCOUNT CERT carol' '$scratch/server.log'"
expect "passwords are not" sh -c "! grep -q correct-horse '$scratch/server.log'"

expect "it ends with status 0" server_stop TERM
expect "its socket goes with it" [ ! -e "$socket" ]
server_run
must "it starts again" within 60 up_or_gone
expect "accounts are there as they were left" json \
	"sorted(a['name'] for a in it) == ['alice', 'carol'] and [a['suspended'] for a in it if a['name'] == 'carol'] == ['on leave']" \
	ctl -j account list
expect "it ends with status 0 again" server_stop TERM
finish
