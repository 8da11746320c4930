#!/usr/bin/env bash
# Each header compiles alone and has its guard; each .c that has a header includes it first.
# usage: headers.sh [BUILDDIR], where config.h is
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
build=${1:-${top_builddir:-$top}}
cc=${CC:-cc}

flags=(-std=c11 -D_GNU_SOURCE "-I$top/ircd" "-I$top" "-I$build" '-DCONCLAVE_SYSCONFDIR="/etc/conclave"' -Wall -Wextra -Werror)
if command -v pkg-config >/dev/null 2>&1; then
	read -ra more <<<"$(pkg-config --cflags openssl libsodium libcap libseccomp libconfuse sqlite3 2>/dev/null)"
	flags+=("${more[@]}")
fi

guard_of() { # ircd/state/channel.h -> CONCLAVE_STATE_CHANNEL_H
	printf 'CONCLAVE_%s\n' "${1#*/}" | tr 'a-z/.-' 'A-Z___'
}

check_header() {
	local f=$1 faults="" guard said

	guard=$(guard_of "$f")
	grep -qx "#ifndef $guard" "$f" && grep -qx "#define $guard" "$f" || faults+="$f: its guard is $guard"$'\n'
	if ! said=$(printf '#include "%s"\nextern int not_empty;\n' "${f#*/}" |
		"$cc" "${flags[@]}" "-I$top/${f%%/*}" -fsyntax-only -x c - 2>&1); then
		faults+=$said
	fi
	verdict "headers: $f" "${faults%$'\n'}"
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

while IFS= read -r f; do
	check_header "$f"
done < <(tracked 'ircd/*.h' 'modules/*.h')
verdict "headers: a .c includes its own header first (config.h may come before)" "$(tracked 'ircd/*.c' 'modules/*.c' | first_include_faults)"
finish
