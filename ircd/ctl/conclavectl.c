/*
 * conclavectl: administration of a running server, from its host.  Each command is a row of the table below and one request over the control
 * socket; what the words mean is the server's business.  Passwords come from standard input, never from the command line.
 */
#include "config.h"

#include <errno.h>
#include <getopt.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "ctl/ctl_audit.h"
#include "ctl/ctl_link.h"
#include "ctl/ctl_module.h"
#include "ctl/ctl_secret.h"
#include "ctl/ctl_show.h"

#define SOCKET_DEFAULT "/var/lib/conclave/control.sock"
#define WORDS_MAX      15 /* of a request */

/* What a request has besides the words that were given. */
enum extra {
	EXTRA_NONE,
	EXTRA_PASSWORD, /* :<password> */
	EXTRA_NEW,	/* <email or *> :<password>, which may be empty */
	EXTRA_INVITE,	/* <uses> <seconds> */
	EXTRA_DRY,	/* -n, or nothing */
	EXTRA_BAN,	/* <time> <force> in front of the last word; the time may be left out */
	EXTRA_MODULE,	/* :<password> where the server says that the next word is secret */
	EXTRA_LOCAL,	/* no server is asked */
};

struct ctl_command {
	const char *word, *sub; /* sub NULL: there is none */
	int min, max;		/* words behind them */
	enum extra extra;
	const char *options; /* letters of those that it takes besides -j and -s; NULL: none */
	const char *syntax, *help;
};

static const struct ctl_command commands[] = {
	{ "account", "add", 1, 1, EXTRA_NEW, "egn", "NAME [-e EMAIL] [-g | -n]", "make an account" },
	{ "account", "passwd", 1, 1, EXTRA_PASSWORD, "g", "NAME [-g]", "give it another password" },
	{ "account", "suspend", 2, 2, EXTRA_NONE, NULL, "NAME REASON",
		"let nobody log in to it, and end its sessions" },
	{ "account", "resume", 1, 1, EXTRA_NONE, NULL, "NAME", "end its suspension" },
	{ "account", "list", 0, 1, EXTRA_NONE, NULL, "[MASK]", "all accounts, or those that fit" },
	{ "account", "cert", 1, 3, EXTRA_NONE, NULL, "NAME [add|del FINGERPRINT]",
		"the certificates that open it" },
	{ "account", "drop", 1, 1, EXTRA_NONE, NULL, "NAME", "take it away for good" },
	{ "account", "invite", 0, 0, EXTRA_INVITE, "ux", "[-u USES] [-x SECONDS]",
		"a code with which somebody may register" },
	{ "channel", "list", 0, 1, EXTRA_NONE, NULL, "[MASK]", "registered channels" },
	{ "channel", "drop", 1, 1, EXTRA_NONE, NULL, "#CHANNEL", "take a registration away" },
	{ "ban", "add", 3, 4, EXTRA_BAN, "f", "[-f] KIND MASK [TIME] REASON",
		"set a ban: kline, dline, xline, resv, eline or dccdeny" },
	{ "ban", "del", 2, 2, EXTRA_NONE, NULL, "KIND MASK", "take one away" },
	{ "ban", "list", 0, 2, EXTRA_NONE, NULL, "[KIND [MASK]]", "the bans there are" },
	{ "ban", "test", 1, 2, EXTRA_NONE, NULL, "NICK|FILE|USER@HOST [REALNAME]",
		"which ones would hit somebody" },
	{ "dcc", "list", 0, 0, EXTRA_NONE, NULL, "", "files and direct chats that are offered and pass" },
	{ "dcc", "kill", 1, 2, EXTRA_NONE, NULL, "ID [REASON]", "end one of them" },
	{ "dcc", "stats", 0, 0, EXTRA_NONE, NULL, "", "how many there were, and how they ended" },
	{ "links", NULL, 0, 0, EXTRA_NONE, NULL, "", "links to other servers" },
	{ "connect", NULL, 1, 1, EXTRA_NONE, NULL, "SERVER", "connect to the server of a section link" },
	{ "squit", NULL, 1, 2, EXTRA_NONE, NULL, "SERVER [REASON]", "end the link to a server" },
	{ "oper", "list", 0, 0, EXTRA_NONE, NULL, "",
		"operators who are here, and sections that nobody uses now" },
	{ "oper", "lower", 2, 2, EXTRA_NONE, NULL, "NICK REASON", "make an operator an ordinary user" },
	{ "stats", NULL, 1, 2, EXTRA_NONE, NULL, "LETTER [MASK]", "figures, as STATS; ? lists the letters" },
	{ "who", NULL, 0, 1, EXTRA_NONE, NULL, "[MASK]", "who is connected" },
	{ "explain", NULL, 1, 8, EXTRA_NONE, NULL, "USER@ADDRESS[:PORT] [ACCOUNT] [tls] ...",
		"which rule lets somebody in, and why" },
	{ "status", NULL, 0, 0, EXTRA_NONE, NULL, "", "how the server is" },
	{ "rehash", NULL, 0, 1, EXTRA_DRY, "n", "[-n] [all|motd|tls|dns|bans]",
		"read the configuration again; -n: only say what would change" },
	{ "modules", NULL, 0, 2, EXTRA_NONE, NULL, "[MODULE [REQUEST]]",
		"modules, or what one can be asked" },
	{ "icq", NULL, 0, 10, EXTRA_MODULE, "g",
		"[add|password|nick|del|list|sessions|end|uins|uplinks] [WORD ...] [-g]",
		"ask the gateway for ICQ; alone: what it can be asked" },
	{ "motd", NULL, 0, 0, EXTRA_NONE, NULL, "", "the message of the day that users get now" },
	{ "die", NULL, 0, 1, EXTRA_NONE, NULL, "[REASON]", "stop the server" },
	{ "restart", NULL, 0, 1, EXTRA_NONE, NULL, "[REASON]",
		"stop it, for its supervisor to start it again" },
	{ "mkpasswd", NULL, 0, 0, EXTRA_LOCAL, NULL, "", "hash a password for the configuration" },
};

struct options {
	const char *socket, *email, *uses, *expires;
	bool json, drawn, without, dry, force;
	int long_n;    /* LONG_DRY, LONG_WITHOUT: by which long name -n was given; 0: by none */
	char given[8]; /* letters of the options that were given, each once, but for -j and -s */
};

static void
usage(FILE *out)
{
	(void)fputs("usage: conclavectl [-j] [-s SOCKET] COMMAND ...\n", out);
	for (size_t i = 0; i < ARRAY_LEN(commands); i++) {
		const struct ctl_command *c = &commands[i];
		char text[80];

		(void)snprintf(text, sizeof(text), "%s%s%s %s", c->word, c->sub != NULL ? " " : "",
			c->sub != NULL ? c->sub : "", c->syntax);
		(void)fprintf(out, "  %-47s  %s\n", text, c->help);
	}
	ctl_audit_usage(out);
	(void)fputs("-j, --json: answer in JSON.  SOCKET is " SOCKET_DEFAULT
		    " unless given.\nPasswords are read from standard input; -g draws one and shows it.  "
		    "See conclavectl(8).\n",
		out);
}

/* What a letter means where the command takes it; the same letter may mean something else to another command. */
static void
option_take(struct options *o, int c, const char *value)
{
	if (c == 'e')
		o->email = value;
	else if (c == 'g')
		o->drawn = true;
	else if (c == 'n')
		o->without = o->dry = true;
	else if (c == 'f')
		o->force = true;
	else if (c == 'u')
		o->uses = value;
	else if (c == 'x')
		o->expires = value;
}

/* Long names are for one of the meanings of -n only. */
enum { LONG_DRY = 256, LONG_WITHOUT };

/* 0, 1: help is wanted, -1: an option that there is not. */
static int
options_parse(int argc, char **argv, struct options *o)
{
	static const struct option longs[] = {
		{ "socket", required_argument, NULL, 's' },
		{ "json", no_argument, NULL, 'j' },
		{ "email", required_argument, NULL, 'e' },
		{ "generate", no_argument, NULL, 'g' },
		{ "no-password", no_argument, NULL, LONG_WITHOUT },
		{ "dry-run", no_argument, NULL, LONG_DRY },
		{ "uses", required_argument, NULL, 'u' },
		{ "expires", required_argument, NULL, 'x' },
		{ "force", no_argument, NULL, 'f' },
		{ "help", no_argument, NULL, 'h' },
		{ NULL, 0, NULL, 0 },
	};
	size_t n = 0;
	int c;

	*o = (struct options){ .socket = SOCKET_DEFAULT, .uses = "1", .expires = "604800" };
	while ((c = getopt_long(argc, argv, "s:je:gnu:x:fh", longs, NULL)) != -1) {
		if (c == 's') {
			o->socket = optarg;
		} else if (c == 'j') {
			o->json = true;
		} else if (c == 'h' || c == '?') {
			return c == 'h' ? 1 : -1;
		} else {
			if (c >= LONG_DRY) {
				o->long_n = c;
				c = 'n';
			}
			option_take(o, c, optarg);
			if (strchr(o->given, c) == NULL && n < sizeof(o->given) - 1)
				o->given[n++] = (char)c;
		}
	}
	return 0;
}

/* The command takes the options that were given, and says so if it does not. */
static bool
options_fit(const struct ctl_command *c, const struct options *o)
{
	for (const char *p = o->given; *p != '\0'; p++) {
		bool misnamed = *p == 'n' && o->long_n == (c->extra == EXTRA_DRY ? LONG_WITHOUT : LONG_DRY);

		if (c->options != NULL && strchr(c->options, *p) != NULL && !misnamed)
			continue;
		(void)fprintf(stderr, "conclavectl: %s takes no -%c\n", c->word, *p);
		return false;
	}
	return true;
}

/* The row of these words, or NULL; *n_own: how many of them are its name. */
static const struct ctl_command *
command_find(char **word, int n, int *n_own)
{
	for (size_t i = 0; i < ARRAY_LEN(commands); i++) {
		const struct ctl_command *c = &commands[i];

		if (n < 1 || strcmp(word[0], c->word) != 0)
			continue;
		*n_own = c->sub != NULL ? 2 : 1;
		if (c->sub == NULL || (n >= 2 && strcmp(word[1], c->sub) == 0))
			return c;
	}
	return NULL;
}

/* The password that the options ask for; "" for none.  drawn: characters of one that is drawn. */
static int
password(const struct options *o, uint32_t drawn, char secret[CTL_SECRET_MAX + 1], struct err *e)
{
	secret[0] = '\0';
	if (o->without)
		return 0;
	if (!o->drawn)
		return ctl_secret_read(true, secret, e);
	ctl_secret_draw(secret, drawn);
	return 0;
}

/* Adds what the request has besides its words. */
static size_t
add_extra(const struct ctl_command *c, const struct options *o, const char *secret, struct view *word)
{
	switch (c->extra) {
	case EXTRA_MODULE:
		if (secret[0] == '\0')
			break;
		word[0] = view_z(secret);
		return 1;
	case EXTRA_PASSWORD:
		word[0] = view_z(secret);
		return 1;
	case EXTRA_NEW:
		word[0] = o->email != NULL ? view_z(o->email) : VIEW("*");
		word[1] = view_z(secret);
		return 2;
	case EXTRA_INVITE:
		word[0] = view_z(o->uses);
		word[1] = view_z(o->expires);
		return 2;
	case EXTRA_DRY:
		if (!o->dry)
			break;
		word[0] = VIEW("-n");
		return 1;
	case EXTRA_NONE:
	case EXTRA_BAN:
	case EXTRA_LOCAL:
		break;
	}
	return 0;
}

/* word: "ban" "add" kind mask [time] reason; becomes kind mask time force reason. */
static size_t
order_ban(const struct options *o, struct view *word, size_t n)
{
	struct view reason = word[n - 1];

	if (n == 5)
		word[4] = VIEW("0");
	word[5] = o->force ? VIEW("yes") : VIEW("no");
	word[6] = reason;
	return 7;
}

static int
status_of(enum ctl_end end)
{
	switch (end) {
	case CTL_OK:
		return EX_OK;
	case CTL_NONE:
	case CTL_DENIED:
		return 1;
	case CTL_USAGE:
		return EX_USAGE;
	case CTL_RIGHTS:
		return EX_NOPERM;
	case CTL_BUSY:
		return EX_TEMPFAIL;
	case CTL_FAILED:
		return EX_SOFTWARE;
	case CTL_GOES_ON:
	case CTL_GARBAGE:
		break;
	}
	return EX_PROTOCOL;
}

static int
show_answer(struct ctl_link *l, bool json)
{
	struct ctl_show *show = ctl_show_new(stdout, stderr, json);
	enum ctl_end end = CTL_GOES_ON;
	struct view line;
	struct err e;

	while (end == CTL_GOES_ON) {
		if (ctl_link_line(l, &line, &e) == -1) {
			(void)fprintf(stderr, "conclavectl: %s\n", e.text);
			end = CTL_GARBAGE;
		} else {
			end = ctl_show_line(show, line);
		}
	}
	ctl_show_free(show);
	return status_of(end);
}

static int
ask(const struct options *o, const struct view *word, size_t n)
{
	struct err e;
	struct ctl_link *l = ctl_link_open(o->socket, &e);
	int status = l == NULL && e.code == EACCES ? EX_NOPERM : EX_UNAVAILABLE;

	if (l == NULL || ctl_link_ask(l, word, n, &e) == -1)
		(void)fprintf(stderr, "conclavectl: %s\n", e.text);
	else
		status = show_answer(l, o->json);
	ctl_link_close(l);
	return status;
}

/* A password belongs to the request: of those to a module the server knows.  *drawn: characters of one that is drawn. */
static bool
wants_password(
	const struct ctl_command *c, const struct options *o, char **words, int n_words, uint32_t *drawn)
{
	struct ctl_module_secret secret;

	if (c->extra != EXTRA_MODULE)
		return c->extra == EXTRA_PASSWORD || c->extra == EXTRA_NEW;
	if (n_words == 0)
		return false;
	secret = ctl_module_secret(o->socket, view_z(c->word), view_z(words[0]));
	if (secret.drawn != 0 && secret.drawn < *drawn)
		*drawn = secret.drawn;
	return secret.which == (uint32_t)n_words;
}

/* words: what was given behind the command's own words. */
static int
run(const struct ctl_command *c, const struct options *o, char **words, int n_words)
{
	uint32_t drawn = CTL_SECRET_DRAWN;
	bool wants = wants_password(c, o, words, n_words, &drawn);
	struct view word[WORDS_MAX];
	char secret[CTL_SECRET_MAX + 1] = "";
	struct err e;
	size_t n = 0;
	int status;

	if (c->extra == EXTRA_MODULE && o->drawn && !wants) {
		(void)fprintf(stderr, "conclavectl: no password belongs there, so -g draws none\n");
		return EX_USAGE;
	}
	if (wants && password(o, drawn, secret, &e) == -1) {
		(void)fprintf(stderr, "conclavectl: %s\n", e.text);
		return EX_DATAERR;
	}
	word[n++] = view_z(c->word);
	if (c->sub != NULL)
		word[n++] = view_z(c->sub);
	for (int i = 0; i < n_words; i++)
		word[n++] = view_z(words[i]);
	n += add_extra(c, o, secret, word + n);
	if (c->extra == EXTRA_BAN)
		n = order_ban(o, word, n);
	status = ask(o, word, n);
	if (status == EX_OK && o->drawn)
		(void)fprintf(o->json ? stderr : stdout, "password: %s\n", secret);
	ctl_secret_wipe(secret);
	return status;
}

static int
mkpasswd(void)
{
	char secret[CTL_SECRET_MAX + 1], hash[crypto_pwhash_STRBYTES];
	struct err e;
	int status = EX_OK;

	if (ctl_secret_read(false, secret, &e) == -1) {
		(void)fprintf(stderr, "conclavectl: %s\n", e.text);
		return EX_DATAERR;
	}
	if (crypto_pwhash_str(hash, secret, strlen(secret), crypto_pwhash_OPSLIMIT_INTERACTIVE,
		    crypto_pwhash_MEMLIMIT_INTERACTIVE) == -1) {
		(void)fputs("conclavectl: not enough memory to hash\n", stderr);
		status = EX_OSERR;
	} else {
		(void)puts(hash);
	}
	ctl_secret_wipe(secret);
	return status;
}

/* Where the word "audit" stands, which has options of its own; 0: another command. */
static int
find_audit(int argc, char **argv, bool *json)
{
	int i = 1;

	*json = false;
	for (; i < argc && argv[i][0] == '-'; i++) {
		if (strcmp(argv[i], "-s") == 0 || strcmp(argv[i], "--socket") == 0)
			i++;
		else if (strcmp(argv[i], "-j") == 0 || strcmp(argv[i], "--json") == 0)
			*json = true;
		else
			return 0;
	}
	return i < argc && strcmp(argv[i], "audit") == 0 ? i : 0;
}

int
main(int argc, char **argv)
{
	const struct ctl_command *c;
	struct options o;
	bool json;
	int own = 0, r, audit = find_audit(argc, argv, &json);

	if (audit != 0)
		return sodium_init() != -1 ? ctl_audit_main(argc - audit, argv + audit, json) : EX_OSERR;
	r = options_parse(argc, argv, &o);
	if (r != 0) {
		usage(r == 1 ? stdout : stderr);
		return r == 1 ? EX_OK : EX_USAGE;
	}
	if (sodium_init() == -1)
		return EX_OSERR;
	c = command_find(argv + optind, argc - optind, &own);
	if (c == NULL || !options_fit(c, &o) || argc - optind - own < c->min ||
		argc - optind - own > c->max) {
		if (c != NULL)
			(void)fprintf(stderr, "usage: conclavectl %s%s%s %s\n", c->word,
				c->sub != NULL ? " " : "", c->sub != NULL ? c->sub : "", c->syntax);
		else
			usage(stderr);
		return EX_USAGE;
	}
	if (c->extra == EXTRA_LOCAL)
		return mkpasswd();
	return run(c, &o, argv + optind + own, argc - optind - own);
}
