#!/usr/bin/env bash
# Names of users' addresses by a DNS server of our own, in a network of our own: shown, refused, late, never; REHASH.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
network_alone "$@"
if [ -z "${LIVE_ALONE:-}" ]; then
	skip "names" "only root has a network of its own here, with addresses that are not loopback"
	finish
fi
for i in 2 3 4 5 6 7 8; do ip address add "192.0.2.$i/32" dev lo; done
ip -6 address add 2001:db8::2/128 dev lo nodad 2>/dev/null || skip "IPv6" "there is none here"
read -r dns_port < <(free_ports 1)
lookup=yes timeout=10s

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
dns {
	lookup = $lookup
	servers = { "127.0.0.1:$dns_port" }
	timeout = $timeout
}
listen "*:$port" {}
class "users" {}
allow "*@*" { class = "users" }
CONF
}
rehashed() { [ "$(grep -c 'asked by SIGHUP: done' "$scratch/server.log")" -ge "$1" ]; }

server_start
counted python3 "$live_dir/dns_names.py" "$port" "$dns_port" answers
expect "the server ends with status 0" server_stop TERM

timeout=1s
server_start
counted python3 "$live_dir/dns_names.py" "$port" "$dns_port" silence
expect "the server ends with status 0" server_stop TERM

lookup=no
server_start
lookup=yes
server_config_conclaved >"$scratch/conf/server.conf"
kill -HUP "$server_pid"
must "REHASH is done" within 20 rehashed 1
expect "it says that lookups take a restart" grep -q 'dns lookup: .* takes a restart' "$scratch/server.log"
expect "and nobody is looked up, and nobody killed" \
	python3 -c 'import sys; sys.path.insert(0, sys.argv[2]); from irc import Client; Client(int(sys.argv[1]), "still").sync("x")' \
	"$port" "$live_dir"
expect "the server ends with status 0" server_stop TERM
finish
