#!/usr/bin/env bash
# irssi, WeeChat, EPIC5 and HexChat, each in plain text and over TLS, meet in one room of the jailed server and do what people do.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source-path=SCRIPTDIR source=clients.sh
. "$live_dir/clients.sh"

clients_needed "$@"
server_start
clients_open_all
all_saw "all log in and see the message of the day" 'The message of the day is: live'
[ "$failed" -eq 0 ] || finish

# They negotiate capabilities: what they know of ours is asked for, and granted.
has_words() { # TEXT WORD...
	local text=" $1 " word

	shift
	for word in "$@"; do
		[[ $text == *" $word "* ]] || return 1
	done
}
granted() { # NICK CAP...: by the answer to CAP LIST, in words that all clients show
	local nick=$1 list

	shift
	case ${client_kind[$nick]} in
	hexchat) list=$(shown "$nick" | sed -n 's/.*Capabilities acknowledged: //p' | tail -n 1) ;;
	*) list=$(raw_of "$nick" | sed -n 's/.* CAP [^ ]* LIST ://p' | tr -d '\r' | tail -n 1) ;;
	esac
	has_words "$list" "$@"
}
epic_caps='multi-prefix away-notify account-notify extended-join invite-notify'
declare -A wanted=(
	[irssi]='multi-prefix extended-join setname invite-notify away-notify account-notify server-time'
	[weechat]='server-time message-tags extended-join multi-prefix userhost-in-names away-notify account-notify setname cap-notify
		invite-notify'
	[epic]=$epic_caps
	[hexchat]='server-time extended-join multi-prefix userhost-in-names away-notify account-notify account-tag setname cap-notify
		invite-notify'
)
for nick in $(of_kind epic); do types "$nick" "/quote CAP REQ :$epic_caps"; done
for nick in $(of_kind irssi weechat epic); do types "$nick" '/quote CAP LIST'; done
for nick in "${clients[@]}"; do
	kind=${client_kind[$nick]}
	read -ra caps <<<"${wanted[$kind]//[$'\n\t']/ }"
	expect "$nick ($kind) has: ${caps[*]}" within "$client_seconds" granted "$nick" "${caps[@]}"
done

# They meet, and each reads what the others say.
clients_join
last=${clients[-1]}
all_saw "they see the last one join" "$last .*has joined" "$last"
all_heard "extended-join tells the real name" ":$last!~$last@127\.0\.0\.1 JOIN $room \\* :$last of"
for nick in "${clients[@]}"; do types "$nick" "good morning says $nick"; done
for nick in "${clients[@]}"; do
	all_saw "all read what $nick (${client_kind[$nick]}) says" "[^a-z]${nick}[^a-z].*good morning says $nick" "$nick"
done

# Modes, the topic, a ban, a kick.
types ira "/mode $room +o wim"
all_saw "all see an operator made" '\+o wim'
types wim "/mode $room +m"
all_saw "all see the room moderated" '[[" ]\+m[]" ]'
types eve 'words that nobody hears'
one_heard eve "is told that it may not speak" " 404 eve $room :"
types wim "/mode $room +v eve"
all_saw "all see a voice given" '\+v eve'
types eve 'words with a voice'
all_saw "all read who has a voice" 'words with a voice'
unheard() { ! everybody saw 'words that nobody hears' eve && [ "$(wc -w <<<"$lacking")" -eq $((${#clients[@]} - 1)) ]; }
expect "nobody has read what was said without a voice" unheard
types wim "/mode $room -m"
all_saw "all see the room open again" '[[" ]-m[]" ]'
types ira "/mode $room +b *!*@192.0.2.7"
all_saw "all see a ban" '\+b \*!\*@192\.0\.2\.7'
for nick in "${clients[@]}"; do types "$nick" "/mode $room b"; done
all_heard "the list of bans tells who banned, and ends" " 368 [a-z]* $room :"
all_heard "the list of bans names the ban" " 367 [a-z]* $room \\*!\\*@192\.0\.2\.7 ira!~ira@127\.0\.0\.1 [0-9]+"
types isa "/topic $room no right to say so"
one_heard isa "may not set the topic" " 482 isa $room :"
types ira "/topic $room the agenda of today"
all_saw "all see the topic" 'the agenda of today'
types wim "/kick $room eli out with you"
all_saw "all see a kick and its reason" 'out with you'
types eli "/join $room"
one_heard eli "comes back and is told the topic" " 332 eli $room :the agenda of today"
one_heard eli "is told who set the topic" " 333 eli $room ira!~ira@127\.0\.0\.1 [0-9]+"

# WHOIS: each of the next one, over TLS if that one is.
declare -A whois=(
	[irssi]='NICK \[~NICK@127\.0\.0\.1\]|ircname *: NICK of|channels *: .*ROOM|server *: irc\.live\.test|idle *: 0 days|End of WHOIS'
	[weechat]='\[NICK\] \(~NICK@127\.0\.0\.1\): NICK of|\[NICK\] .*ROOM|\[NICK\] irc\.live\.test|\[NICK\] idle: 00 hours|End of /WHOIS'
	[epic]='NICK is ~NICK@127\.0\.0\.1 \(NICK of|on channels: .*ROOM|via server irc\.live\.test|NICK has been idle|NICK End of /WHOIS'
	[hexchat]='\[NICK\] \(~NICK@127\.0\.0\.1\): NICK of|\[NICK\] .*ROOM|\[NICK\] irc\.live\.test|\[NICK\] idle 00:|\[NICK\] End of WHOIS'
)
shows_whois() { # NICK OF
	local -a lines
	local line

	IFS='|' read -ra lines <<<"${whois[${client_kind[$1]}]}"
	for line in "${lines[@]}"; do
		line=${line//NICK/$2}
		saw "$1" "${line//ROOM/$room}" || return 1
	done
}
asked=${clients[-1]}
for nick in "${clients[@]}"; do
	types "$nick" "/whois $asked"
	expect "$nick (${client_kind[$nick]}) shows who $asked is: user, room, server, idle, end" within "$client_seconds" shows_whois "$nick" "$asked"
	asked=$nick
done
for n in 311 319 312 317 318; do all_heard "WHOIS has $n" " $n [a-z]* [a-z]* "; done
one_saw eve "shows that wes is on TLS" 'wes is using a secure connection \[TLSv1\.3'

# MONITOR: of a guest who comes and goes.
guest_comes() {
	exec {guest}<>"/dev/tcp/127.0.0.1/$port"
	printf 'NICK guest\r\nUSER guest 0 * :a guest\r\n' >&"$guest"
}
guest_goes() {
	printf 'QUIT :going home\r\n' >&"$guest"
	exec {guest}>&-
}
for nick in "${clients[@]}"; do
	case ${client_kind[$nick]} in
	irssi | epic) types "$nick" '/quote MONITOR + guest' ;;
	weechat) types "$nick" '/notify add guest live' ;;
	hexchat) types "$nick" '/notify guest' ;;
	esac
done
all_heard "MONITOR tells that the guest is not there" ' 731 [a-z]* :guest'
guest_comes
all_heard "MONITOR tells that the guest comes" ' 730 [a-z]* :guest!~guest@127\.0\.0\.1'
types ira "/invite guest $room"
one_heard wim "hears of the invitation" ":ira!~ira@127\.0\.0\.1 INVITE guest :?$room"
guest_goes
gone_again() { [ "$(raw_of "$1" | grep -c ' 731 [a-z]* :guest')" -ge 2 ]; }
for nick in $(of_kind irssi weechat epic); do
	expect "MONITOR tells $nick that the guest goes" within "$client_seconds" gone_again "$nick"
done
for nick in $(of_kind weechat); do
	one_saw "$nick" "shows the guest come" 'guest .*(has connected|is connected)'
	one_saw "$nick" "shows the guest go" 'guest .*(has quit|is offline)'
done
for nick in $(of_kind hexchat); do
	one_saw "$nick" "shows the guest come" 'guest is online'
	one_saw "$nick" "shows the guest go" 'guest is offline'
done

# Away and back, names, and out again.
types eve '/away gone fishing'
all_heard "away-notify tells who is away, and why" ':eve!~eve@127\.0\.0\.1 AWAY :gone fishing' eve
one_heard eve "is told that it is away" ' 306 eve :'
for nick in $(of_kind weechat); do
	expect "$nick (weechat) marks eve as away" within "$client_seconds" weechat_knows "$nick" eve away 1
done
for nick in "${clients[@]}"; do types "$nick" "/msg eve a word from $nick"; done
for nick in "${clients[@]}"; do
	[ "$nick" = eve ] || one_saw eve "reads a private word of $nick" "a word from $nick"
done
all_saw "who writes to somebody away is told why" 'gone fishing' eve
types eve '/away'
all_heard "away-notify tells who is back" ':eve!~eve@127\.0\.0\.1 AWAY.?$' eve
for nick in $(of_kind weechat); do
	expect "$nick (weechat) marks eve as present" within "$client_seconds" weechat_knows "$nick" eve away 0
done
types eli '/nick elias'
all_saw "all see a change of nick" '(eli|[Yy]ou) .*now known as elias'
types wim '/setname Wim the Second'
for nick in $(of_kind irssi weechat); do
	one_heard "$nick" "learns another real name" ':wim!~wim@127\.0\.0\.1 SETNAME :Wim the Second'
done
last_kind=${client_kind[$last]}
types "$last" '/quit so long'
all_saw "all see $last_kind leave and its words" "$last .*so long" "$last"
types isa "/part $room enough for today"
clients=("${clients[@]:0:${#clients[@]}-1}")
all_saw "all see a part and its words" 'isa.*enough for today' isa

# Nothing was an error but what was meant to be one.  irssi sends a JOIN before it registers; EPIC finds CAP and AWAY odd.
unwanted() {
	local nick

	for nick in "${!client_kind[@]}"; do
		raw_of "$nick" | grep -E '>> .*:irc\.live\.test (4[0-9][0-9]|5[0-9][0-9]|FAIL|CAP [^ ]+ NAK|ERROR) ' |
			grep -vE ' (404 eve|482 isa|451 \*) ' | sed "s/^/$nick: /"
		shown "$nick" | grep -iE 'unknown command|not enough parameters|syntax error|odd server stuff' |
			grep -vE 'Odd server stuff: "(CAP|AWAY) ' | sed "s/^/$nick: /"
	done
}
unwanted >"$scratch/unwanted"
if [ -s "$scratch/unwanted" ]; then not_ok "no client was told an error" "$scratch/unwanted"; else ok "no client was told an error"; fi
expect "the server ends with status 0" server_stop TERM
finish
