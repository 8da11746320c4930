#!/usr/bin/env bash
# Uplinks to a real server of ICQ, Open OSCAR Server: OSCAR and version 5 of the legacy protocol, straight and by proxies, over a restart.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=icq_oos.sh
. "$live_dir/icq_oos.sh"
if [ -z "${LIVE_ALONE:-}" ] && ! oos_build; then
	skip "Open OSCAR Server" "$oos_why"
	finish
fi
network_alone "$@"
read -r oos_oscar oos_udp oos_api oos_toc socks micro < <(free_ports 6)
proxy_pid=
end_all() {
	oos_stop
	[ -z "$proxy_pid" ] || kill "$proxy_pid" 2>/dev/null
	clean_up
}
trap end_all EXIT
oscar_way='' legacy_way=''

# Two accounts outside, each a contact of the other: what is said in #oscar goes out by OSCAR, comes in by the legacy protocol, and is heard
# in #legacy; and the other way round.
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
listen "127.0.0.1:$port" {}
class "users" {
	flood-burst = 1000
	flood-rate = 1000
}
allow "*@*" { class = "users" }
module "icq" {}
icq-uplink "oscar" {
	server = "127.0.0.1:$oos_oscar"
	uin = 100001
	password = "secret1"
	retry = 1s
	$oscar_way
}
icq-uplink "legacy" {
	protocol = legacy
	server = "127.0.0.1:$oos_udp"
	uin = 100002
	password = "secret2"
	keepalive = 20s
	retry = 1s
	$legacy_way
}
icq-contact "100002" {
	uplink = "oscar"
	nick = "boris"
	channels = { "#oscar" }
}
icq-contact "100001" {
	uplink = "legacy"
	nick = "anna"
	channels = { "#legacy" }
}
icq-contact "100003" {
	uplink = "oscar"
	nick = "old"
	channels = { "#oscar" }
}
CONF
}

proxy_start() { # PORT COMMAND...
	local at=$1

	shift
	"$@" >"$scratch/proxy.log" 2>&1 </dev/null &
	proxy_pid=$!
	within 20 listening "$at"
}
proxy_stop() {
	kill "$proxy_pid" 2>/dev/null
	{ wait "$proxy_pid"; } 2>/dev/null
	proxy_pid=
}

dante_config() {
	cat <<CONF
logoutput: $scratch/dante.log
internal: 127.0.0.1 port = $socks
external: 127.0.0.1
clientmethod: none
socksmethod: none
user.privileged: root
user.notprivileged: nobody
client pass { from: 0.0.0.0/0 to: 0.0.0.0/0 }
socks pass {
	from: 0.0.0.0/0 to: 0.0.0.0/0
	log: connect disconnect
}
CONF
}

talk() { # WHAT: the program's test of that name
	counted python3 "$live_dir/icq_oos.py" "$port" "$oos_api" "$oos_udp" "$1"
}

# The server's limit of logins is for each run of it.
run() { # WHAT OSCAR-WAY LEGACY-WAY
	oscar_way=$2 legacy_way=$3
	oos_stop
	must "Open OSCAR Server runs" oos_start
	server_start
	echo "-- $1"
	talk talk
	expect "the server ends with status 0" server_stop TERM
}

must "Open OSCAR Server runs" oos_start
must "it gets its accounts" python3 "$live_dir/icq_oos.py" 0 "$oos_api" "$oos_udp" accounts
server_start
talk talk
talk old
oos_stop
must "Open OSCAR Server runs again" oos_start
talk back
expect "the server ends with status 0" server_stop TERM

if command -v microsocks >/dev/null; then
	must "microsocks runs" proxy_start "$micro" microsocks -i 127.0.0.1 -p "$micro"
	run "OSCAR by microsocks" "proxy = socks5 proxy-server = \"127.0.0.1:$micro\"" ''
	proxy_stop
else
	skip "OSCAR by microsocks" "it is not installed"
fi
if command -v danted >/dev/null && [ "$(id -u)" -eq 0 ]; then
	dante_config >"$scratch/dante.conf"
	must "Dante runs" proxy_start "$socks" danted -f "$scratch/dante.conf"
	run "both by Dante, SOCKS 5" "proxy = socks5 proxy-server = \"127.0.0.1:$socks\"" \
		"proxy = socks5 proxy-server = \"127.0.0.1:$socks\""
	expect "the association went by the proxy" grep -q 'udp.*associate\|udpassociate' "$scratch/dante.log"
	run "OSCAR by Dante, SOCKS 4" "proxy = socks4 proxy-server = \"127.0.0.1:$socks\"" ''
	proxy_stop
else
	skip "by Dante" "it is not installed, or this is not root"
fi
finish
