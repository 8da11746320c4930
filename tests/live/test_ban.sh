#!/usr/bin/env bash
# Server bans on the jailed server: they put people out and keep them out, outlive the server, run out, and a row that can't be is told.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
network_alone "$@"
oper_privileges="$oper_privileges, \"kline\", \"unkline\", \"dline\""
socket=$scratch/state/control.sock
ctl() { "$build/conclavectl" -s "$socket" "$@"; }

server_start
counted python3 "$live_dir/ban.py" set "$port" "$build/conclavectl" "$socket" "$oper_password"
expect "one that names nobody in particular has to be asked for twice" output_has 'names nobody in particular' ctl ban add kline '*@*' 1h test
expect "the second time sets it" status_is 0 ctl ban add kline '*@*' 1h test
expect "and it is taken away" status_is 0 ctl ban del kline '*@*'
expect "--force needs no second time" status_is 0 ctl ban add --force dline 8.0.0.0/7 1s test
expect "what is no kind is a matter of usage" status_is 64 ctl ban add frob x 1h y
expect "a ban that is not there can't go" status_is 1 ctl ban del xline nothing
expect "it is listed" output_has '\*kept@\*' ctl ban list kline
server_stop TERM
server_start
expect "after a restart it is there" output_has '\*kept@\*' ctl ban list kline
expect "with both reasons" output_has 'public +private' ctl ban list kline
expect "what runs out is not" within 10 status_is 1 ctl ban test 9.0.0.1
counted python3 "$live_dir/ban.py" kept "$port" "$build/conclavectl" "$socket" "$oper_password"
# Somebody else has written to the database: a ban that the server does not know until it reads them again.
python3 - "$scratch/state/conclave.db" <<'PY'
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
db.execute("INSERT INTO server_ban (id, kind, mask, set_by, reason, set_s, until_s) SELECT max(id) + 1, 'X', 'outsider*', 'an editor', 'by hand', 1, 0 FROM server_ban")
db.commit()
PY
listed() { output_has 'outsider\*' ctl ban list xline; }
expect "it is not listed yet" eval '! listed'
expect "conclavectl rehash bans is taken" status_is 0 ctl rehash bans
expect "then it is there" within 10 listed
server_stop TERM
python3 - "$scratch/state/conclave.db" <<'PY'
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
db.execute("UPDATE server_ban SET mask = 'no mask of that kind'")
db.commit()
PY
"$build/conclaved" -f "$scratch/conf/server.conf" >"$scratch/damaged.log" 2>&1
expect "a row that can't be ends the start with status 69" [ $? -eq 69 ]
expect "and says which" grep -q 'server ban [0-9]* ("no mask of that kind"): no mask of its kind' "$scratch/damaged.log"
finish
