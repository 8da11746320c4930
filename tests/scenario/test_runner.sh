#!/usr/bin/env bash
# The runner must fail what is wrong: of test_runner.scn all wrong_* and nothing else, with the file and line.
set -u
here=$(cd "$(dirname "$0")" && pwd)
said=$("${top_builddir:-.}/tests/scenario/run_scenarios" "$here/test_runner.scn")
status=$?
wrong=$(grep -c '^scenario wrong_' "$here/test_runner.scn")
right=$(grep -c '^scenario right_' "$here/test_runner.scn")
failed=0

expect() { # WHAT TEST...
	local what=$1

	shift
	if "$@"; then
		echo "ok $what"
	else
		echo "not ok $what"
		failed=$((failed + 1))
	fi
}

expect "the status tells of failures" [ "$status" -ne 0 ]
expect "all wrong ones fail, with their place" \
	[ "$(grep -cE '^not ok wrong_[a-z_]+: .*/test_runner\.scn:[0-9]+ ' <<<"$said")" -eq "$wrong" ]
expect "all right ones pass" [ "$(grep -c '^ok right_' <<<"$said")" -eq "$right" ]
expect "they are counted" grep -qx "$right passed, $wrong failed, 0 skipped" <<<"$said"
[ "$failed" -eq 0 ] || printf '%s\n' "$said"

# Over sockets what cannot be run is skipped, so that there is less to count.
program=$(cd "${top_builddir:-.}" && pwd)/conclaved
said=$("${top_builddir:-.}/tests/scenario/run_scenarios" --server "$program" --over tcp "$here/test_runner.scn")
before=$failed
expect "over tcp no wrong one passes" [ "$(grep -c '^ok wrong_' <<<"$said")" -eq 0 ]
expect "over tcp no right one fails" [ "$(grep -c '^not ok right_' <<<"$said")" -eq 0 ]
expect "over tcp most are run" [ "$(grep -c '^\(not \)\?ok ' <<<"$said")" -gt $(((right + wrong) / 2)) ]
[ "$failed" -eq "$before" ] || printf '%s\n' "$said"
echo "$((7 - failed)) passed, $failed failed, 0 skipped"
[ "$failed" -eq 0 ]
