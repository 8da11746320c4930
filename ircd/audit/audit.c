/* Builds records; the sink keeps them. */
#include "audit/audit.h"

#include <stdarg.h>
#include <stdio.h>

#include "core/clock.h"
#include "core/loop.h"
#include "core/mem.h"
#include "proto/limits.h"
#include "state/client.h"
#include "state/oper.h"

struct audit {
	const struct loop *loop;
	audit_sink_fn *sink;
	void *arg;
	uint64_t count;
};

struct audit *
audit_new(const struct loop *loop, audit_sink_fn *sink, void *arg)
{
	struct audit *a = mem_zalloc(sizeof(*a));

	*a = (struct audit){ .loop = loop, .sink = sink, .arg = arg };
	return a;
}

void
audit_free(struct audit *a)
{
	mem_free(a);
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

	r->audit = a;
	if (is_off(r))
		return;
	clock_utc(loop_wall_ms(a->loop), time);
	json_begin(&r->json, r->bytes, sizeof(r->bytes));
	json_text(&r->json, "time", view_z(time));
	json_text(&r->json, "event", audit_event_name(e));
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
