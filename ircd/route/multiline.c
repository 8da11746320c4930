/*
 * The body of such an event is what all lines begin with, ":nick!user@host PRIVMSG #c", the alternative body the line that opens the
 * batch.  All lines of a variant are built as one, so that a hearer costs one reference and nothing comes between them.
 */
#include "route/multiline.h"

#include <stdio.h>
#include <string.h>

#include "core/utf8.h"
#include "route/route_priv.h"

#define END_LEN	   2						     /* CR LF */
#define HEAD_MAX   (1 + MASK_LEN + 1 + 7 + 1 + MULTILINE_TARGET + 2) /* ":nick!user@host PRIVMSG #channel :" */
#define END_MAX	   (1 + SERVER_NAME_LEN + 64)			     /* ":server BATCH -a1" */
#define TAGS_FIRST (MULTILINE_TAGS_MAX + OWN_TAGS_MAX)
#define TAGS_EACH  (MULTILINE_TAGS_EACH + OWN_TAGS_MAX) /* more than "@batch=...;draft/multiline-concat " */
#define LINES_MAX                                                                                       \
	(MSG_BODY_MAX + END_MAX + TAGS_FIRST + MULTILINE_LINES_MAX * (TAGS_EACH + HEAD_MAX + END_LEN) + \
		MULTILINE_BYTES_MAX)

_Static_assert(LINES_MAX <= LINE_SLAB_SIZE, "all lines of a message are one range of a slab");

void
multiline_event(struct event *ev, struct route *rt, const struct client *from, struct multiline *ml)
{
	char ref[BATCH_REF], begun[BATCH_REF + 1];
	int n;

	ml->batch = ++rt->batch_count;
	event_begin(ev, rt->world, from, ml->verb);
	msg_build_param(&ev->build, ml->target);
	event_begin_alt(ev, rt->world, from, VIEW("BATCH"), CAP_MULTILINE);
	ev->alt_cap = CAP_LINES;
	n = snprintf(begun, sizeof(begun), "+%.*s", VIEW_ARG(route_batch_ref(ml->batch, ref)));
	msg_build_param(&ev->alt, view_of(begun, (size_t)n));
	msg_build_param(&ev->alt, VIEW("draft/multiline"));
	msg_build_param(&ev->alt, ml->target);
	ev->lines = ml;
}

struct piece {
	char *p;
	size_t n;
};

static void
put(struct piece *out, struct view v)
{
	if (v.n != 0)
		memcpy(out->p + out->n, v.p, v.n);
	out->n += v.n;
}

/* "@tags ", or nothing. */
static void
put_tags(struct piece *out, struct route *rt, struct event *ev, unsigned variant, bool first)
{
	struct msg_build b;

	msg_build_begin(&b, out->p + out->n, first ? TAGS_FIRST : TAGS_EACH);
	route_put_tags(rt, &b, ev, variant, first);
	if (b.state != BUILD_OK || b.len == 0)
		return;
	out->n += b.len;
	put(out, VIEW(" "));
}

/* The text is cut as that of any message, at the length of a line and never inside a character. */
static void
put_text(struct piece *out, const struct event *ev, const struct multiline_line *l)
{
	struct view head = view_left(ev->body, ev->body.n - END_LEN);

	put(out, head);
	put(out, VIEW(" :"));
	put(out, utf8_left(view_of(l->p, l->n), MSG_BODY_MAX - END_LEN - 2 - head.n));
	put(out, VIEW("\r\n"));
}

/* For those who know nothing of it.  They are not told blank lines, which would be messages without a text. */
static void
put_plain(struct piece *out, struct route *rt, struct event *ev, unsigned variant)
{
	bool first = true;

	for (size_t i = 0; i < ev->lines->n; i++) {
		const struct multiline_line *l = &ev->lines->line[i];

		if (l->n == 0)
			continue;
		put_tags(out, rt, ev, variant, first);
		put_text(out, ev, l);
		first = false;
	}
}

static void
put_batch(struct piece *out, struct route *rt, struct event *ev, unsigned variant)
{
	char name[BATCH_REF];
	struct view ref = route_batch_ref(ev->lines->batch, name);

	put_tags(out, rt, ev, variant, true);
	put(out, ev->alt_body);
	for (size_t i = 0; i < ev->lines->n; i++) {
		const struct multiline_line *l = &ev->lines->line[i];

		if (l->n == 0 && l->concat)
			continue; /* only formatting, which was taken away */
		put(out, VIEW("@batch="));
		put(out, ref);
		put(out, l->concat ? VIEW(";draft/multiline-concat ") : VIEW(" "));
		put_text(out, ev, l);
	}
	put(out, VIEW(":"));
	put(out, view_z(rt->world->conf.server_name));
	put(out, VIEW(" BATCH -"));
	put(out, ref);
	put(out, VIEW("\r\n"));
}

struct line
multiline_build(struct route *rt, struct event *ev, unsigned variant, unsigned lane)
{
	struct piece out = { line_begin(rt->lines, lane, LINES_MAX), 0 };

	if ((variant & VARIANT_ALT) != 0)
		put_batch(&out, rt, ev, variant);
	else
		put_plain(&out, rt, ev, variant);
	return line_end(rt->lines, lane, out.n);
}
