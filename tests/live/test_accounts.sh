#!/usr/bin/env bash
# Real clients on the jailed server log in to accounts, by SASL or NickServ, and out of them, and are shown who else does.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source-path=SCRIPTDIR source=clients.sh
. "$live_dir/clients.sh"

clients_needed "$@"
add_account() { printf '%s\n' "$client_password" | "$build/conclavectl" -s "$scratch/state/control.sock" account add "$1" >/dev/null; }
types_secret() { types "$1" "/msg NickServ IDENTIFY $2 $client_password"; } # NICK ACCOUNT

server_start
client_account=([isa]=Of-isa [wes]=Of-wes [hex]=Of-hex)
for nick in Evelyn Of-{ira,isa,wim,wes,eve,eli,hal,hex}; do must "conclavectl makes the account $nick" add_account "$nick"; done
clients_open_all
all_saw "all log in" 'The message of the day is: live'
[ "$failed" -eq 0 ] || finish
for nick in $(of_kind irssi); do types "$nick" '/set show_account_notify on'; done
for nick in $(of_kind epic); do types "$nick" '/quote CAP REQ :account-notify extended-join'; done
for nick in $(of_kind weechat); do types "$nick" '/quote CAP REQ account-tag'; done
all_heard "all have account-notify" ' CAP [^ ]+ ACK :.*account-notify'
everyone=("${clients[@]}") guests=() users=()
for nick in "${clients[@]}"; do
	if [ -n "${client_account[$nick]:-}" ]; then users+=("$nick"); else guests+=("$nick"); fi
done

# Who has come by SASL joins with the account; the others without one, and then log in by NickServ.
clients=("${guests[@]}")
clients_join
one_heard ira "who has no account joins without one" ":eli!.* JOIN $room \\* :"
for nick in "${users[@]}"; do
	types "$nick" "/join $room"
	all_heard "$nick (${client_kind[$nick]}), who came by SASL, joins with its account" \
		":$nick!~[^ ]+@127\.0\.0\.1 JOIN $room Of-$nick :"
done
clients=("${everyone[@]}")
for nick in "${guests[@]}"; do
	types_secret "$nick" "Of-$nick"
	all_heard "account-notify tells that $nick (${client_kind[$nick]}) logs in by NickServ" \
		":$nick!~$nick@127\.0\.0\.1 ACCOUNT :?Of-$nick" "$nick"
done
for nick in ira wim eve eli wes; do
	one_heard "$nick" "is told its own account" " 900 [^ ]+ [^ ]+ Of-$nick :"
done
for nick in $(of_kind irssi); do one_saw "$nick" "shows that wim has an account" 'wim .*Of-wim'; done
types ira 'with my name on it'
for nick in $(of_kind weechat); do
	one_heard "$nick" "is told by account-tag whose words they are" "@([^ ]*;)?account=Of-ira[; ].*ira!.* PRIVMSG $room :with my name on it"
done

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
all_heard "WHOIS tells it by 330" ' 330 [a-z]+ [a-z]+ Of-[a-z]+ :'

# Who comes in later comes with the account; who logs out is told of too.
types eli "/part $room"
all_saw "eli goes" 'eli.*(has left|left channel|has parted)' eli
types eli "/join $room"
all_heard "extended-join tells the account" ":eli!~eli@127\.0\.0\.1 JOIN $room Of-eli :" eli
types eve '/msg NickServ LOGOUT'
all_heard "account-notify tells who logs out" ':eve!~eve@127\.0\.0\.1 ACCOUNT :?\*' eve
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
types_secret eve Evelyn
one_heard eve "is logged in again" ' 900 eve eve!~eve@127\.0\.0\.1 Evelyn :'
types eve "/join $room"
all_heard "eve comes in with another one" ":eve!~eve@127\.0\.0\.1 JOIN $room Evelyn :" eve

secret_kept() { ! grep -rqaF "$client_password" "$scratch/server.log" "$scratch/state"; }
expect "the log and the database know no password" secret_kept
expect "the server ends with status 0" server_stop TERM
finish
