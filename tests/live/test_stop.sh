#!/usr/bin/env bash
# SIGTERM, SIGINT and DIE: users are told, the server ends with status 0, its ports are free at once.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

ended_well() { # waits for the server to end; status 0
	local status

	within 10 gone "$server_pid" || return 1
	wait "$server_pid"
	status=$?
	server_pid=
	[ "$status" -eq 0 ]
}
starts_again() {
	server_run
	within 20 up_or_gone && running "$server_pid"
}

server_start
counted python3 "$live_dir/traffic_stop.py" "$port" "$tls_port" "$server_pid"
expect "SIGTERM ends the server with status 0" ended_well
expect "it starts again at once on the same ports" starts_again
kill -INT "$server_pid"
expect "SIGINT ends the server with status 0" ended_well
finish
