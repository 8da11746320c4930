#!/usr/bin/env bash
# irssi and WeeChat, each in a network of its own, send files and chat through the jailed server's relay; no way leads from one to another.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source-path=SCRIPTDIR source=clients.sh
. "$live_dir/clients.sh"
# shellcheck source-path=SCRIPTDIR source=dcc_stage.sh
. "$live_dir/dcc_stage.sh"
# shellcheck source-path=SCRIPTDIR source=dcc_clients.sh
. "$live_dir/dcc_clients.sh"
trickle_pid=
trap '[ -z "$trickle_pid" ] || kill "$trickle_pid" 2>/dev/null; clients_end; stage_close; clean_up' EXIT

for tool in tmux irssi weechat-headless; do
	command -v "$tool" >/dev/null 2>&1 || { skip "DCC" "no $tool" && finish; }
done
stage_alone "$@"
stage_open ira irb wim wes six ivy
dcc_keys() {
	cat <<CONF
	mode = "full"
	max-size = 8G
	max-offers = 20
	max-open = 10
	max-pending-per-pair = 5
	offer-rate = "1000:1m"
CONF
}
server_start
files=$scratch/files
mkdir -p "$files"
head -c 300000 /dev/urandom >"$files/data" # six digits: no port looks like it
dcc_open irssi ira 10.77.1.1
dcc_open irssi irb 10.77.2.1
dcc_open weechat wim 10.77.3.1
dcc_open weechat wes 10.77.4.1
dcc_open irssi six fd77:5::1
dcc_open irssi ivy 10.77.6.1 # of whom the largest file takes all
for nick in "${clients[@]}"; do dcc_settle "$nick"; done

# The largest and the slowest go on beside all else: a file of which the disk has to take each byte, and a minute that has to pass.
big_begin
slow=("$(cable_of wim)=${person_pid[wim]}" "$(cable_of six)=${person_pid[six]}")
python3 "$live_dir/dcc_trickle.py" "${slow[@]}" >"$scratch/trickle" 2>&1 &
trickle_pid=$!

for pair in "ira irb" "ira wim" "wim ira" "irb six" "six irb"; do
	read -r from to <<<"$pair"
	sends "$from" "$to"
	resumes "$from" "$to"
	[ "${client_kind[$from]}" != irssi ] || sends_passively "$from" "$to"
	chats "$from" "$to"
	marks "$from to $to"
done
sends wim wes
resumes wim wes

# Names: what the receiver gets is harmless; the sender is asked by his own name.
names() { # FROM TO
	sends "$1" "$2" "with space.zip" "with_space.zip"
	resumes "$1" "$2" "half of it.zip" "half_of_it.zip"
}
names ira irb
names ira wim
types wim '/set xfer.file.convert_spaces off'
names wim ira
sends_passively ira irb "passive space.zip" "passive_space.zip"
resumes ira irb "passive half.zip" "passive_half.zip" -passive
sends ira irb $'na\xc3\xafve.zip' "na_ve.zip"
sends wim irb $'\xe6\x97\xa5\xe6\x9c\xac.zip' "_.zip"
marks "names"

chats_passively ira irb
marks "a passive chat"

# Refusals: of the receiver, of the sender, of the server.
refuses
types_nothing_in_a_chat ira irb
denied
marks "refusals"

big_end
marks "the rest of 4 GiB"
wait "$trickle_pid"
trickle_pid=
counted cat "$scratch/trickle"
marks "the rest of the minute"
expect "no client was told another's address or port" nobody_told
expect "the server ends with status 0" server_stop TERM
expect "the audit log has the SHA-256 of a file that passed" recorded "$files/data"
expect "and is whole" status_is 0 "$build/conclavectl" audit verify "$scratch/state/audit"
finish
