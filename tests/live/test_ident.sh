#!/usr/bin/env bash
# The Auth client in its jail: each answer of a hostile service, real oidentd with fixed and with looked-up names, 64 services that hang.
# IDENT_OTHERS=N: how many register while they hang (200).
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
network_alone "$@"
# Without an IPv6 address beside ::1, oidentd thinks that there is no IPv6 (AI_ADDRCONFIG).
[ -z "${LIVE_ALONE:-}" ] || ip address add 2001:db8::1/128 dev lo 2>/dev/null
read -r ident_port outer_port websocket_port hide_port numeric_port odd_port < <(free_ports 6)
limit=2s asking=try
v6=4
python3 -c 'import socket; socket.socket(socket.AF_INET6).bind(("::1", 0))' 2>/dev/null && v6=6

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
ident {
	port = $ident_port
	connect-timeout = 1s
	timeout = $limit
	loopback = yes
}
$([ "$v6" = 6 ] && echo "listen \"*:$port\" {}" || echo "listen \"0.0.0.0:$port\" {}")
listen "127.0.0.1:$outer_port" { external-port = 6667 }
listen "127.0.0.1:$websocket_port" { websocket = yes }
listen "127.0.0.1:$hide_port" {}
listen "127.0.0.1:$numeric_port" {}
listen "127.0.0.1:$odd_port" {}
class "users" { max-per-address = 1000 }
allow "*@127.0.3.0/24" {
	class = "users"
	ident = $([ "$asking" = off ] && echo off || echo require)
}
allow "*@127.0.4.0/24" {
	class = "users"
	ident = $asking
	tilde = no
}
allow "*@127.0.5.0/24" { class = "users" }
allow "*@*" {
	class = "users"
	ident = $asking
}
CONF
}

reload() {
	local before

	before=$(grep -c 'asked by SIGHUP: done' "$scratch/server.log")
	server_config_conclaved >"$scratch/conf/server.conf"
	kill -HUP "$server_pid"
	within 20 reloaded "$before"
}
reloaded() { [ "$(grep -c 'asked by SIGHUP: done' "$scratch/server.log")" -gt "$1" ]; }
visit() { # HOST PORT SOURCE WANTED: "USER REPLY", "-" for a good one
	local got

	got=$(python3 "$live_dir/ident.py" ask "$1" "$2" "$3" 2>&1)
	# shellcheck disable=SC2053 # a pattern
	[[ $got == $4 ]] || { echo "got $got, not $4" && return 1; }
}

oidentds=()
oidentd_start() { # ADDRESS ARGUMENT...
	local as=()

	[ "$(id -u)" -ne 0 ] || as=(-u root -g root) # others may not change who they are
	/usr/sbin/oidentd -i -S "${as[@]}" -a "$1" -p "$ident_port" "${@:2}" >>"$scratch/oidentd.log" 2>&1 </dev/null &
	oidentds+=($!)
	within 10 answers "$1"
}
answers() { (exec 3<>"/dev/tcp/$1/$ident_port") 2>/dev/null; }
oidentd_stop() {
	local pid

	for pid in "${oidentds[@]}"; do
		kill "$pid" 2>/dev/null
		{ wait "$pid"; } 2>/dev/null
	done
	oidentds=()
}
trap 'oidentd_stop; clean_up' EXIT

check_oidentd() {
	local me

	me=$(id -un)
	cat >"$scratch/lookup.conf" <<CONF
user "$me" {
	default { force reply "lisa" }
	fport $hide_port { force hide }
	fport $numeric_port { force numeric }
	fport $odd_port { force reply "has space:colon@x" }
}
CONF
	must "oidentd with a fixed name starts" oidentd_start 127.0.2.1 -R fixeduser
	must "oidentd with looked-up names starts" oidentd_start 127.0.2.2 -C "$scratch/lookup.conf"
	expect "oidentd: a fixed name" visit 127.0.0.1 "$port" 127.0.2.1 "fixeduser -"
	expect "oidentd: a looked-up name" visit 127.0.0.1 "$port" 127.0.2.2 "lisa -"
	expect "oidentd: a looked-up name, asked from the second address" visit 127.0.0.2 "$port" 127.0.2.2 "lisa -"
	expect "oidentd: hidden" visit 127.0.0.1 "$hide_port" 127.0.2.2 "~claimed HIDDEN-USER"
	expect "oidentd: a number" visit 127.0.0.1 "$numeric_port" 127.0.2.2 "$(id -u) -"
	expect "oidentd: a name that is none" visit 127.0.0.1 "$odd_port" 127.0.2.2 "~claimed unusable name"
	# The port that is told is not the one of the connection: nobody has that.
	expect "oidentd: no such connection" visit 127.0.0.1 "$outer_port" 127.0.2.2 "~claimed NO-USER"
	if [ "$v6" = 6 ] && [ -n "${LIVE_ALONE:-}" ]; then
		must "oidentd on IPv6 starts" oidentd_start ::1 -C "$scratch/lookup.conf"
		expect "oidentd: a looked-up name over IPv6" visit ::1 "$port" ::1 "lisa -"
	else
		skip "oidentd over IPv6" "it needs an address beside ::1"
	fi
	oidentd_stop
}

descriptors() { find "/proc/$server_pid/fd" -mindepth 1 2>/dev/null | wc -l; }
as_many_descriptors() { [ "$(descriptors)" -eq "$1" ]; }

[ "$v6" = 6 ] || skip "IPv6" "there is none"
server_start
before=$(descriptors)
counted python3 "$live_dir/ident.py" matrix "$ident_port" "$port" "$outer_port" "$websocket_port" "${limit%s}" "$v6"
if [ -x /usr/sbin/oidentd ]; then check_oidentd; else skip "oidentd" "it is not here"; fi
limit=25s
must "REHASH takes another timeout" reload
counted python3 "$live_dir/ident.py" tarpits "$ident_port" "$port" "$outer_port" "$websocket_port" "${limit%s}" "$v6" "${IDENT_OTHERS:-200}"
expect "no descriptor is left behind" within 20 as_many_descriptors "$before"
expect "the server ends with status 0" server_stop TERM

asking=off limit=2s
server_config_conclaved >"$scratch/conf/server.conf"
server_run
must "it starts with ident off" within 60 up_or_gone
asking=try
must "REHASH switches ident on" reload
expect "which takes a restart, and says so" grep -q 'nobody is asked until a restart' "$scratch/server.log"
expect "who comes is let in, not asked about" visit 127.0.0.1 "$port" 127.0.8.1 "~claimed -"
expect "it ends with status 0" server_stop TERM
finish
