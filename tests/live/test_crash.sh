#!/usr/bin/env bash
# What people were told is done is there after kill -9, and a database that is damaged or of another version is refused and left alone.
# CRASH_POINTS=200 CRASH_SEED=1 say how often and where it is killed.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

conclaved=$build/conclaved
state=$scratch/state
command -v python3 >/dev/null || { skip "crash" "no python3" && finish; }
mkdir "$state" "$scratch/conf"
user=$(id -un)
if [ "$(id -u)" -eq 0 ]; then
	user=nobody
	chown nobody "$state"
fi
port=$(free_ports 1)
cat >"$scratch/conf/crash.conf" <<CONF
server { name = "crash.test" connect-burst = 0 }
jail { state = "$state" user = "$user" mode = "${JAIL_MODE:-enforce}" }
accounts {
	registration = open
	registration-rate = "1000:1h"
	login-attempts = "1000:60s"
	scram-iterations = 4096
}
class "c" { flood-burst = 1000000 flood-rate = 1000000 joins = "0" }
listen "127.0.0.1:$port" { }
allow "*@*" { class = "c" }
CONF
chmod 755 "$scratch/conf"

counted python3 "$live_dir/crash.py" "$conclaved" "$build/conclavectl" "$scratch/conf/crash.conf" "$port" "$state/conclave.db" \
	"${CRASH_POINTS:-40}" "${CRASH_SEED:-1}"
if [ "$failed" -ne 0 ]; then
	tail -n 5 "$scratch/conf/crash.conf.log"
	finish
fi

db=$state/conclave.db
expect "closed in good order there is no log" [ ! -e "$db-wal" ]
cp "$db" "$scratch/good.db"
n_bytes=$(stat -c %s "$db")

refused() { # NAME WORDS: the server says so, ends with EX_UNAVAILABLE, and the file is as it was
	local status

	chown "$user" "$db" 2>/dev/null
	cp "$db" "$scratch/before.db"
	ls "$state" >"$scratch/before.ls"
	timeout 20 "$conclaved" -f "$scratch/conf/crash.conf" >"$scratch/server.log" 2>&1
	status=$?
	expect "$1: exit status 69" [ "$status" -eq 69 ]
	expect "$1: the error says what to do" grep -q "$db: .*$2" "$scratch/server.log"
	expect "$1: the file is untouched" cmp -s "$db" "$scratch/before.db"
	ls "$state" >"$scratch/after.ls"
	expect "$1: nothing lies beside it" cmp -s "$scratch/before.ls" "$scratch/after.ls"
	cat "$scratch/good.db" >"$db"
}

head -c "$n_bytes" /dev/urandom >"$db"
refused "not a database" "not a database"
: >"$db"
refused "an empty file" "damaged"
truncate -s $((n_bytes - 4096)) "$db"
refused "a truncated file" "damaged"
dd if=/dev/urandom of="$db" bs=4096 seek=1 count=$((n_bytes / 4096 - 2)) conv=notrunc status=none
refused "noise in the middle" "damaged"
printf '\0\0\0\143' | dd of="$db" bs=1 seek=60 conv=notrunc status=none
refused "a later version" "later version"
printf 'else' | dd of="$db" bs=1 seek=68 conv=notrunc status=none
refused "another program's database" "another program"

"$conclaved" -f "$scratch/conf/crash.conf" >"$scratch/server.log" 2>&1 &
server_pid=$!
expect "put back, it opens again" within 30 grep -q ' ready\b' "$scratch/server.log"
expect "and ends with status 0" server_stop TERM
mv "$state" "$state.away"
timeout 20 "$conclaved" -f "$scratch/conf/crash.conf" >"$scratch/server.log" 2>&1
expect "without the state directory it does not start" grep -q "$state" "$scratch/server.log"
finish
