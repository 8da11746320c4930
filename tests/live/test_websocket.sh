#!/usr/bin/env bash
# WebSocket on the jailed server: a client of ours over plain and TLS, and pages in headless Chromium.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

if [ "$server" != conclaved ]; then
	skip "WebSocket" "$server has none"
	finish
fi
eval "$(declare -f server_config_conclaved | sed '1s/server_config_conclaved/config_without_websocket/')"
server_config_conclaved() {
	read -r ws_port wss_port strict_port < <(free_ports 3)
	config_without_websocket
	cat <<CONF
listen "127.0.0.1:$ws_port" { websocket = true }
listen "127.0.0.1:$wss_port" {
	websocket = true
	tls = true
}
listen "127.0.0.1:$strict_port" {
	websocket = true
	origins = { "https://chat.live.test" }
}
CONF
}
server_start
# shellcheck disable=SC2154 # port: lib.sh
counted python3 "$live_dir/websocket.py" "$port" "$ws_port" "$wss_port" "$strict_port"
browser=$(command -v chromium)
if [ -n "$browser" ]; then
	counted python3 "$live_dir/websocket_page.py" "$browser" "$scratch" "$port" "$ws_port" "$wss_port" "$strict_port"
else
	skip "a page in a browser" "no chromium (Debian: apt-get install chromium)"
fi
expect "the server ends with status 0" server_stop TERM
finish
