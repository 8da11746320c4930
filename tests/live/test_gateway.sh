#!/usr/bin/env bash
# Gateways before the jailed server: PROXY headers of both versions over plain, TLS and WebSocket, a real HAProxy, and WEBIRC.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

if [ "$server" != conclaved ]; then
	skip "gateways" "$server has none"
	finish
fi
eval "$(declare -f server_config_conclaved | sed '1s/server_config_conclaved/config_without_gateways/')"
server_config_conclaved() {
	read -r p_port p_tls_port p_ws_port p_wss_port front_port front_tls_port < <(free_ports 6)
	config_without_gateways | sed 's/connect-burst = 0/connect-burst = 25\n\tconnect-interval = 1h/' | sed '/^allow /s/^/allow "*@203.0.113.0\/24" { class = "users" }\nallow "*@2001:db8::\/32" { class = "users" }\n/'
	cat <<CONF
listen "127.0.0.1:$p_port" { proxy = yes }
listen "127.0.0.1:$p_tls_port" {
	proxy = yes
	tls = yes
}
listen "127.0.0.1:$p_ws_port" {
	proxy = yes
	websocket = yes
}
listen "127.0.0.1:$p_wss_port" {
	proxy = yes
	websocket = yes
	tls = yes
}
gateway "front" {
	from = { "127.0.0.7" }
	proxy = yes
}
gateway "web" {
	from = { "127.0.0.8" }
	webirc-password = "$(hash_password hunter2)"
}
CONF
}

haproxy_start() {
	cat >"$scratch/haproxy.cfg" <<CONF
defaults
	mode tcp
	timeout connect 10s
	timeout client 60s
	timeout server 60s
frontend plain
	bind 127.0.0.1:$front_port
	default_backend plain
backend plain
	source 127.0.0.7
	server irc 127.0.0.1:$p_port send-proxy
frontend tls
	bind 127.0.0.1:$front_tls_port
	default_backend tls
backend tls
	source 127.0.0.7
	server irc 127.0.0.1:$p_tls_port send-proxy-v2
CONF
	"$haproxy" -db -f "$scratch/haproxy.cfg" >"$scratch/haproxy.log" 2>&1 </dev/null &
	haproxy_pid=$!
	within 20 listening "$front_tls_port" && running "$haproxy_pid"
}

logged() { grep -q "$1" "$scratch/server.log"; }

server_start
fronts=()
haproxy_pid=
haproxy=$(PATH=$PATH:/usr/sbin command -v haproxy)
if [ -z "$haproxy" ]; then
	skip "HAProxy" "not installed (Debian: apt-get install haproxy)"
elif expect "HAProxy starts" haproxy_start; then
	fronts=("$front_port" "$front_tls_port")
fi
# shellcheck disable=SC2154 # port: lib.sh
counted python3 "$live_dir/gateway.py" "$p_port" "$p_tls_port" "$p_ws_port" "$p_wss_port" "$port" "${fronts[@]}"
if [ -n "$haproxy_pid" ] && command -v irssi >/dev/null && command -v tmux >/dev/null; then
	open_irssi i1 irssi1 "$front_tls_port" yes
	expect "irssi comes in by TLS through HAProxy, with its own address" \
		screen_shows i1 'Welcome to the Live IRC Network irssi1!~[^@]*@127\.0\.0\.1 *$'
else
	skip "irssi through HAProxy" "needs haproxy, irssi and tmux"
fi
expect "a missing header is in the log" logged 'proxy: 127.0.0.7: no handshake: no PROXY header'
expect "a refused WEBIRC is in the log" logged 'refused .*Invalid WebIRC password'
if [ -n "$haproxy_pid" ]; then
	kill "$haproxy_pid" 2>/dev/null
	within 10 gone "$haproxy_pid" || kill -KILL "$haproxy_pid" 2>/dev/null
	wait "$haproxy_pid" 2>/dev/null
fi
expect "the server ends with status 0" server_stop TERM
finish
