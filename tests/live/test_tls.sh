#!/usr/bin/env bash
# TLS as openssl s_client and Python see it: versions, certificates by name, client certificates, tickets across REHASH.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
min_version=1.2
own=$scratch/own other=$scratch/other
make_cert "$own" own
make_cert "$other" other
fingerprint=$(openssl x509 -in "$own.crt" -noout -fingerprint -sha256 | sed 's/.*=//; s/://g' | tr 'A-F' 'a-f')

server_config_conclaved() {
	local name

	for name in one two; do
		[ -e "$scratch/conf/$name.crt" ] || make_cert "$scratch/conf/$name" "$name.live.test"
	done
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
tls {
	certificate = "tls.crt"
	key = "tls.key"
	min-version = "$min_version"
}
tls {
	certificate = "one.crt"
	key = "one.key"
	server-names = { "one.live.test" }
}
tls {
	certificate = "two.crt"
	key = "two.key"
	server-names = { "two.live.test", "*.two.live.test" }
}
listen "127.0.0.1:$port" {}
listen "127.0.0.1:$tls_port" { tls = true }
class "users" {
	flood-burst = 1000000
	flood-rate = 1000000
}
allow "*@127.0.0.0/8" { class = "users" }
role "all" { privileges = { $oper_privileges } }
oper "cert" {
	role = "all"
	fingerprint = "$fingerprint"
	from = { "*@127.0.0.0/8" }
}
oper "both" {
	role = "all"
	fingerprint = "$fingerprint"
	password = "$oper_hash"
	from = { "*@127.0.0.0/8" }
}
CONF
}

# visit ARGUMENT...: somebody comes, is greeted and leaves; what s_client said is in the file visit.
visit() {
	# shellcheck disable=SC2154 # tls_port: lib.sh
	printf 'NICK visitor\r\nUSER visitor 0 * :v\r\nQUIT\r\n' |
		timeout 30 openssl s_client -connect "127.0.0.1:$tls_port" -ign_eof "$@" >"$scratch/visit" 2>&1
	grep -q ' 001 visitor ' "$scratch/visit"
}
said() { # PATTERN; otherwise what it was like
	grep -qE -- "$1" "$scratch/visit" && return 0
	grep -iE '^(New|Reused|subject)|alert|error|closed' "$scratch/visit"
	return 1
}
speaks() { # HOW ARGUMENT...: as `New` or `Reused`, with that version
	local how=$1

	shift
	visit "$@" && said "^$how"
}
refuses() { # ALERT ARGUMENT...: the server says no, not only our own library
	local alert=$1

	shift
	! visit "$@" && said "$alert"
}
shows() { # COMMON-NAME ARGUMENT...
	local name=$1

	shift
	visit "$@" && said "^subject=CN = $name$"
}
rehash() { # by SIGHUP; RESULT as the log says it
	local before

	before=$(grep -c 'asked by SIGHUP' "$scratch/server.log")
	kill -HUP "$server_pid"
	within 20 rehashed "$before" && tail -n 3 "$scratch/server.log" | grep -q "asked by SIGHUP: $1"
}
rehashed() { [ "$(grep -c 'asked by SIGHUP' "$scratch/server.log")" -gt "$1" ]; }
new_certificate() { # COMMON-NAME
	make_cert "$scratch/conf/next" "$1"
	[ "$(id -u)" -ne 0 ] || chown nobody "$scratch/conf"/next.*
	mv "$scratch/conf/next.crt" "$scratch/conf/tls.crt"
	mv "$scratch/conf/next.key" "$scratch/conf/tls.key"
}

server_start
weak='ALL:@SECLEVEL=0'
expect "TLS 1.3 is spoken" speaks 'New, TLSv1.3' -tls1_3
expect "TLS 1.2 is spoken" speaks 'New, TLSv1.2' -tls1_2
expect "TLS 1.1 is refused" refuses 'alert protocol version' -tls1_1 -cipher "$weak"
expect "TLS 1.0 is refused" refuses 'alert protocol version' -tls1 -cipher "$weak"
expect "TLS 1.2 without forward secrecy is refused" refuses 'alert handshake failure' -tls1_2 -cipher 'AES128-GCM-SHA256:AES128-SHA'
expect "TLS 1.2 without authenticated encryption is refused" refuses 'alert handshake failure' -tls1_2 -cipher 'ECDHE-ECDSA-AES128-SHA'

for v in -tls1_2 -tls1_3; do
	expect "$v: the name one is shown its certificate" shows one.live.test "$v" -servername one.live.test
	expect "$v: the name two is shown its certificate" shows two.live.test "$v" -servername two.live.test
	expect "$v: case does not matter" shows one.live.test "$v" -servername ONE.Live.Test
	expect "$v: a wildcard stands for one label" shows two.live.test "$v" -servername any.two.live.test
	expect "$v: and for no more" shows irc.live.test "$v" -servername a.b.two.live.test
	expect "$v: an unknown name is shown the first certificate" shows irc.live.test "$v" -servername other.example
	expect "$v: so is who names none" shows irc.live.test "$v" -noservername
done

# shellcheck disable=SC2154 # port: lib.sh
counted python3 "$live_dir/tls_talk.py" "$port" "$tls_port" "$own" "$fingerprint" "$other"

for v in 2 3; do
	expect "TLS 1.$v: a ticket is given" visit "-tls1_$v" -sess_out "$scratch/ticket$v"
	expect "TLS 1.$v: and taken" speaks "Reused, TLSv1.$v" "-tls1_$v" -sess_in "$scratch/ticket$v"
done
new_certificate second.live.test
expect "REHASH with a new certificate" rehash "done"
expect "new connections are shown the new one" shows second.live.test -noservername
expect "named ones are what they were" shows one.live.test -servername one.live.test
for v in 2 3; do
	expect "TLS 1.$v: a ticket from before REHASH is taken" speaks "Reused, TLSv1.$v" "-tls1_$v" -sess_in "$scratch/ticket$v"
done

cp "$other.key" "$scratch/conf/tls.key"
expect "REHASH with a key that does not fit is refused" rehash refused
expect "and the certificate of before is shown" shows second.live.test -noservername
new_certificate third.live.test
sed -i 's/min-version = .*/min-version = "1.3"/' "$scratch/conf/server.conf"
expect "REHASH with min-version 1.3" rehash "done"
expect "TLS 1.2 is refused from then on" refuses 'alert protocol version' -tls1_2
expect "with a ticket too" refuses 'alert protocol version' -tls1_2 -sess_in "$scratch/ticket2"
expect "TLS 1.3 is spoken still" shows third.live.test -tls1_3 -noservername
expect "the server ends with status 0" server_stop TERM
finish
