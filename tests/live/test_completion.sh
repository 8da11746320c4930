#!/usr/bin/env bash
# Completion of conclavectl in bash and zsh: each command, each of its words and options that the manual page has, and no other.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=../../contrib/completion/conclavectl.bash
. "$top/contrib/completion/conclavectl.bash"

offered_bash() { # WORD...: what is offered for the last, which may be empty; in one line
	COMP_WORDS=("$build/conclavectl" "$@")
	COMP_CWORD=$#
	COMPREPLY=()
	_conclavectl
	echo "${COMPREPLY[*]}"
}
# zsh filters by what was typed itself: here the test does.
# shellcheck disable=SC2016  # zsh's own
offered_zsh() {
	zsh -f -c 'compadd() { shift; for c in "$@"; do [[ $c == $words[CURRENT]* ]] && print -r -- $c; done }
		_files() { print -r -- ${~words[CURRENT]}*(N) }
		words=("${@:2}"); CURRENT=$#words
		complete_it() { source $1 }; complete_it $1; true' zsh "$top/contrib/completion/_conclavectl" "$build/conclavectl" "$@" |
		sort -u | paste -sd ' '
}
offers() { # WANT WORD...
	local want=$1 got

	shift
	got=$("offered_$shell" "$@")
	[ "$got" = "$want" ] || { echo "    got \"$got\", want \"$want\" for: $*"; return 1; }
}
sorted() { printf '%s\n' "$@" | sort -u | paste -sd ' '; }

# "account add", "who": the commands of the manual page, without what they take.
page=$(sed -n '/^\.Sh COMMANDS/,/^\.Sh FILES/ { s/^\.It Ic \([a-z]*\( [a-z]*\)*\).*/\1/p }' "$top/contrib/doc/man/conclavectl.8" |
	sed 's/ *$//')
mapfile -t commands <<<"$page"
expect "it is registered" [ -n "$(complete -p conclavectl)" ]
expect "the manual page has commands" [ "${#commands[@]}" -gt 10 ]

declare -A subs
completes() { # SHELL
	local shell=$1 command first sub

	expect "$shell: the first words are those of the manual page" offers "$(sorted "${commands[@]%% *}")" ''
	subs=()
	for command in "${commands[@]}"; do
		first=${command%% *}
		[ "$first" = "$command" ] || subs[$first]+=" ${command#* }"
		expect "$shell: $command: its first word is completed" offers "$first" "$first"
	done
	for first in "${!subs[@]}"; do
		# shellcheck disable=SC2086  # several words
		expect "$shell: $first: its words are those of the manual page" offers "$(sorted ${subs[$first]})" "$first" ''
		for sub in ${subs[$first]}; do
			expect "$shell: $first $sub: completed" offers "$sub" "$first" "$sub"
			expect "$shell: $first $sub: behind an option too" offers "$sub" -j -s /x "$first" "$sub"
		done
	done

	expect "$shell: a beginning is completed" offers 'account' ac
	expect "$shell: several that fit are offered" offers 'suspend' account su
	expect "$shell: what fits nothing is not" offers '' account nothing
	expect "$shell: words of which one may follow are offered" offers 'add del' account cert alice ''
	expect "$shell: options of all are offered" offers '--help --json --socket -h -j -s' -
	expect "$shell: and those of the command" offers '--help --json --socket -e -g -h -j -n -s' account add -
	expect "$shell: but not to another" offers '--help --json --socket -h -j -s' who -
	expect "$shell: a socket is a file" offers "$build/conclavectl" -s "$build/conclavec"
	expect "$shell: an address is nobody's to guess" offers '' account add -e ''
}
completes bash
if command -v zsh >/dev/null 2>&1; then
	completes zsh
else
	skip "zsh" "no zsh (Debian: apt-get install zsh)"
fi
finish
