#!/usr/bin/env bash
# An account in irssi, as the README says: registered, kept over a restart of the locked server, logged in to, its nick regained.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
for tool in tmux irssi; do
	if ! command -v "$tool" >/dev/null 2>&1; then
		skip "nickserv" "no $tool"
		finish
	fi
done
eval "$(declare -f server_config_conclaved | sed '1s/.*/config_without_accounts()/')"
server_config_conclaved() {
	config_without_accounts
	echo 'accounts { registration = open }'
}
not_logged() { ! grep -rqa 'horse' "$scratch/server.log" "$scratch/state"; }

server_start
open_irssi first ann "$tls_port" yes
must "irssi registers over TLS" screen_shows first 'Welcome'
screen_type first '/msg NickServ HELP'
screen_type first '/window 2' # what NickServ says
expect "NickServ lists its commands" screen_shows first 'REGISTER +Register an account'
screen_type first '/msg NickServ REGISTER correct-horse ann@example.org'
must "NickServ registers an account" screen_shows first 'The account is registered, and you are logged in'
screen_type first '/quit'
expect "the server ends" server_stop TERM
server_run
must "it starts again" within 60 up_or_gone

open_irssi second ann "$port" no
must "who has not logged in is called otherwise" screen_shows second 'ann_'
screen_type second '/msg NickServ IDENTIFY ann wrong-horse'
screen_type second '/window 2'
expect "a wrong password is told" screen_shows second 'NickServ\(NickServ@irc.live.test\)'
screen_type second '/msg NickServ IDENTIFY ann correct-horse'
must "the right one logs in" screen_shows second 'You are logged in as ann'
screen_type second '/msg NickServ REGAIN ann'
expect "the nick is regained" screen_shows second 'You are called ann\.'
screen_type second '/msg NickServ INFO'
expect "INFO tells what was registered" screen_shows second 'ann@example.org'
expect "the log knows no password" not_logged
finish
