/*
 * One struct link_dial per section that has an address; it outlives REHASH, so that the pauses between attempts do.  An attempt goes from a
 * socket (dial.h) by a handshake of TLS (conn_adopt.h) to a link that has yet to greet; from there on the link says how it ended,
 * link_dial_over().  A section that goes takes its attempt with it, but the struct waits for what net/ still has to tell of it.
 */
#include "link/link_dial.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "conf/conf.h"
#include "core/log.h"
#include "core/loop.h"
#include "core/mem.h"
#include "core/rng.h"
#include "link/link_news.h"
#include "link/link_priv.h"
#include "net/conn_adopt.h"

#define AUTO "autoconnect"

enum {
	FIRST_MS =
		500, /* of a new section, and as much more by chance: two that know each other start together */
	BY_LEN = 160,
	WHY_LEN = 300,
};

enum dial_state {
	DIAL_IDLE,
	DIAL_CALLING, /* dial is there */
	DIAL_SHAKING, /* conn is there, its handshake is not over */
};

struct link_dial {
	struct list in_dials;
	struct links *ls;
	enum dial_state state;
	bool autoconnect;
	bool dropped; /* its section is gone: freed as soon as nothing of net/ knows it */
	struct dial *dial;
	struct handle conn;
	struct addr to;
	uint64_t wait_ms; /* before the last attempt; 0: the next failure is the first */
	uint64_t due_ms;  /* of autoconnect, monotonic */
	char *name;	  /* of the section; conn_listener_data() */
	char *way;	  /* its addresses, as written */
	char by[BY_LEN + 1];
	char told[WHY_LEN + 1]; /* what operators were told last; "" once it went well */
};

static void arm(struct links *ls);
static void failed(struct link_dial *d, const char *fmt, ...) PRINTF_LIKE(2, 3);

static struct link_dial *
find(const struct links *ls, struct view name)
{
	LIST_FOR_EACH (it, &ls->dials) {
		struct link_dial *d = CONTAINER_OF(it, struct link_dial, in_dials);

		if (view_eq_nocase(view_z(d->name), name) && !d->dropped)
			return d;
	}
	return NULL;
}

static void
free_dial(struct link_dial *d)
{
	assert(d->state == DIAL_IDLE);
	list_del(&d->in_dials);
	mem_free(d->name);
	mem_free(d->way);
	mem_free(d);
}

static uint64_t
now(const struct links *ls)
{
	return loop_mono_ms(ls->env.loop);
}

/* Up to a quarter less, so that servers that lost each other don't dial in step. */
static uint64_t
jitter(uint64_t ms)
{
	uint64_t quarter = ms / 4 < UINT32_MAX ? ms / 4 : UINT32_MAX - 1;

	return ms - rng_below((uint32_t)quarter + 1);
}

/* The next attempt is later than the last one was. */
static void
back_off(struct link_dial *d)
{
	const struct conf_links *cl = &d->ls->conf->links;

	d->wait_ms = d->wait_ms == 0 ? cl->retry_ms : d->wait_ms * 2;
	if (d->wait_ms > cl->retry_max_ms)
		d->wait_ms = cl->retry_max_ms;
	d->due_ms = now(d->ls) + jitter(d->wait_ms);
}

static bool
is_busy(const struct links *ls, const struct link_dial *d, const struct conf_link *conf)
{
	if (d->state != DIAL_IDLE)
		return true;
	LIST_FOR_EACH (it, &ls->all) {
		const struct link *l = CONTAINER_OF(it, const struct link, in_links);

		if (l->conf == conf && l->state == LINK_NEW)
			return true;
	}
	return false;
}

static bool
is_there(const struct links *ls, const char *name)
{
	return node_find(ls->env.world, view_z(name)) != NULL;
}

static bool
is_auto(const struct link_dial *d)
{
	return strcmp(d->by, AUTO) == 0;
}

/* Operators hear once of what fails the same way again and again; the log has each attempt. */
static void
failed(struct link_dial *d, const char *fmt, ...)
{
	char why[WHY_LEN + 1];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(why, sizeof(why), fmt, ap);
	va_end(ap);
	d->state = DIAL_IDLE;
	back_off(d);
	if (is_auto(d) && strcmp(why, d->told) == 0)
		log_info("link", "%s: %s", d->name, why);
	else
		link_news(d->ls, "%s: %s", d->name, why);
	memcpy(d->told, why, sizeof(why));
	arm(d->ls);
}

static void
adopt(struct link_dial *d, const struct conf_link *conf, int fd)
{
	struct tls_contexts *tls = conf->tls ? d->ls->env.tls(d->ls->env.arg) : NULL;
	struct peer_addr peer;
	const struct conn_to to = { .peer = &peer, .tls = tls, .data = d->name };
	struct conn *conn;

	if (conf->tls && tls == NULL) {
		(void)close(fd);
		failed(d, "not connected: there is no certificate of ours");
		return;
	}
	peer_addr_from(&peer, &d->to.u.sa, d->to.len);
	d->state = DIAL_SHAKING;
	conn = conn_adopt(d->ls->net, fd, &to); /* a plain one is open when it returns */
	if (conn == NULL)
		failed(d, "not connected: too many connections of servers");
	else if (d->state == DIAL_SHAKING)
		d->conn = conn_handle(conn);
}

static void
on_dialled(void *arg, enum dial_result result, int fd, const char *why)
{
	struct link_dial *d = arg;
	const struct conf_link *conf = conf_link_find(d->ls->conf, view_z(d->name));

	d->dial = NULL;
	if (result == DIAL_CONNECTED)
		adopt(d, conf, fd);
	else
		failed(d, "no connection to %s: %s", d->way, why);
}

/* "[::1]" or "192.0.2.1" has become "[::1]:0" or "192.0.2.1:0". */
static int
parse_bind(const char *text, struct addr *out, struct err *e)
{
	char with_port[ADDR_TEXT_MAX];

	(void)snprintf(with_port, sizeof(with_port), strchr(text, ':') != NULL ? "[%s]:0" : "%s:0", text);
	return addr_parse(view_z(with_port), out, e);
}

static int
call(struct link_dial *d, const struct conf_link *conf, struct err *e)
{
	struct links *ls = d->ls;
	struct dial_socks socks = { .user = conf->socks_user, .password = conf->socks_password };
	struct dial_plan plan = { .timeout_ms = LINK_DIAL_MS, .done = on_dialled, .arg = d };

	if (addr_parse(view_z(conf->dial), &plan.to, e) == -1)
		return -1;
	if (conf->bind != NULL && parse_bind(conf->bind, &plan.from, e) == -1)
		return -1;
	if (conf->socks != NULL) {
		if (addr_parse(view_z(conf->socks), &socks.at, e) == -1)
			return -1;
		plan.socks = &socks;
	}
	d->to = plan.to;
	d->dial = ls->dialer.start(ls->dialer.arg, &plan, e);
	d->state = d->dial != NULL ? DIAL_CALLING : DIAL_IDLE;
	return d->dial != NULL ? 0 : -1;
}

static enum link_dial_verdict
begin(struct link_dial *d, const struct conf_link *conf, struct view by)
{
	struct links *ls = d->ls;
	struct err e = { .text = "" };

	if (is_there(ls, conf->name))
		return LINK_DIAL_THERE;
	if (is_busy(ls, d, conf))
		return LINK_DIAL_BUSY;
	(void)view_copy(by, d->by, sizeof(d->by));
	if (conf->tls && ls->env.tls(ls->env.arg) == NULL) {
		if (is_auto(d))
			failed(d, "not connected: there is no certificate of ours");
		return LINK_DIAL_NO_TLS;
	}
	if (!conf_link_may_dial(ls->started, conf)) {
		failed(d, "not connected to %s: no link had port %u%s at the start; that takes a restart",
			d->way, (unsigned)conf_link_dial_port(conf),
			conf->bind != NULL ? ", or none had bind," : "");
		return LINK_DIAL_RESTART;
	}
	if (is_auto(d))
		log_info("link", "%s: connecting to %s", d->name, d->way);
	else
		link_news(ls, "%s: connecting to %s, for %s", d->name, d->way, d->by);
	if (call(d, conf, &e) == 0)
		return LINK_DIAL_BEGUN;
	failed(d, "no connection to %s: %s", d->way, e.text);
	return LINK_DIAL_FAILED;
}

enum link_dial_verdict
link_dial(struct links *ls, const struct conf_link *conf, struct view by)
{
	struct link_dial *d = find(ls, view_z(conf->name));

	if (conf->address == NULL || d == NULL)
		return LINK_DIAL_NO_ADDRESS;
	return begin(d, conf, by);
}

static struct link_dial *
next_due(const struct links *ls)
{
	struct link_dial *next = NULL;

	LIST_FOR_EACH (it, &ls->dials) {
		struct link_dial *d = CONTAINER_OF(it, struct link_dial, in_dials);

		if (d->autoconnect && !d->dropped && d->state == DIAL_IDLE &&
			(next == NULL || d->due_ms < next->due_ms))
			next = d;
	}
	return next;
}

/* One attempt in a turn.  Who is there, or about to be, is looked at again after a first pause: it may go without a word to us. */
static void
on_timer(struct timer *t, uint64_t now_ms)
{
	struct links *ls = CONTAINER_OF(t, struct links, dial_timer);
	struct link_dial *d = next_due(ls);

	if (d != NULL && d->due_ms <= now_ms) {
		const struct conf_link *conf = conf_link_find(ls->conf, view_z(d->name));

		d->due_ms = now_ms + jitter(ls->conf->links.retry_ms);
		(void)!begin(d, conf, VIEW(AUTO));
	}
	arm(ls);
}

static void
arm(struct links *ls)
{
	const struct link_dial *d = next_due(ls);

	if (d != NULL)
		loop_timer(ls->env.loop, &ls->dial_timer, d->due_ms, on_timer);
	else
		loop_timer_cancel(ls->env.loop, &ls->dial_timer);
}

/* NULL, or why what answered is not who it should be. */
static const char *
is_wrong(const struct conf_link *conf, const struct conn *conn, char print[LINK_PRINT_LEN + 1])
{
	print[0] = '\0';
	if (!conf->tls)
		return NULL;
	if (!conn_is_tls(conn))
		return "no TLS was spoken";
	if (conn_tls_fingerprint(conn, print) == -1)
		return "no certificate was shown";
	if (link_conf_has_fingerprint(conf, print))
		return NULL;
	return "the certificate there is another one: its fingerprint is ";
}

/* NULL: it comes without, from a test. */
static struct link_dial *
of_conn(const struct links *ls, const struct conn *conn)
{
	LIST_FOR_EACH (it, &ls->dials) {
		struct link_dial *d = CONTAINER_OF(it, struct link_dial, in_dials);

		if (d->name == conn_listener_data(conn))
			return d;
	}
	return NULL;
}

/* It is ours no more.  False: its section has gone meanwhile, and so has d. */
static bool
give_up_conn(struct link_dial *d)
{
	d->state = DIAL_IDLE;
	d->conn = HANDLE_NONE;
	if (d->dropped)
		free_dial(d);
	else
		return true;
	return false;
}

static bool
is_right(struct links *ls, struct link_dial *d, const struct conf_link *conf, const struct conn *conn)
{
	char print[LINK_PRINT_LEN + 1];
	const char *wrong = is_wrong(conf, conn, print);

	if (wrong == NULL)
		return true;
	if (d != NULL)
		failed(d, "not connected to %s: %s%s", d->way, wrong, print);
	else
		link_news(ls, "%s: not connected: %s%s", conf->name, wrong, print);
	return false;
}

struct link *
link_dial_opened(struct links *ls, struct conn *conn)
{
	struct link_dial *d = of_conn(ls, conn);
	const char *name = conn_listener_data(conn);
	const struct conf_link *conf;
	struct link *l;

	if (d != NULL && !give_up_conn(d))
		return NULL;
	if (d != NULL)
		arm(ls);
	conf = conf_link_find(ls->conf, view_z(name));
	if (conf == NULL || !is_right(ls, d, conf, conn))
		return NULL;
	if (is_there(ls, conf->name)) {
		log_info("link", "%s: has come by another way meanwhile", conf->name);
		return NULL;
	}
	l = link_new(ls, conn, conf);
	l->we_dialled = true;
	(void)view_copy(view_z(conf->name), l->name, sizeof(l->name));
	handshake_begin(l);
	return l;
}

void
link_dial_failed(struct links *ls, const struct conn *conn, enum conn_close why)
{
	struct link_dial *d = of_conn(ls, conn);

	if (d == NULL || !give_up_conn(d))
		return;
	if (why == CLOSE_LOCAL) /* another address, by REHASH */
		arm(ls);
	else
		failed(d, "no TLS with %s: %s", d->way, conn_close_text(conn));
}

void
link_dial_over(const struct link *l)
{
	struct links *ls = l->ls;
	struct link_dial *d = find(ls, view_z(l->name));

	if (d == NULL || (!l->was_up && !l->we_dialled))
		return;
	if (!l->was_up) {
		failed(d, "no link: %s", l->fault);
		return;
	}
	d->told[0] = '\0';
	if (now(ls) - l->since_ms >= ls->conf->links.retry_max_ms)
		d->wait_ms = 0;
	back_off(d);
	arm(ls);
}

static void
cut(struct link_dial *d)
{
	struct links *ls = d->ls;
	struct conn *conn;

	switch (d->state) {
	case DIAL_IDLE:
		break;
	case DIAL_CALLING:
		ls->dialer.cancel(ls->dialer.arg, d->dial);
		d->dial = NULL;
		d->state = DIAL_IDLE;
		break;
	case DIAL_SHAKING: /* it is over when link_dial_failed() says so */
		conn = conn_find(ls->net, d->conn);
		if (conn != NULL)
			conn_close(conn, CLOSE_LOCAL, false);
		break;
	}
}

static void
drop(struct link_dial *d)
{
	cut(d);
	d->dropped = true;
	if (d->state == DIAL_IDLE)
		free_dial(d);
}

static struct link_dial *
make(struct links *ls, const struct conf_link *conf)
{
	struct link_dial *d = mem_zalloc(sizeof(*d));

	d->ls = ls;
	d->name = view_dup(view_z(conf->name));
	list_add_tail(&ls->dials, &d->in_dials);
	return d;
}

/* Another address is another matter: it is tried at once, as a new section is. */
static void
update(struct link_dial *d, const struct conf_link *conf)
{
	const struct conf_links *cl = &d->ls->conf->links;
	uint64_t first = now(d->ls) + FIRST_MS + rng_below(FIRST_MS);
	char way[2 * ADDR_TEXT_MAX + 16];

	(void)snprintf(way, sizeof(way), "%s%s%s", conf->dial, conf->socks != NULL ? " by proxy " : "",
		conf->socks != NULL ? conf->socks : "");
	if (d->way == NULL || strcmp(d->way, way) != 0) {
		cut(d);
		mem_free(d->way);
		d->way = view_dup(view_z(way));
		d->wait_ms = 0;
		d->due_ms = first;
		d->told[0] = '\0';
	}
	if (conf->autoconnect && !d->autoconnect)
		d->due_ms = first;
	d->autoconnect = conf->autoconnect;
	if (d->wait_ms > cl->retry_max_ms)
		d->wait_ms = cl->retry_max_ms;
	if (d->due_ms > now(d->ls) + cl->retry_max_ms)
		d->due_ms = now(d->ls) + cl->retry_max_ms;
}

void
link_dial_configure(struct links *ls)
{
	LIST_FOR_EACH_SAFE (it, next, &ls->dials) {
		struct link_dial *d = CONTAINER_OF(it, struct link_dial, in_dials);
		const struct conf_link *conf = conf_link_find(ls->conf, view_z(d->name));

		if (!d->dropped && (conf == NULL || conf->dial == NULL))
			drop(d);
	}
	for (size_t i = 0; i < ls->conf->n_link && !ls->is_over; i++) {
		const struct conf_link *conf = &ls->conf->link[i];
		struct link_dial *d = find(ls, view_z(conf->name));

		if (conf->dial != NULL)
			update(d != NULL ? d : make(ls, conf), conf);
	}
	arm(ls);
}

void
link_dial_stop(struct links *ls)
{
	LIST_FOR_EACH_SAFE (it, next, &ls->dials) {
		struct link_dial *d = CONTAINER_OF(it, struct link_dial, in_dials);

		if (!d->dropped)
			drop(d);
	}
	arm(ls);
}

static struct dial *
start_dial(void *arg, const struct dial_plan *plan, struct err *e)
{
	return dial_start(arg, plan, e);
}

static void
cancel_dial(void *arg, struct dial *d)
{
	(void)arg;
	dial_cancel(d);
}

void
links_set_dialer(struct links *ls, const struct link_dialer *dialer)
{
	ls->dialer = *dialer;
}

void
link_dial_init(struct links *ls)
{
	list_init(&ls->dials);
	ls->dialer = (struct link_dialer){ .start = start_dial, .cancel = cancel_dial, .arg = ls->env.loop };
	link_dial_configure(ls);
}
