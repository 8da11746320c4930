/* Text commands: what a user of ICQ can do besides talking.  The table is what /help tells, and the manual page. */
#include <stdio.h>

#include "icq/icq_priv.h"
#include "icq/icq_status.h"
#include "icq/icq_text.h"
#include "icq/icq_uins.h"
#include "proto/names.h"

/* One command that was said to the contact `at`. */
struct ask {
	struct icq_session *s;
	uint32_t at;
	struct view here; /* the channel of that window, or empty */
	struct view rest; /* behind the word */
};

struct text_command {
	struct view word;
	const char *syntax, *help;
	void (*run)(struct ask *a);
};

static struct view
word(struct ask *a)
{
	struct view w;

	a->rest = view_trim(a->rest);
	w = view_left(a->rest, view_find(a->rest, ' '));
	a->rest = view_trim(view_skip(a->rest, w.n));
	return w;
}

/* The channel that is named, or that of the window.  Empty: the user was told that there is none. */
static struct view
channel(struct ask *a)
{
	struct view c = a->here;

	if (a->rest.n != 0 && a->rest.p[0] == '#')
		c = word(a);
	if (!name_is_channel(c)) {
		icq_tell(a->s, a->at, "Which channel? Its name begins with '#'.");
		return VIEW("");
	}
	return c;
}

/* The first line of what is left. */
static struct view
text(struct ask *a)
{
	struct view rest = a->rest, line = VIEW("");

	return icq_text_line(&rest, AWAY_LEN, &line) ? line : VIEW("");
}

static void
run_join(struct ask *a)
{
	struct view c = channel(a), key;

	if (c.n == 0)
		return;
	key = word(a);
	if (key.n != 0 && !name_is_key(key))
		icq_tell(a->s, a->at, "No channel has such a key.");
	else
		(void)icq_say_line(
			a->s, a->at, "JOIN %.*s%s%.*s", VIEW_ARG(c), key.n != 0 ? " " : "", VIEW_ARG(key));
}

static void
run_part(struct ask *a)
{
	struct view c = channel(a), why = text(a);

	if (c.n != 0)
		(void)icq_say_line(a->s, a->at, "PART %.*s :%.*s", VIEW_ARG(c), VIEW_ARG(why));
}

static void
run_who(struct ask *a)
{
	struct view c = channel(a);
	struct icq_watched *w;
	uint32_t uin;

	if (c.n == 0)
		return;
	uin = icq_uins_find(a->s->icq->uins, c);
	w = uin != 0 ? icq_watched_find(a->s, uin) : NULL;
	if (w == NULL || (w->flags & ICQ_WATCH_JOINED) == 0) {
		icq_tell(a->s, a->at, "You are not in %.*s.", VIEW_ARG(c));
		return;
	}
	w->flags |= ICQ_WATCH_ASKED;
	(void)icq_say_line(a->s, a->at, "NAMES %.*s", VIEW_ARG(c));
}

static void
run_msg(struct ask *a)
{
	struct view nick = word(a);

	if (!name_is_remote_nick(nick, NICK_LEN_MAX) || a->rest.n == 0)
		icq_tell(a->s, a->at, "To whom, and what?  /msg nick text");
	else
		(void)icq_say_text(a->s, a->at, nick, a->rest);
}

static void
run_me(struct ask *a)
{
	struct view name = icq_uins_name(a->s->icq->uins, a->at), line = text(a);
	const struct icq_session *other = icq_session_by_uin(a->s->icq, a->at);

	if (other != NULL)
		name = view_of(other->nick, other->nick_len);
	if (name.n == 0 || line.n == 0)
		icq_tell(a->s, a->at, "Say it to a channel or a user: /me is here");
	else
		(void)icq_say_line(
			a->s, a->at, "PRIVMSG %.*s :\1ACTION %.*s\1", VIEW_ARG(name), VIEW_ARG(line));
}

static void
run_topic(struct ask *a)
{
	struct view c = channel(a), line = text(a);

	if (c.n == 0)
		return;
	if (line.n == 0)
		(void)icq_say_line(a->s, a->at, "TOPIC %.*s", VIEW_ARG(c));
	else
		(void)icq_say_line(a->s, a->at, "TOPIC %.*s :%.*s", VIEW_ARG(c), VIEW_ARG(line));
}

static void
run_nick(struct ask *a)
{
	struct view nick = word(a);

	if (!name_is_nick(nick, NICK_LEN_MAX))
		icq_tell(
			a->s, a->at, "Nobody can be called so: letters, digits and -_[]{}\\|^` are allowed.");
	else
		(void)icq_say_line(a->s, a->at, "NICK %.*s", VIEW_ARG(nick));
}

static void
run_away(struct ask *a)
{
	icq_session_state(a->s, ICQ_AWAY, text(a));
	icq_tell(a->s, a->at, "You are away.");
}

static void
run_back(struct ask *a)
{
	icq_session_state(a->s, ICQ_ONLINE, VIEW(""));
	icq_tell(a->s, a->at, "You are back.");
}

static void
run_list(struct ask *a)
{
	struct view mask = word(a);

	if (view_has_any(mask, VIEW(",")))
		mask = VIEW("");
	(void)icq_say_line(a->s, a->at, "LIST %.*s", VIEW_ARG(mask));
}

static void
run_whois(struct ask *a)
{
	struct view nick = word(a);

	if (!name_is_remote_nick(nick, NICK_LEN_MAX))
		icq_tell(a->s, a->at, "Whom?  /whois nick");
	else
		(void)icq_say_line(a->s, a->at, "WHOIS %.*s", VIEW_ARG(nick));
}

static void
run_invite(struct ask *a)
{
	struct view nick = word(a), c;

	if (!name_is_remote_nick(nick, NICK_LEN_MAX)) {
		icq_tell(a->s, a->at, "Whom?  /invite nick [#channel]");
		return;
	}
	c = channel(a);
	if (c.n != 0)
		(void)icq_say_line(a->s, a->at, "INVITE %.*s %.*s", VIEW_ARG(nick), VIEW_ARG(c));
}

static void
run_quiet(struct ask *a)
{
	a->s->is_quiet = !a->s->is_quiet;
	icq_tell(a->s, a->at, "%s",
		a->s->is_quiet ? "Who comes and goes is not told any more."
			       : "Who comes and goes is told again.");
}

static void
run_quit(struct ask *a)
{
	(void)icq_say_line(a->s, a->at, "QUIT :%.*s", VIEW_ARG(text(a)));
}

static void run_help(struct ask *a);

static const struct text_command commands[] = {
	{ VIEW_INIT("help"), "", "tells this", run_help },
	{ VIEW_INIT("join"), "#channel [key]", "goes to a channel, which becomes a contact", run_join },
	{ VIEW_INIT("part"), "[#channel] [reason]", "leaves it", run_part },
	{ VIEW_INIT("who"), "[#channel]", "tells who is there", run_who },
	{ VIEW_INIT("msg"), "nick text", "says something to one user", run_msg },
	{ VIEW_INIT("me"), "text", "tells what you do", run_me },
	{ VIEW_INIT("topic"), "[#channel] [text]", "tells or sets the topic", run_topic },
	{ VIEW_INIT("nick"), "name", "gives you another nick", run_nick },
	{ VIEW_INIT("away"), "[text]", "says that you are away", run_away },
	{ VIEW_INIT("back"), "", "says that you are back", run_back },
	{ VIEW_INIT("list"), "[mask]", "tells which channels there are", run_list },
	{ VIEW_INIT("whois"), "nick", "tells who somebody is", run_whois },
	{ VIEW_INIT("invite"), "nick [#channel]", "asks somebody to come", run_invite },
	{ VIEW_INIT("quiet"), "", "switches off, or on, who comes and goes, until you log out", run_quiet },
	{ VIEW_INIT("quit"), "[reason]", "leaves the network", run_quit },
};

static void
run_help(struct ask *a)
{
	for (size_t i = 0; i < ARRAY_LEN(commands); i++)
		icq_tell(a->s, a->at, "/%.*s%s%s: %s", VIEW_ARG(commands[i].word),
			commands[i].syntax[0] != '\0' ? " " : "", commands[i].syntax, commands[i].help);
	icq_tell(a->s, a->at, "A text that begins with '/' is said with two of them: //like this");
}

void
icq_command_help(struct icq_session *s, uint32_t at)
{
	struct ask a = { .s = s, .at = at };

	icq_tell(s, at, "I am the way from ICQ to the channels. What I understand:");
	run_help(&a);
}

void
icq_command(struct icq_session *s, uint32_t at, struct view said)
{
	struct ask a = { .s = s, .at = at, .rest = view_skip(said, 1) };
	struct view name = icq_uins_name(s->icq->uins, at), verb = word(&a);

	if (icq_uins_is_channel(name))
		a.here = name;
	for (size_t i = 0; i < ARRAY_LEN(commands); i++) {
		if (view_eq_nocase(verb, commands[i].word)) {
			commands[i].run(&a);
			return;
		}
	}
	icq_tell(s, at, "/%.*s is no command; /help tells which there are.", VIEW_ARG(verb));
}
