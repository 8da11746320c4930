#!/usr/bin/env bash
# ZNC between a client and the jailed server, over TLS: what it asks for, and what it plays back to who was not there.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

if ! command -v znc >/dev/null 2>&1; then
	skip "znc" "no znc (Debian: apt-get install znc)"
	finish
fi
if [ "$server" != conclaved ]; then
	skip "znc" "$server gives no time to compare"
	finish
fi
network_alone "$@"
server_start

znc_pid=
trap '[ -z "$znc_pid" ] || kill "$znc_pid" 2>/dev/null; clean_up' EXIT
password=sesame
znc_start() { # ZNC does not want to be root.  buffextras keeps what is not talk; -D writes every line down.
	local home=$scratch/znc pin hash run=()

	read -r znc_port < <(free_ports 1)
	pin=$(openssl x509 -in "$scratch/conf/tls.crt" -noout -fingerprint -sha256 | sed 's/.*=//')
	hash=$(printf '%ssalt' "$password" | sha256sum | cut -d' ' -f1)
	mkdir -p "$home/configs"
	# shellcheck disable=SC2154 # tls_port: lib.sh
	cat >"$home/configs/znc.conf" <<CONF
Version = 1.8.2
AnonIPLimit = 100
ConnectDelay = 1
ServerThrottle = 1
<Listener l>
	Host = 127.0.0.1
	Port = $znc_port
	IPv4 = true
	IPv6 = false
	SSL = false
	AllowIRC = true
	AllowWeb = false
</Listener>
<User zoe>
	Nick = zoe
	AltNick = zoe_
	Ident = zoe
	RealName = Zoe behind ZNC
	ChanBufferSize = 100
	QueryBufferSize = 100
	MaxNetworks = 1
	<Network live>
		Server = 127.0.0.1 +$tls_port
		TrustedServerFingerprint = $pin
		LoadModule = buffextras
		FloodRate = 0
	</Network>
	<Pass password>
		Method = sha256
		Hash = $hash
		Salt = salt
	</Pass>
</User>
CONF
	if [ "$(id -u)" -eq 0 ]; then
		chown -R nobody "$home"
		run=(setpriv --reuid=65534 --regid=65534 --clear-groups)
	fi
	HOME=$home "${run[@]}" znc -n -D -d "$home" >"$scratch/znc.log" 2>&1 </dev/null &
	znc_pid=$!
	within 45 listening "$znc_port"
}
must "ZNC listens" znc_start
counted python3 "$live_dir/znc.py" "$port" "$znc_port" "$password"

# What both said to each other, by ZNC's own account.
said() { grep -aqE -- "$1" "$scratch/znc.log"; }
for cap in account-notify away-notify extended-join multi-prefix server-time userhost-in-names; do
	expect "ZNC is granted $cap" said "IRC -> ZNC \[.* CAP [^ ]+ ACK :.*$cap"
done
grep -aE 'IRC -> ZNC \[[^]]*(CAP [^ ]+ NAK|:irc\.live\.test (4|5)[0-9][0-9] |ERROR )' "$scratch/znc.log" >"$scratch/unwanted"
if [ -s "$scratch/unwanted" ]; then not_ok "ZNC is told no error" "$scratch/unwanted"; else ok "ZNC is told no error"; fi
kill "$znc_pid"
expect "ZNC ends" within 30 gone "$znc_pid"
expect "the server ends with status 0" server_stop TERM
finish
