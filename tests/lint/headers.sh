#!/usr/bin/env bash
# Each header compiles alone and has its guard; each .c that has a header includes it first.
# usage: headers.sh [BUILDDIR], where config.h is
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
build=${1:-${top_builddir:-$top}}
cc=${CC:-cc}

flags=(-std=c11 -D_GNU_SOURCE "-I$top/ircd" "-I$top/modules" "-I$top" "-I$build" '-DCONCLAVE_SYSCONFDIR="/etc/conclave"' -Wall -Wextra -Werror)
if command -v pkg-config >/dev/null 2>&1; then
	read -ra more <<<"$(pkg-config --cflags openssl libsodium libcap libseccomp libconfuse libpcre2-8 sqlite3 2>/dev/null)"
	flags+=("${more[@]}")
fi

guard_of() { # ircd/state/channel.h -> CONCLAVE_STATE_CHANNEL_H
	printf 'CONCLAVE_%s\n' "${1#*/}" | tr 'a-z/.-' 'A-Z___'
}

header_faults() {
	local guard

	guard=$(guard_of "$1")
	grep -qx "#ifndef $guard" "$1" && grep -qx "#define $guard" "$1" || echo "$1: its guard is $guard"
	printf '#include "%s"\nextern int not_empty;\n' "${1#*/}" |
		"$cc" "${flags[@]}" "-I$top/${1%%/*}" -fsyntax-only -x c - 2>&1
}

first_include_faults() {
	local f own first

	while IFS= read -r f; do
		own=${f%.c}.h
		[ -e "$own" ] || continue
		first=$(grep -E '^#[[:space:]]*include' "$f" | grep -vF '"config.h"' | head -n 1)
		[ "$first" = "#include \"${own#*/}\"" ] || echo "$f: includes \"${own#*/}\" first, not ${first:-nothing}"
	done
}

for_each headers header_faults guard_of cc flags top < <(tracked 'ircd/*.h' 'modules/*.h')
verdict "headers: a .c includes its own header first (config.h may come before)" "$(tracked 'ircd/*.c' 'modules/*.c' | first_include_faults)"
finish
