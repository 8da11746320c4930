#!/usr/bin/env bash
# Two jailed servers, hub and leaf, linked over TLS with pinned certificates: who has another certificate hears no password, whoever dials;
# by a SOCKS proxy; and again after one of them was killed.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
if [ "$server" != conclaved ]; then
	skip "links" "$server links in another way"
	finish
fi
network_alone "$@"

print_of() { openssl x509 -in "$1.crt" -noout -fingerprint -sha256 | sed 's/.*=//; s/://g' | tr 'A-F' 'a-f'; }
make_cert "$scratch/leaf-cert" leaf.live.test
make_cert "$scratch/other" other.live.test
leaf_print=$(print_of "$scratch/leaf-cert")
other_print=$(print_of "$scratch/other")
pin_of_leaf=$leaf_print
read -r link_port leaf_port proxy_port impostor_port < <(free_ports 4)

# common NAME SID STATE: what both have.
common() {
	cat <<CONF
server {
	name = "$1"
	sid = "$2"
	network = "Live"
	connect-burst = 0
	channel-ranks = "ov"
	casemapping = "rfc1459"
}
jail {
	user = "nobody"
	state = "$3"
	mode = "${JAIL_MODE:-enforce}"
}
tls {
	certificate = "tls.crt"
	key = "tls.key"
}
links {
	retry = 1s
	retry-max = 2s
}
class "users" { }
allow "*@127.0.0.0/8" { class = "users" }
CONF
}

server_config_conclaved() {
	common hub.live.test 1HB "$scratch/state"
	cat <<CONF
listen "127.0.0.1:$port" {}
listen "127.0.0.1:$link_port" {
	tls = yes
	links = yes
}
link "leaf.live.test" {
	from = { "127.0.0.1" }
	send-password = "of-hub"
	accept-password = "of-leaf"
	fingerprints = { "$pin_of_leaf" }
}
CONF
}

leaf_pid=
# leaf_start PORT PIN [SOCKS-PASSWORD]: it dials there.
leaf_start() {
	local dir=$scratch/leaf

	mkdir -p "$dir" "$scratch/leaf-state"
	cp "$scratch/leaf-cert.crt" "$dir/tls.crt"
	cp "$scratch/leaf-cert.key" "$dir/tls.key"
	{
		common leaf.live.test 2LF "$scratch/leaf-state"
		cat <<CONF
listen "127.0.0.1:$leaf_port" {}
link "hub.live.test" {
	address = "127.0.0.1:$1"
	autoconnect = yes
	send-password = "of-leaf"
	accept-password = "of-hub"
	fingerprints = { "$2" }
	hub = { "*" }
CONF
		if [ -n "${3:-}" ]; then
			printf '\tsocks = "127.0.0.1:%s"\n\tsocks-user = "proxy"\n\tsocks-password = "%s"\n' "$proxy_port" "$3"
		fi
		echo "}"
	} >"$dir/server.conf"
	[ "$(id -u)" -ne 0 ] || chown -R nobody "$dir" "$scratch/leaf-state"
	: >"$scratch/leaf.log"
	"$build/conclaved" -f "$dir/server.conf" >>"$scratch/leaf.log" 2>&1 </dev/null &
	leaf_pid=$!
	within 60 leaf_says ' ready\b'
}
leaf_stop() { # its exit status
	local status

	[ -n "$leaf_pid" ] || return 0
	kill "-$1" "$leaf_pid" 2>/dev/null
	within 10 gone "$leaf_pid" || kill -KILL "$leaf_pid" 2>/dev/null
	{ wait "$leaf_pid"; } 2>/dev/null
	status=$?
	leaf_pid=
	return "$status"
}
helpers=()
helper() { # WORD...: of link_tls.py
	python3 "$live_dir/link_tls.py" "$@" >>"$scratch/helper.log" 2>&1 </dev/null &
	helpers+=($!)
}
end_all() {
	local pid

	leaf_stop KILL
	for pid in "${helpers[@]}"; do
		kill "$pid" 2>/dev/null
	done
	clean_up
}
trap end_all EXIT

leaf_says() { grep -qE -- "$1" "$scratch/leaf.log"; }
hub_says() { grep -qE -- "$1" "$scratch/server.log"; }
leaf_logs() { within 20 leaf_says "$1" || { sed 's/^/    | /' "$scratch/leaf.log" | tail -n 8; return 1; }; }
hub_logs() { within 20 hub_says "$1"; }
file_has() { grep -qE -- "$1" "$2" 2>/dev/null; }
lacks() { ! grep -qE -- "$1" "$2"; }

server_start
hub_print=$(print_of "$scratch/conf/tls")
helper proxy "$proxy_port" "$scratch/proxy.log"
helper impostor "$impostor_port" "$scratch/other" "$scratch/impostor.log"
expect "the helpers listen" within 20 listening "$impostor_port"

must "the leaf starts" leaf_start "$link_port" "$hub_print"
expect "the leaf links" leaf_logs 'link: hub\.live\.test: linked as 1HB: TLS'
expect "the hub says so, too" hub_logs 'link: leaf\.live\.test: linked as 2LF: TLS'
# shellcheck disable=SC2154 # port: lib.sh
expect "people on both meet" timeout 60 python3 "$live_dir/link_tls.py" meet "$port" "$leaf_port"

server_stop KILL
expect "the leaf knows that the hub is gone" leaf_logs 'link: hub\.live\.test: cut off'
expect "it tries again" leaf_logs 'link: hub\.live\.test: no connection to 127\.0\.0\.1:[0-9]+: Connection refused'
: >"$scratch/leaf.log"
server_run
expect "it links when the hub is there again" leaf_logs 'link: hub\.live\.test: linked as 1HB'
expect "people on both meet again" timeout 60 python3 "$live_dir/link_tls.py" meet "$port" "$leaf_port"
expect "the leaf ends with status 0" leaf_stop TERM
expect "the hub is told that it goes" hub_logs 'link: leaf\.live\.test: cut off: .*Server is shutting down'

: >"$scratch/server.log"
must "the leaf starts with a wrong fingerprint" leaf_start "$link_port" "$other_print"
expect "it names the one that it saw" leaf_logs "link: hub\.live\.test: not connected .* its fingerprint is $hub_print\$"
expect "the hub was told nothing" lacks 'leaf\.live\.test' "$scratch/server.log"
leaf_stop TERM

must "the leaf starts, to an impostor" leaf_start "$impostor_port" "$hub_print"
expect "it names that one's" leaf_logs "link: hub\.live\.test: not connected .* its fingerprint is $other_print\$"
expect "the impostor is told nothing" within 20 file_has '^gone$' "$scratch/impostor.log"
expect "not a word" lacks '^told' "$scratch/impostor.log"
leaf_stop TERM

guest() { timeout 60 python3 "$live_dir/link_tls.py" guest "$link_port" "$1" >"$scratch/guest"; }
expect "who has another certificate knocks at the hub" guest "$scratch/other"
expect "it is refused" file_has '^ERROR .*Invalid fingerprint' "$scratch/guest"
expect "and hears no password" lacks '^PASS|of-hub' "$scratch/guest"
expect "the hub names what it was shown" hub_says "link: leaf\.live\.test: refused, from 127\.0\.0\.1: Invalid fingerprint\. $other_print"
expect "who has the right one" guest "$scratch/leaf-cert"
expect "is answered" file_has '^PASS of-hub TS 6' "$scratch/guest"

must "the leaf starts, by a proxy" leaf_start "$link_port" "$hub_print" way
expect "it links" leaf_logs 'link: hub\.live\.test: linked as 1HB: TLS'
expect "the proxy was asked for the hub" file_has "^to $link_port\$" "$scratch/proxy.log"
expect "people on both meet through it" timeout 60 python3 "$live_dir/link_tls.py" meet "$port" "$leaf_port"
leaf_stop TERM
must "the leaf starts, with a wrong password for the proxy" leaf_start "$link_port" "$hub_print" nowhere
expect "it says so" leaf_logs 'link: hub\.live\.test: no connection to .* by proxy 127\.0\.0\.1:[0-9]+: SOCKS: user or password is wrong'
expect "the leaf ends with status 0" leaf_stop TERM
expect "the hub ends with status 0" server_stop TERM
finish
