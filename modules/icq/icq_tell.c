/*
 * From IRC to the client.  What the protocol has no room for waits here, and while something waits no further line is heard: the rest stays
 * in the connection, whose class bounds it.  So what waits is never more than one line of IRC makes.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "core/mem.h"
#include "core/utf8.h"
#include "icq/icq_priv.h"
#include "icq/icq_text.h"
#include "module/module.h"

#define SENTENCE_MAX 1024

static void on_flush(struct deferred *d);

void
icq_tell_init(struct icq_session *s)
{
	list_init(&s->waiting);
	buf_init(&s->merge, ICQ_TEXT_PACKET_MAX);
	list_init(&s->flush.link);
	s->flush.fn = on_flush;
}

void
icq_tell_release(struct icq_session *s)
{
	list_del(&s->flush.link);
	buf_release(&s->merge);
	LIST_FOR_EACH_SAFE (it, nx, &s->waiting) {
		struct icq_waiting *w = CONTAINER_OF(it, struct icq_waiting, in_session);

		list_del(&w->in_session);
		mem_free(w);
	}
}

bool
icq_tell_has_room(const struct icq_session *s)
{
	return list_is_empty(&s->waiting);
}

static void
give(struct icq_session *s, const struct icq_message *m)
{
	struct icq_waiting *w;

	if (list_is_empty(&s->waiting) && s->ops->message(s->link, m))
		return;
	if (s->n_waiting >= icq_conf(s->icq)->max_queue)
		return; /* answers to a client that asks and does not take them */
	s->n_waiting++;
	w = mem_zalloc(sizeof(*w) + m->text.n + m->url.n + 1);
	w->m = *m;
	if (m->text.n != 0)
		memcpy(w->bytes, m->text.p, m->text.n);
	if (m->url.n != 0)
		memcpy(w->bytes + m->text.n, m->url.p, m->url.n);
	w->m.text = view_of(w->bytes, m->text.n);
	w->m.url = view_of(w->bytes + m->text.n, m->url.n);
	list_add_tail(&s->waiting, &w->in_session);
}

static void
flush(struct icq_session *s)
{
	const struct icq_message m = { .from = s->merge_from,
		.to = icq_session_uin(s),
		.kind = ICQ_KIND_TEXT,
		.text = buf_view(&s->merge) };

	list_del(&s->flush.link);
	if (m.text.n == 0)
		return;
	give(s, &m);
	buf_clear(&s->merge);
}

static void
on_flush(struct deferred *d)
{
	flush(CONTAINER_OF(d, struct icq_session, flush));
}

void
icq_tell_message(struct icq_session *s, const struct icq_message *m)
{
	flush(s);
	give(s, m);
}

/* Appends a line, or all of it.  False: it does not fit behind what is there. */
static bool
merge(struct icq_session *s, struct view text)
{
	size_t gap = s->merge.len != 0 ? 1 : 0;

	if (text.n + gap > ICQ_TEXT_PACKET_MAX - s->merge.len)
		return false;
	if (gap != 0 && buf_put(&s->merge, VIEW("\n")) == -1)
		return false;
	return buf_put(&s->merge, text) == 0;
}

void
icq_tell_text(struct icq_session *s, uint32_t from, struct view text)
{
	struct icq_message m = { .from = from, .kind = ICQ_KIND_TEXT };

	if (text.n == 0)
		return;
	if (s->merge.len != 0 && s->merge_from != from)
		flush(s);
	s->merge_from = from;
	if (!merge(s, text)) {
		flush(s);
		m.to = icq_session_uin(s);
		m.text = text;
		if (!merge(s, text)) {
			give(s, &m);
			return;
		}
	}
	loop_defer(icq_loop(s->icq), LOOP_PHASE_REAP, &s->flush);
}

void
icq_tell(struct icq_session *s, uint32_t from, const char *fmt, ...)
{
	char text[SENTENCE_MAX], clean[ICQ_TEXT_MAX(SENTENCE_MAX)];
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	if (n <= 0)
		return;
	n = (int)icq_text_clean(utf8_left(view_of(text, (size_t)n), sizeof(text) - 1), clean, sizeof(clean));
	icq_tell_text(s, from, view_of(clean, (size_t)n));
}

void
icq_tell_resume(struct icq_session *s)
{
	while (!list_is_empty(&s->waiting)) {
		struct icq_waiting *w = CONTAINER_OF(s->waiting.next, struct icq_waiting, in_session);

		if (!s->ops->message(s->link, &w->m))
			return;
		list_del(&w->in_session);
		s->n_waiting--;
		mem_free(w);
	}
	if (s->user != NULL)
		module_user_hear(s->user);
}
