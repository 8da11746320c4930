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
while IFS= read -r f; do
	if faults=$("$tool" --dry-run -Werror "$f" 2>&1); then
		ok "format: $f"
	else
		verdict "format: $f" "$(printf '%s\n' "$faults" | grep -E '^[^ ].*(error|warning):' | head -n 5)
$f: $tool -i $f"
	fi
done < <(tracked '*.c' '*.h')
finish
