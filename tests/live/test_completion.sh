#!/usr/bin/env bash
# Completion of conclavectl in bash: each command, each of its words and options that the manual page has, and no other.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=../../contrib/completion/conclavectl.bash
. "$top/contrib/completion/conclavectl.bash"

offered() { # WORD...: what is offered for the last, which may be empty; in one line
	COMP_WORDS=("$build/conclavectl" "$@")
	COMP_CWORD=$#
	COMPREPLY=()
	_conclavectl
	echo "${COMPREPLY[*]}"
}
offers() { # WANT WORD...
	local want=$1 got

	shift
	got=$(offered "$@")
	[ "$got" = "$want" ] || { echo "    got \"$got\", want \"$want\" for: $*"; return 1; }
}
sorted() { printf '%s\n' "$@" | sort -u | paste -sd ' '; }

# "account add", "who": the commands of the manual page, without what they take.
page=$(sed -n '/^\.Sh COMMANDS/,/^\.Sh FILES/ { s/^\.It Ic \([a-z]*\( [a-z]*\)*\).*/\1/p }' "$top/contrib/doc/man/conclavectl.8" |
	sed 's/ *$//')
mapfile -t commands <<<"$page"
expect "it is registered" [ -n "$(complete -p conclavectl)" ]
expect "the manual page has commands" [ "${#commands[@]}" -gt 10 ]

expect "the first words are those of the manual page" offers "$(sorted "${commands[@]%% *}")" ''
declare -A subs=()
for command in "${commands[@]}"; do
	first=${command%% *}
	[ "$first" = "$command" ] || subs[$first]+=" ${command#* }"
	expect "$command: its first word is completed" offers "$first" "$first"
done
for first in "${!subs[@]}"; do
	# shellcheck disable=SC2086  # several words
	expect "$first: its words are those of the manual page" offers "$(sorted ${subs[$first]})" "$first" ''
	for sub in ${subs[$first]}; do
		expect "$first $sub: completed" offers "$sub" "$first" "$sub"
		expect "$first $sub: behind an option too" offers "$sub" -j -s /x "$first" "$sub"
	done
done

expect "a beginning is completed" offers 'account' ac
expect "several that fit are offered" offers 'suspend' account su
expect "what fits nothing is not" offers '' account nothing
expect "words of which one may follow are offered" offers 'add del' account cert alice ''
expect "options of all are offered" offers '--help --json --socket -h -j -s' -
expect "and those of the command" offers '--help --json --socket -e -g -h -j -n -s' account add -
expect "but not to another" offers '--help --json --socket -h -j -s' who -
expect "a socket is a file" offers "$build/conclavectl" -s "$build/conclavec"
expect "an address is nobody's to guess" offers '' account add -e ''
finish
