#!/usr/bin/env bash
# BitlBee's ICQ users on the jailed server's gateway, and irssi on IRC: they meet in a channel and in private.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source-path=SCRIPTDIR source=clients.sh
. "$live_dir/clients.sh"
# shellcheck source-path=SCRIPTDIR source=icq_bitlbee.sh
. "$live_dir/icq_bitlbee.sh"
trap 'bitlbee_end; clients_end; clean_up' EXIT

if [ "$server" != conclaved ] || ! bitlbee_needed; then
	skip "BitlBee" "${why:-not for $server}"
	finish
fi
network_alone "$@"

read -r icq_port icq_tls_port bitlbee_port < <(free_ports 3)
eval "$(declare -f server_config_conclaved | sed '1s/server_config_conclaved/config_without_icq/')"
server_config_conclaved() {
	config_without_icq
	cat <<CONF
module "icq" {
	listen = { "127.0.0.1:$icq_port" }
	listen-tls = { "127.0.0.1:$icq_tls_port" }
	channels = { "#lobby" }
}
CONF
}
ctl() { "$build/conclavectl" -s "$scratch/state/control.sock" "$@"; }
icq_add() { # UIN ACCOUNT PASSWORD
	printf '%s\n' "$client_password" | ctl account add "$2" >/dev/null && printf '%s\n' "$3" | ctl icq add "$1" "$2" >/dev/null
}

server_start
must "conclavectl gives anna a UIN" icq_add 100001 anna secret1
must "conclavectl gives bert a UIN" icq_add 100002 bert secret2
# As the manual page does it: libpurple sends no more than eight bytes of a password.
bert_password=$(ctl icq password 100002 -g | sed -n 's/^password: //p')
must "BitlBee starts" bitlbee_open "$bitlbee_port"
client_open irssi ira "$port" no
must "ira (irssi) is welcome" screen_shows ira 'Welcome'
types ira "/rawlog open ${client_home[ira]}/raw"
types ira '/join #lobby'
must "ira is in #lobby" within "$client_seconds" heard ira 'ira!.* JOIN :?#lobby'

icq_user anna "$bitlbee_port"
icq_user bert "$bitlbee_port"
icq_account anna 100001 wrong "$icq_port"
expect "a wrong password is refused" icq_on anna 'icq - Login error: .*[Ii]ncorrect'
root_asked anna "account icq set password secret1"
icq_account bert 100002 "$bert_password" "$icq_port"
must "anna logs in over OSCAR" icq_on anna 'icq - Logging in: Logged in'
must "bert does so at the same time" icq_on bert 'icq - Logging in: Logged in'
expect "#lobby is a contact, and there" within "$client_seconds" heard anna ':lobby!9[0-9]+@icq JOIN'
expect "bert has it too" within "$client_seconds" heard bert ':lobby!9[0-9]+@icq JOIN'
expect "ira sees anna join" within "$client_seconds" heard ira ':anna!.* JOIN :?#lobby'
expect "ira sees bert join" within "$client_seconds" heard ira ':bert!.* JOIN :?#lobby'
types ira '/whois anna'
expect "WHOIS tells the UIN" within "$client_seconds" heard ira ' anna .*100001'

# In the channel.
types ira '/msg #lobby fünf <b>Brote</b> &amp; 😀'
expect "anna reads what ira says" within "$client_seconds" heard anna ':lobby!.* PRIVMSG anna :<ira> fünf <b>Brote</b> &amp; 😀'
expect "bert reads it" within "$client_seconds" heard bert ':lobby!.* PRIVMSG bert :<ira> fünf <b>Brote</b> &amp; 😀'
types anna '/msg lobby grüße <i>an</i> & &lt; 👍'
expect "ira reads what anna says" within "$client_seconds" heard ira ':anna!.* PRIVMSG #lobby :grüße <i>an</i> & &lt; 👍'
expect "bert reads what anna says" within "$client_seconds" heard bert ':lobby!.* PRIVMSG bert :<anna> grüße <i>an</i> & &lt; 👍'

# In private.
types ira '/msg anna nur für dich: <&>'
expect "anna reads it" within "$client_seconds" heard anna 'PRIVMSG .*nur für dich: <&>'
from=$(raw_of anna | sed -n 's/^>> .*:\([^! ]*\)!.* PRIVMSG .*nur für dich.*/\1/p' | tail -n 1)
types anna "/msg ${from:-nobody} auch für dich: <ä> 🎈"
expect "ira reads the answer" within "$client_seconds" heard ira ':anna!.* PRIVMSG ira :auch für dich: <ä> 🎈'

# Away, and who somebody is.
types anna '/away bin essen'
expect "anna is away for ira" asks_until ira '/whois anna' ' 301 ira anna :bin essen'
types anna '/away'
root_asked anna 'info icq 100002'
expect "anna learns who bert is" within "$client_seconds" heard anna 'Nick: bert'

# The list is kept here: another client with the same UIN has it, and the first one is told.
root_asked anna 'add icq 100002 bertl'
expect "anna adds bert to her list" within "$client_seconds" heard anna 'PRIVMSG .*Adding .100002. to contact list'
expect "and sees him" within "$client_seconds" heard anna '100002@icq JOIN'
expect "bert leaves" icq_off bert
expect "ira sees him go" within "$client_seconds" heard ira ':bert!.* QUIT'
types anna "/msg bertl bis später: ü 🌙"
icq_user amy "$bitlbee_port"
icq_account amy 100001 secret1 "$icq_port"
expect "amy logs in as anna" icq_on amy 'icq - Logging in: Logged in'
expect "anna is told that she has logged in elsewhere" within "$client_seconds" heard anna 'signed on from another location'
root_asked amy 'blist all'
expect "what anna has added is there" within "$client_seconds" heard amy 'PRIVMSG .* 100002 icq'
expect "bert comes back" icq_on bert 'icq - Logging in: Logged in'
expect "and gets what was said meanwhile" within "$client_seconds" heard bert 'PRIVMSG .*bis später: ü 🌙'

# Operators, and TLS.
types ira "/oper admin $oper_password"
expect "ira is an operator" within "$client_seconds" heard ira ' 381 '
types ira '/kill bert genug'
expect "KILL ends bert's session" within "$client_seconds" heard bert 'icq - Signing off'
greeting() { # by OpenSSL, with the certificate verified
	python3 - "$icq_tls_port" "$scratch/conf/tls.crt" <<'PY'
import socket, ssl, sys
plain = socket.create_connection(("127.0.0.1", int(sys.argv[1])), timeout=20)
with ssl.create_default_context(cafile=sys.argv[2]).wrap_socket(plain, server_hostname="localhost") as tls:
    data = b""
    while len(data) < 10:
        data += tls.recv(10 - len(data))
    print(data.hex())
PY
}
expect "the port of TLS greets in OSCAR" [ "$(greeting)" = 2a010000000400000001 ]
expect "amy leaves" icq_off amy
expect "the server ends with status 0" server_stop TERM
expect "nothing was wrong in between" status_is 1 grep -E 'AddressSanitizer|runtime error|violat' "$scratch/server.log"
finish
