#!/usr/bin/env bash
# The relay of the jailed server, asked by people who speak DCC by hand, each from a network of its own: forms of offers, bytes, strangers,
# states, limits, times, listen-only, a scanner.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source-path=SCRIPTDIR source=dcc_stage.sh
. "$live_dir/dcc_stage.sh"
trap 'stage_close; clean_up' EXIT

stage_alone "$@"
stage_open one two three
homes=()
for name in "${people[@]}"; do homes+=("$(cable_of "$name")=${person_pid[$name]}"); done

# with KEYS PROGRAM ARGUMENT...: on a server of its own, whose section dcc has these keys.
with() {
	local begun

	begun=$(date +%s)
	keys=$1
	server_start
	counted python3 "$live_dir/$2.py" "${@:3}"
	expect "$2: the server still runs" running "$server_pid"
	filter_fits
	expect "$2: the server ends with status 0" server_stop TERM
	echo "# $2: $(($(date +%s) - begun)) s"
}
# The calls that do not end it: in listen-only there is none by which it could go out.
filter_fits() {
	if [ "${LIVE_UID:-0}" -ne 0 ] || [ ! -x "$build/tests/live/redteam" ] || [ "${JAIL_MODE:-enforce}" != enforce ]; then
		skip "the filter" "it is for root to read, by $build/tests/live/redteam, of a jailed server"
	elif [[ $keys == *listen-only* ]]; then
		expect "listen-only: the filter knows no connect" filter_has 0
	else
		expect "full: the filter lets it connect" filter_has 1
	fi
}
filter_has() { # COUNT of connect
	"$build/tests/live/redteam" --live "$server_pid" >"$scratch/calls" && grep -q ' listen allow$' "$scratch/calls" &&
		[ "$(grep -c ' connect ' "$scratch/calls")" -eq "$1" ]
}
dcc_keys() { printf '%s\n' "$keys"; }
eval "$(declare -f server_config_conclaved | sed '1s/server_config_conclaved/config_of_the_stage/')"
server_config_conclaved() { # the third may offer what he likes
	config_of_the_stage | sed '/^allow .*10\.77\.0\.0/s/^/allow "*@10.77.3.0\/24" { class = "trusted" }\n/'
	cat <<CONF
class "trusted" {
	max-per-address = 2000
	flood-burst = 100000
	flood-rate = 100000
}
dcc-rule "any-name" {
	from-class = { "trusted" }
	action = allow
}
CONF
}

full='mode = full
offer-rate = 1000:1m
max-sessions = 40
max-offers = 3
max-open = 3
max-pending-per-pair = 2'
with "$full" dcc_forms "${homes[@]}"
with "$full" dcc_bytes full "$scratch/conf/tls" "${homes[@]}"
with "${full/full/listen-only}" dcc_bytes listen-only "$scratch/conf/tls" "${homes[@]}"
if [ "${LIVE_UID:-0}" -eq 0 ]; then
	keys=$full
	server_start
	counted python3 "$live_dir/dcc_states.py" "$server_pid" "${homes[@]}"
	expect "the server ends with status 0" server_stop TERM
else
	skip "descriptors in each state" "the server's /proc entries are for root"
fi
with "mode = full
offer-rate = 5:1m
offer-time = 10s
resume-time = 5s
dial-time = 1s
join-time = 5s
drain-time = 3s
idle-time = 10s" dcc_times "${homes[@]:0:2}"
mkdir -m 755 "$scratch/clamd"
with "$full
scan = \"$scratch/clamd/clamd.sock\"
scan-max-size = 1M" dcc_scan "$scratch/clamd/clamd.sock" $((1 << 20)) "${homes[@]:0:2}"
finish
