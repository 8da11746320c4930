/* Builds records; the sink keeps them. */
#include "audit/audit.h"

#include <stdarg.h>
#include <stdio.h>

#include "core/clock.h"
#include "core/loop.h"
#include "core/mem.h"
#include "core/timer.h"
#include "proto/limits.h"
#include "state/client.h"
#include "state/oper.h"

/* Of a kind, since the first one of a time. */
struct kind {
	struct timer timer; /* armed while `more` is not 0 */
	struct audit *audit;
	uint64_t since_ms;
	uint32_t n;
	uint64_t more;
};

struct audit {
	struct loop *loop;
	audit_sink_fn *sink;
	void *arg;
	uint64_t count;
	struct audit_conf conf;
	struct kind kind[ACT_N];
};

struct audit *
audit_new(struct loop *loop, audit_sink_fn *sink, void *arg)
{
	struct audit *a = mem_zalloc(sizeof(*a));

	*a = (struct audit){ .loop = loop, .sink = sink, .arg = arg };
	for (size_t i = 0; i < ACT_N; i++)
		a->kind[i].audit = a;
	return a;
}

/* Its time is over. */
static void
end_time(struct kind *k)
{
	struct audit *a = k->audit;
	struct audit_record r;
	uint64_t more = k->more;

	k->n = 0;
	k->more = 0;
	if (more == 0)
		return;
	audit_begin(&r, a, (enum audit_event)(k - a->kind));
	audit_number(&r, "more", more);
	audit_number(&r, "seconds", a->conf.per_ms / 1000);
	audit_end(&r);
}

static void
on_timer(struct timer *t, uint64_t now_ms)
{
	(void)now_ms;
	end_time(CONTAINER_OF(t, struct kind, timer));
}

static void
end_times(struct audit *a)
{
	for (size_t i = 0; i < ACT_N; i++) {
		loop_timer_cancel(a->loop, &a->kind[i].timer);
		end_time(&a->kind[i]);
	}
}

void
audit_free(struct audit *a)
{
	if (a == NULL)
		return;
	end_times(a);
	mem_free(a);
}

void
audit_configure(struct audit *a, const struct audit_conf *conf)
{
	end_times(a);
	a->conf = *conf;
}

uint64_t
audit_count(const struct audit *a)
{
	return a->count;
}

static bool
is_off(const struct audit_record *r)
{
	return r == NULL || r->audit == NULL || r->audit->sink == NULL;
}

void
audit_begin(struct audit_record *r, struct audit *a, enum audit_event e)
{
	char time[CLOCK_UTC_LEN + 1];

	r->audit = a != NULL && (a->conf.omit & AUDIT_EVENT_BIT(e)) != 0 ? NULL : a;
	if (is_off(r))
		return;
	clock_utc(loop_wall_ms(a->loop), time);
	json_begin(&r->json, r->bytes, sizeof(r->bytes));
	json_text(&r->json, "time", view_z(time));
	json_text(&r->json, "event", audit_event_name(e));
}

static bool
has_room(struct kind *k)
{
	const struct audit_conf *conf = &k->audit->conf;
	uint64_t now = loop_mono_ms(k->audit->loop);

	if (conf->limit == 0)
		return true;
	if (k->n == 0 || (now - k->since_ms >= conf->per_ms && k->more == 0)) {
		k->n = 0;
		k->since_ms = now;
	}
	if (k->n < conf->limit) {
		k->n++;
		return true;
	}
	if (k->more++ == 0)
		loop_timer(k->audit->loop, &k->timer, k->since_ms + conf->per_ms, on_timer);
	return false;
}

void
audit_begin_limited(struct audit_record *r, struct audit *a, enum audit_event e)
{
	bool is_one_more = a != NULL && a->sink != NULL && (a->conf.omit & AUDIT_EVENT_BIT(e)) == 0;

	audit_begin(r, is_one_more && !has_room(&a->kind[e]) ? NULL : a, e);
}

void
audit_text(struct audit_record *r, const char *key, struct view v)
{
	if (!is_off(r))
		json_text(&r->json, key, v);
}

void
audit_textf(struct audit_record *r, const char *key, const char *fmt, ...)
{
	char text[MSG_BODY_MAX];
	va_list ap;

	if (is_off(r))
		return;
	va_start(ap, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	json_text(&r->json, key, view_z(text));
}

void
audit_number(struct audit_record *r, const char *key, uint64_t n)
{
	if (!is_off(r))
		json_number(&r->json, key, n);
}

void
audit_list(struct audit_record *r, const char *key, const struct view *v, size_t n)
{
	if (is_off(r))
		return;
	json_list_begin(&r->json, key);
	for (size_t i = 0; i < n; i++)
		json_text(&r->json, NULL, v[i]);
	json_inner_end(&r->json);
}

void
audit_client(struct audit_record *r, const char *key, const struct client *c)
{
	if (is_off(r))
		return;
	json_object_begin(&r->json, key);
	json_text(&r->json, "nick", client_nick(c));
	json_text(&r->json, "user", client_user(c));
	json_text(&r->json, "host", client_host(c));
	if (c->address != NULL)
		json_text(&r->json, "address", view_z(c->address));
	if (c->account != NULL)
		json_text(&r->json, "account", view_z(c->account));
	if (c->link != 0)
		json_text(&r->json, "server", node_name(c->node));
	if (c->oper != NULL) {
		json_text(&r->json, "oper", view_z(c->oper->oper));
		json_text(&r->json, "role", view_z(c->oper->role));
	}
	json_inner_end(&r->json);
}

void
audit_end(struct audit_record *r)
{
	if (is_off(r))
		return;
	r->audit->count++;
	r->audit->sink(r->audit->arg, json_end(&r->json));
}
