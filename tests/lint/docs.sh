#!/usr/bin/env bash
# Each folder has a README.md of at most 40 lines, decisions are numbered and short, manual pages are clean, our scripts too.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

readme_faults() {
	local dir n

	while IFS= read -r dir; do
		if [ ! -f "$dir/README.md" ]; then
			echo "$dir: no README.md"
			continue
		fi
		n=$(sed '/^<!-- proof: begin/,/^<!-- proof: end/d' "$dir/README.md" | wc -l) # proof.py writes what is between
		# ircd/README.md is the map of the whole house.
		[ "$n" -le 40 ] || [ "$dir" = ircd ] || echo "$dir/README.md: $n lines, at most 40"
	done
}

decision_faults() {
	local f n

	while IFS= read -r f; do
		[[ ${f##*/} =~ ^[0-9]{4}-[a-z0-9-]+\.md$ ]] || echo "$f: named NNNN-title.md"
		n=$(wc -l <"$f")
		[ "$n" -le 40 ] || echo "$f: $n lines, at most 40"
	done
	tracked 'contrib/doc/decisions/*.md' | sed -nE 's|.*/([0-9]{4})-.*|\1|p' | sort | uniq -d | sed 's/^/decision number used twice: /'
}

links_faults() { # relative links of Markdown pages lead somewhere
	local f dir to

	while IFS= read -r f; do
		dir=$(dirname "$f")
		while IFS= read -r to; do
			[ -e "$dir/${to%%#*}" ] || echo "$f: link to $to, which is not there"
		done < <(grep -oE '\]\([^)# ]+' "$f" | sed 's/^](//' | grep -vE '^[a-z]+:')
	done
}

folders=$(tracked '*' | grep -E '^(ircd|modules|tests|contrib|etc)/' | awk -F/ 'NF > 1 { print $1 } NF > 2 && $1 != "contrib" { print $1 "/" $2 }' | sort -u)
verdict "docs: each folder says what it is" "$(readme_faults <<<"$folders")"
verdict "docs: decisions are numbered and at most 40 lines" "$(tracked 'contrib/doc/decisions/*.md' | decision_faults)"
verdict "docs: links lead somewhere" "$(tracked '*.md' | links_faults)"

if command -v mandoc >/dev/null 2>&1; then
	while IFS= read -r f; do
		verdict "docs: $f" "$(mandoc -Tlint -Wwarning "$f" 2>&1 | grep -v 'referenced manual not found')"
	done < <(tracked 'contrib/doc/man/*.[1-8]')
else
	skip "docs: manual pages" "no mandoc (Debian: apt-get install mandoc)"
fi
if command -v shellcheck >/dev/null 2>&1; then
	shell_faults() { shellcheck -x -S style -e SC2317 -f gcc "$1" 2>&1; }
	for_each "docs: shellcheck" shell_faults < <(tracked '*' | while IFS= read -r f; do
		case $f in *.sh | *.bash) echo "$f" ;; *.*) ;; *) head -c 64 "$f" | grep -qaE '^#!.*\b(ba|da)?sh\b' && echo "$f" ;; esac
	done)
else
	skip "docs: scripts" "no shellcheck (Debian: apt-get install shellcheck)"
fi
finish
