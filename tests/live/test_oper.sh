#!/usr/bin/env bash
# An operator at work in irssi: OPER, REHASH, STATS, WALLOPS, KILL, DIE; and operators by certificate and by account.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
for tool in tmux irssi; do
	if ! command -v "$tool" >/dev/null 2>&1; then
		skip "oper" "no $tool"
		finish
	fi
done
server_prepare
make_cert "$scratch/cora" cora
chmod 644 "$scratch/cora.key"
cat >>"$scratch/conf/server.conf" <<CONF
accounts { registration = open }
role "few" { privileges = { "kill" } inherits = { "less" } }
role "less" { privileges = { "wallops" } }
oper "cora" {
	role = "few"
	fingerprint = "$(openssl x509 -in "$scratch/cora.crt" -noout -fingerprint -sha256 | sed 's/.*=//')"
	from = { "*@127.0.0.0/8" }
	auto = yes
}
oper "acc" {
	role = "few"
	account = "abby"
	from = { "*@127.0.0.0/8" }
}
CONF
server_run
must "the server starts" within 60 up_or_gone
open_irssi boss boss "$port" no
open_irssi eve eve "$tls_port" yes
must "irssi registers" screen_shows boss 'Welcome'
must "irssi registers over TLS" screen_shows eve 'Welcome'
screen_type boss '/oper admin wrong-password'
expect "a wrong password is refused" screen_shows boss '[Pp]assword'
screen_type boss "/oper admin $oper_password"
must "the right one makes an operator" screen_shows boss '(IRC |[Yy]ou are now .*)[Oo]perator'
screen_type boss '/rehash'
expect "REHASH is answered" screen_shows boss '[Rr]ehash'
screen_type boss '/stats u'
expect "STATS tells the time up" screen_shows boss 'Up [0-9]+ day'
screen_type boss '/stats j'
expect "STATS tells what the jail holds" screen_shows boss 'filter: '
screen_type eve '/mode eve +w'
expect "a user takes wallops" screen_shows eve '\+[a-z]*w'
screen_type boss '/wallops dinner is ready'
expect "WALLOPS reaches who wants it" screen_shows eve 'dinner is ready'
# By certificate: raised while registering, and again by OPER without a password.
by_certificate() { # NICK COMMAND...: what s_client hears, once it has said QUIT
	local nick=$1

	shift
	{
		printf '%s\r\n' "NICK $nick" "USER $nick 0 * :$nick" "$@" QUIT
	} | timeout 60 openssl s_client -quiet -connect "127.0.0.1:$tls_port" -cert "$scratch/cora.crt" -key "$scratch/cora.key" \
		>"$scratch/said" 2>"$scratch/s_client.log"
}
by_certificate cora 'PRIVS' 'OPER cora' 'REHASH'
expect "a certificate makes an operator at registration" grep -q ' MODE cora :+o' "$scratch/said"
expect "with the privileges of the role and of the one that it inherits" grep -qE ' 270 cora cora :oper:cora role:few kill wallops.?$' "$scratch/said"
expect "OPER needs no password there" [ "$(grep -c ' 381 cora ' "$scratch/said")" -eq 2 ]
expect "and no other privilege" grep -q ' 723 cora rehash ' "$scratch/said"

# By account, in irssi.
screen_type eve '/quote OPER acc'
expect "without the account it is nobody" screen_shows eve 'No O-lines|no O-lines|491'
screen_type eve '/nick abby'
must "another nick" screen_shows eve 'now known as abby'
screen_type eve '/msg NickServ REGISTER correct-horse'
must "irssi registers an account" screen_shows eve 'logged in'
screen_type eve '/quote OPER acc'
expect "an account makes an operator" screen_shows eve '(IRC |[Yy]ou are now .*)[Oo]perator'
screen_type eve '/msg NickServ LOGOUT'
expect "until it logs out" screen_shows eve 'no operator any more'
screen_type eve '/nick eve'
must "its nick again" screen_shows eve 'now known as eve'
screen_type boss '/kill eve no more of that'
expect "KILL ends a connection, with the reason" screen_shows eve 'no more of that'
screen_type boss '/quote DIE irc.live.test :end of the test'
expect "DIE ends the server" within 10 gone "$server_pid"
finish
