# BitlBee with the ICQ plugin that libpurple had until Debian 11, for tests.  Sourced behind lib.sh and clients.sh.
# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154  # what the test reads, and what lib.sh sets
plugin_version=2.14.1-1
plugin_cache=$build/tests/live/cache-icq
bitlbee_pid=
bitlbee_password=pw123456

# plugin_fetch: from the machine's own mirror, by a state of apt that is no one else's; once per build tree.
plugin_fetch() {
	local sources=/etc/apt/sources.list.d/debian.sources
	local -a apt

	[ ! -f "$plugin_cache/plug/purple/libicq.so" ] || return 0
	why="no $sources"
	[ -f "$sources" ] || return 1
	rm -rf "$plugin_cache"
	mkdir -p "$plugin_cache"/apt/{lists/partial,cache/archives/partial,parts} "$plugin_cache"/{lib,plug/purple}
	sed -e '/^$/q' -e 's/^Suites:.*/Suites: bullseye/' "$sources" >"$plugin_cache/apt/parts/b.sources"
	apt=(timeout 300 apt-get -o Dir::Etc::sourcelist=/dev/null -o "Dir::Etc::sourceparts=$plugin_cache/apt/parts"
		-o "Dir::State::lists=$plugin_cache/apt/lists" -o "Dir::Cache=$plugin_cache/apt/cache" -o "APT::Sandbox::User=$(id -un)")
	why="libpurple0 $plugin_version can't be had"
	(cd "$plugin_cache" && "${apt[@]}" update && "${apt[@]}" download "libpurple0=$plugin_version" &&
		dpkg -x libpurple0_*.deb x) >"$scratch/apt.log" 2>&1 || return 1
	cp "$plugin_cache/x/usr/lib/purple-2/liboscar.so.0.0.0" "$plugin_cache/lib/liboscar.so.0" &&
		cp "$plugin_cache/x/usr/lib/purple-2/libicq.so" "$plugin_cache/plug/purple/"
}

# bitlbee_needed: sets why where it can't be.
bitlbee_needed() {
	local tool

	for tool in tmux irssi bitlbee apt-get dpkg; do
		why="no $tool"
		command -v "$tool" >/dev/null 2>&1 || return 1
	done
	why="bitlbee without libpurple"
	bitlbee -V 2>&1 | grep -q 'purple=1' || return 1
	plugin_fetch
}

bitlbee_open() { # PORT
	mkdir -p "$scratch/bitlbee"
	printf '%s\n' '[settings]' RunMode=ForkDaemon DaemonInterface=127.0.0.1 "DaemonPort=$1" "ConfigDir=$scratch/bitlbee" \
		"PluginDir=$plugin_cache/plug" >"$scratch/bitlbee.conf"
	LD_LIBRARY_PATH=$plugin_cache/lib bitlbee -n -F -c "$scratch/bitlbee.conf" -d "$scratch/bitlbee" -i 127.0.0.1 -p "$1" \
		>"$scratch/bitlbee.log" 2>&1 </dev/null &
	bitlbee_pid=$!
	within 20 listening "$1"
}

bitlbee_end() {
	[ -z "$bitlbee_pid" ] || kill "$bitlbee_pid" 2>/dev/null
	bitlbee_pid=
}

root_asked() { types "$1" "/msg &bitlbee $2"; } # NICK COMMAND

# icq_user NICK BITLBEE-PORT: irssi, in BitlBee; its raw lines are in raw_of NICK.
icq_user() {
	client_open irssi "$1" "$2" no
	must "$1 (irssi) is in BitlBee" within "$client_seconds" saw "$1" 'Welcome to the BitlBee gateway'
	types "$1" "/rawlog open ${client_home[$1]}/raw"
	root_asked "$1" "register $bitlbee_password"
	must "$1 has a BitlBee account" within "$client_seconds" saw "$1" 'Account successfully created'
}

# icq_account NICK UIN PASSWORD PORT [ENCRYPTION]
icq_account() {
	local setting

	root_asked "$1" "account add icq $2 $3"
	must "$1 has an ICQ account $2" within "$client_seconds" saw "$1" 'Account successfully added'
	for setting in "server 127.0.0.1" "port $4" "encryption ${5:-no_encryption}" "login_type md5_login" "auto_reconnect false" \
		"nick_source full_name"; do
		root_asked "$1" "account icq set $setting"
	done
	must "its settings are taken" within "$client_seconds" heard "$1" "nick_source = .full_name"
}

count_of() { raw_of "$1" | grep -cE -- ">> .*$2"; } # NICK PATTERN
more_of() { [ "$(count_of "$1" "$2")" -gt "$3" ]; } # NICK PATTERN COUNT

# asks_until NICK COMMAND PATTERN: asks again until the answer has come.
asks_until() {
	within "$client_seconds" asks_once "$@"
}
asks_once() {
	local before

	before=$(count_of "$1" ' 318 ')
	types "$1" "$2"
	within 10 more_of "$1" ' 318 ' "$before"
	heard "$1" "$3"
}

# icq_on NICK WHAT-COMES: logs in, up to a line that tells how it went.
icq_on() {
	local before

	before=$(count_of "$1" "$2")
	root_asked "$1" "account icq on"
	within "$client_seconds" more_of "$1" "$2" "$before"
}
icq_off() { # NICK
	local before

	before=$(count_of "$1" 'icq - Signing off')
	root_asked "$1" "account icq off"
	within "$client_seconds" more_of "$1" 'icq - Signing off' "$before"
}
