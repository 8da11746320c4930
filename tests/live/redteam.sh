#!/usr/bin/env bash
# Attempts from inside the locked process, as root and as an ordinary user, in each kind of room.
# usage: tests/live/redteam.sh [BUILD-DIRECTORY]     CONCLAVE_STARTS=N: how many starts row 13.26 makes (200)
set -u
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
build=$(cd "${1:-${top_builddir:-$here/../..}}" && pwd) || exit 2
program=$build/tests/live/redteam
passed=0 failed=0 skipped=0

if [ ! -x "$program" ]; then
	echo "no $program: make check_PROGRAMS"
	exit 1
fi
if grep -q __asan_init "$program"; then
	echo "skip - redteam: a sanitizer's run time needs calls that the filter kills"
	echo "0 passed, 0 failed, 1 skipped"
	exit 77
fi

work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
cp "$program" "$here/redteam.calls" "$work/" && chmod 755 "$work/redteam" && chmod 644 "$work/redteam.calls" || exit 2

# round NAME USER ARGUMENT...: USER is "" for whoever we are.
round() {
	local name=$1 user=$2 dir=$work/$1 log=$work/$1.log p f s status as=()

	shift 2
	mkdir "$dir" && chmod 755 "$dir"
	if [ -n "$user" ]; then
		chown "$user" "$dir"
		as=(setpriv "--reuid=$user" "--regid=$(id -g "$user")" --clear-groups)
	fi
	echo "== $name"
	"${as[@]}" "$work/redteam" "$dir" "$@" >"$log" 2>&1 </dev/null
	status=$?
	cat "$log"
	if ! read -r p f s < <(sed -nE 's/^([0-9]+) passed, ([0-9]+) failed, ([0-9]+) skipped$/\1 \2 \3/p' "$log"); then
		echo "not ok - $name: ended with status $status"
		p=0 f=1 s=0
	fi
	passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
}

starts=${CONCLAVE_STARTS:-200}
if [ "$(id -u)" -eq 0 ]; then
	round root "" --golden "$work/redteam.calls" --starts "$starts"
	round root-chroot "" --without mounts
	round root-landlock "" --without unshare
	ordinary=nobody
else
	ordinary=
fi
# Some machines let no ordinary user have a user namespace; then there is nothing to try but Landlock.
if setpriv --reuid=nobody --regid="$(id -g nobody)" --clear-groups unshare -Ur true 2>/dev/null || unshare -Ur true 2>/dev/null; then
	round user "$ordinary" --starts "$starts"
	round user-chroot "$ordinary" --without mounts
else
	echo "skip - redteam: user namespaces are switched off on this machine"
	skipped=$((skipped + 1))
fi
round user-landlock "$ordinary" --without unshare
grep -h '^not ok' "$work"/*.log | sed 's/^/    /'
printf '%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
[ "$failed" -eq 0 ]
