#!/usr/bin/env bash
# All live tests.  usage: tests/live/run.sh [BUILDDIR [TEST...]]; the redteam*.sh beside have a stage of their own.
set -u
here=$(cd "$(dirname "$0")" && pwd)
build=${1:-$here/../..}
shift
tests=("$@")
[ $# -gt 0 ] || tests=("$here"/test_*.sh)
passed=0 failed=0 skipped=0
out=$(mktemp) || exit 2
trap 'rm -f "$out"' EXIT
for t in "${tests[@]}"; do
	echo "== ${t##*/}"
	timeout -k 20 "${LIVE_SECONDS:-300}" "$t" "$build" >"$out" 2>&1 </dev/null
	status=$?
	last=$(tail -n 1 "$out")
	if [[ $last =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed,\ ([0-9]+)\ skipped$ ]]; then
		sed '$d' "$out"
		passed=$((passed + BASH_REMATCH[1])) failed=$((failed + BASH_REMATCH[2])) skipped=$((skipped + BASH_REMATCH[3]))
	else
		cat "$out"
		echo "not ok - ${t##*/} ends by itself (status $status)"
		failed=$((failed + 1))
	fi
done
printf '%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
[ "$failed" -eq 0 ]
