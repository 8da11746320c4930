#!/usr/bin/env bash
# REHASH and certificate change under traffic: nobody is dropped, nothing leaks.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
server_start
cp -p "$scratch/conf/tls.crt" "$scratch/conf/first.crt"
cp -p "$scratch/conf/tls.key" "$scratch/conf/first.key"
make_cert "$scratch/conf/second" irc.second.test
# shellcheck disable=SC2154
counted python3 "$live_dir/traffic_rehash.py" "$port" "$tls_port" "$scratch/conf" "$oper_password" "$server_pid" \
	"${REHASHES:-1000}"
expect "the server still runs" running "$server_pid"
expect "it ends with status 0, sanitizers content" server_stop TERM
finish
