#!/usr/bin/env bash
# The gateway for ICQ as its administrator has it, on the jailed server: conclavectl icq, rows that outlive the server, REHASH, audit lines,
# and a legacy client that gets in by what was set up so.
# shellcheck source-path=SCRIPTDIR source=lib.sh
# shellcheck disable=SC2016,SC2317 # what eval is given is for it to expand; functions are called by expect
. "$(dirname "$0")/lib.sh"
network_alone "$@"
socket=$scratch/state/control.sock
ctl() { "$build/conclavectl" -s "$socket" "$@"; }
with_password() { # PASSWORD COMMAND...
	local password=$1

	shift
	printf '%s\n' "$password" | "$@" >"$scratch/out" 2>&1
}
legacy() { python3 "$live_dir/icq_legacy.py" "$legacy_port" "$@"; } # UIN PASSWORD
audited() { "$build/conclavectl" audit tail -j -n 1000 "$scratch/state/audit" 2>/dev/null | grep -qE -- "$1"; }
start() {
	server_run
	within 60 up_or_gone && running "$server_pid"
}
module() { # what section module says
	cat <<CONF
module "icq" {
	listen = { "127.0.0.1:$oscar_port" }
	listen-tls = { "127.0.0.1:$oscar_tls_port" }
	legacy-listen = { "127.0.0.1:$legacy_port" }
	legacy-from = { "127.0.0.0/8" }
	channels = { "#lobby" }
	$1
}
CONF
}
config() { # the rest of the configuration stays as it is
	sed '/^module "icq"/,$d' "$scratch/conf/server.conf" >"$scratch/server.conf"
	module "$1" >>"$scratch/server.conf"
	cat "$scratch/server.conf" >"$scratch/conf/server.conf"
}

[ "$server" = conclaved ] || { skip "icq" "only for conclaved" && finish; }
server_prepare
read -r oscar_port oscar_tls_port legacy_port < <(free_ports 3)
config ""
must "the server starts with the module" start
expect "modules tells that it is on" output_has '^icq +(yes|true|1)' ctl modules
expect "icq alone lists what it can be asked" output_has '^add +' ctl icq
expect "all ports are listened at" listening "$oscar_port"
expect "the one of TLS too" listening "$oscar_tls_port"

expect "an account is made" status_is 0 ctl account add ann -n
expect "it gets a UIN, with a password from standard input" with_password sesame42 ctl icq add 100005 ann
expect "a UIN is given once" with_password sesame42 status_is 1 ctl icq add 100005 ann
expect "not to an account that is not there" with_password sesame42 status_is 1 ctl icq add 100006 nobody
expect "not from the range of channels" with_password sesame42 status_is 1 ctl icq add 900000001 ann
expect "what is no number is a matter of usage" with_password sesame42 status_is 64 ctl icq add frank ann
expect "-g draws a password of no more bytes than clients send" output_has '^password: .{8}$' ctl icq add 100007 ann -g
expect "-g is refused where no password belongs" status_is 64 ctl icq list -g
expect "a request that there is not is a matter of usage" status_is 64 ctl icq frob
expect "too many words are told the syntax" output_has 'usage: icq del <uin>' ctl icq del 1 2
expect "both are listed" output_has '^100007 +ann' ctl icq list
expect "and in JSON" output_has '"uin":100005,"account":"ann"' ctl -j icq list

expect "a legacy client gets in with the password" output_has '^hello$' legacy 100005 sesame42
expect "it is in the channel" within 10 output_has '100005' ctl icq sessions
expect "it is a user of IRC" within 10 output_has 'u?100005|ann' ctl who
expect "a wrong password does not" output_has '^refused$' legacy 100007 wrong
expect "STATS b tells of it" output_has '^module icq: ' ctl stats b
expect "a session is ended" status_is 0 ctl icq end 100005 enough
expect "and is no more" within 10 eval '! ctl icq sessions | grep -q 100005'
expect "another password is set" with_password sesame43 ctl icq password 100005
expect "it is the one that counts" output_has '^hello$' legacy 100005 sesame43

expect "REHASH takes over what it can" config 'max-mail = 7'
expect "and drops nobody" status_is 0 ctl rehash
expect "who was there still is" output_has 100005 ctl icq sessions
config 'first-uin = 800000000'
expect "what it can't it says" output_has 'first-uin has changed; that takes a restart' ctl rehash -n
config ''

expect "the audit log has the request" within 10 audited '"event":"control".*"request":"icq","kind":"add","params":\["100005","ann","\(secret\)"\]'
expect "no password is in it" eval '! audited sesame4'
expect "nor in the log" eval '! grep -q sesame4 "$scratch/server.log"'
expect "it has the login" within 10 audited '"event":"module","module":"icq","deed":"login","uin":"100005"'
expect "and the one that failed" within 10 audited '"event":"module","module":"icq","deed":"login-fail","uin":"1[0-9]*"'

expect "a UIN is taken away" status_is 0 ctl icq del 100007
server_stop TERM
must "it starts once more" start
expect "the UIN is there after a restart" output_has '^100005 +ann' ctl icq list
expect "the one that was taken away is not" eval '! ctl icq list | grep -q 100007'
expect "and its password is" output_has '^hello$' legacy 100005 sesame43
server_stop TERM
expect "the server ends in good order" [ $? -eq 0 ]
expect "and the jail had nothing to say" eval '! grep -q SIGSYS "$scratch/server.log"'
finish
