#!/usr/bin/env bash
# RESTART under a supervisor that starts again what ends with status 75, as contrib/systemd does: it comes back.  After DIE it does not.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
network_alone "$@"
socket=$scratch/state/control.sock
oper_privileges="$oper_privileges, \"restart\", \"set\""
ctl() { "$build/conclavectl" -s "$socket" "$@" >"$scratch/out" 2>&1; }

# The supervisor: one line for each end; it forwards no signal, for the server gets them by its own number.
supervise() {
	local status=75

	while [ "$status" -eq 75 ]; do
		"$build/conclaved" -f "$scratch/conf/server.conf" >>"$scratch/server.log" 2>&1 </dev/null &
		echo $! >"$scratch/pid"
		wait $!
		status=$?
		echo "ended $status" >>"$scratch/ends"
	done
}
ready_times() { [ "$(ready_lines)" -ge "$1" ]; }
ends_are() { [ "$(tr '\n' ' ' <"$scratch/ends" 2>/dev/null)" = "$1" ]; }
says() { # LINE: an operator says it, and is told that the server ends
	python3 - "$port" "$oper_password" "$live_dir" "$1" <<'PY'
import sys
sys.path.insert(0, sys.argv[3])
from irc import Client
c = Client(int(sys.argv[1]), "boss")
c.send("OPER admin " + sys.argv[2])
c.expect(" 381 ")
c.send(sys.argv[4])
c.expect("ERROR :Closing Link")
PY
}

unit=$top/contrib/systemd/conclaved.service
expect "the systemd unit starts what ends so again" grep -qx 'RestartForceExitStatus=75' "$unit"
expect "and what ends with 0 only on failure" grep -qx 'Restart=on-failure' "$unit"

server_prepare
: >"$scratch/server.log"
supervise &
server_pid=$!
must "the server starts" within 60 ready_times 1
first=$(cat "$scratch/pid")
expect "RESTART tells users that it ends" says "RESTART irc.live.test :new version"
expect "its supervisor starts it again" within 60 ready_times 2
expect "by its exit status" ends_are "ended 75 "
expect "it is another process" [ "$(cat "$scratch/pid")" != "$first" ]
expect "conclavectl status finds it" ctl status
expect "which tells that it was not rehashed yet" grep -qE '^last rehash +none' "$scratch/out"
expect "conclavectl restart is answered" ctl restart "by conclavectl"
expect "and comes back too" within 60 ready_times 3
expect "SIGHUP does not end it" kill -HUP "$(cat "$scratch/pid")"
expect "DIE tells users that it ends" says "DIE irc.live.test"
expect "its supervisor ends with it" within 20 gone "$server_pid"
expect "for DIE ends with status 0" ends_are "ended 75 ended 75 ended 0 "
server_pid=
: >"$scratch/ends"
supervise &
server_pid=$!
must "it can be started once more" within 60 ready_times 4
expect "conclavectl die is answered" ctl die "enough"
expect "and it stays away" within 20 gone "$server_pid"
expect "with status 0" ends_are "ended 0 "
server_pid=
finish
