#!/usr/bin/env bash
# Whole DCC sessions under the production filter, in each mode; what the filter has in each mode; what REHASH says of it; descriptors.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
network_alone "$@"

dcc=
server_config_conclaved_base=$(declare -f server_config_conclaved | sed '1s/.*/base_config ()/')
eval "$server_config_conclaved_base"
server_config_conclaved() {
	base_config
	printf '%s\n' "$dcc"
}
DCC_CERT=$scratch/conf/tls
export DCC_CERT
sessions() { python3 "$live_dir/dcc_jail.py" "$port" "$tls_port" "$@"; }

# calls_of NAME...: those of them that the filter of the running server lets through.
calls_of() {
	local name

	"$build/tests/live/redteam" --live "$server_pid" >"$scratch/calls" || return 1
	for name in "$@"; do
		awk -v name="$name" '$2 == name && $3 == "allow" { print $2 }' "$scratch/calls"
	done
}
can_see_filter() {
	[ "$(id -u)" -eq 0 ] && [ "${JAIL_MODE:-enforce}" = enforce ] && [ -x "$build/tests/live/redteam" ] &&
		! grep -q __asan_init "$build/conclaved"
}
has_calls() { # WANTED, as one word list
	local got

	got=$(calls_of connect bind listen | paste -sd' ')
	[ "$got" = "$1" ] || { echo "it has: $got" && return 1; }
}
expect_calls() { # MODE WANTED
	if can_see_filter; then
		expect "$1: of connect, bind and listen the filter has: ${2:-none}" has_calls "$2"
	else
		skip "$1: what the filter has" "only root may see that, of a server that enforces"
	fi
}
start_with() { # SECTION
	dcc=$1
	: >"$scratch/server.log"
	server_start
}
stop_well() { expect "$1: the server ends with status 0" server_stop TERM; }
# A REHASH by the signal: what it says in the log.
rehash_says() { # PATTERN
	local before

	before=$(grep -c 'asked by SIGHUP' "$scratch/server.log")
	kill -HUP "$server_pid"
	within 20 more_rehashes "$before" && grep -qE -- "$1" "$scratch/server.log"
}
more_rehashes() { [ "$(grep -c 'asked by SIGHUP' "$scratch/server.log")" -gt "$1" ]; }
says_sessions() { # N: there may be, by conclavectl
	"$build/conclavectl" -s "$scratch/state/control.sock" status | grep -q "sessions 0 of $1,"
}
is_read_only_mount() { # PATH, in the server's room
	[ "${JAIL_MODE:-enforce}" = off ] ||
		awk -v at="$1" '$5 == at && $6 ~ /^ro,nosuid,nodev,noexec/ { n++ } END { exit n != 1 }' "/proc/$server_pid/mountinfo"
}
change_config() { sed -i "$1" "$scratch/conf/server.conf"; }

start_with 'dcc { mode = full local = yes ports = 20000-20031 offer-rate = 0 }'
expect_calls full "connect bind listen"
counted sessions full
stop_well full

start_with 'dcc { mode = listen-only local = yes ports = 20000-20031 offer-rate = 0 }'
expect_calls listen-only "bind listen"
counted sessions listen-only
change_config 's/mode = listen-only/mode = full/'
expect "listen-only: REHASH says that full takes a restart" rehash_says 'dcc mode: the jail was made for listen-only, so full takes a restart'
counted sessions listen-only
stop_well listen-only

start_with ''
expect_calls off ""
stop_well off

mkdir -p "$scratch/clam"
chmod 755 "$scratch" "$scratch/clam"
start_with "dcc { mode = full local = yes ports = 20000-20031 offer-rate = 0 scan = \"$scratch/clam/clamd.ctl\" }"
counted sessions scan "$scratch/clam/clamd.ctl"
expect "scan: its directory is a read-only mount" is_read_only_mount "$scratch/clam"
stop_well scan

# Clients have theirs first.
dcc='dcc { mode = full local = yes ports = 20000-20031 offer-rate = 0 max-sessions = 100 }'
server_prepare
change_config 's/network = "Live"/&\n\tmax-clients = 500/'
run_as=(prlimit --nofile=700:700 "${run_as[@]}")
: >"$scratch/server.log"
server_run
expect "too few descriptors: it starts" within 60 up_or_gone
expect "too few descriptors: it says for how many transfers they are" \
	grep -q 'dcc max-sessions: there are descriptors for 45 of 100, as max-clients is 500' "$scratch/server.log"
expect "too few descriptors: so many there may be" says_sessions 45
stop_well "too few descriptors"
finish
