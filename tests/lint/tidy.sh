#!/usr/bin/env bash
# clang-tidy (.clang-tidy) and cppcheck (cppcheck.suppressions) have nothing to say.
# usage: tidy.sh [BUILDDIR [FILE...]], where config.h is; every source by default
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
build=${1:-${top_builddir:-$top}}
shift
jobs=${CONCLAVE_JOBS:-2}

flags=(-std=c11 -Iircd -Imodules -I. "-I$build" -D_GNU_SOURCE '-DCONCLAVE_SYSCONFDIR="/etc/conclave"')
[ ! -f "$build/config.h" ] || flags+=(-DHAVE_CONFIG_H=1)
if command -v pkg-config >/dev/null 2>&1; then
	read -ra more <<<"$(pkg-config --cflags openssl libsodium libcap libseccomp libconfuse libpcre2-8 2>/dev/null)"
	flags+=("${more[@]}")
fi
if [ $# -gt 0 ]; then
	files=("$@")
else
	mapfile -t files < <(tracked 'ircd/*.c' 'modules/*.c' 'tests/scenario/*.c' 'tests/fuzz/*.c' 'tests/bench/*.c')
fi

tidy_faults() {
	clang-tidy --quiet "$1" -- "${flags[@]}" 2>/dev/null | grep -E ': (warning|error):'
}

if [ "${#files[@]}" -eq 0 ]; then
	skip "tidy" "no sources"
	finish
fi
if command -v clang-tidy >/dev/null 2>&1; then
	for_each clang-tidy tidy_faults flags < <(printf '%s\n' "${files[@]}")
else
	skip "clang-tidy" "not installed (Debian: apt-get install clang-tidy)"
fi
if command -v cppcheck >/dev/null 2>&1; then
	defines=()
	for f in "${flags[@]}"; do
		case $f in -I* | -D*) defines+=("$f") ;; esac
	done
	said=$(cppcheck --quiet -j "$jobs" --std=c11 --enable=warning,performance,portability,style --language=c \
		--suppressions-list=tests/lint/cppcheck.suppressions --template=gcc "${defines[@]}" -D__GNUC__=12 \
		"${files[@]}" 2>&1)
	verdict "cppcheck: ${#files[@]} files" "$said"
else
	skip "cppcheck" "not installed (Debian: apt-get install cppcheck)"
fi
finish
