#!/bin/sh
# run.sh [SECONDS_TOTAL] BUILD_DIR: every fuzz target that was built, for an equal share of the time (README.md).
set -u

usage() {
	echo "usage: $0 [SECONDS_TOTAL] BUILD_DIR" >&2
	exit 64
}

case $# in
1) total=${CONCLAVE_FUZZ_SECONDS:-200} build=$1 ;;
2) total=$1 build=$2 ;;
*) usage ;;
esac
case $total in
'' | *[!0-9]*) usage ;;
esac

here=$(cd "$(dirname "$0")" && pwd)
targets=
n=0
for program in "$build"/tests/fuzz/fuzz_*; do
	if [ ! -f "$program" ] || [ ! -x "$program" ]; then
		continue
	fi
	targets="$targets ${program##*/}"
	n=$((n + 1))
done
if [ "$n" -eq 0 ]; then
	echo "not ok - fuzz: no target in $build/tests/fuzz; configure --enable-fuzz CC=clang builds them"
	exit 1
fi
share=$((total / n))
[ "$share" -ge 1 ] || share=1

# fuzz_guard reads etc/guard.conf.
top_srcdir=${top_srcdir:-$here/../..}
export top_srcdir

# What is found goes here, never to the tree; it is kept when a target failed.
found=$(mktemp -d "${TMPDIR:-/tmp}/conclave-fuzz.XXXXXX") || exit 1
failed=0
for target in $targets; do
	name=${target#fuzz_}
	new=$found/$name
	log=$found/$name.log
	mkdir "$new" || exit 1
	# The first directory takes new inputs, the others are only read.
	set -- "-max_total_time=$share" -timeout=20 -rss_limit_mb=1024 -print_final_stats=1 "-artifact_prefix=$found/$name-"
	[ -f "$here/$target.dict" ] && set -- "$@" "-dict=$here/$target.dict"
	set -- "$@" "$new"
	[ -d "$here/corpus/$name" ] && set -- "$@" "$here/corpus/$name"
	timeout -k 10 $((share * 2 + 60)) "$build/tests/fuzz/$target" "$@" >"$log" 2>&1
	status=$?
	runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
	if [ "$status" -eq 0 ]; then
		echo "ok - $target: ${runs:-?} executions in $share s"
		rm -rf "$new" "$log"
	else
		echo "not ok - $target: FAILED with status $status after ${runs:-an unknown number of} executions; its log ends:"
		tail -n 40 "$log" | sed 's/^/    /'
		failed=$((failed + 1))
		rm -rf "$new"
	fi
done

echo "$((n - failed)) passed, $failed failed"
if [ "$failed" -ne 0 ]; then
	echo "inputs that failed: $found"
	exit 1
fi
rm -rf "$found"
