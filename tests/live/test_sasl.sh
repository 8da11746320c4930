#!/usr/bin/env bash
# Real clients log in to accounts of the jailed server: irssi, WeeChat, openssl s_client, and a program of our own (sasl.py).
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source-path=SCRIPTDIR source=clients.sh
. "$live_dir/clients.sh"
for tool in tmux irssi weechat-headless openssl python3; do
	if ! command -v "$tool" >/dev/null 2>&1; then
		skip "sasl" "no $tool"
		finish
	fi
done
if [ "$server" != conclaved ]; then
	skip "sasl" "accounts are put into our own database"
	finish
fi

sasl() { python3 "$live_dir/sasl.py" "$@" >"$scratch/said"; }
refused() { # COMMAND...: by the server, in the words of SASL
	"$@" && return 1
	grep -q ' 904 ' "$scratch/said"
}
database=$scratch/state/conclave.db
alice_password=four-score-and-seven

# A first start makes the database; the accounts are put in while nobody has it open.
server_prepare
make_cert "$scratch/alice" alice
chmod 644 "$scratch/alice.key"
uid=$(id -u)
cat >>"$scratch/conf/server.conf" <<CONF
accounts { login-attempts = "1000:60s" }
person "$uid" { account = "alice" }
listen "unix:irc.sock" { mode = 0666 }
allow "*@unix" { class = "users" }
CONF
server_run
must "the server starts" within 60 up_or_gone
server_stop TERM
fingerprint_of() { openssl x509 -in "$1" -noout -fingerprint -sha256 | sed 's/.*=//'; }
must "an account is put in" sasl account "$database" alice "$alice_password" "$(hash_password "$alice_password")" \
	"$(fingerprint_of "$scratch/alice.crt")"
[ "$(id -u)" -ne 0 ] || chown -R nobody "$scratch/state"
server_run
must "the server starts with it" within 60 up_or_gone
must "and runs" running "$server_pid"

# SCRAM, with each channel binding where there is one, and refused where it does not fit.
expect "SCRAM-SHA-256 without TLS" sasl scram "$port" plain n alice "$alice_password"
expect "SCRAM-SHA-256 of a client that knows of bindings, without TLS" sasl scram "$port" plain y alice "$alice_password"
expect "SCRAM-SHA-256-PLUS, tls-unique, TLS 1.2" sasl scram "$tls_port" 1.2 tls-unique alice "$alice_password"
expect "SCRAM-SHA-256-PLUS, tls-server-end-point, TLS 1.2" sasl scram "$tls_port" 1.2 tls-server-end-point alice "$alice_password"
expect "SCRAM-SHA-256-PLUS, tls-server-end-point, TLS 1.3" sasl scram "$tls_port" 1.3 tls-server-end-point alice "$alice_password"
expect "SCRAM-SHA-256-PLUS, tls-exporter, by s_client" sasl exporter "$tls_port" alice "$alice_password"
expect "a wrong password is refused" refused sasl scram "$tls_port" 1.3 n alice wrong-password
expect "an account that is not there is refused" refused sasl scram "$tls_port" 1.3 n nobody-else "$alice_password"
expect "a downgrade is refused" refused sasl scram "$tls_port" 1.3 y alice "$alice_password"
expect "the exporter of another connection is refused" refused sasl scram "$tls_port" 1.3 tls-exporter alice "$alice_password"
expect "tls-unique is refused with TLS 1.3" refused sasl scram "$tls_port" 1.3 tls-unique alice "$alice_password"

# EXTERNAL.
expect "EXTERNAL by s_client with a certificate" sasl s_client "$tls_port" "$scratch/alice.crt" "$scratch/alice.key"
make_cert "$scratch/mallory" mallory
expect "EXTERNAL with another certificate is refused" refused sasl s_client "$tls_port" "$scratch/mallory.crt" "$scratch/mallory.key"
expect "EXTERNAL on a Unix socket" sasl unix "$scratch/state/irc.sock"

# irssi and WeeChat, by the commands of README.md.
irssi_with() { # NICK OF-NETWORK OF-SERVER
	local home=$scratch/home-$1

	mkdir -p "$home"
	printf 'settings = { core = { real_name = "%s"; user_name = "%s"; nick = "%s"; settings_autosave = "no"; }; };\n' \
		"$1" "$1" "$1" >"$home/config"
	screen_open "$1" irssi "--home=$home"
	must "$1 is there" screen_shows "$1" 'Irssi'
	screen_type "$1" "/network add $2 den"
	screen_type "$1" "/server add -tls -notls_verify $3 -network den 127.0.0.1 $tls_port"
	screen_type "$1" "/connect den"
}
irssi_with iris "-sasl_mechanism plain -sasl_username alice -sasl_password $alice_password" ''
irssi_with ivan '-sasl_mechanism external' "-tls_cert $scratch/alice.crt -tls_pkey $scratch/alice.key"
expect "irssi logs in by PLAIN" screen_shows iris 'SASL authentication succeeded|logged in as alice'
expect "irssi logs in by EXTERNAL" screen_shows ivan 'SASL authentication succeeded|logged in as alice'

weechat_with() { # NICK MECHANISM MORE-COMMANDS...
	local nick=$1 mechanism=$2 home=$scratch/home-$1 args=() line tls=ssl

	shift 2
	mkdir -p "$home"
	weechat-headless --version | grep -qE '^[012]\.|^3\.' || tls=tls
	for line in "/set logger.file.flush_delay 0" "/set logger.file.path $home/logs" \
		"/server add live 127.0.0.1/$tls_port -nicks=$nick -username=$nick" "/set irc.server.live.$tls on" \
		"/set irc.server.live.${tls}_fingerprint $(fingerprint)" "/set irc.server.live.sasl_mechanism $mechanism" \
		"/set irc.server.live.sasl_username alice" "/set irc.server.live.sasl_password $alice_password" \
		"${@//TLS/$tls}" "/connect live"; do
		args+=(-r "$line")
	done
	weechat-headless -d "$home" "${args[@]}" >"$home/out" 2>&1 </dev/null &
	client_pids+=($!)
}
weechat_shows() { cat "$scratch/home-$1"/logs/irc.* 2>/dev/null | grep -qE -- "$2"; }
cat "$scratch/alice.crt" "$scratch/alice.key" >"$scratch/alice.pem"
weechat_with wanda scram-sha-256
weechat_with will external "/set irc.server.live.TLS_cert $scratch/alice.pem"
expect "WeeChat logs in by SCRAM-SHA-256" within "$client_seconds" weechat_shows wanda 'logged in as alice'
expect "WeeChat logs in by EXTERNAL" within "$client_seconds" weechat_shows will 'logged in as alice'

graphical=yes
for tool in hexchat Xvfb dbus-run-session; do
	command -v "$tool" >/dev/null 2>&1 || graphical=
done
if [ -n "$graphical" ] && display_open; then
	client_account[hex]=alice
	client_certificate[hex]=$scratch/alice.pem
	client_open hexchat hex "$tls_port" yes
	expect "HexChat logs in by EXTERNAL" within "$client_seconds" saw hex 'logged in as alice'
else
	skip "HexChat" "no hexchat, Xvfb or dbus-run-session"
fi
finish
