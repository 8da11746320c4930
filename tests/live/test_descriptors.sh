#!/usr/bin/env bash
# More want to come in than may: descriptors run out (accepting pauses, nothing spins, who waits gets in later), max-clients is reached
# (refused and counted).
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

server_config_conclaved() {
	cat <<CONF
server {
	name = "irc.live.test"
	max-clients = $max_clients
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
class "users" {
	flood-burst = 1000000
	flood-rate = 1000000
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

max_clients=20
server_start
# shellcheck disable=SC2154 # ports: lib.sh
counted python3 "$live_dir/hostile_full.py" "$port" "$tls_port" "$max_clients" "$oper_password" "$server_pid"
expect "max-clients: the server ends with status 0" server_stop TERM

# Root would raise the limit to what max-clients needs; an ordinary user can't.
max_clients=5000
if [ "$(id -u)" -eq 0 ]; then
	cp "$build/conclaved" "$scratch/conclaved"
	build=$scratch
	run_as+=(setpriv --reuid=nobody --regid=nogroup --clear-groups)
fi
run_as+=(prlimit --nofile=48:48)
server_start
counted python3 "$live_dir/hostile_descriptors.py" "$port" "$oper_password" "$server_pid"
expect "descriptors: the log says that accepting pauses" grep -q 'no more connections for' "$scratch/server.log"
expect "descriptors: the server ends with status 0" server_stop TERM
finish
