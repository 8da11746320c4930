/*
 * BATCH from clients: messages of several lines.  IRCv3 client-batch, draft/multiline.  What was begun is delivered whole or not at all;
 * what a client says in between and does not tag is handled as ever.
 */
#include "auth/client_batch.h"
#include "commands/command.h"
#include "commands/message.h"
#include "proto/caps.h"
#include "proto/casemap.h"
#include "proto/tags.h"
#include "route/reply.h"

static void
invalid(const struct client *src, struct view text)
{
	client_batch_fail(src->session, VIEW("MULTILINE_INVALID"), NULL, 0, text);
}

/* The limit that was passed. */
static void
too_much(const struct client *src, struct view code, struct view limit, struct view text)
{
	client_batch_fail(src->session, code, &limit, 1, text);
}

static bool
is_ref(struct view v)
{
	for (size_t i = 0; i < v.n; i++) {
		char c = v.p[i];

		if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') && !(c >= '0' && c <= '9') && c != '-')
			return false;
	}
	return v.n != 0 && v.n <= BATCH_REF_LEN;
}

/* What is wrong with this line behind those that are there; empty: nothing. */
static struct view
fault_of(const struct client_batch *b, const struct msg *m, struct view verb, bool concat)
{
	bool notice = view_eq(verb, VIEW("NOTICE"));

	if (!notice && !view_eq(verb, VIEW("PRIVMSG")))
		return VIEW("A batch of lines holds PRIVMSG or NOTICE only");
	if (b->n_lines != 0 && notice != b->notice)
		return VIEW("A batch of lines holds either PRIVMSG or NOTICE");
	if (m->n_params < 2)
		return VIEW("A line of the batch has no text");
	if (concat && b->n_lines == 0)
		return VIEW("The first line of a batch continues nothing");
	if (concat && m->param[1].n == 0)
		return VIEW("A blank line continues nothing");
	return VIEW("");
}

static void
add_line(struct client *src, const struct msg *m, struct view verb)
{
	struct client_batch *b = session_rare(src->session)->batch;
	bool concat = tags_has(m->tags, VIEW("draft/multiline-concat"));
	struct view fault = fault_of(b, m, verb, concat);

	if (fault.n != 0) {
		invalid(src, fault);
		return;
	}
	if (!casemap_eq(m->param[0], client_batch_target(b))) {
		const struct view targets[2] = { client_batch_target(b), m->param[0] };

		client_batch_fail(src->session, VIEW("MULTILINE_INVALID_TARGET"), targets, 2,
			VIEW("A line of the batch goes elsewhere"));
		return;
	}
	b->notice = view_eq(verb, VIEW("NOTICE"));
	switch (client_batch_add(b, m->param[1], concat)) {
	case BATCH_OK:
		break;
	case BATCH_TOO_MANY_LINES:
		too_much(src, VIEW("MULTILINE_MAX_LINES"), VIEW(LIMIT_TEXT(MULTILINE_LINES_MAX)),
			VIEW("Too many lines in a batch"));
		break;
	case BATCH_TOO_LONG:
		too_much(src, VIEW("MULTILINE_MAX_BYTES"), VIEW(LIMIT_TEXT(MULTILINE_BYTES_MAX)),
			VIEW("Too much text in a batch"));
		break;
	}
}

bool
message_is_batch_line(struct client *src, const struct msg *m, struct view verb)
{
	struct session *s = src->session;
	char ref[BATCH_REF_LEN + 1];
	size_t n;

	if (session_rare(s)->batch == NULL && (src->caps & CAP_LINES) == 0)
		return false;
	n = tags_get(m->tags, VIEW("batch"), ref, sizeof(ref));
	if (n == SIZE_MAX)
		return false;
	if (client_batch_has_failed(s))
		return true;
	if (session_rare(s)->batch == NULL ||
		!view_eq(view_of(ref, n), client_batch_ref(session_rare(s)->batch)))
		invalid(src, VIEW("No such batch is open"));
	else
		add_line(src, m, verb);
	return true;
}

/* The client-only tags of the message, which its first command has.  SIZE_MAX when they are too long. */
static size_t
copy_tags(const struct client *src, struct view tags, char dst[MULTILINE_TAGS_MAX])
{
	char all[MSG_TAGS_CLIENT];
	size_t n;

	if (tags.n == 0 || (src->caps & CAP_BIT(CAP_MESSAGE_TAGS)) == 0)
		return 0;
	n = tags_copy_client(tags, all, sizeof(all));
	if (n > MULTILINE_TAGS_MAX)
		return SIZE_MAX;
	memcpy(dst, all, n);
	return n;
}

static void
open_batch(struct client *src, const struct msg *m)
{
	struct session *s = src->session;
	struct view ref = view_skip(m->param[0], 1), type = msg_param(m, 1), target = msg_param(m, 2);
	char tags[MULTILINE_TAGS_MAX];
	size_t n_tags = copy_tags(src, m->tags, tags);

	if (client_batch_has_failed(s))
		client_batch_end(s);
	if (session_rare(s)->batch != NULL)
		invalid(src, VIEW("One batch at a time"));
	else if (tags_has(m->tags, VIEW("batch")))
		invalid(src, VIEW("No batch may be inside another"));
	else if (!is_ref(ref))
		invalid(src, VIEW("A batch is named by letters, digits and '-'"));
	else if (!view_eq(type, VIEW("draft/multiline")))
		invalid(src, VIEW("Batches of this type are not taken"));
	else if (target.n == 0 || target.n > MULTILINE_TARGET || view_find(target, ',') < target.n)
		invalid(src, VIEW("A batch of lines has one target"));
	else if (n_tags == SIZE_MAX)
		invalid(src, VIEW("The tags of a batch are too long"));
	else
		client_batch_open(s, ref, target, view_of(tags, n_tags));
}

static void
close_batch(struct cmd_ctx *cx, struct client *src, struct view ref)
{
	struct session *s = src->session;

	if (client_batch_has_failed(s)) {
		client_batch_end(s);
		return;
	}
	if (session_rare(s)->batch == NULL || !view_eq(ref, client_batch_ref(session_rare(s)->batch))) {
		invalid(src, VIEW("No such batch is open"));
	} else if (!client_batch_has_text(session_rare(s)->batch)) {
		invalid(src, VIEW("A batch of nothing but blank lines"));
	} else {
		client_batch_resume(session_rare(s)->batch);
		message_say_batch(cx, src, session_rare(s)->batch);
	}
	client_batch_end(s);
}

/* BATCH +<name> draft/multiline <target>, and BATCH -<name> */
static void
cmd_batch(struct cmd_ctx *cx, struct client *src, const struct msg *m)
{
	struct view name = m->param[0];

	if (session_rare(src->session)->batch == NULL && (src->caps & CAP_LINES) == 0)
		reply(cx->route, src, ERR_UNKNOWNCOMMAND, VIEW("BATCH"));
	else if (view_starts(name, VIEW("+")))
		open_batch(src, m);
	else if (view_starts(name, VIEW("-")))
		close_batch(cx, src, view_skip(name, 1));
	else
		invalid(src, VIEW("A batch is begun with '+' and ended with '-'"));
}

static const struct command rows[] = {
	{ VIEW_INIT("BATCH"), FROM_USER, { 1, 3 }, 1, PRIV_N, "+<name> draft/multiline <target> | -<name>",
		"Say something in several lines.", cmd_batch },
};
const struct command_table commands_batch = { rows, ARRAY_LEN(rows) };
