#!/usr/bin/env bash
# The audit log of a jailed server: killed while it writes, rotated under load, on a disk that is full, damaged; and what conclavectl says to
# it each time.  AUDIT_KILLS=200 AUDIT_SEED=1 say how often and when it is killed.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

# The disk is a small one of our own, in a mount namespace that nobody else sees.
if [ "$(id -u)" -eq 0 ] && [ -z "${LIVE_MOUNTED:-}" ] && unshare -m true 2>/dev/null; then
	rm -rf "$scratch"
	LIVE_MOUNTED=yes exec unshare -m "$0" "$@"
fi
[ "$server" = conclaved ] || { skip "audit" "only for conclaved" && finish; }
command -v python3 >/dev/null || { skip "audit" "no python3" && finish; }
ctl=$build/conclavectl
state=$scratch/state
oper_privileges='"kill", "wallops", "stats", "server-notices", "flood-exempt"'
server_prepare
cat >>"$scratch/conf/server.conf" <<CONF
audit {
	rotate-size = 64K
	keep = 10000
	checkpoint-records = 20
	checkpoint-time = 1s
}
CONF
audit=$state/audit

start() {
	server_run
	within 60 up_or_gone && running "$server_pid"
}
verify() { "$ctl" audit verify "$@" >"$scratch/verify.out" 2>&1; }
said() { grep -q "$1" "$scratch/verify.out"; }

must "the server starts" start
must "the public key is there to be copied" cp "$audit/audit.pub" "$scratch/copy.pub"
expect "the log is for nobody else" [ "$(stat -c %a "$audit/audit.head")" = 600 ]

# Under load, and followed over rotations.
"$ctl" audit tail -j -f -n 0 -c WALLOPS "$audit" >"$scratch/followed" 2>"$scratch/followed.err" &
follower=$!
expect "3,000 commands of operators" python3 "$live_dir/audit.py" load "$port" "$oper_password" 3000
all_followed() { [ "$(wc -l <"$scratch/followed")" -eq 3000 ]; }
expect "tail -f shows each of them once, over rotations" within 20 all_followed
kill "$follower"
{ wait "$follower"; } 2>/dev/null
expect "they are in their order" python3 "$live_dir/audit.py" ordered "$scratch/followed"
expect "there are many files" [ "$(find "$audit" -name 'audit-*.log' | wc -l)" -gt 10 ]
expect "a log that is being written verifies" verify -k "$scratch/copy.pub" "$audit"

# Killed while records are being written; bash is not to say so each time.
disown "$server_pid"
counted python3 "$live_dir/audit.py" kill "$build/conclaved" "$ctl" "$scratch/conf/server.conf" "$port" "$oper_password" "$audit" \
	"$scratch/copy.pub" "$server_pid" "${AUDIT_KILLS:-15}" "${AUDIT_SEED:-1}"
server_stop KILL 2>/dev/null

must "it starts once more" start
server_stop TERM
expect "stopped in good order everything is signed" verify -k "$scratch/copy.pub" "$audit"
expect "and nothing is behind the last checkpoint" said 'behind that: 0 lines proved by audit.head, 0 not proved'
expect "the stop is recorded" [ "$("$ctl" audit tail -j -n 1 "$audit" | grep -c '"event":"stop"')" -eq 1 ]

# Elsewhere: with the public key, and without the head.
mkdir "$scratch/elsewhere"
cp "$audit"/audit-*.log "$audit/audit.keys" "$scratch/elsewhere/"
expect "a copy verifies on another host" verify -k "$scratch/copy.pub" "$scratch/elsewhere"
victim=$(find "$scratch/elsewhere" -name 'audit-*.log' | sort | sed -n 3p)
sed -i '5s/alice/malic/' "$victim"
verify -k "$scratch/copy.pub" "$scratch/elsewhere"
expect "a changed line is status 1" [ $? -eq 1 ]
expect "and is named" said "^$victim:5: number [0-9]*: this line was changed"

# Without its secrets it cannot go on: it says so, and begins anew.
rm "$audit/audit.head"
must "without the head it starts all the same" start
expect "and says so" grep -q 'error audit: audit.head is missing: somebody may have changed' "$scratch/server.log"
verify -k "$scratch/copy.pub" "$audit"
expect "verify stops there with status 1" [ $? -eq 1 ]
expect "and says so too" said 'the server could not continue the log and began a new one here: audit.head is missing'
server_stop TERM

if [ -z "${LIVE_MOUNTED:-}" ] || ! mount -t tmpfs -o size=4m,mode=700 tmpfs "$state" 2>"$scratch/mount.log"; then
	skip "a full disk" "no mount namespace of our own"
	finish
fi
chown nobody "$state"
must "it starts on a small disk" start
expect "a full disk: operators hear it, chat goes on, records resume" \
	python3 "$live_dir/audit.py" full "$port" "$oper_password" "$state"
server_stop TERM
expect "the log verifies" verify "$audit"
expect "and says what was lost" grep -q '"event":"lost","records":[1-9]' "$audit"/audit-*.log
umount -l "$state"
finish
