#!/usr/bin/env bash
# README "First account", "Keep a channel", "The first operator of the server" and "Files between people", as written, on a jailed server with the configuration of contrib/quickstart: conclavectl,
# clients in plain text and over TLS (readme.py); and what is there after a restart.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
network_alone "$@"

# What quickstart writes, in our scratch folder.
server_config_conclaved() {
	mkdir -p "$scratch/etc"
	# shellcheck disable=SC2034 # what its function reads
	(
		conf=$scratch/etc/conclave.conf run=$scratch dcc_ports=20000-20031
		step() { :; }
		die() { exit 1; }
		eval "$(sed -n '/^write_config() {/,/^}/p' "$top/contrib/quickstart")"
		rm -f "$conf"
		write_config && cat "$conf"
		for beside in "$run"/etc/*.conf; do # what it includes
			[ "$beside" = "$conf" ] || cp "$beside" "$scratch/conf/"
		done
	)
}

# The README's own lines of conclavectl, with our paths.
ctl_lines() {
	sed -n '/^## First account/,/^## Who may come in/p' "$top/README.md" |
		sed -n "/^    run\/build\/conclavectl /{s|^    run/build/conclavectl |'$build/conclavectl' |;s|run/state/[a-z.]*|'$scratch'/&|;s|'/run/|'/|;p}"
}
says() { # COMMAND PATTERN: the line with this command says so
	bash -c "$(ctl_lines | grep " $1")" >"$scratch/said" 2>&1
	grep -qE -- "$2" "$scratch/said"
}
readme_does() { python3 "$live_dir/readme.py" "$top/README.md" "$port" "$tls_port" "$@"; }
# The sections of the README, with a hash and a fingerprint where it has dots.
oper_sections() {
	local fingerprint hash

	fingerprint=$(openssl x509 -in "$scratch/ann.crt" -noout -fingerprint -sha256 | sed 's/.*=//')
	hash=$(hash_password correct-horse)
	sed -n '/^## The first operator/,/^## Who may come in/p' "$top/README.md" | sed -n '/^    oper "/,/^    }/p' |
		sed -e "s|\"\$argon2id[^\"]*\"|\"$hash\"|" -e "s|fingerprint = \"\.\.\.\"|fingerprint = \"$fingerprint\"|"
}
operators() {
	make_cert "$scratch/ann" ann && oper_sections >>"$scratch/conf/server.conf" && readme_does opers "$scratch/ann" <"$scratch/operator-password"
}
# The firewall as written; who the server runs as need not be there, and nothing outside of our own network is touched.
firewall() { sed -n '/^    table inet conclave {/,/^    }/p' "$top/README.md" | sed 's/"conclave"/"nobody"/'; }
knows_nft() { command -v nft >/dev/null 2>&1 && [ -n "${LIVE_ALONE:-}" ]; }
takes_firewall() { # [LINE-PATTERN-TO-LEAVE-OUT]
	firewall | grep -v "${1:-^$}" >"$scratch/firewall" && [ "$(wc -l <"$scratch/firewall")" -ge 16 ] && nft -c -f "$scratch/firewall"
}
# The section of the README behind what quickstart wrote, in place of the one there; but for the ports, of which the test's listener may
# have been given one.
takes_section() {
	sed '/^\t*dcc {/,/^\t*}/d' "$scratch/conf/server.conf" >"$scratch/conf/files.conf"
	sed -n '/^## Files between people/,/^## For good/p' "$top/README.md" | sed -n '/^    dcc {/,/^    }/{s/50000-50255/20000-20255/;p}' >>"$scratch/conf/files.conf"
	grep -q 'mode = full' "$scratch/conf/files.conf" && "$build/conclaved" -t -f "$scratch/conf/files.conf"
}
# What "For good" copies to /etc/conclave is all that the sample includes.
sample_is_whole() {
	local good=$scratch/good files

	mkdir -p "$good"
	read -ra files < <(sed -n '/^## For good/,$p' "$top/README.md" |
		sed -n 's/^    install -m 640 .* conclave \(etc\/.*\) \/etc\/conclave$/\1/p')
	(cd "$top" && cp "${files[@]}" "$good") || return 1
	[ -s "$good/conclave.conf" ] || return 1
	! "$build/conclaved" -t -f "$good/conclave.conf" 2>&1 | grep "^$good/.*:[0-9]"
}
keeps() { sed -n 's/^password: //p' "$scratch/bob" | readme_does keep; }

expect "the sample has all that it includes" sample_is_whole
server_start
expect "account add -g draws a password" says 'account add bob -g' '^password: .{20}$'
cp "$scratch/said" "$scratch/bob"
counted readme_does first
expect "account invite shows a code" says 'account invite' '^[a-z0-9-]{19}$'
expect "account list lists ann" says 'account list' '^ann .* ann@example.org'
expect "account suspend suspends" says 'account suspend bob' 'is suspended$'
expect "account list tells why" says 'account list' '^bob .* on leave$'
expect "account resume ends it" says 'account resume bob' 'suspended no more'
counted operators
expect "ban add sets a ban" says 'ban add dline' 'ban is set'
expect "ban list lists it" says 'ban list' '198\.51\.100\.7.*too many connections'
expect "status says how the server is" says 'status' 'users'
expect "audit tail shows who did what" says 'audit tail' 'KLINE.*ticket 17'
expect "audit verify finds nothing changed" says 'audit verify' 'as it was written|good|ok'
expect "there are no other lines" [ "$(ctl_lines | wc -l)" -eq 10 ]
expect "the server ends with status 0" server_stop TERM
if knows_nft; then
	expect "the firewall is one" takes_firewall
	expect "so is that of listen-only" takes_firewall '1024-65535'
else
	skip "the firewall" "no nft (Debian: apt-get install nftables), or not root"
fi
expect "the section dcc is one" takes_section
server_run
must "it starts again" within 60 up_or_gone
counted keeps
counted readme_does files
expect "the server ends with status 0 again" server_stop TERM
finish
