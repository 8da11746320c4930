#!/usr/bin/env bash
# Atheme of Debian, linked to the jailed server: it registers nicks and channels, logs in, holds modes, renames and bans.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source-path=SCRIPTDIR source=services.sh
. "$(dirname "$0")/services.sh"

if ! command -v atheme-services >/dev/null 2>&1; then
	skip "atheme" "no atheme-services (Debian: apt-get install atheme-services)"
	finish
fi
if [ "$server" != conclaved ]; then
	skip "atheme" "$server has no links"
	finish
fi
network_alone "$@"
services_config services.test 00A SaslServ
must "the server starts" services_server_start

home=$scratch/atheme
mkdir -p "$home"
{
	for m in protocol/charybdis backend/opensex crypto/pbkdf2v2 nickserv/main nickserv/cert nickserv/enforce nickserv/help \
		nickserv/identify nickserv/info nickserv/logout nickserv/register nickserv/set_core nickserv/set_enforcetime \
		nickserv/status nickserv/vhost chanserv/main chanserv/flags chanserv/help chanserv/info chanserv/op \
		chanserv/register chanserv/set_core chanserv/set_mlock chanserv/set_keeptopic chanserv/set_topiclock chanserv/topic \
		operserv/main operserv/akill operserv/jupe saslserv/main saslserv/plain saslserv/external; do
		printf 'loadmodule "modules/%s";\n' "$m"
	done
	# shellcheck disable=SC2154 # links_port: services.sh
	cat <<CONF
serverinfo {
	name = "services.test"; desc = "Atheme"; numeric = "00A"; recontime = 1; netname = "Live";
	hidehostsuffix = "users.test"; adminname = "tester"; adminemail = "tester@live.test";
	registeremail = "noreply@live.test"; mta = "/bin/true"; loglevel = { error; info; admin; network; };
	maxlogins = 10; maxusers = 0; mdlimit = 30; emaillimit = 100; emailtime = 300; auth = none; casemapping = rfc1459;
};
uplink "irc.live.test" {
	host = "127.0.0.1"; port = $links_port; send_password = "services-password"; receive_password = "hub-password";
};
nickserv { nick = "NickServ"; user = "services"; host = "services.test"; real = "Nicknames"; maxnicks = 5; expire = 30;
	enforce_expire = 14; enforce_delay = 1; enforce_prefix = "Guest"; };
chanserv { nick = "ChanServ"; user = "services"; host = "services.test"; real = "Channels"; maxchans = 20; expire = 30;
	maxchanacs = 0; maxfounders = 4; };
operserv { nick = "OperServ"; user = "services"; host = "services.test"; real = "Operators"; };
saslserv { nick = "SaslServ"; user = "services"; host = "services.test"; real = "SASL"; };
logfile "$home/atheme.log" { all; };
general {
	join_chans; leave_chans; cflags = { verbose; guard; }; uflags = { hidemail; };
	flood_msgs = 0; flood_time = 10; ratelimit_uses = 0; ratelimit_period = 60; kline_time = 7;
	clone_time = 0; commit_interval = 5; default_clone_allowed = 500; default_clone_warn = 400;
	uplink_sendq_limit = 1048576; language = "en"; immune_level = immune;
};
operclass "sra" { privs { user:auspex; user:admin; user:vhost; chan:auspex; chan:admin; general:auspex; general:admin;
	operserv:akill; operserv:akill-anymask; operserv:jupe; special:authenticated; }; };
operator "root" { operclass = "sra"; };
CONF
} >"$home/atheme.conf"
[ "$(id -u)" -ne 0 ] || chown -R nobody "$home"
make_cert "$scratch/person" person
[ "$(id -u)" -ne 0 ] || chown nobody "$scratch/person.crt" "$scratch/person.key"
export SERVICES_LOG=$scratch/services.log
# shellcheck disable=SC2154 # port, tls_port: lib.sh
counted python3 "$live_dir/services.py" atheme "$port" "$tls_port" "$scratch/person" "$oper_password" \
	"${as_nobody[@]}" atheme-services -n -c "$home/atheme.conf" -D "$home" -p "$home/atheme.pid" -l "$home/start.log"
expect "the server ends with status 0" server_stop TERM
finish
