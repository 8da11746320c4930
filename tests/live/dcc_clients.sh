# What irssi and WeeChat do with DCC, in words that test_dcc.sh uses.  Sourced behind clients.sh and dcc_stage.sh.
# Each file has a name of its own, by which what clients show and are sent is told apart.
# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154  # what clients.sh reads; what lib.sh and clients.sh set
half=123456 # bytes that are there already, to be resumed behind
began=$(date +%s.%N)

marks() { # WHAT: how long it took
	local now

	now=$(date +%s.%N)
	echo "# $1: $(bc_less "$now" "$began") s"
	began=$now
}
bc_less() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%.1f", a - b }'; }

dcc_open() { # KIND NICK SERVER
	client_at[$2]=$3
	client_in[$2]="nsenter -t ${person_pid[$2]} -n"
	mkdir -p "$scratch/got/$2"
	client_open "$1" "$2" "$irc_port" no
}

dcc_settle() { # NICK: logged in, and with the settings that it needs
	local line

	case ${client_kind[$1]} in
	irssi)
		must "$1 (irssi) is welcome" screen_shows "$1" 'Welcome'
		types "$1" "/rawlog open ${client_home[$1]}/raw"
		types "$1" "/set dcc_download_path $scratch/got/$1"
		types "$1" "/set dcc_upload_path $files"
		;;
	weechat)
		must "$1 (weechat) is welcome" within "$client_seconds" saw "$1" 'Welcome'
		while IFS= read -r line; do types "$1" "$line"; done <<COMMANDS
/trigger add rawout signal *,irc_out_*
/trigger set rawout command "/print -core << \${tg_signal_data}"
/set xfer.file.download_path $scratch/got/$1
/set xfer.file.upload_path $files
/set xfer.file.auto_accept_files on
/set xfer.file.auto_accept_chats on
/quote PING :settled
COMMANDS
		expect "$1 logs what it says" within "$client_seconds" told "$1" 'PING :settled'
		;;
	esac
}

# told NICK PATTERN: it has sent such a line.
told() { raw_of "$1" | grep -E -- "<< .*$2" >/dev/null; }

got() { # TO FROM NAME: where that file is
	case ${client_kind[$1]} in
	irssi) echo "$scratch/got/$1/$3" ;;
	weechat) echo "$scratch/got/$1/$2.$3" ;;
	esac
}

# A port that B is told is one of the relay's; the address is the server's on B's own cable.
offered() { # TO FROM CLEAN-NAME
	within "$client_seconds" heard "$1" ":$2![^ ]* PRIVMSG $1 :.?.?DCC SEND $3 $(home_of "$1") 2[0-2][0-9]{3} "
}
home_of() { # NICK: the server's address as offers have it
	local n

	n=$(cable_of "$1")
	case ${client_at[$1]} in
	*:*) echo "fd77:$n::1" ;;
	*) echo $((10 << 24 | 77 << 16 | n << 8 | 1)) ;;
	esac
}

offer() { # FROM TO NAME [-passive]
	[ -e "$files/$3" ] || ln "$files/data" "$files/$3"
	case ${client_kind[$1]} in
	irssi) types "$1" "/dcc send ${4:+$4 }$2 \"$3\"" ;;
	weechat) types "$1" "/dcc send $2 $3" ;;
	esac
}
take() { # TO FROM CLEAN-NAME [resume]: WeeChat does it by itself
	[ "${client_kind[$1]}" != irssi ] || types "$1" "/dcc ${4:-get} $2 \"$3\""
}
arrived() { # TO FROM CLEAN-NAME NAME
	within "$client_seconds" cmp -s "$files/$4" "$(got "$1" "$2" "$3")"
}
delivered() { # FROM TO NAME: the sender knows that all of it has come; WeeChat offers blanks as "_" unless told otherwise
	case ${client_kind[$1]} in
	irssi) within "$client_seconds" saw "$1" "DCC sent file $3 .*for $2 " ;;
	weechat) within "$client_seconds" said_at "$1" "file ${3// /[ _]} sent to $2 .*: OK" ;;
	esac
}
said_at() { raw_of "$1" | grep -E -- "$2" >/dev/null; } # NICK PATTERN: in WeeChat's first window

# The whole way of a file, as one result.
passes() { # FROM TO CLEAN-NAME NAME [resume]
	offered "$2" "$1" "$3" || { echo "no offer of $3" && return 1; }
	take "$2" "$1" "$3" "${5:-}"
	arrived "$2" "$1" "$3" "$4" || { echo "it did not arrive as it was" && return 1; }
	delivered "$1" "$2" "$4" || { echo "the sender does not know" && return 1; }
}

pair_of() { echo "$1 (${client_kind[$1]}) to $2 (${client_kind[$2]})"; }

sends() { # FROM TO [NAME CLEAN-NAME]
	local name=${3:-$1-$2-plain.zip}

	offer "$1" "$2" "$name"
	expect "$(pair_of "$1" "$2"): SEND ${3:-}" passes "$1" "$2" "${4:-$name}" "$name"
}
sends_passively() { # FROM TO [NAME CLEAN-NAME]
	local name=${3:-$1-$2-passive.zip}

	offer "$1" "$2" "$name" -passive
	expect "$(pair_of "$1" "$2"): passive SEND ${3:-}" passes "$1" "$2" "${4:-$name}" "$name"
}
resumes() { # FROM TO [NAME CLEAN-NAME [-passive]]
	local name=${3:-$1-$2-rest.zip} clean part=

	clean=${4:-$name}
	[ "${client_kind[$2]}" = irssi ] || part=.part
	head -c "$half" "$files/data" >"$(got "$2" "$1" "$clean")$part"
	offer "$1" "$2" "$name" ${5:+"$5"}
	expect "$(pair_of "$1" "$2"): RESUME ${3:-}" passes "$1" "$2" "$clean" "$name" resume
	expect "$1 was asked for the rest of it by its own name" heard "$1" "DCC RESUME \"?$name\"? [0-9]+ $half"
}

# Chats.
chat_line() { # NICK OTHER TEXT
	case ${client_kind[$1]} in
	irssi) types "$1" "/msg =$2 $3" ;;
	weechat) printf 'xfer.irc_dcc.live.%s *%s\n' "$2" "$3" >"${client_home[$1]}/keyboard" ;;
	esac
}
chat_action() { # NICK OTHER TEXT
	case ${client_kind[$1]} in
	irssi) types "$1" "/action =$2 $3" ;;
	weechat) chat_line "$1" "$2" "/me $3" ;;
	esac
}
declare -A chat_offers=() chats_held=() # of "FROM TO", and of both in the order of the letters
seen_times() { # COUNT PATTERN COMMAND...: its output has it so often at least
	[ "$("${@:3}" | grep -cE -- "$2")" -ge "$1" ]
}
chat_offer() { # FROM TO: until it is heard
	chat_offers[$1 $2]=$((${chat_offers[$1 $2]:-0} + 1))
	types "$1" "/dcc chat $2"
	chat_offer_heard "$1" "$2"
}
# irssi takes the answer to its own passive offer for another chat, which is to be opened too.
chats_passively() { # FROM TO: both irssi
	local pair

	pair=$(printf '%s\n' "$1" "$2" | sort | tr '\n' ' ')
	chats_held[$pair]=$((${chats_held[$pair]:-0} + 1))
	types "$1" "/dcc chat -passive $2"
	chat_offers[$1 $2]=$((${chat_offers[$1 $2]:-0} + 1))
	expect "$2 is offered an ordinary CHAT for $1's passive one" chat_offer_heard "$1" "$2"
	types "$2" "/dcc chat $1"
	expect "$1 is asked to come too" within "$client_seconds" heard "$1" \
		":$2![^ ]* PRIVMSG $1 :.?.?DCC CHAT (chat|CHAT) $(home_of "$1") 2[0-2][0-9]{3} [0-9]+"
	types "$1" "/dcc chat ${2}2"
	expect "$(pair_of "$1" "$2"): passive CHAT" chat_ready "$2" "$1" "${chats_held[$pair]}"
	chat_line "$2" "$1" "a word of a passive chat"
	expect "$1 reads what $2 says" within "$client_seconds" saw "$1" "a word of a passive chat"
	expect "$1 hears that $2 has hung up" chat_end "$2" "$1"
	types "$1" "/dcc close chat $2" # its own offer, for which it still waits
}
chat_offer_heard() { # FROM TO
	within "$client_seconds" seen_times "${chat_offers[$1 $2]}" \
		">> .*:$1![^ ]* PRIVMSG $2 :.?.?DCC CHAT (chat|CHAT) $(home_of "$2") 2[0-2][0-9]{3}" raw_of "$2"
}
chat_open() { # FROM TO
	local pair

	pair=$(printf '%s\n' "$1" "$2" | sort | tr '\n' ' ')
	chats_held[$pair]=$((${chats_held[$pair]:-0} + 1))
	chat_offer "$1" "$2" || return 1
	[ "${client_kind[$2]}" != irssi ] || types "$2" "/dcc chat $1"
	chat_ready "$1" "$2" "${chats_held[$pair]}" && chat_ready "$2" "$1" "${chats_held[$pair]}"
}
chat_ready() { # NICK OTHER COUNT
	case ${client_kind[$1]} in
	irssi) within "$client_seconds" seen_times "$3" "DCC CHAT connection with ${2}2? .*established" shown "$1" ;;
	weechat) within "$client_seconds" seen_times "$3" "connected to $2 .*via xfer chat" shown "$1" ;;
	esac
}
chat_over() { # NICK OTHER COUNT
	case ${client_kind[$1]} in
	irssi) within "$client_seconds" seen_times "$3" "DCC lost chat to $2" shown "$1" ;;
	weechat) within "$client_seconds" seen_times "$3" "chat closed with $2" shown "$1" ;;
	esac
}
chat_end() { # IRSSI OTHER: hangs up
	local pair

	pair=$(printf '%s\n' "$1" "$2" | sort | tr '\n' ' ')
	types "$1" "/dcc close chat $2"
	chat_over "$2" "$1" "${chats_held[$pair]}"
}
# irssi's first ACTION is in a form that WeeChat does not know; once it has seen one it writes the other form.  So WeeChat begins.
chats() { # FROM TO
	local one=$1 other=$2

	if [ "${client_kind[$1]}" = weechat ]; then one=$2 other=$1; fi
	must "$(pair_of "$1" "$2"): CHAT" chat_open "$1" "$2"
	chat_line "$1" "$2" "a word of $1 to $2"
	expect "$2 reads what $1 says" within "$client_seconds" saw "$2" "a word of $1 to $2"
	chat_line "$2" "$1" "an answer of $2 to $1"
	expect "$1 reads what $2 answers" within "$client_seconds" saw "$1" "an answer of $2 to $1"
	chat_action "$other" "$one" "nods to $one in chat of $1"
	expect "$one sees an ACTION" within "$client_seconds" saw "$one" "[* )	]${other}[ 	]+nods to $one in chat of $1"
	chat_action "$one" "$other" "waves to $other in chat of $1"
	expect "$other sees an ACTION" within "$client_seconds" saw "$other" "[* )	]${one}[ 	]+waves to $other in chat of $1"
	expect "$other hears that $one has hung up" chat_end "$one" "$other"
}

# Listeners, as the systems of both sides know them.
port_offered() { # NICK NAME: the last that it has offered so
	raw_of "$1" | sed -nE "s/.*<< .*DCC (SEND|CHAT) \"?$2\"? [0-9a-f:.]+ ([0-9]+).*/\2/p" | tail -n 1
}
listens() { inside "$1" ss -Htln | grep -qE ":$2 "; } # NICK PORT
deaf() { ! listens "$@"; }
relay_listens() { ss -Htln | grep -qE ':2[0-2][0-9]{3} '; }
relay_deaf() { ! relay_listens; }
gives_up() { # NICK NAME: its listener for that offer is closed
	local its_port

	its_port=$(port_offered "$1" "$2")
	[ -n "$its_port" ] || { echo "no port of $2 is known" && return 1; }
	within "$client_seconds" deaf "$1" "$its_port"
}

turns_down() { # TO FROM NAME CLEAN-NAME
	offer "$2" "$1" "$3"
	expect "$1 is offered $4" offered "$1" "$2" "$4"
	types "$1" "/dcc close get $2 \"$4\""
	expect "$2 is told of the refusal, by its own name" within "$client_seconds" heard "$2" \
		":$1![^ ]* NOTICE $2 :.?.?DCC REJECT SEND \"?$3\"?"
}
refuses() {
	turns_down irb ira refused.zip refused.zip
	expect "irssi stops listening then" gives_up ira refused.zip
	turns_down irb ira "turned down.zip" turned_down.zip
	expect "also for a name that was changed" gives_up ira "turned down.zip"
	turns_down ira wim "not wanted.zip" not_wanted.zip
	offer ira irb withdrawn.zip
	expect "irb is offered withdrawn.zip" offered irb ira withdrawn.zip
	types ira '/dcc close send irb withdrawn.zip'
	expect "irb is told that the offer is withdrawn" within "$client_seconds" heard irb \
		':ira![^ ]* NOTICE irb :.?.?DCC REJECT (GET|SEND) withdrawn.zip'
	expect "irb is asked to chat again" chat_offer ira irb
	types irb '/dcc close chat ira'
	expect "ira is told that there will be no chat" within "$client_seconds" heard ira ':irb![^ ]* NOTICE ira :.?.?DCC REJECT CHAT'
	expect "irssi stops listening then" gives_up ira CHAT
}

# irssi, in the window of a chat, offers files within the chat.
types_nothing_in_a_chat() { # FROM TO
	ln "$files/data" "$files/hidden.zip"
	must "they chat again" chat_open "$1" "$2"
	types "$1" "/query =$2"
	types "$1" "/dcc send $2 hidden.zip"
	expect "$1 has offered a file within the chat" within "$client_seconds" saw "$1" 'DCC SEND request sent to .*hidden.zip'
	expect "and is told that this is not allowed" within "$client_seconds" saw "$1" 'That was not passed on'
	types "$1" 'a word behind it'
	expect "$2 reads what comes behind" within "$client_seconds" saw "$2" 'a word behind it'
	expect "$2 has not seen the offer" never_saw "$2" hidden.zip
	types "$1" '/unquery'
	expect "$2 hears that $1 has hung up" chat_end "$1" "$2"
}
never_saw() { ! saw "$1" "$2" && ! heard "$1" "$2"; }

denied() {
	offer ira irb setup.exe
	expect "ira is told that programs are not passed" within "$client_seconds" heard ira 'NOTICE ira :.*setup\.exe'
	expect "and gets a refusal, as of irb" within "$client_seconds" heard ira ':irb![^ ]* NOTICE ira :.?.?DCC REJECT SEND setup\.exe'
	expect "by which irssi stops listening" gives_up ira setup.exe
	expect "irb is told too" within "$client_seconds" heard irb ':irc\.live\.test NOTICE irb :.*setup\.exe'
	expect "irb is offered nothing" never_offered irb setup.exe
}
never_offered() { ! heard "$1" "DCC SEND $2"; }

# A sparse file beyond 32 bits.
big_size=$(((1 << 32) + 1000))
big_begin() {
	big_started=
	if [ "$(df --output=avail -B1 "$scratch" | tail -n 1)" -lt $((big_size + (1 << 30))) ]; then
		skip "a file of 4 GiB" "the disk has no room for it"
		return
	fi
	truncate -s "$big_size" "$files/big.zip"
	printf 'the end' | dd of="$files/big.zip" bs=1 seek=$((big_size - 7)) conv=notrunc 2>/dev/null
	offer wes ivy big.zip
	expect "ivy is offered 4 GiB and more" offered ivy wes big.zip
	take ivy wes big.zip
	big_started=$(date +%s)
}
big_end() {
	[ -n "$big_started" ] || return 0
	expect "4 GiB and more arrive as they were" big_arrives
	echo "# 4 GiB: $(($(date +%s) - big_started)) s beside the rest"
	expect "and their sender knows" delivered wes ivy big.zip
}
big_arrives() {
	within 240 big_is_there && cmp -s "$files/big.zip" "$(got ivy wes big.zip)"
}
big_is_there() { [ "$(stat -c %s "$(got ivy wes big.zip)" 2>/dev/null)" = "$big_size" ]; }

# All lines of all.
nobody_told() {
	local nick words=()

	for nick in "${clients[@]}"; do
		raw_of "$nick" >"$scratch/raw-$nick"
		words+=("$nick=$(cable_of "$nick")=$scratch/raw-$nick")
	done
	python3 "$live_dir/dcc_secrets.py" "${words[@]}"
}

# The audit log says what has passed.
recorded() { # FILE
	grep -q "$(sha256sum <"$1" | cut -d' ' -f1)" "$scratch/state/audit"/*.log
}
