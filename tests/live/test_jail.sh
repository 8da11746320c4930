#!/usr/bin/env bash
# What the kernel says about the locked process: credentials, filter, root, mounts, memory, descriptors.  As root and as an
# ordinary user.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

if [ "${JAIL_MODE:-enforce}" = off ]; then
	skip "jail" "the jail is off in this run"
	finish
fi

# each_status PATTERN: a line like it is in the status of every thread.
each_status() {
	local f

	for f in /proc/"$server_pid"/task/*/status; do
		grep -qE -- "$1" "$f" || {
			echo "$f: $(grep -E "^${1%%:*}" "$f"), expected ${1#^}"
			return 1
		}
	done
}

room() { # what is in the process's root, as paths; other file systems too
	find "/proc/$server_pid/root/" -mindepth 1 -printf '/%P\n' 2>/dev/null
}
only_two_folders() { # in the room: conf, state, and the folders above them
	local strange

	strange=$(room | while IFS= read -r p; do
		case $scratch/conf/ in "$p"/*) continue ;; esac
		case $scratch/state/ in "$p"/*) continue ;; esac
		case $p in "$scratch"/conf/* | "$scratch"/state/*) ;; *) echo "$p" ;; esac
	done)
	[ -z "$strange" ] || { echo "also in the room: $strange" && return 1; }
	[ -n "$(room)" ]
}
mount_options() { # every mount of the process has these
	local options

	while read -r options; do
		for want in "$@"; do
			case ",$options," in *",$want,"*) ;; *) echo "a mount without $want: $options" && return 1 ;; esac
		done
	done < <(awk '{ print $6 }' "/proc/$server_pid/mountinfo")
}
conf_is_read_only() {
	awk -v at="$scratch/conf" '$5 == at { n++; if ($6 !~ /(^|,)ro(,|$)/) bad = 1 } END { exit !(n == 1 && !bad) }' \
		"/proc/$server_pid/mountinfo"
}
no_writable_code() { ! grep -E '^[^ ]+ .wx' "/proc/$server_pid/maps"; }
only_known_descriptors() { # sockets, wake-ups, the loop, the log, and files under the state folder
	local fd to

	for fd in /proc/"$server_pid"/fd/*; do
		to=$(readlink "$fd")
		case $to in
		socket:* | pipe:* | anon_inode:*event* | /dev/null | "$scratch/server.log" | "$scratch"/state/?*) ;;
		*) echo "$fd -> $to" && return 1 ;;
		esac
		[ ! -d "$fd/" ] || { echo "$fd is a folder: $to" && return 1; }
	done
}

root_expect() { # what /proc shows of a locked process to root only
	if [ "$(id -u)" -eq 0 ]; then expect "$@"; else skip "$1" "only root may see that"; fi
}

check_process() { # HOW UID-PATTERN
	expect "$1: no capability in any set, in any thread" bash -c '
		! grep -hE "^Cap(Inh|Prm|Eff|Bnd|Amb):" /proc/'"$server_pid"'/task/*/status | grep -vE "0000000000000000$"'
	expect "$1: NoNewPrivs is 1 in every thread" each_status '^NoNewPrivs:[[:space:]]+1$'
	expect "$1: Seccomp is 2 in every thread" each_status '^Seccomp:[[:space:]]+2$'
	expect "$1: its user is not root" each_status "^Uid:[[:space:]]+$2"
	root_expect "$1: nothing but two folders in the room" only_two_folders
	expect "$1: every mount is nosuid, nodev, noexec" mount_options nosuid nodev noexec
	expect "$1: the configuration is read-only" conf_is_read_only
	root_expect "$1: no memory is writable and executable" no_writable_code
	root_expect "$1: only the descriptors it needs" only_known_descriptors
	expect "$1: the log says what holds" grep -qi 'jail' "$scratch/server.log"
}

if [ "$(id -u)" -eq 0 ]; then
	server_start
	check_process "started by root" "$(id -u nobody)\b.*\b$(id -u nobody)$"
	expect "started by root: no supplementary groups" each_status '^Groups:[[:space:]]*$'
	server_stop TERM
	# An ordinary user: the program and its folders are where that user may read.
	cp "$build/conclaved" "$scratch/conclaved"
	build=$scratch
	run_as=(setpriv --reuid=nobody --regid=nogroup --clear-groups)
	: >"$scratch/server.log"
else
	skip "started by root" "not root"
fi
server_start
check_process "started by a user" "[1-9]"
finish
