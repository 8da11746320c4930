/*
 * In a form a percent sign and a letter stand for a word of a table, see kinds[].  A form that begins with a letter is of a server, whose
 * source is put before it; one that begins with ! is of a client.
 */
#include "tests/fuzz/fuzz_link_words.h"

#include <stdbool.h>
#include <string.h>

#include "core/view.h"
#include "tests/fuzz/fuzz_script.h"

#define LINE_BYTES  700
#define PICK(table) view_z((table)[draw(ARRAY_LEN(table))])

static const char *const uids[] = { "1HBAAAAAB", "1HBAAAAAC", "2LFAAAAAB", "2LFAAAAAC", "0AAAAAAAB",
	"0AAAAAAAC", "0AAAAAAAD", "1HBAAAAAD", "2LFAAAAAD", "1HBAAAAAE", "3THAAAAAA", "3THAAAAAB",
	"9XXAAAAAA", "hal", "lou", "al", "bo", "1hbaaaaab", "", "*" };
static const char *const new_uids[] = { "1HBAAAAAD", "1HBAAAAAE", "2LFAAAAAD", "2LFAAAAAE", "3THAAAAAA",
	"3THAAAAAB", "4FTAAAAAA", "1HBAAAAAB", "0AAAAAAAB", "9XXAAAAAA", "short", "" };
static const char *const sids[] = { "1HB", "2LF", "0AA", "3TH", "4FT", "9XX", "hub.test", "leaf.test",
	"irc.test", "third.test", "fourth.test", "*", "", "1hb" };
static const char *const servers[] = { "third.test", "fourth.test", "jupe.test", "hub.test", "leaf.test",
	"irc.test", "nodot", "a..b", "" };
static const char *const masks[] = { "*", "irc.test", "*.test", "hub.test", "leaf.test", "third.test",
	"*.nowhere", "0AA" };
static const char *const nicks[] = { "hal", "lea", "lou", "al", "bo", "Ce[", "ce{", "dee", "Eve", "SaslServ",
	"1HBAAAAAB", "2LFAAAAAB", "0AAAAAAAB", "9XXAAAAAA",
	"nick_of_fifty_bytes_012345678901234567890123456789", "1x", "", "*", "-a" };
static const char *const channels[] = { "#c", "#C", "#h", "#l", "#d", "#e", "#f[", "#", "&x", "#\xc3\xa4",
	"#\xe4", "#a\x01z", "#0123456789012345678901234567890123456789012345678901234567890123456789", "" };
static const char *const stamps[] = { "0", "1", "100", "1799999000", "1799999100", "1800000001", "1800000000",
	"1799998000", "946684800", "946684799", "1800000700", "9999999999", "18446744073709551615", "-1", "x",
	"" };
static const char *const numbers[] = { "0", "1", "2", "60", "300", "86400", "4294967295", "4294967296", "-1",
	"x", "" };
static const char *const users[] = { "~u", "user", "~tenbytes_", "elevenbytes_", "u!v", "" };
static const char *const hosts[] = { "h.test", "192.0.2.7", "2001:db8::1", "0::1", ":bad", "a/b",
	"host_with_underscore", "*", "vhost.example",
	"0123456789012345678901234567890123456789012345678901234567890123", "" };
static const char *const addresses[] = { "192.0.2.7", "0", "2001:db8::1", "0::1", "rubbish",
	"255.255.255.255", "" };
static const char *const accounts[] = { "*", "ann", "0", "Account_that_is_rather_long", "a b", "" };
static const char *const umodes[] = { "+", "+i", "+io", "+ioS", "-o", "+w", "+Z", "-i+w", "+zQ", "abc",
	"+aioswz" };
static const char *const modes[] = { "+nt", "+ntk key", "+ntlk 25 key", "+o 1HBAAAAAB", "-o 2LFAAAAAB",
	"+v 0AAAAAAAB", "-ov 0AAAAAAAB 0AAAAAAAB", "+b *!*@x", "-b *!*@x", "+q $~a", "+e a!*@*",
	"+I *!*@*.test", "+l 5", "-l", "-k *", "+f #d", "+j 5:10", "-j", "+imsp", "-imspnt", "+P", "+zgLQF",
	"+r", "+XYZ", "+bbbbbbbbbb a!*@* b!*@* c!*@* d!*@* e!*@* f!*@* g!*@* h!*@* i!*@* j!*@*", "+o", "+k",
	"+oooo 1HBAAAAAB 1HBAAAAAC 2LFAAAAAB 0AAAAAAAB", "0", "+" };
static const char *const members[] = { "@1HBAAAAAB", "+2LFAAAAAB @+2LFAAAAAC", "1HBAAAAAB 1HBAAAAAC",
	"@0AAAAAAAB", "2LFAAAAAB 2LFAAAAAB", "@3THAAAAAA", "@9XXAAAAAA +", "", "@", "1HBAAAAAD 1HBAAAAAE" };
static const char *const lists[] = { "b", "e", "I", "q", "x", "bb", "" };
static const char *const entries[] = { "*!*@a", "*!*@a *!*@b *!*@c", "*!*@a 1799999000 x!y@z",
	"*!*@a 1799999000", "$~a 1799999000 s *!*@b 5 t", "x$#d 1799999000 hub.test", "", ":x 1 y" };
static const char *const texts[] = { "hello", "", "\x01 ACTION waves\x01",
	"\x01 DCC SEND f 3221225985 5000 10\x01", "\xc3\xa4\xe2\x82\xac", "\xff\xfe", "a|b", ":x",
	" blanks  ", "hub.test!h!u!n (why)", "irc.test" };
static const char *const targets[] = { "#c", "#h", "#l", "@#c", "+#c", "=#c", "@+#c", "0AAAAAAAB", "al",
	"2LFAAAAAB", "al@irc.test", "hal@hub.test", "$$*", "$$*.test", "$#*.test", "$$irc.test", "#nowhere",
	"9XXAAAAAA", "" };
static const char *const caps[] = { "QS EX IE ENCAP", "EUID SAVE", "", "STAG CONCLAVE", "x y z" };
static const char *const encaps[] = { "GCAP :QS EX IE ENCAP SAVE", "SU %u %a", "SU %u", "LOGIN %a",
	"CERTFP :00ff", "REALHOST %h", "CHGHOST %u :%h", "RSFNC %u %n %t %t", "RSFNC %u %n %t %t 0",
	"NICKDELAY %# %n", "IDENTIFIED %u %n", "SVSLOGIN %u %n %r %h %a", "SVSLOGIN %u * * * %a",
	"SASL %u %u C +", "SASL %u %u D S", "SASL %u %u D F", "SASL 1HBAAAAAC %u M PLAIN",
	"MECHLIST :PLAIN,EXTERNAL", "KLINE %# %r %h :%w", "UNKLINE %r %h", "XLINE %# %w 2 :%w", "UNXLINE %w",
	"RESV %# %n 0 :%w", "RESV %# %c 0 :%w", "UNRESV %n", "DLINE %# %p :%w", "UNDLINE %p", "SNOTE s :%w",
	"DIE %w", "REHASH", "RESTART", "MODLOAD x", "OPERSPY x", "RENAME %c %c :%w", "REDACT %c x :%w",
	"SETNAME :%w", "" };
static const char *const tags[] = { "@time=2026-11-21T05:27:36.113Z ",
	"@msgid=abc;time=2026-11-21T05:27:36.113Z ", "@+typing=active ", "@batch=x;+a=b ", "@ ",
	"@time=x;;=;+a\\ " };
static const char *const steps[] = { ".", "@1000", "@60000", "@130000", "@600000", "-h", "+h", "-l", "+l",
	"-0", "+0", "-1", "+1", "+2", "-2" };

static const struct kind {
	char letter;
	const char *const *word;
	size_t n;
} kinds[] = {
#define KIND(letter, table)                     \
	{                                       \
		letter, table, ARRAY_LEN(table) \
	}
	KIND('u', uids),
	KIND('U', new_uids),
	KIND('s', sids),
	KIND('S', servers),
	KIND('M', masks),
	KIND('n', nicks),
	KIND('c', channels),
	KIND('t', stamps),
	KIND('#', numbers),
	KIND('r', users),
	KIND('h', hosts),
	KIND('p', addresses),
	KIND('a', accounts),
	KIND('i', umodes),
	KIND('m', modes),
	KIND('j', members),
	KIND('b', lists),
	KIND('e', entries),
	KIND('w', texts),
	KIND('T', targets),
	KIND('C', caps),
	KIND('E', encaps),
};

static const char *const forms[] = { "EUID %n 1 %t %i %r %h %p %U %h %a :%w",
	"UID %n 1 %t %i %r %h %p %U :%w", "NICK %n :%t", "QUIT :%w", "KILL %u :%w", "SAVE %u %t",
	"MODE %u %i", "MODE %c %m", "OPER %r", "AWAY :%w", "AWAY", "CHGHOST %u :%h", "SIGNON %n %r %h %t %a",
	"SJOIN %t %c %m :%j", "SJOIN %t %c %m :%j %j", "JOIN %t %c +", "JOIN 0", "PART %c :%w",
	"KICK %c %u :%w", "TMODE %t %c %m", "BMASK %t %c %b :%e", "EBMASK %t %c %b :%e", "TB %c %t %r :%w",
	"TB %c %t :%w", "ETB %t %c %t %r :%w", "TOPIC %c :%w", "INVITE %u %c %t", "INVITE %u %c", "KNOCK %c",
	"MLOCK %t %c :%w", "REMOVE %c %u :%w", "PRIVMSG %T :%w", "NOTICE %T :%w", "TAGMSG %T", "WALLOPS :%w",
	"OPERWALL :%w", "SID %S 2 %s :%w", "SID %S 2 %s + :%w", "SERVER %S 2 :%w", "SQUIT %s :%w",
	"SQUIT %S :%w", "PING %s :%s", "PING %s", "PONG %s :%s", "ERROR :%w", "SVINFO 6 6 0 :%t",
	"ENCAP %M %E", "ENCAP %M %E", "ENCAP %M %E", "BAN K %r %h %t %# %# * :%w",
	"BAN %b * %w %t %# %# %r :%w", "KLINE %M %# %r %h :%w", "UNKLINE %M %r %h", "XLINE %M %# %w 2 :%w",
	"RESV %M %# %n :%w", "UNRESV %M %n", "WHOIS %u :%n", "WHOWAS %n 1 :%s", "VERSION :%s", "TIME :%s",
	"ADMIN :%s", "MOTD :%s", "INFO :%s", "LUSERS * :%s", "STATS u :%s", "STATS l :%u", "LINKS %s :%M",
	"TRACE :%s", "USERS :%s", "CONNECT %S 0 :%s", "001 %u :%w", "311 %u %n %r %h * :%w", "401 %u %n :%w",
	"PASS x", "CAPAB :%C", "FOO %w", "ECHO P %u :%w" };
static const char *const client_forms[] = { "!PRIVMSG %T :%w", "!JOIN %c", "!PART %c :%w", "!NICK %n",
	"!MODE %c %m", "!TOPIC %c :%w", "!KICK %c %n :%w", "!INVITE %n %c", "!AWAY :%w", "!AWAY", "!QUIT :%w",
	"!WHOIS %s %n", "!WHOIS %n %n", "!WHOWAS %n 1 %s", "!VERSION %s", "!STATS u %s", "!LINKS", "!MAP",
	"!LUSERS * %s", "!TIME %s", "!MOTD %s", "!ADMIN %s", "!TRACE %n", "!WHO %c", "!WHO *", "!NAMES %c",
	"!LIST", "!KNOCK %c", "!NOTICE %T :%w", "!MONITOR + %n", "!SILENCE +%n", "!ACCEPT %n", "!MODE al +g",
	"!MODE bo +R", "!RENAME %c %c" };

struct out {
	size_t n;
	char p[LINE_BYTES];
};

static unsigned state;

static size_t
draw(size_t below)
{
	state = state * 1103515245u + 12345u;
	return (state >> 8) % below;
}

static void
put(struct out *o, struct view v)
{
	size_t n = v.n < sizeof(o->p) - o->n ? v.n : sizeof(o->p) - o->n;

	memcpy(o->p + o->n, v.p, n);
	o->n += n;
}

static struct view
word_of(char letter)
{
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
		if (kinds[i].letter == letter)
			return view_z(kinds[i].word[draw(kinds[i].n)]);
	}
	return VIEW("%");
}

/* The words of a subcommand have words in them; those have none. */
static void
put_words(struct out *o, struct view form, bool deeper)
{
	for (size_t i = 0; i < form.n; i++) {
		struct view word;

		if (form.p[i] != '%' || i + 1 == form.n) {
			put(o, view_of(form.p + i, 1));
			continue;
		}
		word = word_of(form.p[++i]);
		if (deeper && form.p[i] == 'E')
			put_words(o, word, false);
		else
			put(o, word);
	}
}

static void
put_line(struct out *o)
{
	static const char *const own[2][4] = { { "1HB", "1HBAAAAAB", "1HBAAAAAC", "3TH" },
		{ "2LF", "2LFAAAAAB", "2LFAAAAAC", "leaf.test" } };
	size_t who = draw(2);

	if (draw(4) == 0) {
		put(o, view_of(&"012"[draw(3)], 1));
		put_words(o, view_skip(PICK(client_forms), 1), true);
		return;
	}
	put(o, view_of(&(draw(4) == 0 ? "HL" : "hl")[who], 1));
	if (draw(8) == 0)
		put(o, PICK(tags));
	if (draw(12) != 0) {
		put(o, VIEW(":"));
		put(o, draw(6) == 0 ? PICK(uids) : view_z(own[who][draw(4)]));
		put(o, VIEW(" "));
	}
	put_words(o, PICK(forms), true);
}

size_t
words_put_line(uint8_t *data, size_t size, size_t max_size, unsigned seed)
{
	struct out o = { .n = 0 };

	state = seed;
	if (draw(6) == 0)
		put(&o, PICK(steps));
	else
		put_line(&o);
	put(&o, VIEW("\n"));
	return script_put_line(data, size, max_size, view_of(o.p, o.n), (unsigned)draw(1u << 20));
}
