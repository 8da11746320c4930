/*
 * In a form a percent sign and a letter stand for words of a table, see kinds[]; also t a text, l a letter of STATS.  A form that begins
 * with @ gets tags.
 */
#include "tests/fuzz/fuzz_server_words.h"

#include <stdbool.h>
#include <string.h>

#include "core/view.h"
#include "tests/fuzz/fuzz_script.h"

#define LINE_BYTES  600
#define PICK(table) view_z((table)[draw(ARRAY_LEN(table))])

static const char *const nicks[] = { "al", "bo", "Ce[", "ce{", "AL", "dee", "eve", "fay", "g", "alx",
	"zzzzzzzzzzzzzzzzzzzzzzzzzzzzzz", "a-b", "1x", "ceo", "C_E0", "NickServ", "root", "r00t",
	WORDS_SERVER, "nick_of_fifty_bytes_012345678901234567890123456789", "*", "", "%#c", "~#d", "$",
	"$$" };
static const char *const channels[] = { "#c", "#C", "#d", "#e", "#f[", "#f{", "#", "#\xc3\xa4", "&l",
	"#c:", "#a\x01z", "0", "#012345678901234567890123456789012345678901234567890123456789012" };
static const char *const keys[] = { "key", "k2", "", "x,y", ":k" };
static const char *const letters[] = { "+b", "-b", "+k", "-k", "+l", "-l", "+i", "-i", "+m", "-m", "+n", "-n",
	"+s", "-s", "+t", "-t", "+v", "-v", "+o", "-o", "b", "+x", "+oooooo", "+vv-vv", "+bbbbbb", "-o+v",
	"+ntims", "-ntims", "+lk", "o", "+h", "-h", "+a", "-a", "+q", "-q", "+e", "-e", "+I", "-I", "e", "I",
	"q", "+hv", "+qaohv", "+eIb", "+C", "+c", "+T", "+S", "+z", "+R", "+M", "+N", "+g", "+p", "+O",
	"-CcTSzRMNgpO", "+u", "-u", "+P", "-P", "+r", "+u-v", "-a+o", "+f", "-f", "+j", "-j" };
static const char *const params[] = { "al", "bo", "Ce[", "dee", "*!*@*", "bo!*@*", "*!*@127.0.0.1",
	"*!*@0::3", "key", "3", "1", "99999", "100000", "-1", "a,b", "*", "$a", "$~a", "$m:bo", "$r:*",
	"$c:#d", "$j:#d", "$j:#c", "$x:*#*", "$z", "$~z$#d", "bo$#d", "#c", "#d", "1:9", "2:1",
	"bo!~bo@*.example.org.with.a.name.that.is.much.longer.than.any.host.should.be.in.a.mask" };
static const char *const umodes[] = { "+i", "-i", "+w", "-w", "+o", "-o", "+iw-o", "+x", "+x", "-x", "+s",
	"+s cnq", "+s +k-c", "-s", "i", "-iwo", "+B", "+C", "+D", "+I", "+R", "+p", "+z", "-BCDIRpz", "+Z",
	"-Z", "+g", "+g", "-g" };
static const char *const texts[] = { "hello", ":hello world", ":", "::x", ": ", ":\x01 ACTION\x01",
	":\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80", ":\xff\xfe", ":a:b :c", ":%s%n%d", "@x", ":tail " };
static const char *const caps[] = { "server-time", "message-tags", "extended-join", "batch", "echo-message",
	"multi-prefix", "userhost-in-names", "away-notify", "setname", "cap-notify", "-message-tags",
	"standard-replies", "invite-notify", "no-implicit-names", "draft/pre-away", "draft/extended-isupport",
	"account-notify", "sasl", "account-tag", "-account-tag", "extended-monitor", "chghost", "-chghost",
	"draft/channel-rename", "draft/message-redaction", "draft/account-registration", "labeled-response",
	"-labeled-response", "-server-time", "draft/multiline", "-draft/multiline", "-batch", "-cap-notify",
	"-echo-message", "nonsense", "-" };
static const char *const servers[] = { WORDS_SERVER, "*", "irc.*", "al", "other.example", "" };
static const char *const opers[] = { "root secret", "root secret", "root wrong", "cert x", "nobody secret" };
static const char *const tags[] = { "@+draft/reply=x ", "@+typing=active;+a;+a=2 ", "@time=1;msgid=2 ",
	"@+x=a\\sb\\:\\\\ ", "@ ", "@label=1 ", "@label=a\\s\\ ", "@;;= ", "@batch=b ", "@batch=b ",
	"@batch=b;draft/multiline-concat ", "@batch=c;label=2 ", ":al!x@y ", ":bo " };
static const char *const asks[] = { ">0", "<3", ">1", "C<1", "C>0", "T<5", "T>0", "*", "!#c*", "*d*", "#c",
	"#d", "x", "" };
static const char *const whox[] = { "%tcuihsnfdlaor,123", "%tn,1000", "o%nf", "i%in", "nuhsrai%la", "%",
	"o" };
static const char *const wishes[] = { "HELP", "HELP SET", "REGISTER secret", "REGISTER secret a@b.example",
	"REGISTER secret * code", "IDENTIFY secret", "IDENTIFY wrong", "IDENTIFY al secret", "LOGOUT",
	"GHOST al", "GHOST bo", "REGAIN", "REGAIN bo", "SET PASSWORD secret", "SET EMAIL *",
	"SET PROTECT off", "SET PROTECT on", "SET PRIVATE on", "SET X y", "CERT LIST", "CERT ADD",
	"CERT ADD 00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff",
	"CERT DEL 00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff", "INFO", "INFO al",
	"DROP", "DROP 1", "", "  ", "\x01VERSION\x01" };
static const char *const fills[] = { "\xc3\xa4", "x", " y", "#c,", "al,", "*a" };

/* Verb and pattern; a space between two parameters is the pattern's. */
static const char *const forms[] = { "NICK %n", "NICK %n", "USER %n 0 * %t", "USER pw 0 * %t",
	"USER q 0 * %t", "WEBIRC secret g h 10.0.0.9", "WEBIRC wrong g h 10.0.0.9",
	"WEBIRC secret g h.example.org 2001:db8::9 :secure x=1", "ANSWER blue", "ANSWER %*",
	"PRIVMSG %n blue", "PASS secret", "PASS wrong", "CAP LS 302", "CAP LS", "CAP LIST", "CAP REQ %p",
	"CAP REQ %p", "CAP END", "CAP %*", "AUTHENTICATE PLAIN", "AUTHENTICATE %*", "AUTHENTICATE EXTERNAL",
	"AUTHENTICATE SCRAM-SHA-256", "AUTHENTICATE SCRAM-SHA-256-PLUS", "AUTHENTICATE +", "AUTHENTICATE *",
	"AUTHENTICATE AGFubgBzZWNyZXQ=", "AUTHENTICATE AGFubgB3cm9uZw==", "AUTHENTICATE YW5u",
	"AUTHENTICATE biwsbj1hbm4scj1hYmM=", "PING %*", "PONG %*", "QUIT", "QUIT %t", "JOIN %C", "JOIN %C %k",
	"JOIN %C %k,%k", "JOIN %c", "PART %C", "PART %C %t", "TOPIC %c", "TOPIC %c %t", "KICK %c %N",
	"KICK %c %N %t", "INVITE", "INVITE %n %c", "KNOCK %c", "KNOCK %c %t", "NAMES %c", "NAMES", "LIST",
	"LIST %C", "MODE %c %1 %2", "MODE %c %1 %2", "MODE #c %1 %2", "MODE %c", "MODE %n", "MODE %n %u",
	"PRIVMSG %n %t", "PRIVMSG %c %t", "PRIVMSG %C,%N %t", "NOTICE %N %t", "NOTICE %C %t",
	"@PRIVMSG %c %t", "@TAGMSG %C", "@TAGMSG %N", "@NOTICE %c %t", "WHO %c", "WHO %n", "WHO %* o",
	"WHO *", "WHOIS %n", "WHOIS %s %n", "WHOIS %N", "RULES", "RULES %s", "LINKS", "LINKS %s",
	"CS REGISTER %c", "CS REGISTER %c %t", "CS DROP %c %c", "CS INFO %c", "CS STATUS %c",
	"CS ACCESS %c LIST", "CS ACCESS %c ADD %n AOP", "CS ACCESS %c DEL %n", "CS FLAGS %c %n +vo-f",
	"CS FLAGS %c", "CS SET %c FOUNDER %n", "CS SET %c SECURE on", "CS SET %c RESTRICTED on",
	"CS SET %c MODELOCK %1", "CS SET %c KEEPTOPIC off", "CS SET %c URL %t", "CS OP %c %n",
	"CS DEOP %c %n", "CS VOICE %c", "CS INVITE %c", "CS UNBAN %c", "CS KICK %c %n %t", "CS TOPIC %c %t",
	"CS GETKEY %c", "LINKS %s %*", "MAP", "HELP", "HELP WHOIS", "HELP CMODES", "HELP CAPS", "HELPOP %*",
	"UHELP EXTBANS", "SUMMON %n", "USERS %s", "STATS %l %s", "LUSERS * %s", "WHOWAS %n 1 %s", "WHOWAS %n",
	"WHOWAS %n 2", "AWAY", "AWAY %t", "AWAY *", "RENAME %c %c", "RENAME %c %c %t", "REDACT %c %k %t",
	"REDACT %n 012345678901234567890123", "ISUPPORT", "ISON %n %n %n", "ISON :%n %n %n",
	"USERHOST %n %n %n", "MOTD", "MOTD %s", "LUSERS", "VERSION %s", "TIME", "ADMIN %s", "INFO",
	"SETNAME %t", "MONITOR + %N", "MONITOR - %n", "MONITOR L", "MONITOR S", "MONITOR C", "MONITOR %*",
	"OPER %o", "OPER %o", "DEOPER", "GRANT %n few 5 %t", "GRANT %n all %t", "GRANT %n -", "PRIVS %n",
	"OPERWALL %t", "LOCOPS %t", "SAJOIN %n %C", "SAPART %n %C %t", "SAMODE %c %1 %2", "SANICK %n %n",
	"CHGHOST %n %k", "CHGHOST %n a.b/c", "CHGIDENT %n %k", "CHGNAME %n %t", "WHO !%c", "WHO !%*",
	"WHOIS !%N", "LIST !", "LIST !%C", "MODE !%c", "TOPIC !%c", "KILL %N %t", "KILL %n %t", "REHASH",
	"REHASH -n", "SET", "SET FLOODCOUNT 5", "SET LOCKDOWN accounts", "DIE %s %t", "WALLOPS %t",
	"STATS %l", "SILENCE", "SILENCE +%*", "SILENCE -%*", "SILENCE +*", "STATS %l %n", "STATS %l %*",
	"TRACE", "TRACE %n", "TRACE %*", "TRACE %n %s", "ETRACE", "ETRACE -full", "ETRACE -6 -4 %n",
	"CHANTRACE %c", "MASKTRACE %*", "MASKTRACE *!*@* %t", "MASKTRACE *@127.0.0.0/8 %*", "MODLIST",
	"MODLIST %*", "OPERMOTD", "SILENCE -*", "SILENCE +%*,-%*,%N", "ACCEPT %N", "ACCEPT -%n,%n",
	"ACCEPT *", "USERIP %n %n %n", "PRIVMSG @%c %t", "@PRIVMSG +%c,@%c,%n %t", "@TAGMSG @%c",
	"NOTICE $$%s %t", "NOTICE $#%* %t", "PRIVMSG $#*.1 %t", "PRIVMSG $$%s %t", "LIST %L", "LIST %L",
	"@LIST", "WHO %c %w", "WHO %n %w", "WHO %* %w", "@WHO * %w", "BATCH +b draft/multiline %c",
	"@BATCH +b draft/multiline %n", "@BATCH +%k draft/multiline %*", "BATCH +b draft/multiline @%c",
	"BATCH -b", "@BATCH -b", "BATCH %* %* %*", "@PRIVMSG #c %t", "ERROR %t", "%* %*", "@%*", "%k",
	"DCCALLOW", "DCCALLOW +%n", "DCCALLOW +%n 1 +%n", "DCCALLOW -%n LIST", "DCCALLOW %*", "DCCALLOW HELP",
	"DCCDENY 1 *.%k %t", "DCCDENY %*", "UNDCCDENY *.%k", "STATS F", "HELP DCC",
	"PRIVMSG %n :\001DCC SEND %k 2130706433 4242 9\001", "NOTICE %n :\001DCC REJECT SEND %k\001",
	"PRIVMSG %n :\001DCC %*\001" };
static const char *const steps[] = { "+3\n3NICK dee\n3USER d 0 * :D", "+4o\n4NICK eve\n4USER pw 0 * :E",
	"+5u\n5NICK fay\n5USER f 0 * :F", "+6fs\n6NICK g\n6USER g 0 * :G",
	"+7o6\n7PASS secret\n7NICK alx\n7USER pw 0 * :H\n$", "+3s", "+4", "-3", "-0", "-1", "!1", "!2", "!4",
	"~0 0", "~1 10", "~2 700", "=0", "=1", "=2", "&0acc", "&1a;b\\c", "&2other", "&0", "&1", "@1", "@500",
	"@10001", "@31000", "@60001", "@120001", "@4000000", "*0", "*1", "*2", "$", "$", ".", ".", ".",
	"0OPER root secret\n$", "2OPER cert x", "bQUIT\n.", "<0PRIV", "^1 5000\n1", "^0 520\n0", "^2 4500",
	"<1MSG #c :", "1BATCH +b draft/multiline #c",
	"1@batch=b PRIVMSG #c :one\n1@batch=b PRIVMSG #c :", "1BATCH -b",
	"1@label=x BATCH +b draft/multiline #c\n1@batch=b PRIVMSG #c :one\n1@batch=b PRIVMSG #c :\n1BATCH -b",
	"bBATCH +b draft/multiline al\nb@batch=b NOTICE al :\x02\x02\nb@batch=b NOTICE al :x\nbBATCH -b\n.",
	"1BATCH +b draft/multiline @#c\n1@batch=b PRIVMSG @#c :x\n1BATCH -b",
	"1@+a=b BATCH +b draft/multiline bo\n1@batch=b PRIVMSG bo :x\n1BATCH -b",
	"1@batch=b PRIVMSG #c :x\n1@batch=b;draft/multiline-concat PRIVMSG #c :y" };

static uint32_t state;

static uint32_t
draw(size_t n)
{
	state = state * 1664525u + 1013904223u;
	return (uint32_t)((state >> 8) % n);
}

struct out {
	char p[LINE_BYTES];
	size_t n;
};

static void
put(struct out *o, struct view v)
{
	size_t n = v.n < sizeof(o->p) - o->n ? v.n : sizeof(o->p) - o->n;

	memcpy(o->p + o->n, v.p, n);
	o->n += n;
}

/* One word of a table, or up to three of them with a text between. */
static const struct kind {
	char kind;
	const char *const *word;
	size_t n_words, most;
	struct view between;
} kinds[] = {
	{ 'n', nicks, ARRAY_LEN(nicks), 1, VIEW_INIT("") },
	{ 'N', nicks, ARRAY_LEN(nicks), 3, VIEW_INIT(",") },
	{ 'c', channels, ARRAY_LEN(channels), 1, VIEW_INIT("") },
	{ 'C', channels, ARRAY_LEN(channels), 3, VIEW_INIT(",") },
	{ 'k', keys, ARRAY_LEN(keys), 1, VIEW_INIT("") },
	{ 'u', umodes, ARRAY_LEN(umodes), 1, VIEW_INIT("") },
	{ 'p', caps, ARRAY_LEN(caps), 3, VIEW_INIT(" ") },
	{ 's', servers, ARRAY_LEN(servers), 1, VIEW_INIT("") },
	{ 'o', opers, ARRAY_LEN(opers), 1, VIEW_INIT("") },
	{ 'L', asks, ARRAY_LEN(asks), 3, VIEW_INIT(",") },
	{ 'v', wishes, ARRAY_LEN(wishes), 1, VIEW_INIT("") },
	{ 'w', whox, ARRAY_LEN(whox), 1, VIEW_INIT("") },
	{ '*', params, ARRAY_LEN(params), 1, VIEW_INIT("") },
	{ '1', letters, ARRAY_LEN(letters), 3, VIEW_INIT("") },
	{ '2', params, ARRAY_LEN(params), 3, VIEW_INIT(" ") },
};

static void
put_several(struct out *o, const struct kind *k)
{
	size_t count = 1 + draw(k->most);

	for (size_t i = 0; i < count; i++) {
		if (i != 0)
			put(o, k->between);
		put(o, view_z(k->word[draw(k->n_words)]));
	}
}

static void
put_text(struct out *o)
{
	put(o, PICK(texts));
	if (draw(8) != 0)
		return;
	struct view fill = PICK(fills);

	for (uint32_t i = draw(300); i != 0; i--)
		put(o, fill);
}

static void
put_kind(struct out *o, char kind)
{
	static const char stats[] = "cEfijJlLmnoOpPrRstTuvwyz?!";

	if (kind == 't')
		put_text(o);
	else if (kind == 'l')
		put(o, view_of(stats + draw(sizeof(stats) - 1), 1));
	else if (kind == 'p')
		put(o, VIEW(":"));
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
		if (kinds[i].kind == kind)
			put_several(o, &kinds[i]);
	}
}

/* A line of one of those who are surely there, mostly. */
static void
put_form(struct out *o)
{
	const char *form = PICK(forms).p;
	char who = (char)((draw(4) != 0 ? '0' : 'a') + (char)draw(draw(4) != 0 ? 3 : 8));

	put(o, view_of(&who, 1));
	if (*form == '@') {
		put(o, PICK(tags));
		form++;
	}
	for (; *form != '\0'; form++) {
		if (*form == '%')
			put_kind(o, *++form);
		else
			put(o, view_of(form, 1));
	}
}

size_t
words_put_line(uint8_t *data, size_t size, size_t max_size, unsigned seed)
{
	struct out o = { .n = 0 };

	state = seed;
	if (draw(4) == 0)
		put(&o, PICK(steps));
	else
		put_form(&o);
	put(&o, VIEW("\n"));
	return script_put_line(data, size, max_size, view_of(o.p, o.n), (unsigned)draw(1u << 20));
}
