#!/usr/bin/env bash
# What the compiler and the linker were asked for is in the binary.
# usage: hardening.sh [BINARY], conclaved of the build tree if none is given
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
binary=${1:-${top_builddir:-$top}/conclaved}

if [ ! -f "$binary" ]; then
	skip "hardening" "no $binary"
	finish
fi
if ! command -v readelf >/dev/null 2>&1; then
	skip "hardening" "no readelf (Debian: apt-get install binutils)"
	finish
fi
headers=$(readelf -hW "$binary") || exit 2
segments=$(readelf -lW "$binary")
dynamic=$(readelf -dW "$binary")
symbols=$(readelf --dyn-syms -W "$binary")
imports=$(printf '%s\n' "$symbols" | awk '$7 == "UND" && $8 != "" { sub(/@.*/, "", $8); print $8 }' | sort -u)
exports=$(printf '%s\n' "$symbols" | awk '$5 == "GLOBAL" && $7 ~ /^[0-9]+$/ { sub(/@.*/, "", $8); print $8 }' | sort -u)

if printf '%s\n' "$imports" | grep -qE '^__(asan|ubsan|msan)_'; then
	skip "hardening" "$binary is a sanitizer build"
	finish
fi

has() { grep -qE -- "$2" <<<"$1"; }
want() { # NAME WHAT-IS-WRONG COMMAND...
	local name=$1 wrong=$2
	shift 2
	if "$@"; then ok "hardening: $name"; else verdict "hardening: $name" "$binary: $wrong"; fi
}
hasnt() { ! has "$@"; }

pie() { has "$headers" '^ *Type: *DYN' && has "$dynamic" 'FLAGS_1.*\bPIE\b'; }
relro() { has "$segments" 'GNU_RELRO' && has "$dynamic" 'BIND_NOW|FLAGS_1.*\bNOW\b'; }
fortified() { has "$imports" '^__[a-z]+_chk$' && has "$(grep -v stack_chk <<<"$imports")" '_chk$'; }

want "position-independent" "Type is not DYN with the PIE flag" pie
want "full RELRO" "no GNU_RELRO, or not bound at start" relro
want "stack is not executable" "GNU_STACK is not RW" has "$segments" 'GNU_STACK.* RW +0x'
want "nothing writable and executable" "a LOAD segment is RWE" hasnt "$segments" 'LOAD.* RWE '
want "code is apart from data" "a LOAD segment with headers is executable" has "$segments" 'LOAD +0x0+ .* R  +0x'
want "no text relocations" "TEXTREL" hasnt "$dynamic" 'TEXTREL'
want "no search path" "RPATH or RUNPATH" hasnt "$dynamic" 'RPATH|RUNPATH'
want "stack canaries" "__stack_chk_fail is not imported" has "$imports" '^__stack_chk_fail$'
if has "$(readelf -pW .debug_str "$binary" 2>/dev/null)" ' -O0'; then
	skip "hardening: fortified libc calls" "built without optimisation"
else
	want "fortified libc calls" "no __*_chk call is imported" fortified
fi
verdict "hardening: forbidden imports" "$(grep -xE '(system|popen|exec[lv]p?e?|execvpe|execveat|posix_spawnp?|dlopen|gets|strcpy|strcat|stpcpy|sprintf|vsprintf|strtok|tmpnam|tempnam|mktemp|alloca)' <<<"$imports" | sed "s|^|$binary imports |")"
# The start file and data that libc wants to share with the program come with the linker.
verdict "hardening: nothing exported" "$(grep -vxE '|_init|_fini|main|_start|_edata|_end|__bss_start|_IO_stdin_used|__data_start|data_start|stdout|stderr|stdin|optarg|optind|environ|__environ|_environ' <<<"$exports" | sed "s|^|$binary exports |")"
finish
