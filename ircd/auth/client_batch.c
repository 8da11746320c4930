/* One piece of memory for each open batch; that one has failed costs none, for all sessions share the mark of it. */
#include "auth/client_batch.h"

#include <assert.h>
#include <string.h>

#include "auth/gate.h"
#include "core/loop.h"
#include "core/mem.h"
#include "route/reply.h"

static struct client_batch failed; /* never read nor written */

bool
client_batch_has_failed(const struct session *s)
{
	return session_rare(s)->batch == &failed;
}

static bool
is_open(const struct session *s)
{
	return session_rare(s)->batch != NULL && session_rare(s)->batch != &failed;
}

/* Whose lines wait for the flood bucket, or for the end of a long answer, makes no pause. */
static void
on_pause(struct timer *t, uint64_t now_ms)
{
	struct client_batch *b = CONTAINER_OF(t, struct client_batch, timer);
	const struct view ref = client_batch_ref(b);

	if (timer_is_armed(&b->session->resume) || b->session->pace != NULL)
		loop_timer(gate_env(b->session->gate)->loop, t, now_ms + BATCH_PAUSE_MS, on_pause);
	else
		client_batch_fail(
			b->session, VIEW("TIMEOUT"), &ref, 1, VIEW("The batch was left open for too long"));
}

static void
await_line(struct client_batch *b)
{
	struct loop *loop = gate_env(b->session->gate)->loop;

	loop_timer(loop, &b->timer, loop_mono_ms(loop) + BATCH_PAUSE_MS, on_pause);
}

void
client_batch_open(struct session *s, struct view ref, struct view target, struct view tags)
{
	struct client_batch *b = mem_alloc(sizeof(*b));

	assert(!is_open(s) && ref.n <= sizeof(b->ref) && target.n <= sizeof(b->target));
	assert(tags.n <= sizeof(b->tags));
	b->session = s;
	b->timer = (struct timer){ .pos = 0 };
	b->answer = answer_take(gate_env(s->gate)->route);
	b->n_lines = 0;
	b->n_bytes = b->text_len = 0;
	b->ref_len = (uint8_t)ref.n;
	b->target_len = (uint8_t)target.n;
	b->tags_len = (uint16_t)tags.n;
	memcpy(b->ref, ref.p, ref.n);
	memcpy(b->target, target.p, target.n);
	if (tags.n != 0)
		memcpy(b->tags, tags.p, tags.n);
	session_rare_new(s)->batch = b;
	s->client->world->n_batches++;
	await_line(b);
}

enum batch_verdict
client_batch_add(struct client_batch *b, struct view text, bool concat)
{
	size_t feed = b->n_lines != 0 && !concat ? 1 : 0;

	if (b->n_lines == MULTILINE_LINES_MAX)
		return BATCH_TOO_MANY_LINES;
	if (feed + text.n > (size_t)MULTILINE_BYTES_MAX - b->n_bytes)
		return BATCH_TOO_LONG;
	if (text.n != 0)
		memcpy(b->text + b->text_len, text.p, text.n);
	b->text_len = (uint16_t)(b->text_len + text.n);
	b->n_bytes = (uint16_t)(b->n_bytes + feed + text.n);
	b->line[b->n_lines].len = (uint16_t)text.n;
	b->line[b->n_lines].concat = concat;
	b->n_lines++;
	await_line(b);
	return BATCH_OK;
}

bool
client_batch_has_text(const struct client_batch *b)
{
	return b->text_len != 0;
}

void
client_batch_lines(struct client_batch *b, struct multiline *out)
{
	char *p = b->text;

	out->n = b->n_lines;
	for (size_t i = 0; i < b->n_lines; i++) {
		out->line[i] = (struct multiline_line){ p, b->line[i].len, b->line[i].concat };
		p += b->line[i].len;
	}
}

void
client_batch_resume(struct client_batch *b)
{
	if (b->answer.to != NULL)
		answer_resume(gate_env(b->session->gate)->route, b->session->client, &b->answer);
	b->answer.to = NULL;
}

void
client_batch_end(struct session *s)
{
	struct client_batch *b = session_rare(s)->batch;

	if (b == NULL)
		return;
	if (b != &failed) {
		loop_timer_cancel(gate_env(s->gate)->loop, &b->timer);
		s->client->world->n_batches--;
		mem_free(b);
	}
	s->rare->batch = NULL;
}

void
client_batch_fail(struct session *s, struct view code, const struct view *param, size_t n, struct view text)
{
	struct route *rt = gate_env(s->gate)->route;
	bool late = is_open(s) && session_rare(s)->batch->answer.to != NULL;
	struct reply r;

	if (late)
		client_batch_resume(session_rare(s)->batch);
	reply_begin_fail(&r, rt, s->client, VIEW("BATCH"), code);
	for (size_t i = 0; i < n; i++)
		reply_param(&r, param[i]);
	reply_end_text(&r, text);
	if (late)
		answer_end(rt);
	client_batch_end(s);
	session_rare_new(s)->batch = &failed;
}

void
client_batch_spoil(struct session *s)
{
	if (is_open(s))
		client_batch_fail(
			s, VIEW("MULTILINE_INVALID"), NULL, 0, VIEW("A line of the batch was refused"));
}
