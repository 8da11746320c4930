#!/usr/bin/env bash
# contrib/quickstart from a fresh copy of the checkout to two people talking, with the very commands that it prints; twice; stopped.
# As root, and as an ordinary user.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

copy_checkout() { # DIR
	mkdir -p "$1"
	if [ "$(git -C "$top" rev-parse --show-toplevel 2>/dev/null)" = "$top" ]; then
		(cd "$top" && git ls-files -z --cached --others --exclude-standard |
			while IFS= read -r -d '' f; do [ ! -e "$f" ] || printf '%s\0' "$f"; done | tar -c --null -T - -f -) | tar -x -C "$1" -f -
	else
		tar -c -C "$top" --exclude='./build*' --exclude=./run --exclude=./config.status -f - . | tar -x -C "$1" -f -
	fi
}

quickstart() { # ARGUMENTS...: in $copy, as $as
	(cd "$copy" && env HOME="$home" QUICKSTART_PORT="$port" QUICKSTART_TLS_PORT="$tls_port" \
		QUICKSTART_DCC_PORTS=20000-20031 "${as[@]}" contrib/quickstart "$@") \
		>"$scratch/quickstart.out" 2>&1
}
says() { grep -qE -- "$1" "$scratch/quickstart.out"; }
command_said() { grep -E "^ +$1 " "$scratch/quickstart.out" | head -n 1 | sed 's/^ *//'; }
as_before() { [ "$(cat "$copy/run/conclaved.pid")" = "$first_pid" ] && [ "$(cksum <"$copy/run/etc/conclave.conf")" = "$first_conf" ]; }
dead_ports() { ! listening "$port" && ! listening "$tls_port"; }

walk() { # HOW
	copy=$scratch/$1
	home=$scratch/home-$1
	copy_checkout "$copy"
	mkdir -p "$home"
	[ "${#as[@]}" -eq 0 ] || chown -R "$owner" "$copy" "$home"
	read -r port tls_port < <(free_ports 2)
	if ! quickstart; then
		not_ok "$1: quickstart ends with a running server" "$scratch/quickstart.out"
		return
	fi
	ok "$1: quickstart ends with a running server"
	first_pid=$(cat "$copy/run/conclaved.pid")
	first_conf=$(cksum <"$copy/run/etc/conclave.conf")
	expect "$1: the server is locked" grep -qE '^Seccomp:[[:space:]]+2$' "/proc/$first_pid/status"
	irssi_line=$(command_said irssi)
	weechat_line=$(command_said weechat)
	oper_line=$(grep -oE '/oper admin .*' "$scratch/quickstart.out")
	screen_open "irssi-$1" env HOME="$home" bash -c "$irssi_line"
	screen_open "weechat-$1" env HOME="$home" bash -c "$weechat_line"
	expect "$1: the irssi command that it prints connects" screen_shows "irssi-$1" 'Welcome'
	expect "$1: the weechat command that it prints connects over TLS" screen_shows "weechat-$1" 'Welcome'
	screen_type "irssi-$1" '/nick ann'
	screen_type "irssi-$1" '/join #lobby'
	expect "$1: irssi is in #lobby" screen_shows "irssi-$1" 'Join to #lobby was synced|#lobby: Total of'
	screen_type "weechat-$1" '/join #lobby'
	screen_type "irssi-$1" 'hello from irssi'
	expect "$1: irssi sees weechat come" screen_shows "irssi-$1" 'has joined #lobby.*|Total of 2'
	screen_type "irssi-$1" 'can you read this'
	expect "$1: weechat reads irssi" screen_shows "weechat-$1" 'ann.*can you read this'
	screen_type "weechat-$1" 'yes I can'
	expect "$1: irssi reads weechat" screen_shows "irssi-$1" '[^y]yes I can'
	screen_type "irssi-$1" "$oper_line"
	screen_type "irssi-$1" '/window 1'
	expect "$1: the operator line that it prints works" screen_shows "irssi-$1" '[Oo]perator'
	expect "$1: quickstart again ends well" quickstart
	expect "$1: it says that the server runs" says 'running already'
	expect "$1: and has changed nothing" as_before
	expect "$1: quickstart --stop ends well" quickstart --stop
	expect "$1: the server is gone" within 10 gone "$first_pid"
	expect "$1: nobody listens" dead_ports
	expect "$1: quickstart --stop again ends well" quickstart --stop
	expect "$1: it starts again" quickstart
	quickstart --stop
}

stop_all() { # whatever went wrong before
	local f

	for f in "$scratch"/*/run/conclaved.pid; do
		[ ! -e "$f" ] || [ "$(cat "/proc/$(cat "$f")/comm" 2>/dev/null)" != conclaved ] || kill "$(cat "$f")"
	done
	clean_up
}
trap stop_all EXIT

for tool in tmux irssi weechat; do
	if ! command -v "$tool" >/dev/null 2>&1; then
		skip "quickstart" "no $tool"
		finish
	fi
done
if [ "$(id -u)" -eq 0 ]; then
	as=()
	walk root
	as=(setpriv --reuid=nobody --regid=nogroup --clear-groups)
	owner=nobody:nogroup
	walk user
else
	as=()
	walk user
fi
finish
