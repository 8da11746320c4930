#!/usr/bin/env bash
# A registered channel is killed with its server again and again, and is there again with what was confirmed (channels.py).
# CHANNEL_KILLS=50 CHANNEL_SEED=1 say how often and when.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
command -v python3 >/dev/null || { skip "channels" "no python3" && finish; }
state=$scratch/state
mkdir "$state" "$scratch/conf"
user=$(id -un)
if [ "$(id -u)" -eq 0 ]; then
	user=nobody
	chown nobody "$state"
fi
port=$(free_ports 1)
cat >"$scratch/conf/channels.conf" <<CONF
server { name = "channels.test" connect-burst = 0 }
jail { state = "$state" user = "$user" }
class "c" { flood-burst = 1000000 flood-rate = 1000000 joins = "0" }
listen "127.0.0.1:$port" { }
allow "*@*" { class = "c" }
CONF
chmod 755 "$scratch/conf"
counted python3 "$live_dir/channels.py" "$build/conclaved" "$scratch/conf/channels.conf" "$port" "$state/conclave.db" \
	"${CHANNEL_KILLS:-20}" "${CHANNEL_SEED:-1}"
[ "$failed" -eq 0 ] || tail -n 5 "$scratch/conf/channels.conf.log"
finish
