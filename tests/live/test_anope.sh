#!/usr/bin/env bash
# Anope of Debian, linked to the jailed server: the same as test_atheme.sh, as Anope has it.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source-path=SCRIPTDIR source=services.sh
. "$(dirname "$0")/services.sh"

anope=$(command -v anope || ls /usr/sbin/anope 2>/dev/null)
if [ -z "$anope" ]; then
	skip "anope" "no anope (Debian: apt-get install anope)"
	finish
fi
if [ "$server" != conclaved ]; then
	skip "anope" "$server has no links"
	finish
fi
network_alone "$@"
services_config services.test 00B NickServ
must "the server starts" services_server_start

home=$scratch/anope
mkdir -p "$home/conf" "$home/db/backups" "$home/log" # without backups/ it saves nothing
command_of() { # SERVICE NAME COMMAND [MORE]
	printf 'command { service = "%s"; name = "%s"; command = "%s"; %s }\n' "$1" "$2" "$3" "${4:-}"
}
{
	# shellcheck disable=SC2154 # links_port: services.sh
	cat <<CONF
uplink { host = "127.0.0.1"; ipv6 = no; ssl = no; port = $links_port; password = "services-password" }
serverinfo { name = "services.test"; description = "Anope"; id = "00B"; pid = "$home/anope.pid"; motd = "$home/conf/motd" }
module { name = "charybdis"; use_server_side_mlock = yes }
networkinfo { networkname = "Live"; nicklen = 30; userlen = 10; hostlen = 63; chanlen = 50; modelistsize = 100;
	vhost_chars = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-/:"; allow_undotted_vhosts = false;
	disallow_start_or_end = ".-" }
options { seed = 8251097; casemap = "rfc1459"; strictpasswords = no; badpasslimit = 0; updatetimeout = 5m;
	expiretimeout = 30m; readtimeout = 5s; warningtimeout = 4h; timeoutcheck = 1s; retrywait = 1s }
mail { usemail = no; sendmailpath = "/bin/true"; sendfrom = "services@live.test" }
log { target = "services.log"; admin = "*"; override = "*"; commands = "*"; servers = "*"; users = "*"; other = "*" }
module { name = "db_flatfile"; database = "anope.db"; keepbackups = 1; fork = no }
module { name = "enc_sha256" }
module { name = "help" }
module { name = "m_sasl" }
service { nick = "NickServ"; user = "services"; host = "services.test"; gecos = "Nicknames" }
module { name = "nickserv"; client = "NickServ"; forceemail = no; defaults = "killprotect ns_secure autoop";
	regdelay = 0s; expire = 21d; modeonid = yes; killquick = 1s; kill = 1s; enforceruser = "enforcer";
	enforcerhost = "services.test"; releasetimeout = 30s; guestnickprefix = "Guest"; passlen = 32 }
module { name = "ns_register"; registration = "none" }
module { name = "ns_identify" } module { name = "ns_logout" } module { name = "ns_cert"; max = 5 } module { name = "ns_recover" }
module { name = "ns_set" }
service { nick = "ChanServ"; user = "services"; host = "services.test"; gecos = "Channels" }
module { name = "chanserv"; client = "ChanServ"; defaults = "peace cs_secure securefounder"; maxregistered = 20; expire = 14d;
	accessmax = 1024; inhabit = 15s; reasonmax = 200; require = "n"; always_lower_ts = no }
module { name = "cs_register" } module { name = "cs_mode" } module { name = "cs_updown" } module { name = "cs_access" }
privilege { name = "AUTOOP"; rank = 210; level = 5; flag = "O" }
privilege { name = "OP"; rank = 200; level = 5; flag = "o" }
privilege { name = "OPME"; rank = 190; level = 5; flag = "o" }
privilege { name = "MODE"; rank = 170; level = 9999; flag = "s" }
privilege { name = "FOUNDER"; rank = 360; level = 10000; flag = "F" }
service { nick = "HostServ"; user = "services"; host = "services.test"; gecos = "Hosts" }
module { name = "hostserv"; client = "HostServ" } module { name = "hs_set" } module { name = "hs_on" }
service { nick = "OperServ"; user = "services"; host = "services.test"; gecos = "Operators" }
module { name = "operserv"; client = "OperServ"; autokillexpiry = 1d; chankillexpiry = 1d; snlineexpiry = 1d; sqlineexpiry = 1d;
	akillonadd = yes; notifications = "" }
module { name = "os_akill" } module { name = "os_jupe" }
opertype { name = "Services Root"; commands = "*"; privs = "*" }
oper { name = "root"; type = "Services Root"; require_oper = yes }
CONF
	for c in HELP:generic/help REGISTER:nickserv/register IDENTIFY:nickserv/identify LOGOUT:nickserv/logout CERT:nickserv/cert \
		RECOVER:nickserv/recover; do
		command_of NickServ "${c%%:*}" "${c#*:}"
	done
	command_of ChanServ REGISTER chanserv/register
	command_of ChanServ MODE chanserv/mode
	command_of ChanServ OP chanserv/modes 'set = "OP";'
	command_of HostServ SET hostserv/set 'permission = "hostserv/set";'
	command_of HostServ ON hostserv/on
	command_of OperServ AKILL operserv/akill 'permission = "operserv/akill";'
	command_of OperServ JUPE operserv/jupe 'permission = "operserv/jupe";'
} >"$home/conf/services.conf"
echo "live" >"$home/conf/motd"
[ "$(id -u)" -ne 0 ] || chown -R nobody "$home"
make_cert "$scratch/person" person
export SERVICES_LOG=$scratch/services.log
# shellcheck disable=SC2154 # port, tls_port: lib.sh
counted python3 "$live_dir/services.py" anope "$port" "$tls_port" "$scratch/person" "$oper_password" \
	"${as_nobody[@]}" "$anope" --nofork --confdir="$home/conf" --dbdir="$home/db" --logdir="$home/log" \
	--modulesdir=/usr/lib/anope --localedir=/usr/share/anope/locale
expect "the server ends with status 0" server_stop TERM
finish
