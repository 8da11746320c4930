# The stage of the tests of the DCC relay: the server in a network of its own, each client in another, and a cable from the server to
# each client.  No bridge, nothing forwarded, no route but to the server's end of the cable.  Sourced behind lib.sh.
# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154  # what the tests read; what lib.sh sets
people=() # names, in the order of their cables, which begin with 1
declare -A person_pid=() # holds that network
irc_port=16667
relay_ports=20000-22999 # where no client's system picks ports, so that none is both

# stage_alone "$@": the test goes on from its start in a network of its own; skips where there can be none.
stage_alone() {
	local how=-n

	if [ "$server" != conclaved ]; then
		skip "DCC" "$server has no relay"
		finish
	fi
	[ -z "${LIVE_ALONE:-}" ] || return 0
	[ "$(id -u)" -eq 0 ] || how=-rn
	# shellcheck disable=SC2016 # for the inner shell
	if ! unshare "$how" sh -c 'ip link set lo up && ip link add here type veth peer name there' 2>"$scratch/unshare.log"; then
		skip "DCC" "no network namespaces here: $(tail -n 1 "$scratch/unshare.log")"
		finish
	fi
	rm -rf "$scratch"
	# shellcheck disable=SC2016 # for the inner shell
	LIVE_ALONE=yes LIVE_UID=$(id -u) exec unshare "$how" sh -c 'ip link set lo up && exec "$0" "$@"' "$0" "$@"
}

another_network() { [ "$(readlink "/proc/$1/ns/net")" != "$(readlink /proc/self/ns/net)" ]; } # PID

# person NAME: a network with a cable.  Each end has an IPv4 and an IPv6 address, the client's a second IPv4 one.
person() {
	local n=$((${#people[@]} + 1))

	people+=("$1")
	setpriv --pdeathsig KILL unshare -n sleep infinity &
	person_pid[$1]=$!
	within 10 another_network "${person_pid[$1]}" || return 1
	ip link add "cable$n" type veth peer name cable netns "${person_pid[$1]}" &&
		ip address add "10.77.$n.1/24" dev "cable$n" &&
		ip address add "fd77:$n::1/64" dev "cable$n" nodad &&
		ip link set "cable$n" up &&
		inside "$1" ip link set lo up &&
		inside "$1" ip address add "10.77.$n.2/24" dev cable &&
		inside "$1" ip address add "10.77.$n.3/24" dev cable &&
		inside "$1" ip address add "fd77:$n::2/64" dev cable nodad &&
		inside "$1" ip link set cable up
}

inside() { # PERSON COMMAND...
	nsenter -t "${person_pid[$1]}" -n "${@:2}"
}
cable_of() { # PERSON: its number
	local n

	for n in "${!people[@]}"; do
		[ "${people[n]}" != "$1" ] || echo $((n + 1))
	done
}

# stage_open NAME...: the networks, and that no byte goes from one to another but by way of a program here.
stage_open() {
	local name

	for name in "$@"; do must "$name has a network with a cable to the server" person "$name"; done
	(echo 0 >/proc/sys/net/ipv4/ip_forward && echo 0 >/proc/sys/net/ipv6/conf/all/forwarding) 2>/dev/null
	must "the server's system forwards nothing" nothing_forwarded
	for name in "$@"; do must "$name has no way but to the server" only_to_the_server "$name"; done
	counted_must "$1" "$2"
}
nothing_forwarded() {
	[ "$(</proc/sys/net/ipv4/ip_forward)" = 0 ] && [ "$(</proc/sys/net/ipv6/conf/all/forwarding)" = 0 ]
}
only_to_the_server() { # the networks of the cable itself are all that it has routes to
	[ -z "$(inside "$1" ip -4 route show default)$(inside "$1" ip -6 route show default)" ] &&
		[ "$(inside "$1" ip -4 route show | wc -l)" -eq 1 ]
}
# A real connection to a real listener: what the routes say is also what happens.
counted_must() { # PERSON OTHER
	counted python3 "$live_dir/dcc_stage.py" "$(cable_of "$1")=${person_pid[$1]}" "$(cable_of "$2")=${person_pid[$2]}"
	[ "$failed" -eq 0 ] || finish
}

stage_close() {
	[ "${#person_pid[@]}" -eq 0 ] || kill "${person_pid[@]}" 2>/dev/null
	person_pid=()
}

# An ordinary user who is root in here only has no other users: for the server he is himself, and an ordinary one.
if [ "${LIVE_UID:-0}" -ne 0 ]; then
	chown() { true; }
	run_as=(unshare -U --map-user="$LIVE_UID" --map-group="$LIVE_UID")
fi

server_config_conclaved() {
	cat <<CONF
server {
	name = "irc.live.test"
	network = "Live"
	connect-burst = 0
	cloak-key = "this key is for nothing but a test of the relay"
	default-user-modes = "x"
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
listen "*:$irc_port" {}
class "users" {
	max-clients = 2000
	max-per-address = 2000
	flood-burst = 100000
	flood-rate = 100000
}
allow "*@10.77.0.0/16" { class = "users" }
allow "*@fd77::/16" { class = "users" }
dcc {
	ports = "$relay_ports"
$(dcc_keys)
}
role "all" { privileges = { $oper_privileges } }
oper "admin" {
	role = "all"
	password = "$oper_hash"
	require-tls = no
	from = { "*@10.77.0.0/16" }
}
CONF
}
