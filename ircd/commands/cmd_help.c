/*
 * HELP HELPOP UHELP: what can be said here.  Nothing is written for it: commands, modes, extended bans and capabilities explain themselves
 * in the tables that they are run from.  Numerics 704 to 706 and 524 as Solanum has them.
 */
#include <stdarg.h>
#include <stdio.h>

#include "commands/command.h"
#include "commands/dcc_help.h"
#include "commands/dispatch.h"
#include "proto/caps.h"
#include "proto/casemap.h"
#include "proto/extban.h"
#include "route/reply.h"
#include "state/mode.h"
#include "state/snomask.h"

#define HELP_LINE 80 /* columns of a list of words */

/* One answer: its first line is a 704, those behind it are 705. */
struct help {
	struct cmd_ctx *cx;
	const struct client *to;
	struct view subject;
	bool begun;
};

static void say(struct help *h, const char *fmt, ...) PRINTF_LIKE(2, 3);

static void
say(struct help *h, const char *fmt, ...)
{
	char text[MSG_BODY_MAX];
	struct reply r;
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	reply_begin(&r, h->cx->route, h->to, h->begun ? RPL_HELPTXT : RPL_HELPSTART);
	reply_param(&r, h->subject);
	reply_end_text(&r, view_z(text));
	h->begun = true;
}

static void
topic_cmodes(struct help *h)
{
	static const char *const param[] = {
		[MODE_LIST] = " <mask>",
		[MODE_PARAM] = " <text>",
		[MODE_PARAM_SET] = " <text>",
		[MODE_FLAG] = "",
		[MODE_PREFIX] = " <nick>",
	};

	say(h, "MODE <channel> +<modes> sets, -<modes> takes away.  Modes of channels:");
	for (size_t i = 0; i < n_channel_modes; i++) {
		const struct mode_def *def = &channel_modes[i];

		if (channel_mode_is_on(h->cx->world, def))
			say(h, "+%c%s  %s", def->letter, param[def->kind], def->help);
	}
}

static void
topic_umodes(struct help *h)
{
	say(h, "MODE <your nick> +<modes> sets, -<modes> takes away.  Modes of users:");
	for (size_t i = 0; i < n_user_modes; i++) {
		if (user_mode_is_on(h->cx->world, &user_modes[i]))
			say(h, "+%c  %s", user_modes[i].letter, user_modes[i].help);
	}
}

static void
topic_extbans(struct help *h)
{
	const char *help;
	char letter;

	say(h, "These may stand where a mask may; $~ instead of $ means all others:");
	for (size_t i = 0; (help = extban_help(i, &letter)) != NULL; i++)
		say(h, "%c%c%s", EXTBAN_PREFIX, letter, help);
	say(h, "$m:<mask>  keeps from speaking, not from joining");
	say(h, "<mask>$<channel>  who is kept out goes there instead");
}

static void
topic_caps(struct help *h)
{
	say(h, "CAP LS lists what your client may ask for by CAP REQ:");
	for (size_t i = 0; i < CAP_N; i++) {
		if (i != CAP_STS) /* a policy, nothing to ask for */
			say(h, "%.*s  %s", VIEW_ARG(cap_table[i].name), cap_table[i].help);
	}
}

static void
topic_snotices(struct help *h)
{
	say(h, "MODE <your nick> +s +<letters>, for operators.  What they stand for:");
	for (size_t i = 0; i < SNOTICE_N; i++)
		say(h, "%c  %s", snotice_table[i].letter, snotice_table[i].help);
}

static void
topic_operspy(struct help *h)
{
	say(h, "For operators with the privilege operspy.  A ! in front shows what is hidden:");
	say(h, "WHO !<mask>  WHOIS !<nick>  LIST ![<what>]  MODE !<channel>  TOPIC !<channel>");
	say(h, "Each look is recorded and told to operators.");
}

static void
topic_dcc(struct help *h)
{
	for (size_t i = 0; dcc_help[i] != NULL; i++)
		say(h, "%s", dcc_help[i]);
}

static void
topic_safety(struct help *h)
{
	static const char *const lines[] = {
		"Nobody who means well is in a hurry that you run something.",
		"Type or paste no command, here or into a terminal, because somebody on IRC told you to: "
		"none that",
		"fetches something and runs it, none that you cannot read, and none that begins with a "
		"slash.",
		"Write no password where others read it, and to nobody who asks for it: no operator needs "
		"yours.",
		"A link may lead elsewhere than it says: read all of it before you open it.",
		"Files pass through the server, which looks at their names and not at what they do: open "
		"only what",
		"you expect from somebody you know (HELP DCC).",
		"When in doubt ask somebody of whom you know who it is, and not in the same conversation.",
	};

	for (size_t i = 0; i < ARRAY_LEN(lines); i++)
		say(h, "%s", lines[i]);
}

static void
topic_privileges(struct help *h)
{
	say(h, "Roles of operators are made of these:");
	for (size_t i = 0; i < PRIV_N; i++)
		say(h, "%.*s  %s", VIEW_ARG(priv_table[i].name), priv_table[i].help);
}

static const struct topic {
	struct view name;
	void (*tell)(struct help *h);
	const char *help;
} topics[] = {
	{ VIEW_INIT("CAPS"), topic_caps, "what clients may negotiate" },
	{ VIEW_INIT("CMODES"), topic_cmodes, "modes of channels" },
	{ VIEW_INIT("DCC"), topic_dcc, "files and chats between two users, and how to ask for them" },
	{ VIEW_INIT("EXTBANS"), topic_extbans, "bans of more than nick, user and host" },
	{ VIEW_INIT("OPERSPY"), topic_operspy, "how operators look at what is hidden" },
	{ VIEW_INIT("PRIVILEGES"), topic_privileges, "what operators may be let do" },
	{ VIEW_INIT("SAFETY"), topic_safety, "what to do when somebody tells you to do something" },
	{ VIEW_INIT("SNOTICES"), topic_snotices, "kinds of server notices" },
	{ VIEW_INIT("UMODES"), topic_umodes, "modes of users" },
};

static void
list_commands(struct help *h, bool for_opers)
{
	struct command_use use;
	char line[HELP_LINE + 1];
	size_t n = 0;

	for (size_t i = 0; dispatch_use(h->cx->dispatch, i, &use); i++) {
		struct view verb = use.command->verb;

		if ((use.command->from == FROM_OPER) != for_opers)
			continue;
		if (n + 1 + verb.n > HELP_LINE) {
			say(h, "%.*s", (int)n, line);
			n = 0;
		}
		if (n != 0)
			line[n++] = ' ';
		n += view_copy(verb, line + n, sizeof(line) - n);
	}
	if (n != 0)
		say(h, "%.*s", (int)n, line);
}

static void
tell_index(struct help *h, bool for_opers)
{
	say(h, "HELP <command> explains one of these:");
	list_commands(h, false);
	if (for_opers) {
		say(h, "For operators:");
		list_commands(h, true);
	}
	for (size_t i = 0; i < ARRAY_LEN(topics); i++)
		say(h, "HELP %.*s  %s", VIEW_ARG(topics[i].name), topics[i].help);
}

static void
tell_command(struct help *h, const struct command *cmd)
{
	say(h, "%.*s %s", VIEW_ARG(cmd->verb), cmd->syntax);
	say(h, "%s", cmd->help);
	if (cmd->from == FROM_STRANGER)
		say(h, "Only before registration.");
	if (cmd->from == FROM_OPER && cmd->priv < PRIV_N)
		say(h, "Only for operators with the privilege %.*s.", VIEW_ARG(priv_table[cmd->priv].name));
	else if (cmd->from == FROM_OPER)
		say(h, "Only for operators.");
}

static const struct topic *
topic_find(struct view name)
{
	for (size_t i = 0; i < ARRAY_LEN(topics); i++) {
		if (casemap_eq(topics[i].name, name))
			return &topics[i];
	}
	return NULL;
}

static void
tell(struct help *h, bool for_opers)
{
	const struct command *cmd = dispatch_find(h->cx->dispatch, h->subject);
	const struct topic *topic = topic_find(h->subject);

	if (h->subject.n == 0 || casemap_eq(h->subject, VIEW("index"))) {
		h->subject = VIEW("index");
		tell_index(h, for_opers);
	} else if (topic != NULL) {
		h->subject = topic->name;
		topic->tell(h);
	} else if (cmd != NULL) {
		h->subject = cmd->verb;
		tell_command(h, cmd);
	} else {
		reply(h->cx->route, h->to, ERR_HELPNOTFOUND, h->subject);
		return;
	}
	reply(h->cx->route, h->to, RPL_ENDOFHELP, h->subject);
}

/* HELP [<topic>], and HELPOP, as clients spell it too. */
static void
cmd_help(struct cmd_ctx *cx, struct client *src, const struct msg *m)
{
	struct help h = { .cx = cx, .to = src, .subject = msg_param(m, 0) };

	tell(&h, src->oper != NULL);
}

/* UHELP [<topic>]: as users see it, for operators too. */
static void
cmd_uhelp(struct cmd_ctx *cx, struct client *src, const struct msg *m)
{
	struct help h = { .cx = cx, .to = src, .subject = msg_param(m, 0) };

	tell(&h, false);
}

static const struct command rows[] = {
	{ VIEW_INIT("HELP"), FROM_USER, { 0, 1 }, 4, PRIV_N, "[<topic>]",
		"Explain a command or a topic; without one, list them.", cmd_help },
	{ VIEW_INIT("HELPOP"), FROM_USER, { 0, 1 }, 4, PRIV_N, "[<topic>]", "The same as HELP.", cmd_help },
	{ VIEW_INIT("UHELP"), FROM_USER, { 0, 1 }, 4, PRIV_N, "[<topic>]",
		"HELP as who is no operator sees it.", cmd_uhelp },
};
const struct command_table commands_help = { rows, ARRAY_LEN(rows) };
