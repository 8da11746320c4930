#!/usr/bin/env bash
# Two real clients meet in #lobby and talk, in their own screens: irssi plain and TLS, weechat over TLS, weechat without a screen.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

for tool in tmux irssi weechat weechat-headless; do
	if ! command -v "$tool" >/dev/null 2>&1; then
		skip "talk" "no $tool"
		finish
	fi
done
server_start

open_irssi ann ann "$port" no
open_weechat wim wim "$tls_port" on
open_irssi tia tia "$tls_port" yes
must "irssi registers in plain text" screen_shows ann 'Welcome'
must "weechat registers over TLS, certificate verified" screen_shows wim 'Welcome'
must "irssi registers over TLS, certificate verified" screen_shows tia 'Welcome'
expect "the message of the day is shown" screen_shows ann 'message of the day is: live'

screen_type ann '/join #lobby'
expect "irssi is in #lobby" screen_shows ann 'Irssi: #lobby: Total of 1 nicks'
screen_type wim '/join #lobby'
expect "irssi sees weechat join" screen_shows ann 'wim .*has joined #lobby'
screen_type tia '/join #lobby'
expect "weechat sees irssi join" screen_shows wim 'tia .*has joined #lobby'
expect "irssi over TLS sees the three of them" screen_shows tia 'Total of 3 nicks'

screen_type ann 'good morning from plain text'
expect "weechat reads what irssi says" screen_shows wim 'ann.*good morning from plain text'
expect "irssi over TLS reads it too" screen_shows tia 'ann.*good morning from plain text'
screen_type wim 'and from weechat, with an umlaut: ü'
expect "irssi reads what weechat says" screen_shows ann 'wim.*and from weechat, with an umlaut: ü'
screen_type tia 'hello all, over TLS'
expect "irssi reads irssi over TLS" screen_shows ann 'tia.*hello all, over TLS'
expect "weechat reads irssi over TLS" screen_shows wim 'tia.*hello all, over TLS'

screen_type ann '/topic #lobby the agenda of today'
expect "weechat sees the topic change" screen_shows wim 'the agenda of today'
screen_type ann '/mode #lobby +v wim'
expect "weechat sees its voice" screen_shows wim '\+v wim'
screen_type wim '/me waves'
expect "irssi sees an action" screen_shows ann 'wim waves'
screen_type ann '/window 1'
screen_type ann '/whois wim'
expect "irssi sees whois" screen_shows ann 'End of WHOIS'
screen_type tia '/msg ann a word in private'
expect "a private message opens a window" within 20 screen_has ann '\[Act: .*[0-9]'
screen_type ann '/window 3'
expect "the private message is read" screen_shows ann 'a word in private'
screen_type tia '/quit so long'
expect "weechat sees irssi leave, with its words" screen_shows wim 'tia .*has quit.*so long'

# A client without a screen: its log is its screen, its pipe its keyboard.
home=$scratch/headless
args=()
mkdir -p "$home"
while IFS= read -r line; do args+=(-r "$line"); done < <(
	printf '%s\n' "/set fifo.file.enabled on" "/set fifo.file.path $home/fifo" "/fifo enable" \
		"/set logger.file.flush_delay 0" "/set logger.file.path $home/logs"
	weechat_setup hed "$tls_port" on
)
weechat-headless -d "$home" "${args[@]}" >"$home/out" 2>&1 </dev/null &
headless=$!
headless_says() { [ -p "$home/fifo" ] && printf '%s\n' "$1" >"$home/fifo"; }
headless_log() { grep -rqE -- "$1" "$home/logs" 2>/dev/null; }
expect "weechat-headless registers over TLS" within 20 headless_log 'Welcome'
headless_says 'irc.server.live */join #lobby'
screen_type ann '/window 2'
expect "irssi sees weechat-headless join #lobby" screen_shows ann 'hed .*has joined #lobby'
screen_type ann 'hello machine'
expect "weechat-headless reads irssi" within 20 headless_log 'ann.*hello machine'
headless_says 'irc.live.#lobby *beep, says the machine'
expect "irssi reads weechat-headless" screen_shows ann 'hed.*beep, says the machine'
headless_says 'core.weechat */quit'
expect "weechat-headless ends" within 20 gone "$headless"
kill "$headless" 2>/dev/null
wait "$headless" 2>/dev/null

finish
