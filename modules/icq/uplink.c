/*
 * An account at a server outside: its session begins, ends and begins anew, by whatever protocol; what waits for it; and whom its news are
 * for.  Sessions end while they run, so they are freed at the end of the turn.
 */
#include "icq/uplink.h"

#include <stdio.h>
#include <string.h>

#include "core/log.h"
#include "core/mem.h"
#include "icq/icq_status.h"
#include "icq/icq_text.h"
#include "icq/puppet.h"
#include "icq/uplink_priv.h"
#include "icq/uplink_text.h"

static void on_timer(struct timer *t, uint64_t now_ms);
static void on_check(struct timer *t, uint64_t now_ms);

static struct puppet *
puppet_of(struct list *it)
{
	return CONTAINER_OF(it, struct puppet, in_uplink);
}

static struct puppet *
find_puppet(const struct uplink *u, uint32_t uin)
{
	for (struct list *it = u->puppets.next; it != &u->puppets; it = it->next) {
		if (puppet_of(it)->conf.uin == uin)
			return puppet_of(it);
	}
	return NULL;
}

static uint64_t
now(const struct uplink *u)
{
	return loop_mono_ms(u->all->env.loop);
}

static void
arm(struct uplink *u, struct timer *t, uint64_t wait_ms, timer_fn *fn)
{
	loop_timer(u->all->env.loop, t, now(u) + wait_ms, fn);
}

/* ---- sessions ---- */

static void
on_reap(struct deferred *d)
{
	struct uplink *u = CONTAINER_OF(d, struct uplink, reap);
	void *session = u->session;

	if (!u->is_over || session == NULL)
		return;
	u->session = NULL;
	u->protocol->stop(session);
}

static void
begin(struct uplink *u)
{
	struct err e = { .text = "" };

	on_reap(&u->reap); /* of the one before, if it has only just ended */
	u->state = UPLINK_LOGIN;
	u->since_ms = now(u);
	u->is_over = false;
	arm(u, &u->timer, UPLINK_LOGIN_MS, on_timer);
	u->session = u->protocol->start(u, &e);
	if (u->session == NULL)
		uplink_failed(u, UPLINK_FAULT_NET, e.text);
}

static void
on_timer(struct timer *t, uint64_t now_ms)
{
	struct uplink *u = CONTAINER_OF(t, struct uplink, timer);

	(void)now_ms;
	if (u->state == UPLINK_LOGIN)
		uplink_failed(u, UPLINK_FAULT_SERVER, "the login took too long");
	else if (u->state == UPLINK_WAITING)
		begin(u);
}

void
uplink_online(struct uplink *u)
{
	if (u->state != UPLINK_LOGIN)
		return;
	u->state = UPLINK_ONLINE;
	u->since_ms = now(u);
	log_write(LOG_LEVEL_INFO, "icq", "%s: logged in as %u", u->conf.name, (unsigned)u->conf.uin);
	loop_timer_cancel(u->all->env.loop, &u->timer);
	LIST_FOR_EACH (it, &u->puppets)
		puppet_of(it)->is_stale = true;
	arm(u, &u->check, UPLINK_STALE_MS, on_check);
	uplink_pump(u);
}

/* The wait before the next attempt doubles, but for a session that lasted. */
static void
wait_for_next(struct uplink *u, enum uplink_fault fault)
{
	bool was_good = u->state == UPLINK_ONLINE && now(u) - u->since_ms >= UPLINK_STEADY_MS;
	uint64_t wait = was_good || u->wait_ms == 0 ? u->conf.retry_ms : u->wait_ms;

	if (fault == UPLINK_FAULT_BUSY || fault == UPLINK_FAULT_REPLACED)
		wait = u->conf.retry_max_ms;
	u->state = UPLINK_WAITING;
	u->wait_ms = wait < u->conf.retry_max_ms / 2 ? 2 * wait : u->conf.retry_max_ms;
	arm(u, &u->timer, wait, on_timer);
	log_write(LOG_LEVEL_WARN, "icq", "%s: no session at the server: %s; again in %u s", u->conf.name,
		u->why, (unsigned)(wait / 1000));
}

void
uplink_failed(struct uplink *u, enum uplink_fault fault, const char *why)
{
	if (u->is_over || u->state == UPLINK_WAITING || u->state == UPLINK_REFUSED)
		return;
	u->is_over = true;
	(void)view_copy(view_z(why), u->why, sizeof(u->why));
	uplink_queue_all_again(&u->queue);
	if (u->state == UPLINK_ONLINE || !timer_is_armed(&u->check))
		arm(u, &u->check, UPLINK_GRACE_MS, on_check);
	if (fault == UPLINK_FAULT_PASSWORD) {
		u->state = UPLINK_REFUSED;
		loop_timer_cancel(u->all->env.loop, &u->timer);
		log_write(LOG_LEVEL_ERROR, "icq", "%s: %s; not tried again before REHASH", u->conf.name,
			u->why);
	} else {
		wait_for_next(u, fault);
	}
	loop_defer(u->all->env.loop, LOOP_PHASE_REAP, &u->reap);
}

/* Now, whatever it is at. */
static void
end_session(struct uplink *u)
{
	void *session = u->session;

	loop_timer_cancel(u->all->env.loop, &u->timer);
	loop_timer_cancel(u->all->env.loop, &u->check);
	u->session = NULL;
	u->state = UPLINK_WAITING;
	uplink_queue_all_again(&u->queue);
	if (session != NULL)
		u->protocol->stop(session);
}

/* ---- contacts ---- */

static void
all_offline(struct uplink *u, bool stale_only, struct view reason)
{
	LIST_FOR_EACH (it, &u->puppets) {
		struct puppet *p = puppet_of(it);

		if ((!stale_only || p->is_stale) && p->state != ICQ_OFFLINE)
			puppet_state(p, ICQ_OFFLINE, reason);
	}
}

/* A message that the server has not answered has got lost, most often because it came too fast for it. */
static void
check_answers(struct uplink *u)
{
	struct uplink_item *item = uplink_queue_oldest(&u->queue);

	if (u->protocol->answer_ms != 0 && item != NULL && now(u) - item->sent_ms >= u->protocol->answer_ms)
		uplink_unsent(u, item->id);
}

static void
on_check(struct timer *t, uint64_t now_ms)
{
	struct uplink *u = CONTAINER_OF(t, struct uplink, check);

	(void)now_ms;
	if (u->state != UPLINK_ONLINE) {
		all_offline(u, false, VIEW("No ICQ server"));
		return;
	}
	if (now(u) - u->since_ms >= UPLINK_STALE_MS)
		all_offline(u, true, VIEW("Offline"));
	check_answers(u);
	arm(u, &u->check, UPLINK_STALE_MS / 3, on_check);
}

void
uplink_presence(struct uplink *u, uint32_t uin, enum icq_state state)
{
	struct puppet *p = find_puppet(u, uin);

	if (p != NULL)
		puppet_state(p, state, VIEW("Offline"));
}

size_t
uplink_contacts(const struct uplink *u, uint32_t *uins, size_t max)
{
	size_t n = 0;

	for (struct list *it = u->puppets.next; it != &u->puppets && n < max; it = it->next)
		uins[n++] = puppet_of(it)->conf.uin;
	return n;
}

const struct icq_charset *
uplink_page(const struct uplink *u, uint32_t uin)
{
	const struct puppet *p = find_puppet(u, uin);

	return p != NULL ? p->page : u->page;
}

/* ---- messages ---- */

/* Nothing for people; what asks for something is answered. */
static bool
is_request(struct uplink *u, struct puppet *p, const struct uplink_said *said)
{
	switch (said->kind) {
	case ICQ_KIND_CHAT:
	case ICQ_KIND_FILE:
		p->is_quiet = false;
		puppet_tell(p, "Neither files nor direct connections are taken here; send text.");
		return true;
	case ICQ_KIND_AUTH_ASK:
		u->protocol->authorise(u->session, said->from);
		return true;
	default:
		return false;
	}
}

void
uplink_heard(struct uplink *u, const struct uplink_said *said)
{
	struct puppet *p = find_puppet(u, said->from);
	char text[UPLINK_TEXT_MAX];
	size_t n;

	if (p == NULL) { /* a stranger: nobody here has asked to hear of him */
		u->n_dropped++;
		log_write(LOG_LEVEL_DEBUG, "icq", "%s: %u, who is no contact, was not heard", u->conf.name,
			(unsigned)said->from);
		return;
	}
	u->n_heard++;
	if (is_request(u, p, said))
		return;
	n = uplink_text(said, p->page, text);
	if (n > 0)
		puppet_says(p, view_of(text, n), said->is_automatic, said->wall_s);
}

bool
uplink_say(struct uplink *u, uint32_t uin, struct view text)
{
	struct view piece;

	if (!uplink_queue_has_room(&u->queue))
		return false;
	/* Cut as UTF-8: no page takes more bytes than that. */
	while (icq_text_piece(&text, NULL, u->queue.bytes_max, &piece)) {
		if (!uplink_queue_put(&u->queue, uin, piece))
			u->queue.lost++;
	}
	uplink_pump(u);
	return true;
}

void
uplink_pump(struct uplink *u)
{
	struct uplink_item *item;

	while (u->state == UPLINK_ONLINE && (item = uplink_queue_next(&u->queue)) != NULL) {
		if (!u->protocol->send(u->session, item))
			break;
		if (u->state == UPLINK_ONLINE)
			uplink_queue_sent(item, now(u));
	}
}

static void
made_room(struct uplink *u)
{
	LIST_FOR_EACH (it, &u->puppets) {
		if (uplink_queue_has_room(&u->queue))
			puppet_hears_again(puppet_of(it));
	}
	uplink_pump(u);
}

void
uplink_answered(struct uplink *u, uint32_t id, const char *why)
{
	struct uplink_item *item = uplink_queue_find(&u->queue, id);

	if (item == NULL)
		return;
	if (why == NULL)
		u->n_sent++;
	else
		u->queue.lost++;
	if (why != NULL)
		log_write(LOG_LEVEL_INFO, "icq", "%s: a message for %u was not taken: %s", u->conf.name,
			(unsigned)item->uin, why);
	uplink_queue_drop(&u->queue, item);
	made_room(u);
}

void
uplink_unsent(struct uplink *u, uint32_t id)
{
	struct uplink_item *item = uplink_queue_find(&u->queue, id);

	if (item == NULL)
		return;
	if (item->tries >= UPLINK_TRIES) {
		uplink_answered(u, id, "the server never answered");
		return;
	}
	uplink_queue_again(item);
	uplink_pump(u);
}

/* ---- all of them ---- */

static struct uplink *
uplink_of(struct list *it)
{
	return CONTAINER_OF(it, struct uplink, in_uplinks);
}

static struct uplink *
find(const struct uplinks *us, const char *name)
{
	for (struct list *it = us->all.next; it != &us->all; it = it->next) {
		if (strcmp(uplink_of(it)->conf.name, name) == 0)
			return uplink_of(it);
	}
	return NULL;
}

static struct uplink *
make(struct uplinks *us, const struct uplink_conf *conf)
{
	struct uplink *u = mem_zalloc(sizeof(*u));

	u->all = us;
	u->conf = *conf;
	u->protocol = conf->protocol == CONF_UPLINK_LEGACY ? &uplink_protocol_legacy : &uplink_protocol_oscar;
	u->state = UPLINK_WAITING;
	u->page = us->env.page(us->env.page_arg, conf->page);
	u->reap.fn = on_reap;
	list_init(&u->reap.link);
	list_init(&u->puppets);
	uplink_queue_init(&u->queue, conf->max_queue, u->protocol->bytes_max);
	list_add_tail(&us->all, &u->in_uplinks);
	return u;
}

static void
unmake(struct uplink *u, struct view reason)
{
	end_session(u);
	LIST_FOR_EACH_SAFE (it, nx, &u->puppets)
		puppet_free(puppet_of(it), reason);
	list_del(&u->reap.link);
	uplink_queue_clear(&u->queue);
	list_del(&u->in_uplinks);
	mem_free(u);
}

static bool
has_uplink(const struct uplink_sections *to, const struct uplink_conf *conf)
{
	for (size_t i = 0; i < to->n_uplinks; i++) {
		struct uplink_conf other;
		struct err e;

		if (uplink_conf_copy(&other, &to->uplink[i], &e) == 0 && strcmp(other.name, conf->name) == 0)
			return uplink_conf_is_same(&other, conf);
	}
	return false;
}

static const struct conf_contact *
find_contact(const struct uplink_sections *to, const char *uplink, uint32_t uin)
{
	for (size_t i = 0; i < to->n_contacts; i++) {
		if (to->contact[i].uin == uin && strcmp(to->contact[i].uplink, uplink) == 0)
			return &to->contact[i];
	}
	return NULL;
}

static void
set_contacts(struct uplink *u, const struct uplink_sections *to)
{
	LIST_FOR_EACH_SAFE (it, nx, &u->puppets) {
		struct puppet *p = puppet_of(it);
		uint32_t uin = p->conf.uin;

		if (find_contact(to, u->conf.name, uin) != NULL)
			continue;
		puppet_free(p, VIEW("No contact any more"));
		if (u->state == UPLINK_ONLINE)
			u->protocol->contact(u->session, uin, false);
	}
	for (size_t i = 0; i < to->n_contacts; i++) {
		struct contact_conf conf;
		struct puppet *p = find_puppet(u, to->contact[i].uin);

		if (strcmp(to->contact[i].uplink, u->conf.name) != 0)
			continue;
		contact_conf_copy(&conf, &to->contact[i], u->conf.page);
		if (p != NULL) {
			puppet_set(p, &conf);
			continue;
		}
		(void)puppet_new(u, &conf);
		if (u->state == UPLINK_ONLINE)
			u->protocol->contact(u->session, conf.uin, true);
	}
}

static void
set_one(struct uplinks *us, const struct conf_uplink *section, const struct uplink_sections *to)
{
	struct uplink_conf conf;
	struct err e;
	struct uplink *u = find(us, section->name);
	bool is_new = u == NULL;

	if (uplink_conf_copy(&conf, section, &e) == -1) {
		log_write(LOG_LEVEL_ERROR, "icq", "%s: %s", section->name, e.text);
		return;
	}
	if (is_new)
		u = make(us, &conf);
	u->conf = conf;
	u->page = us->env.page(us->env.page_arg, conf.page);
	set_contacts(u, to);
	if (!is_new && u->state != UPLINK_REFUSED)
		return;
	u->wait_ms = 0;
	u->state = UPLINK_WAITING;
	arm(u, &u->timer, 0, on_timer);
}

void
uplinks_set(struct uplinks *us, const struct uplink_sections *to)
{
	if (us->is_stopped)
		return;
	LIST_FOR_EACH_SAFE (it, nx, &us->all) {
		if (!has_uplink(to, &uplink_of(it)->conf))
			unmake(uplink_of(it), VIEW("The way to the ICQ server has changed"));
	}
	for (size_t i = 0; i < to->n_uplinks; i++)
		set_one(us, &to->uplink[i], to);
}

struct uplinks *
uplinks_make(const struct uplinks_env *env)
{
	struct uplinks *us = mem_zalloc(sizeof(*us));

	us->env = *env;
	list_init(&us->all);
	return us;
}

void
uplinks_stop(struct uplinks *us, struct view reason)
{
	us->is_stopped = true;
	LIST_FOR_EACH_SAFE (it, nx, &us->all)
		unmake(uplink_of(it), reason);
}

void
uplinks_end(struct uplinks *us)
{
	uplinks_stop(us, VIEW("Shutting down"));
	mem_free(us);
}

static void
stats_of(const struct uplink *u, module_emit_fn *emit, void *to)
{
	static const char *const word[UPLINK_STATE_N] = {
		[UPLINK_WAITING] = "waits for its next attempt",
		[UPLINK_LOGIN] = "logs in",
		[UPLINK_ONLINE] = "online",
		[UPLINK_REFUSED] = "wrong password",
	};
	size_t n = 0, n_online = 0;
	char line[400];

	for (struct list *it = u->puppets.next; it != &u->puppets; it = it->next) {
		n++;
		n_online += puppet_of(it)->state != ICQ_OFFLINE;
	}
	(void)snprintf(line, sizeof(line),
		"uplink %s: %s, UIN %u, %zu of %zu contacts online, %zu messages wait, %llu sent, %llu "
		"heard, %llu lost, "
		"%llu of strangers%s%s",
		u->conf.name, word[u->state], (unsigned)u->conf.uin, n_online, n, u->queue.n,
		(unsigned long long)u->n_sent, (unsigned long long)u->n_heard,
		(unsigned long long)u->queue.lost, (unsigned long long)u->n_dropped,
		u->why[0] != '\0' ? "; last fault: " : "", u->why);
	emit(to, line);
}

void
uplinks_stats(const struct uplinks *us, module_emit_fn *emit, void *to)
{
	for (struct list *it = us->all.next; it != &us->all; it = it->next)
		stats_of(uplink_of(it), emit, to);
}
