# What the checks in this folder share: the list of files, and the counting.  Sourced, not run.
# shellcheck shell=bash
set -u
export LC_ALL=C
lint_dir=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
top=$(cd "$lint_dir/../.." && pwd)
cd "$top" || exit 2
passed=0 failed=0 skipped=0

ok() { passed=$((passed + 1)); printf 'ok - %s\n' "$1"; }

# not_ok NAME: the faults were printed before, one a line.
not_ok() { failed=$((failed + 1)); printf 'not ok - %s\n' "$1"; }

skip() { skipped=$((skipped + 1)); printf 'skip - %s: %s\n' "$1" "$2"; }

# verdict NAME FAULTS: ok when there are none.
verdict() {
	if [ -z "$2" ]; then
		ok "$1"
	else
		printf '%s\n' "$2"
		not_ok "$1"
	fi
}

# for_each NAME FUNCTION [VARIABLE...]: FUNCTION FILE prints the faults of a file; one verdict for each file named on standard
# input, CONCLAVE_JOBS at a time.  It runs in a shell of its own, with the variables (arrays too) and functions named here.
for_each() {
	local name=$1 function=$2 setting line

	shift
	setting=$(declare -f "$@"; declare -p "$@" 2>/dev/null | grep -v '^declare -[a-z]*f ')
	# shellcheck disable=SC2016  # the inner shell expands it
	while IFS= read -r line; do
		printf '%s\n' "$line"
		case $line in
		'ok - '*) passed=$((passed + 1)) ;;
		'not ok - '*) failed=$((failed + 1)) ;;
		esac
	done < <(xargs -r -P "${CONCLAVE_JOBS:-2}" -I{} bash -c "$setting"'
		faults=$('"$function"' "$1")
		if [ -z "$faults" ]; then
			printf "ok - %s: %s\n" "'"$name"'" "$1"
		else
			printf "%s\nnot ok - %s: %s\n" "$faults" "'"$name"'" "$1"
		fi' - {})
}

# Ends the program: 0 passed, 1 something failed, 77 (automake's "skipped") when nothing was run.
finish() {
	printf '%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
	[ "$failed" -eq 0 ] || exit 1
	[ "$passed" -gt 0 ] || [ "$skipped" -eq 0 ] || exit 77
	exit 0
}

# tracked PATTERN...: the project's files by name pattern (a * takes slashes too), one a line.  In a checkout, what git knows
# or would add; in an unpacked release, everything outside of build trees.
tracked() {
	local p args=()

	if [ "$(git -C "$top" rev-parse --show-toplevel 2>/dev/null)" = "$top" ]; then
		git -C "$top" ls-files --cached --others --exclude-standard -- "$@" 2>/dev/null | sort -u |
			while IFS= read -r p; do [ ! -e "$p" ] || printf '%s\n' "$p"; done
		return
	fi
	for p in "$@"; do
		args+=(-o -path "./$p")
	done
	find . -mindepth 1 \( -name 'build*' -o -name run -o -name .git -o -name autom4te.cache -o \
		-type d -exec test -e '{}/config.status' \; \) -prune -o -type f \( "${args[@]:1}" \) -print |
		sed 's|^\./||' | grep -vxE 'aclocal\.m4|config\.h(\.in)?|configure|Makefile(\.in)?|.*\.log|.*~' | sort -u
}
