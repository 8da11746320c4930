# What live tests share: a server on free loopback ports, clients under tmux, counting.  Sourced, not run.
# usage of a test: test_x.sh BUILDDIR.  SERVER=ngircd tries the tests themselves on another server.
# shellcheck shell=bash
# shellcheck disable=SC2034  # what the tests read
set -u
live_dir=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
top=$(cd "$live_dir/../.." && pwd)
build=$(cd "${1:-$top}" && pwd) || exit 2
server=${SERVER:-conclaved}
export LC_ALL=C.UTF-8 TERM=screen-256color
passed=0 failed=0 skipped=0
server_pid=
scratch=$(mktemp -d "${TMPDIR:-/tmp}/conclave-live.XXXXXX") || exit 2
chmod 755 "$scratch"

ok() { passed=$((passed + 1)); printf 'ok - %s\n' "$1"; }
not_ok() { # NAME [FILE]: with the end of a file that tells why
	failed=$((failed + 1))
	[ -z "${2:-}" ] || tail -n 10 "$2" 2>/dev/null | sed 's/^/    | /'
	printf 'not ok - %s\n' "$1"
}
skip() { skipped=$((skipped + 1)); printf 'skip - %s: %s\n' "$1" "$2"; }

# expect NAME COMMAND...: ok when the command succeeds; otherwise the server's log is shown.
expect() {
	local name=$1

	shift
	if "$@"; then ok "$name"; else not_ok "$name" "$scratch/server.log"; fi
}

# status_is STATUS COMMAND...: it ends with that status; what it says is in $scratch/out.
status_is() {
	local want=$1

	shift
	"$@" >"$scratch/out" 2>&1
	[ $? -eq "$want" ]
}

# output_has PATTERN COMMAND...: what it says has an extended regular expression.
output_has() {
	local want=$1

	shift
	"$@" >"$scratch/out" 2>&1
	grep -qE -- "$want" "$scratch/out"
}

# must NAME COMMAND...: expect, and the test ends here if it does not hold.
must() {
	local before=$failed

	expect "$@"
	[ "$failed" -eq "$before" ] || finish
}

# counted COMMAND...: its results are ours; its last line, the sum, is added and not shown.
counted() {
	local last

	"$@" >"$scratch/counted" 2>&1
	last=$(tail -n 1 "$scratch/counted")
	if [[ $last =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed,\ ([0-9]+)\ skipped$ ]]; then
		sed '$d' "$scratch/counted"
		passed=$((passed + BASH_REMATCH[1])) failed=$((failed + BASH_REMATCH[2])) skipped=$((skipped + BASH_REMATCH[3]))
	else
		cat "$scratch/counted"
		not_ok "$1 ${2##*/} ends by itself" "$scratch/server.log"
	fi
}

finish() {
	printf '%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
	[ "$failed" -eq 0 ] || exit 1
	[ "$passed" -gt 0 ] || [ "$skipped" -eq 0 ] || exit 77
	exit 0
}

# within SECONDS COMMAND...: asks again until it succeeds; for what gives no event to wait for, such as a screen.
within() {
	local until=$(($(date +%s) + $1))

	shift
	while ! "$@"; do
		[ "$(date +%s)" -lt "$until" ] || return 1
		read -r -t 0.1 <>"$scratch/never" || true
	done
}

clean_up() {
	[ -z "$server_pid" ] || server_stop TERM
	tmux -S "$scratch/tmux" kill-server 2>/dev/null
	if [ -n "${KEEP:-}" ]; then
		echo "kept: $scratch"
	else
		within 5 rm -rf "$scratch" 2>/dev/null # a client that is ending may still write
	fi
}
trap clean_up EXIT
trap 'exit 130' INT TERM
mkfifo "$scratch/never"

free_ports() { # COUNT: that nobody listens on now
	python3 - "$1" <<'PY'
import socket, sys
held = []
for _ in range(int(sys.argv[1])):
    s = socket.socket()
    s.bind(("127.0.0.1", 0))
    held.append(s)
print(*[s.getsockname()[1] for s in held])
PY
}

make_cert() { # BASENAME COMMON-NAME: BASENAME.crt and BASENAME.key, its own authority
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj "/CN=$2" \
		-addext "subjectAltName=DNS:localhost,IP:127.0.0.1" -keyout "$1.key" -out "$1.crt" 2>"$scratch/openssl.log"
}

# network_alone "$@": as root the test goes on from its start in a network of its own, where there is no way out.  An address beside
# 127.0.0.1, or AI_ADDRCONFIG of glibc thinks that there is no IPv4 (ZNC).
network_alone() {
	if [ "$(id -u)" -ne 0 ] || [ -n "${LIVE_ALONE:-}" ] || ! unshare -n true 2>/dev/null; then
		return 0
	fi
	rm -rf "$scratch"
	# shellcheck disable=SC2016 # for the inner shell
	LIVE_ALONE=yes exec unshare -n sh -c 'ip link set lo up && ip address add 192.0.2.1/32 dev lo && exec "$0" "$@"' "$0" "$@"
}

listening() { # PORT
	(exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}

running() { kill -0 "$1" 2>/dev/null; }
gone() { ! running "$1"; }

# The configuration is in a folder of its own, as the jail shows that folder to the server.
server_config_conclaved() {
	cat <<CONF
server {
	name = "irc.live.test"
	network = "Live"
	connect-burst = 0
	description = "a server under test"
	motd = "motd.txt"
}
admin {
	location = "a test"
	name = "tester"
	email = "tester@live.test"
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
	max-clients = 500
	max-per-address = 500
	flood-burst = 1000
	flood-rate = 1000
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
oper_privileges='"kill", "rehash", "die", "wallops", "stats"'
oper_password=correct-horse

server_config_ngircd() {
	cat <<CONF
[Global]
	Name = irc.live.test
	AdminInfo1 = tester
	AdminEMail = tester@live.test
	Info = a server under test
	Listen = 127.0.0.1
	Ports = $port
	MotdFile = $scratch/conf/motd.txt
[Limits]
	MaxConnections = 0
	MaxConnectionsIP = 0
[Options]
	DNS = no
	Ident = no
	PAM = no
[SSL]
	CertFile = $scratch/conf/tls.crt
	KeyFile = $scratch/conf/tls.key
	Ports = $tls_port
[Operator]
	Name = admin
	Password = $oper_password
CONF
}

# hash_password TEXT: what stands in oper { password }.
hash_password() {
	[ "$server" = conclaved ] || return 0
	printf '%s\n' "$1" | "$build/conclaved" --mkpasswd 2>"$scratch/hash.log"
}

server_prepare() {
	mkdir -p "$scratch/conf" "$scratch/state"
	read -r port tls_port < <(free_ports 2)
	make_cert "$scratch/conf/tls" irc.live.test
	echo "The message of the day is: live." >"$scratch/conf/motd.txt"
	oper_hash=$(hash_password "$oper_password")
	"server_config_$server" >"$scratch/conf/server.conf"
	if [ "$(id -u)" -eq 0 ]; then
		chown -R nobody "$scratch/state" "$scratch/conf"
	fi
}

server_run() { # starts it with what stands before it in run_as, e.g. setpriv
	local -a start

	touch "$scratch/server.log"
	ready_before=$(ready_lines)
	case $server in
	conclaved) start=("$build/conclaved" -f "$scratch/conf/server.conf") ;;
	ngircd) start=(/usr/sbin/ngircd -n -f "$scratch/conf/server.conf") ;;
	esac
	"${run_as[@]}" "${start[@]}" >>"$scratch/server.log" 2>&1 </dev/null &
	server_pid=$!
}
read -ra run_as <<<"${RUN_UNDER:-}" # such as: valgrind -q --error-exitcode=9; with JAIL_MODE=off


# Its ports listen before the jail closes: only the log tells when all is done.
up_or_gone() { gone "$server_pid" || [ "$(ready_lines)" -gt "$ready_before" ]; }
ready_lines() { grep -c ' ready\b' "$scratch/server.log"; }

# server_start: prepared, running and accepting; a busy port is tried again with another.
server_start() {
	local try

	for try in 1 2 3; do
		server_prepare
		server_run
		within 60 up_or_gone && running "$server_pid" && return 0
		server_stop KILL
		echo "start $try failed" >>"$scratch/server.log"
	done
	not_ok "the server starts" "$scratch/server.log"
	finish
}

# server_stop SIGNAL: returns the server's exit status; kills after 10 s.
server_stop() {
	local status

	kill "-$1" "$server_pid" 2>/dev/null
	within 10 gone "$server_pid" || kill -KILL "$server_pid" 2>/dev/null
	{ wait "$server_pid"; } 2>/dev/null
	status=$?
	server_pid=
	return "$status"
}

# Screens: one tmux server of our own per test.
screen_open() { # NAME COMMAND...
	local name=$1

	shift
	tmux -f /dev/null -S "$scratch/tmux" new-session -d -s "$name" -x 160 -y 50 "$@"
}
screen_type() { # NAME TEXT: and Enter
	tmux -S "$scratch/tmux" send-keys -t "=$1:" -l -- "$2"
	tmux -S "$scratch/tmux" send-keys -t "=$1:" Enter
}
screen_text() { tmux -S "$scratch/tmux" capture-pane -p -t "=$1:" 2>/dev/null; }
screen_has() { screen_text "$1" | grep -qE -- "$2"; }
screen_shows() { # NAME PATTERN: within a while; otherwise the screen is shown
	within "${SCREEN_SECONDS:-20}" screen_has "$1" "$2" && return 0
	printf 'not on the screen of %s: %s\n' "$1" "$2"
	screen_text "$1" | sed '/^[ │]*$/d; s/^/    | /' | tail -n 20
	return 1
}

open_irssi() { # NAME NICK PORT TLS(yes|no)
	local home=$scratch/irssi-$1

	mkdir -p "$home"
	cat >"$home/config" <<CONF
servers = ({
	address = "localhost"; port = "$3"; chatnet = "live"; autoconnect = "yes";
	use_tls = "$4"; tls_verify = "$4"; tls_cafile = "$scratch/conf/tls.crt";
});
chatnets = { live = { type = "IRC"; nick = "$2"; }; };
settings = { core = { real_name = "$2"; user_name = "$2"; nick = "$2"; quit_message = "bye"; settings_autosave = "no"; }; };
CONF
	screen_open "$1" irssi "--home=$home"
}

weechat_setup() { # NICK PORT TLS(on|off): commands for -r
	# WeeChat 4 says tls where 3 said ssl.
	local tls=ssl

	weechat-headless --version | grep -qE '^[012]\.|^3\.' || tls=tls
	printf '%s\n' "/set weechat.network.gnutls_ca_user $scratch/conf/tls.crt" \
		"/server add live 127.0.0.1/$2" "/set irc.server.live.$tls $3" "/set irc.server.live.nicks $1" \
		"/set irc.server.live.username $1" "/set irc.server.live.realname $1" \
		"/set weechat.startup.display_logo off" "/set weechat.startup.display_version off" "/set relay.network.max_clients 0" \
		"/connect live"
}

open_weechat() { # NAME NICK PORT TLS(on|off)
	local home=$scratch/weechat-$1 args=() line

	mkdir -p "$home"
	while IFS= read -r line; do args+=(-r "$line"); done < <(weechat_setup "$2" "$3" "$4")
	screen_open "$1" weechat -d "$home" "${args[@]}"
}
