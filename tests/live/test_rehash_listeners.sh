#!/usr/bin/env bash
# REHASH on the jailed server: listeners that go are closed, those that stay can be given TLS; a dry run changes nothing; a part is enough
# for a new certificate.  All of it asked by conclavectl.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
network_alone "$@"
socket=$scratch/state/control.sock
ctl() { "$build/conclavectl" -s "$socket" "$@" >"$scratch/out" 2>&1; }
said() { grep -qE -- "$1" "$scratch/out"; }
has_listener() { listening "$1"; }
no_listener() { ! listening "$1"; }
edit() { sed -i "$1" "$scratch/conf/server.conf"; }

server_start
make_cert "$scratch/conf/second" irc.second.test
[ "$(id -u)" -ne 0 ] || chown nobody "$scratch/conf/second.key" "$scratch/conf/second.crt"
counted python3 "$live_dir/rehash_listeners.py" "$port" "$tls_port" "$scratch/conf" "$build/conclavectl" "$socket"

edit 's/^listen "127.0.0.1:'"$tls_port"'".*/listen "127.0.0.1:1" { }/'
expect "a dry run is done" ctl rehash -n
expect "it tells what would go" said 'listen "127.0.0.1:'"$tls_port"'" is gone'
expect "and what takes a restart" said 'server.conf:[0-9]+: listen "127.0.0.1:1" is not open; to open it takes a restart'
expect "it changed nothing" has_listener "$tls_port"
expect "the rehash is done" ctl rehash
expect "the listener is closed" no_listener "$tls_port"
expect "the other is not" has_listener "$port"
expect "status tells what takes a restart" ctl status
expect "with its line" said 'needs a restart +.*server.conf:[0-9]+: listen'
edit 's/^listen "127.0.0.1:'"$port"'".*//'
expect "to be left without a listener is refused" status_is 1 ctl rehash
expect "and said" said 'no listener would be left'
expect "nothing was changed" has_listener "$port"
echo 'nonsense' >>"$scratch/conf/server.conf"
expect "a faulty file is refused" status_is 1 ctl rehash
expect "with its line" said 'server.conf:[0-9]+:'
expect "-n is no option of who" status_is 64 ctl who -n
expect "--no-password is none of rehash" status_is 64 ctl rehash --no-password
expect "no such part is a matter of usage" status_is 64 ctl rehash everything
expect "it ends with status 0, sanitizers content" server_stop TERM
finish
