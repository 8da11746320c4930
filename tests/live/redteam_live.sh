#!/usr/bin/env bash
# shellcheck disable=SC2317 # the checks are called by expect
# A running conclaved as its surroundings see it: rows 1 and 27 to 30 of the plan of attack.
# usage: tests/live/redteam_live.sh BUILD-DIRECTORY    starts servers of its own, as root and as an ordinary user
#        tests/live/redteam_live.sh PID [BUILD]        looks at yours; as root, or as its user
# shellcheck source-path=SCRIPTDIR source=lib.sh
own=
case ${1:-} in
*[!0-9]* | '') ;;
*)
	own=$1
	shift
	;;
esac
. "$(dirname "$0")/lib.sh"

if [ "${JAIL_MODE:-enforce}" != enforce ]; then
	skip "redteam_live" "the jail does not enforce in this run"
	finish
fi
if [ -z "$own" ] && grep -q __asan_init "$build/conclaved"; then
	skip "redteam_live" "a sanitizer's run time needs calls that the filter kills"
	finish
fi

each_task() { # PATTERN: a line like it is in the status of every thread
	local f

	for f in /proc/"$server_pid"/task/*/status; do
		grep -qE -- "$1" "$f" || { echo "$f has no line $1" && return 1; }
	done
}
no_capability() { ! grep -hE '^Cap(Inh|Prm|Eff|Bnd|Amb):' /proc/"$server_pid"/task/*/status | grep -v '0000000000000000$'; }
no_folder_open() {
	local fd

	for fd in /proc/"$server_pid"/fd/*; do
		[ ! -d "$fd/" ] || { echo "$fd is a folder" && return 1; }
	done
}
few_mounts() { # two or three: the root, the configuration, the state
	awk '{ n++ } $6 !~ /nosuid/ || $6 !~ /nodev/ || $6 !~ /noexec/ { print; bad = 1 }
		$5 == "/" && $6 !~ /^ro/ { print "the root is writable"; bad = 1 }
		$6 !~ /^ro/ { writable++ }
		END { if (n < 2 || n > 3 || writable > 1) { print n " mounts, " writable + 0 " writable"; bad = 1 } exit bad }' \
		"/proc/$server_pid/mountinfo"
}
bare_root() {
	local name

	for name in proc dev sys usr bin lib home root; do
		[ ! -e "/proc/$server_pid/root/$name" ] || { echo "/$name is in the room" && return 1; }
	done
}
bare_environment() { # what was there is overwritten
	! tr -d '\0' <"/proc/$server_pid/environ" | grep -q .
}
reviewed_filter() { # whether it may bind and connect is the plan's matter
	"$build/tests/live/redteam" --live "$server_pid" >"$scratch/live.calls" || return 1
	diff <(grep -vE ' (bind|listen|connect) ' "$live_dir/redteam.calls") <(grep -vE ' (bind|listen|connect) ' "$scratch/live.calls")
}

# What a process of the same user may not do to it: such a process is run by "${same_user[@]}", and an ordinary one that
# sleeps stands beside, with which all of that must work, or the test would prove nothing.
other=
same_user=()
meet_user() {
	local uid gid

	uid=$(awk '/^Uid:/ { print $2 }' "/proc/$server_pid/status")
	gid=$(awk '/^Gid:/ { print $2 }' "/proc/$server_pid/status")
	[ "$(id -u)" -ne 0 ] || same_user=(setpriv "--reuid=$uid" "--regid=$gid" --clear-groups)
	"${same_user[@]}" sleep 60 &
	other=$!
	within 5 grep -q '^Name:.sleep' "/proc/$other/status"
}
part_from_user() {
	kill "$other"
	{ wait "$other"; } 2>/dev/null
	other=
}
can_read() { "${same_user[@]}" head -c 1 "/proc/$1/$2" >"$scratch/read" 2>&1; }
can_list() { "${same_user[@]}" ls "/proc/$1/$2/" >"$scratch/list" 2>&1; }
python=/usr/bin/python3 # one that every user may run
[ -x "$python" ] || python=python3
can_trace() { # 0 it could; 1 it was refused; 2 something else went wrong
	"${same_user[@]}" "$python" - "$1" <<'PY'
import ctypes, errno, os, sys
libc = ctypes.CDLL(None, use_errno=True)
pid = int(sys.argv[1])
PTRACE_ATTACH, PTRACE_SEIZE, PTRACE_DETACH = 16, 0x4206, 17
for request in (PTRACE_ATTACH, PTRACE_SEIZE):
    if libc.ptrace(request, pid, None, None) == 0:
        if request == PTRACE_ATTACH:
            os.waitpid(pid, 0)
        libc.ptrace(PTRACE_DETACH, pid, None, None)
        sys.exit(0)
    if ctypes.get_errno() not in (errno.EPERM, errno.EACCES):
        print("ptrace:", os.strerror(ctypes.get_errno()))
        sys.exit(2)
sys.exit(1)
PY
}
refused() { # QUESTION ARGUMENT...
	local status

	"$1" "$other" "${@:2}" || { echo "$*: not even with an ordinary process" && return 1; }
	"$1" "$server_pid" "${@:2}"
	status=$?
	[ "$status" -ne 0 ] && { [ "$1" != can_trace ] || [ "$status" -eq 1 ]; }
}

sealed() { grep -qE '^Seccomp:[[:space:]]+2$' "/proc/$server_pid/status"; }

attack() { # HOW
	# Its ports are open before it is locked.
	must "$1: the filter is loaded" within 10 sealed
	expect "13.27 $1: Seccomp 2 in every thread" each_task '^Seccomp:[[:space:]]+2$'
	expect "13.27 $1: NoNewPrivs 1 in every thread" each_task '^NoNewPrivs:[[:space:]]+1$'
	expect "13.27 $1: no capability in any set of any thread" no_capability
	expect "13.27 $1: no supplementary groups" each_task '^Groups:[[:space:]]*$'
	if [ "$(id -u)" -eq 0 ]; then
		expect "13.1 $1: the filter is the reviewed one" reviewed_filter
		expect "13.28 $1: no folder is open" no_folder_open
		expect "13.29 $1: two or three mounts, one of them writable" few_mounts
		expect "13.29 $1: nothing of the host in the root" bare_root
		expect "13.30 $1: the environment is wiped" bare_environment
	else
		skip "13.1, 13.28, 13.29 $1" "its /proc entries are for root only (as row 13.30 wants)"
	fi
	local name

	must "13.30 $1: an ordinary process of the same user runs" meet_user
	for name in maps environ auxv; do
		expect "13.30 $1: a process of the same user cannot read /proc/PID/$name" refused can_read "$name"
	done
	expect "13.30 $1: nor list its descriptors" refused can_list fd
	expect "13.30 $1: nor look through its root" refused can_list root
	expect "13.30 $1: nor trace it" refused can_trace
	part_from_user
}

if [ -n "$own" ]; then
	server_pid=$own
	attack "process $own"
	server_pid= # it is not ours to stop
	finish
fi
server_start
if [ "$(id -u)" -eq 0 ]; then
	attack "started by root"
	server_stop TERM
	mkdir -p "$scratch/tests/live" && cp "$build/tests/live/redteam" "$scratch/tests/live/" &&
		cp "$build/conclaved" "$scratch/" && chmod 755 "$scratch/conclaved"
	build=$scratch # where that user may read
	run_as=(setpriv --reuid=nobody "--regid=$(id -g nobody)" --clear-groups)
	server_start
fi
attack "started by a user"
finish
