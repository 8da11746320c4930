# What contrib/quickstart and contrib/check need from Debian 12, and getting it.  Sourced, not run.
# shellcheck shell=bash
# shellcheck disable=SC2034  # the lists are read by those who source this
needs_build=(gcc make libc6-dev autoconf automake pkg-config libssl-dev libsodium-dev libcap-dev libseccomp-dev
	libconfuse-dev libwslay-dev libsqlite3-dev libc-ares-dev libjansson-dev libpcre2-dev)
needs_run=(openssl)
needs_test=(libcriterion-dev clang libclang-rt-14-dev llvm clang-tidy clang-format cppcheck shellcheck zsh mandoc valgrind
	binutils python3 git xz-utils openssl tmux irssi weechat-headless weechat-curses weechat-plugins procps iproute2 nftables util-linux chromium
	epic5 hexchat xvfb dbus-daemon dbus-bin znc sqlite3 oidentd haproxy atheme-services anope bitlbee-libpurple dante-server microsocks)

# needs_missing PACKAGE...: those that are not installed, one a line.
needs_missing() {
	local p

	for p in "$@"; do
		[ "$(dpkg-query -W -f '${db:Status-Abbrev}' "$p" 2>/dev/null)" = 'ii ' ] || printf '%s\n' "$p"
	done
}

# needs_install PACKAGE...: installs what is missing as root; otherwise says the command and returns 1.
needs_install() {
	local missing

	if ! command -v dpkg-query >/dev/null 2>&1; then
		echo "This is not a Debian; see to these yourself (names of Debian packages): $*"
		return 0
	fi
	mapfile -t missing < <(needs_missing "$@")
	if [ "${#missing[@]}" -eq 0 ]; then
		echo "All packages are there."
		return 0
	fi
	if [ "$(id -u)" -ne 0 ]; then
		echo "Missing packages; as root:"
		echo "    apt-get install --no-install-recommends ${missing[*]}"
		return 1
	fi
	echo "Installing: ${missing[*]}"
	export DEBIAN_FRONTEND=noninteractive
	apt-get update -q && apt-get install -q -y --no-install-recommends "${missing[@]}"
}
