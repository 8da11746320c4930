#!/usr/bin/env bash
# Every .c and .h is as .clang-format says.  Other versions of clang-format differ in small things, so only the one of Debian 12 judges.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

tool=
for t in clang-format-14 clang-format; do
	command -v "$t" >/dev/null 2>&1 && "$t" --version | grep -q 'version 14\.' && tool=$t && break
done
if [ -z "$tool" ]; then
	skip "format" "no clang-format 14 (Debian 12: apt-get install clang-format)"
	finish
fi
format_faults() {
	"$tool" --dry-run -Werror "$1" 2>&1 | grep -E '^[^ ].*(error|warning):' | head -n 3
	[ "${PIPESTATUS[0]}" -eq 0 ] || echo "$1: $tool -i $1"
}
for_each format format_faults tool < <(tracked '*.c' '*.h')
finish
