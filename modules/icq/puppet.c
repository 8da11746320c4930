#include "icq/puppet.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "core/log.h"
#include "core/mem.h"
#include "icq/icq_nick.h"
#include "icq/icq_status.h"
#include "icq/icq_text.h"
#include "icq/uplink_priv.h"
#include "proto/casemap.h"
#include "proto/names.h"

/* ---- lines for IRC ---- */

static void on_timer(struct timer *t, uint64_t now_ms);

static void
arm(struct puppet *p, uint64_t wait_ms)
{
	struct loop *loop = p->u->all->env.loop;

	loop_timer(loop, &p->timer, loop_mono_ms(loop) + wait_ms, on_timer);
}

/* What IRC takes of what waits. */
static void
say(struct puppet *p)
{
	while (p->is_in && p->unsaid.len > 0) {
		struct view all = buf_view(&p->unsaid);
		size_t n = view_find(all, '\n');

		if (!p->u->all->env.irc->say(p->user, view_left(all, n))) {
			arm(p, PUPPET_SAY_MS);
			return;
		}
		buf_take(&p->unsaid, n + 1);
	}
}

void
puppet_now(struct puppet *p, struct view line)
{
	if (!p->u->all->env.irc->say(p->user, line))
		log_write(LOG_LEVEL_DEBUG, "icq", "%s: %s may not speak now", p->u->conf.name, p->nick);
}

bool
puppet_line(struct puppet *p, const char *fmt, ...)
{
	char line[MSG_BODY_MAX];
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(line, sizeof(line) - 1, fmt, ap);
	va_end(ap);
	if (n < 0 || (size_t)n >= sizeof(line) - 1)
		return false;
	line[n++] = '\n';
	if (buf_put(&p->unsaid, view_of(line, (size_t)n)) == -1)
		return false;
	if (!timer_is_armed(&p->timer))
		say(p);
	return true;
}

void
puppet_tell(struct puppet *p, const char *fmt, ...)
{
	char text[MSG_BODY_MAX];
	va_list ap;
	int n;

	if (p->is_quiet)
		return;
	va_start(ap, fmt);
	n = vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	if (n > 0 && !uplink_say(p->u, p->conf.uin, view_left(view_of(text, (size_t)n), sizeof(text) - 1)))
		log_write(LOG_LEVEL_DEBUG, "icq", "%s: no room to tell %u: %s", p->u->conf.name,
			(unsigned)p->conf.uin, text);
}

/* ---- on and off IRC ---- */

int
puppet_channel(const struct puppet *p, struct view name)
{
	for (size_t i = 0; i < p->conf.n_channels; i++) {
		if (casemap_eq(view_z(p->conf.channel[i]), name))
			return (int)i;
	}
	return -1;
}

static void
away(struct puppet *p)
{
	struct view text = icq_state_away(p->state);

	if (text.n > 0)
		(void)puppet_line(p, "AWAY :%.*s", VIEW_ARG(text));
	else
		(void)puppet_line(p, "AWAY");
}

void
puppet_is_in(struct puppet *p, struct view nick)
{
	struct buf waits = p->unsaid;

	p->is_in = true;
	p->kept_out = 0;
	(void)view_copy(nick, p->nick, sizeof(p->nick));
	buf_init(&p->unsaid, PUPPET_UNSAID_MAX); /* it joins before it speaks there */
	for (size_t i = 0; i < p->conf.n_channels; i++)
		(void)puppet_line(p, "JOIN %s", p->conf.channel[i]);
	if (icq_state_away(p->state).n > 0)
		away(p);
	if (buf_put(&p->unsaid, buf_view(&waits)) == -1)
		log_write(LOG_LEVEL_INFO, "icq", "%s: lines of %s were lost", p->u->conf.name, p->nick);
	buf_release(&waits);
	if (!timer_is_armed(&p->timer))
		say(p);
}

/* KILL, a ban, a limit: it comes again later, and later each time. */
static void
on_gone(void *arg, struct view reason)
{
	struct puppet *p = arg;

	log_write(LOG_LEVEL_INFO, "icq", "%s: %s was thrown off: %.*s", p->u->conf.name, p->conf.nick,
		VIEW_ARG(reason));
	p->user = NULL;
	p->is_in = p->is_deaf = false;
	buf_clear(&p->unsaid);
	arm(p, p->back_ms);
	p->back_ms = p->back_ms < PUPPET_BACK_MAX_MS / 2 ? 2 * p->back_ms : PUPPET_BACK_MAX_MS;
}

static const struct module_user_ops ops = { puppet_hear, on_gone };

static void
enter(struct puppet *p)
{
	struct uplink *u = p->u;
	const struct uplinks_env *env = &u->all->env;
	char user[USER_LEN + 1], realname[64], about[128];
	struct peer_addr peer;
	struct module_user_conf conf = { .peer = &peer, .ops = &ops, .arg = p };

	if (p->user != NULL || u->all->is_stopped)
		return;
	peer_addr_from(&peer, &u->conf.server.u.sa, u->conf.server.len);
	(void)snprintf(user, sizeof(user), "%u", (unsigned)p->conf.uin);
	(void)snprintf(realname, sizeof(realname), "ICQ contact %u", (unsigned)p->conf.uin);
	(void)snprintf(about, sizeof(about), "is an ICQ contact, UIN %u, by way of %s", (unsigned)p->conf.uin,
		u->conf.name);
	p->n_nicks = 0;
	(void)view_copy(view_z(p->conf.nick), p->nick, sizeof(p->nick));
	conf.nick = view_z(p->nick);
	conf.user = view_z(user);
	conf.realname = view_z(realname);
	conf.about = view_z(about);
	p->user = env->irc->open(env->irc_arg, &conf);
	if (p->user == NULL)
		arm(p, p->back_ms);
}

static void
leave(struct puppet *p, struct view reason)
{
	const struct uplinks_env *env = &p->u->all->env;

	loop_timer_cancel(env->loop, &p->timer);
	buf_clear(&p->unsaid);
	p->is_in = p->is_deaf = false;
	env->irc->close(p->user, reason);
	p->user = NULL;
}

static void
on_timer(struct timer *t, uint64_t now_ms)
{
	struct puppet *p = CONTAINER_OF(t, struct puppet, timer);

	(void)now_ms;
	if (p->user != NULL)
		say(p);
	else if (p->state != ICQ_OFFLINE)
		enter(p);
}

void
puppet_state(struct puppet *p, enum icq_state state, struct view reason)
{
	enum icq_state was = p->state;

	p->state = state;
	p->is_stale = false;
	if (state == ICQ_OFFLINE) {
		leave(p, reason);
		p->back_ms = PUPPET_BACK_MS;
		return;
	}
	if (was == ICQ_OFFLINE)
		enter(p);
	else if (was != state && p->is_in)
		away(p);
}

struct puppet *
puppet_new(struct uplink *u, const struct contact_conf *conf)
{
	struct puppet *p = mem_zalloc(sizeof(*p));

	*p = (struct puppet){ .u = u, .state = ICQ_OFFLINE, .back_ms = PUPPET_BACK_MS };
	buf_init(&p->unsaid, PUPPET_UNSAID_MAX);
	p->conf = *conf;
	p->page = u->all->env.page(u->all->env.page_arg, conf->page);
	list_add_tail(&u->puppets, &p->in_uplink);
	return p;
}

void
puppet_free(struct puppet *p, struct view reason)
{
	leave(p, reason);
	list_del(&p->in_uplink);
	buf_release(&p->unsaid);
	mem_free(p);
}

/* Into new channels, out of old ones, under the new nick. */
void
puppet_set(struct puppet *p, const struct contact_conf *conf)
{
	struct contact_conf old = p->conf;

	if (contact_conf_is_same(&old, conf))
		return;
	p->conf = *conf;
	p->page = p->u->all->env.page(p->u->all->env.page_arg, conf->page);
	p->kept_out = 0;
	if (!p->is_in)
		return;
	for (size_t i = 0; i < old.n_channels; i++) {
		if (puppet_channel(p, view_z(old.channel[i])) == -1)
			(void)puppet_line(p, "PART %s", old.channel[i]);
	}
	for (size_t i = 0; i < conf->n_channels; i++)
		(void)puppet_line(p, "JOIN %s", conf->channel[i]);
	if (strcmp(old.nick, conf->nick) != 0)
		(void)puppet_line(p, "NICK %s", conf->nick);
}

void
puppet_hears_again(struct puppet *p)
{
	if (!p->is_deaf)
		return;
	p->is_deaf = false;
	p->u->all->env.irc->hear(p->user);
}

/* ---- what the contact says ---- */

/* What a line of IRC has room for, when others get it with our name in front (RFC 2812 2.3). */
static size_t
room(const struct puppet *p, struct view target)
{
	size_t head = strlen(p->nick) + USER_LEN + HOST_LEN + strlen(":!@ PRIVMSG  :\r\n");

	return MSG_BODY_MAX - head - target.n;
}

/* To one channel or nick, in as many lines as it takes.  False: too many lines wait. */
static bool
send_to(struct puppet *p, struct view target, struct view text, const char *verb)
{
	bool acts = view_starts(text, VIEW("/me ")), is_sent = true;
	size_t max = room(p, target) - (acts ? strlen("\1ACTION \1") : 0);
	struct view rest = acts ? view_skip(text, strlen("/me ")) : text, line;

	while (is_sent && icq_text_line(&rest, max, &line))
		is_sent = puppet_line(p, acts ? "%s %.*s :\1ACTION %.*s\1" : "%s %.*s :%.*s", verb,
			VIEW_ARG(target), VIEW_ARG(line));
	return is_sent;
}

struct for_person {
	struct puppet *p;
	struct view text;
	const char *verb;
	size_t n;
};

static bool
send_to_nick(void *arg, struct view nick)
{
	struct for_person *f = arg;

	(void)send_to(f->p, nick, f->text, f->verb);
	return ++f->n < PUPPET_PERSONS_MAX;
}

/* Whoever is logged in to the account. */
static void
send_to_person(struct puppet *p, struct view text, const char *verb)
{
	const struct uplinks_env *env = &p->u->all->env;
	struct for_person f = { p, text, verb, 0 };

	env->irc->logged_in(env->irc_arg, view_z(p->conf.person), send_to_nick, &f);
	if (f.n == 0)
		puppet_tell(p, "%s is not here; this was not delivered.", p->conf.person);
}

static void
send_to_channels(struct puppet *p, struct view text, const char *verb)
{
	size_t n = 0;

	for (size_t i = 0; i < p->conf.n_channels; i++) {
		if ((p->kept_out & (UINT64_C(1) << i)) != 0)
			continue;
		n++;
		if (!send_to(p, view_z(p->conf.channel[i]), text, verb)) {
			puppet_tell(p, "Too much at once; not all of it was said in %s.", p->conf.channel[i]);
			return;
		}
	}
	if (n == 0)
		puppet_tell(p, "You are in no channel; this was not delivered.");
}

/* "/msg nick text", where a nick that is the account's stands for whoever is logged in to it. */
static void
send_private(struct puppet *p, struct view args, const char *verb)
{
	struct view text = view_trim(args), nick = view_left(text, view_find(text, ' '));

	text = view_trim(view_skip(text, nick.n));
	if (!name_is_nick(nick, NICK_LEN_MAX) || text.n == 0)
		puppet_tell(p, "Say: /msg nick text");
	else if (p->conf.person[0] != '\0' && casemap_eq(nick, view_z(p->conf.person)))
		send_to_person(p, text, verb);
	else
		(void)send_to(p, nick, text, verb);
}

/* In front of what the server has kept. */
static size_t
stamp(uint64_t stored_s, char *dst, size_t max)
{
	time_t t = (time_t)stored_s;
	struct tm tm;

	if (stored_s == 0 || gmtime_r(&t, &tm) == NULL)
		return 0;
	return strftime(dst, max, "[sent %Y-%m-%d %H:%M UTC] ", &tm);
}

void
puppet_says(struct puppet *p, struct view text, bool is_automatic, uint64_t stored_s)
{
	char all[UPLINK_TEXT_MAX + 64];
	const char *verb = is_automatic ? "NOTICE" : "PRIVMSG";
	size_t n = stamp(stored_s, all, sizeof(all));

	p->n_told = 0;
	p->is_quiet = is_automatic;  /* two programs shall not answer one another */
	if (p->state == ICQ_OFFLINE) /* the server has not said that it is there, but it speaks */
		puppet_state(p, ICQ_ONLINE, VIEW(""));
	if (view_starts(text, VIEW("/msg "))) {
		send_private(p, view_skip(text, strlen("/msg ")), verb);
		return;
	}
	n += view_copy(text, all + n, sizeof(all) - n);
	text = view_of(all, n);
	if (p->conf.n_channels > 0)
		send_to_channels(p, text, verb);
	else if (p->conf.person[0] != '\0')
		send_to_person(p, text, verb);
	else
		puppet_tell(p, "Nobody is meant here; say: /msg nick text");
}
