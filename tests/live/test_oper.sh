#!/usr/bin/env bash
# An operator at work in irssi: OPER, REHASH, STATS, WALLOPS, KILL, DIE.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
for tool in tmux irssi; do
	if ! command -v "$tool" >/dev/null 2>&1; then
		skip "oper" "no $tool"
		finish
	fi
done
server_start
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
screen_type boss '/kill eve no more of that'
expect "KILL ends a connection, with the reason" screen_shows eve 'no more of that'
screen_type boss '/quote DIE irc.live.test :end of the test'
expect "DIE ends the server" within 10 gone "$server_pid"
finish
