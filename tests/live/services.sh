# What the tests with real services share.  Sourced by them after lib.sh.
# shellcheck shell=bash
# shellcheck disable=SC2154,SC2034 # what lib.sh sets, and what the tests read

# network_alone comes first: services that go wrong connect to nobody.
services_config() { # NAME SID AGENT: the server's configuration with a link for them
	read -r links_port < <(free_ports 1)
	oper_privileges='"kill", "wallops", "stats", "kline", "unkline", "remote"'
	server_prepare
	python3 - "$scratch/conf/server.conf" <<'PY'
import sys
path = sys.argv[1]
text = open(path).read()
text = text.replace("server {\n", 'server {\n\tchannel-ranks = "ov"\n\tcasemapping = "rfc1459"\n\tsid = "1HB"\n', 1)
text = text.replace("tls {\n", 'tls {\n\tclient-certificates = "ask"\n', 1)
open(path, "w").write(text)
PY
	cat >>"$scratch/conf/server.conf" <<CONF
accounts { owner = "services" }
listen "127.0.0.1:$links_port" { links = yes }
links { sasl-agent = "$3" }
link "$1" {
	sid = "$2"
	from = { "127.0.0.1" }
	plaintext = yes
	services = yes
	send-password = "hub-password"
	accept-password = "services-password"
}
CONF
}

# services_start: the server with what services_config said.
services_server_start() {
	server_run
	within 60 up_or_gone && running "$server_pid"
}

# as_nobody COMMAND...: services do not want to be root.
as_nobody=()
if [ "$(id -u)" -eq 0 ]; then
	as_nobody=(setpriv --reuid=65534 --regid=65534 --clear-groups)
fi
