# Real clients that tests drive, each with a log of what it shows and, HexChat apart, of the lines it gets.  Sourced behind lib.sh.
# shellcheck shell=bash
# shellcheck disable=SC2154  # what lib.sh sets
room='#den'
client_seconds=${CLIENT_SECONDS:-45}
clients=() # nicks, in the order of opening
declare -A client_kind=() client_home=() client_keyboard=()
declare -A client_account=() # of a nick: who is to log in to it by SASL, with client_password, while connecting (not EPIC)
declare -A client_at=() # of a nick of irssi or WeeChat: the server's address, if not 127.0.0.1
declare -A client_in=() # of such a nick: words that run a command where it is to run
declare -A client_certificate=() # of a nick of HexChat: the PEM file by which it logs in instead
client_password=correct-horse
client_pids=()

# as_user COMMAND...: HexChat does not want to be root.
as_user() {
	if [ "$(id -u)" -eq 0 ]; then
		exec setpriv --reuid=65534 --regid=65534 --clear-groups "$@"
	fi
	exec "$@"
}

clients_end() {
	[ "${#client_pids[@]}" -eq 0 ] || kill "${client_pids[@]}" 2>/dev/null
	client_pids=()
}
trap 'clients_end; clean_up' EXIT

# clients_needed "$@": skips the test where they are not; otherwise it goes on in a network of its own.
clients_needed() {
	local tool

	for tool in tmux irssi weechat-headless epic5; do
		if ! command -v "$tool" >/dev/null 2>&1; then
			skip "clients" "no $tool"
			finish
		fi
	done
	if [ "$server" != conclaved ]; then
		skip "clients" "they ask for what $server has not"
		finish
	fi
	network_alone "$@"
}

# Two of each kind, the second over TLS.
clients_open_all() {
	local nick tool graphical=yes

	client_open irssi ira "$port" no
	client_open irssi isa "$tls_port" yes
	client_open weechat wim "$port" no
	client_open weechat wes "$tls_port" yes
	client_open epic eve "$port" no
	client_open epic eli "$tls_port" yes
	for tool in hexchat Xvfb dbus-run-session dbus-send; do
		command -v "$tool" >/dev/null 2>&1 || graphical=
	done
	if [ -n "$graphical" ] && display_open; then
		client_open hexchat hal "$port" no
		client_open hexchat hex "$tls_port" yes
	else
		skip "HexChat" "no hexchat, Xvfb, dbus-run-session or dbus-send"
	fi
	for nick in ira isa; do
		must "$nick (irssi) is welcome" screen_shows "$nick" 'Welcome'
		types "$nick" "/rawlog open ${client_home[$nick]}/raw"
	done
}

clients_join() {
	local nick

	for nick in "${clients[@]}"; do
		types "$nick" "/join $room"
		expect "$nick joins" within "$client_seconds" saw "$nick" "$room"
	done
}

of_kind() { # KIND...: nicks
	local nick kind

	for nick in "${clients[@]}"; do
		for kind in "$@"; do
			[ "${client_kind[$nick]}" != "$kind" ] || printf '%s\n' "$nick"
		done
	done
}

# client_open KIND NICK PORT TLS(yes|no): certificates are not verified, but for WeeChat's fingerprint.
client_open() {
	local home=$scratch/home-$2

	mkdir -p "$home"
	clients+=("$2")
	client_kind[$2]=$1
	client_home[$2]=$home
	touch "$home/raw"
	"client_open_$1" "$2" "$3" "$4" "$home"
}

client_open_irssi() { # NICK PORT TLS HOME
	local sasl=

	[ -z "${client_account[$1]:-}" ] ||
		sasl="sasl_mechanism = \"plain\"; sasl_username = \"${client_account[$1]}\"; sasl_password = \"$client_password\";"
	cat >"$4/config" <<CONF
servers = ({
	address = "${client_at[$1]:-127.0.0.1}"; port = "$2"; chatnet = "live"; autoconnect = "yes"; use_tls = "$3"; tls_verify = "no";
});
chatnets = { live = { type = "IRC"; nick = "$1"; $sasl }; };
settings = {
	core = { real_name = "$1 of irssi"; user_name = "$1"; nick = "$1"; quit_message = "bye"; settings_autosave = "no"; };
	"irc/core" = { cmd_queue_speed = "20msec"; cmds_max_at_once = "100"; };
};
CONF
	echo "log open $4/shown ALL" >"$4/startup"
	# shellcheck disable=SC2086 # words
	screen_open "$1" ${client_in[$1]:-} irssi "--home=$4"
}

client_open_weechat() { # NICK PORT TLS HOME
	local args=() line tls=ssl

	weechat-headless --version | grep -qE '^[012]\.|^3\.' || tls=tls
	while IFS= read -r line; do args+=(-r "$line"); done <<COMMANDS
/set fifo.file.enabled on
/set fifo.file.path $4/keyboard
/fifo enable
/set logger.file.flush_delay 0
/set logger.file.path $4/logs
/trigger add rawin signal *,irc_raw_in2_*
/trigger set rawin command "/print -core >> \${raw:\${tg_signal_data}}"
/set irc.server_default.anti_flood_prio_high 0
/set irc.server_default.anti_flood_prio_low 0
/server add live ${client_at[$1]:-127.0.0.1}/$2 -nicks=$1 -username=$1
/set irc.server.live.realname $1 of weechat
/set irc.server.live.$tls $([ "$3" = yes ] && echo on || echo off)
/set irc.server.live.${tls}_fingerprint $(fingerprint)
/set irc.server.live.sasl_mechanism scram-sha-256
/set irc.server.live.sasl_username ${client_account[$1]:-\"\"}
/set irc.server.live.sasl_password ${client_account[$1]:+$client_password}
/connect live
COMMANDS
	# shellcheck disable=SC2086 # words
	${client_in[$1]:-} weechat-headless -d "$4" "${args[@]}" >"$4/out" 2>&1 </dev/null &
	client_pids+=($!)
}

fingerprint() { # of our certificate: its SHA-256
	openssl x509 -in "$scratch/conf/tls.crt" -noout -fingerprint -sha256 | sed 's/.*=//; s/://g'
}

# "-" before an event: to hear of it without taking the client's own handling away.
client_open_epic() { # NICK PORT TLS HOME
	local keyboard

	cat >"$4/script" <<SCRIPT
set accept_invalid_ssl_cert on
on -raw_irc "*" {@ fd = open($4/raw W);@ write(\$fd >> :\$*);@ close(\$fd)}
SCRIPT
	mkfifo "$4/keyboard"
	exec {keyboard}<>"$4/keyboard"
	client_keyboard[$1]=$keyboard
	HOME=$4 IRCNAME="$1 of epic" epic5 -d -l "$4/script" -n "$1" -z "$1" \
		"127.0.0.1:$2:::live:$([ "$3" = yes ] && echo irc-ssl || echo irc)" <&"$keyboard" >"$4/out" 2>&1 &
	client_pids+=($!)
}

client_open_hexchat() { # NICK PORT TLS HOME
	local how flags=19 method=6 login=

	if [ -n "${client_certificate[$1]:-}" ]; then # SASL EXTERNAL; "live" is the network's name
		method=10
		mkdir -p "$4/certs"
		cp "${client_certificate[$1]}" "$4/certs/live.pem"
	fi
	how="server $([ "$3" = no ] || echo '-ssl-noverify ')127.0.0.1 $2"
	if [ -n "${client_account[$1]:-}" ]; then # a network of its list, to which it connects at start; its user name is the account
		printf -v login '\nI=%s\nU=%s\nR=%s\nP=%s\nL=%s' "$1" "${client_account[$1]}" "$1 of hexchat" "${client_password:-}" "$method"
		flags=$([ "$3" = no ] && echo 41 || echo 45) how=
	fi
	cat >"$4/hexchat.conf" <<CONF
version = 2.16.1
irc_logging = 1
irc_raw_modes = 1
irc_user_name = $1
irc_real_name = $1 of hexchat
irc_nick1 = $1
irc_nick2 = ${1}_
irc_nick3 = ${1}__
gui_slist_skip = 1
gui_join_dialog = 0
net_auto_reconnect = 0
CONF
	cat >"$4/servlist.conf" <<CONF
v=2.16.1

N=live$login
F=$flags
D=0
S=127.0.0.1/$2
CONF
	[ "$(id -u)" -ne 0 ] || chown -R nobody "$4"
	# shellcheck disable=SC2016 # for the inner shell
	(HOME=$4 XDG_RUNTIME_DIR=$4 DISPLAY=:$display as_user dbus-run-session -- sh -c '
		echo "$DBUS_SESSION_BUS_ADDRESS" >"$HOME/bus"
		exec hexchat -d "$HOME" -n ${1:+-c "$1"}' hexchat "$how") >"$4/out" 2>&1 </dev/null &
	client_pids+=($!)
}

# An X server without a screen, on a number that it finds itself.
display_open() {
	Xvfb -displayfd 3 -screen 0 800x600x24 -nolisten tcp 3>"$scratch/display" >"$scratch/xvfb.log" 2>&1 &
	client_pids+=($!)
	within "$client_seconds" test -s "$scratch/display" && read -r display <"$scratch/display"
}

# types NICK TEXT: a command, or words for the room.
types() {
	local home=${client_home[$1]}

	case ${client_kind[$1]} in
	irssi) screen_type "$1" "$2" ;;
	epic) printf '%s\n' "$2" >&"${client_keyboard[$1]}" ;;
	weechat)
		case $2 in
		/*) printf 'irc.server.live *%s\n' "$2" >"$home/keyboard" ;;
		*) printf 'irc.live.%s *%s\n' "$room" "$2" >"$home/keyboard" ;;
		esac
		;;
	hexchat)
		case $2 in
		/*) hexchat_command "$home" "${2#/}" ;;
		*) hexchat_command "$home" "msg $room $2" ;;
		esac
		;;
	esac
}

hexchat_command() { # HOME COMMAND
	(DBUS_SESSION_BUS_ADDRESS=$(<"$1/bus") HOME=$1 as_user dbus-send --session --print-reply --dest=org.hexchat.service \
		/org/hexchat/Remote org.hexchat.plugin.Command "string:$2") >/dev/null 2>>"$1/dbus.log"
}

# raw_of NICK: the lines that the server sent it, each behind ">> ".  HexChat keeps none.
raw_of() {
	case ${client_kind[$1]} in
	weechat) cat "${client_home[$1]}/logs/core.weechat.weechatlog" ;;
	*) cat "${client_home[$1]}/raw" ;;
	esac 2>/dev/null
}
heard() { raw_of "$1" | grep -E -- ">> .*$2" >/dev/null; } # NICK PATTERN

# shown NICK: all that the client has shown.
shown() {
	case ${client_kind[$1]} in
	irssi) cat "${client_home[$1]}/shown" ;;
	weechat) cat "${client_home[$1]}"/logs/irc.* "${client_home[$1]}"/logs/xfer.* ;;
	epic) cat "${client_home[$1]}/out" ;;
	hexchat) find "${client_home[$1]}/logs" -type f -exec cat {} + ;;
	esac 2>/dev/null
}
saw() { shown "$1" | grep -E -- "$2" >/dev/null; } # NICK PATTERN

# everybody heard|saw PATTERN [NICK]: all but NICK.
everybody() {
	local who

	lacking=
	for who in "${clients[@]}"; do
		[ "$who" != "${3:-}" ] || continue
		[ "$1" = saw ] || [ "${client_kind[$who]}" != hexchat ] || continue
		"$1" "$who" "$2" || lacking+=" $who"
	done
	[ -z "$lacking" ]
}

# weechat_knows NICK OF FIELD VALUE: of its members of the room, such as away or account.
weechat_knows() {
	local var='irc_server[irc_servers].channels.nicks' line='' n=0

	while [ "$((++n))" -le "${#clients[@]}" ]; do
		line+=" \${$var.name}=\${$var.$3}"
		var+=.next_nick
	done
	types "$1" "/eval /print -core $3$line "
	within 2 weechat_printed "$1" "$2" "$4"
}
weechat_printed() { raw_of "$1" | tail -n 3 | grep -qE "[ ]$2=$3( |\$)"; }

everybody_within() { within "$client_seconds" everybody "$@"; }

# all_heard NAME PATTERN [BUT-NICK], all_saw likewise.
all_heard() { all_of heard "$@"; }
all_saw() { all_of saw "$@"; }
all_of() {
	local name=$2 who

	if everybody_within "$1" "$3" "${4:-}"; then
		ok "$name"
		return 0
	fi
	printf 'nobody told%s: %s\n' "$lacking" "$3"
	for who in $lacking; do
		shown "$who" | tail -n 5 | sed "s/^/    | $who: /"
		raw_of "$who" | tail -n 5 | sed "s/^/    | $who: /"
	done
	not_ok "$name"
}

# one_heard NICK NAME PATTERN, one_saw likewise.
one_heard() { one_of heard "$@"; }
one_saw() { one_of saw "$@"; }
one_of() {
	if within "$client_seconds" "$1" "$2" "$4"; then
		ok "$2 (${client_kind[$2]}): $3"
		return 0
	fi
	printf 'not %s: %s\n' "$1" "$4"
	shown "$2" | tail -n 10 | sed 's/^/    | /'
	raw_of "$2" | tail -n 10 | sed 's/^/    | /'
	not_ok "$2 (${client_kind[$2]}): $3"
}
