#!/usr/bin/env bash
# Real clients are shown who logs in to an account and out of it.  By account_server: the server's code, whose accounts are changed by hand.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source-path=SCRIPTDIR source=clients.sh
. "$live_dir/clients.sh"

clients_needed "$@"
if [ ! -x "$build/tests/live/account_server" ]; then
	skip "accounts" "no tests/live/account_server in $build (make check builds it)"
	finish
fi
JAIL_MODE=off
server_prepare
mkfifo "$scratch/hands"
exec {hands}<>"$scratch/hands"
"$build/tests/live/account_server" "$scratch/conf/server.conf" <"$scratch/hands" >"$scratch/answers" 2>"$scratch/server.log" &
server_pid=$!
must "account_server is ready" within 30 grep -q "^ready $port\$" "$scratch/answers"

answers=1
answered() { [ "$(wc -l <"$scratch/answers")" -ge "$answers" ]; }
by_hand() { # LINE: its answer is ok
	answers=$((answers + 1))
	printf '%s\n' "$1" >&"$hands"
	within "$client_seconds" answered && [ "$(tail -n 1 "$scratch/answers")" = ok ]
}

clients_open_all
all_saw "all log in" 'The message of the day is: live'
[ "$failed" -eq 0 ] || finish
for nick in $(of_kind irssi); do types "$nick" '/set show_account_notify on'; done
for nick in $(of_kind epic); do types "$nick" '/quote CAP REQ :account-notify extended-join'; done
all_heard "all have account-notify" ' CAP [^ ]+ ACK :.*account-notify'
clients_join
all_heard "who has no account joins without one" ":${clients[-1]}!.* JOIN $room \\* :" "${clients[-1]}"

for nick in "${clients[@]}"; do
	must "$nick is logged in to Of-$nick" by_hand "login $nick Of-$nick"
done
for nick in "${clients[@]}"; do
	all_heard "account-notify tells the account of $nick" ":$nick!~$nick@127\.0\.0\.1 ACCOUNT :?Of-$nick" "$nick"
done
for nick in $(of_kind irssi weechat epic); do
	one_heard "$nick" "is told its own account" " 900 $nick $nick!~$nick@127\.0\.0\.1 Of-$nick :"
done
for nick in $(of_kind irssi); do one_saw "$nick" "shows that wim has an account" 'wim .*Of-wim'; done

# What a client knows without asking, where it can be looked at; and what each is told when it asks.
for nick in $(of_kind weechat); do
	expect "$nick (weechat) knows the account of eve" within "$client_seconds" weechat_knows "$nick" eve account Of-eve
done
asked=${clients[-1]}
for nick in "${clients[@]}"; do
	types "$nick" "/whois $asked"
	one_saw "$nick" "shows the account of $asked in WHOIS" "$asked.* .*Of-$asked"
	asked=$nick
done

# Who comes in later comes with the account; who logs out is told of too.
types eli "/part $room"
all_saw "eli goes" 'eli.*(has left|left channel|has parted)' eli
types eli "/join $room"
all_heard "extended-join tells the account" ":eli!~eli@127\.0\.0\.1 JOIN $room Of-eli :" eli
must "eve is logged out" by_hand 'logout eve'
all_heard "account-notify tells of it" ':eve!~eve@127\.0\.0\.1 ACCOUNT :?\*'
one_heard eve "is told so" " 901 eve "
for nick in $(of_kind weechat); do
	expect "$nick (weechat) knows that eve has none now" within "$client_seconds" weechat_knows "$nick" eve account ''
done

# The account decides who may come in.
types ira "/mode $room +R"
all_saw "all see that the room wants accounts" '\+R'
types eve "/part $room"
one_saw eve "goes" 'eve has left channel'
types eve "/join $room"
one_heard eve "may not come in without an account" " 477 eve $room :"
must "eve is logged in again" by_hand 'login eve Evelyn'
types eve "/join $room"
all_heard "eve comes in with one" ":eve!~eve@127\.0\.0\.1 JOIN $room Evelyn :" eve
printf 'quit\n' >&"$hands"
expect "account_server ends" within 20 gone "$server_pid"
wait "$server_pid"
status=$?
server_pid=
expect "with status 0" [ "$status" -eq 0 ]
finish
