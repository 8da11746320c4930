#!/usr/bin/env bash
# How the program starts, and how it refuses to: options, faults of a configuration, exit statuses, the background.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
if [ "$server" != conclaved ]; then
	skip "start" "only of conclaved"
	finish
fi
program=$build/conclaved
out=$scratch/out

exits() { # STATUS COMMAND...
	local want=$1 got

	shift
	"$@" >"$out" 2>&1 </dev/null
	got=$?
	[ "$got" -eq "$want" ] && return 0
	echo "status $got, expected $want, and it said:"
	sed 's/^/    | /' "$out"
	return 1
}
said() { grep -qE -- "$1" "$out" || { sed 's/^/    | /' "$out" && return 1; }; }
# shellcheck disable=SC2016
hashes() { # TEXT: a hash comes out, another one each time
	[[ $(printf '%s\n' "$1" | "$program" --mkpasswd) == '$argon2id$'* ]] &&
		[ "$(printf '%s\n' "$1" | "$program" --mkpasswd)" != "$(printf '%s\n' "$1" | "$program" --mkpasswd)" ]
}

expect "-V ends with status 0" exits 0 "$program" -V
expect "and names the libraries" said 'OpenSSL.*libsodium'
expect "an unknown option is status 64" exits 64 "$program" --frobnicate
expect "a surplus argument is status 64" exits 64 "$program" -t surplus
expect "--mkpasswd hashes, with a salt of its own" hashes secret
expect "--mkpasswd refuses nothing at all with status 65" exits 65 "$program" --mkpasswd
expect "a missing configuration is status 78" exits 78 "$program" -f "$scratch/nowhere.conf"
expect "and its name is told" said 'nowhere\.conf'

server_prepare
conf=$scratch/conf/server.conf
expect "-t passes a right configuration" exits 0 "$program" -t -f "$conf"
cp "$conf" "$scratch/conf/faulty.conf"
sed -i 's/flood-rate = 1000/flood-rate = none/; s/class = "users" }/class = "nobody" }/' "$scratch/conf/faulty.conf"
first=$(grep -n 'flood-rate' "$scratch/conf/faulty.conf" | cut -d: -f1)
second=$(grep -n 'class = "nobody"' "$scratch/conf/faulty.conf" | cut -d: -f1)
expect "-t refuses a faulty one with status 78" exits 78 "$program" -t -f "$scratch/conf/faulty.conf"
expect "and names the first fault with its line" said "faulty\.conf:$first: "
expect "and the second one too" said "faulty\.conf:$second: "
expect "a start with it is status 78" exits 78 "$program" -f "$scratch/conf/faulty.conf"

sed "s/^\tuser = .*/\tuser = \"no-such-account\"/" "$conf" >"$scratch/conf/stranger.conf"
if [ "$(id -u)" -eq 0 ]; then
	expect "a jail that cannot be built is status 69" exits 69 "$program" -f "$scratch/conf/stranger.conf"
	expect "and the missing account is told" said 'no-such-account'
	expect "-t tells it too, and that the configuration is right" exits 0 "$program" -t -f "$scratch/conf/stranger.conf"
	expect "with its name" said 'would not start.*no-such-account'
fi

expect "-d returns when the server is ready" exits 0 "$program" -d -f "$conf"
server_pid=$(sed -nE 's/.* is ready: irc\.live\.test, process ([0-9]+)$/\1/p' "$out")
expect "and both ports answer" bash -c "exec 3<>/dev/tcp/127.0.0.1/$port 4<>/dev/tcp/127.0.0.1/$tls_port"
expect "a second one finds the port taken, status 69" exits 69 "$program" -f "$conf"
expect "and says which" said "127\.0\.0\.1:$port"
expect "-d passes that status on" exits 69 "$program" -d -f "$conf"
kill -TERM "$server_pid"
expect "SIGTERM ends the one in the background" within 10 gone "$server_pid"
server_pid=
finish
