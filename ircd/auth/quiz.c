/*
 * The question is of the configuration of when it was asked, which is kept until it is answered; so REHASH changes the next one only.
 * Neither a place in the class nor a worker is taken for somebody who has not answered yet.
 */
#include "auth/quiz.h"

#include <inttypes.h>

#include "auth/entry.h"
#include "auth/gate.h"
#include "core/loop.h"
#include "core/mem.h"
#include "core/rng.h"
#include "proto/plain.h"
#include "route/reply.h"
#include "state/account.h"

struct quiz {
	const struct conf *conf; /* of the question; NULL: it was answered */
	size_t question;
	unsigned tries; /* wrong ones so far */
	struct session *session;
	struct timer timer;
};

bool
quiz_is_open(const struct session *s)
{
	return session_rare(s)->quiz != NULL && session_rare(s)->quiz->conf != NULL;
}

/* Each proves an identity by itself. */
static bool
is_guest(const struct client *c)
{
	uint8_t bytes[ACCOUNT_CERT_BYTES];
	const struct account *a;

	if (c->account != NULL)
		return false;
	if (!session_certificate(c->session, bytes))
		return true;
	a = account_find_cert(&c->world->accounts, bytes);
	return a == NULL || a->suspended != NULL;
}

/* Takes another question than before where there is one; false: there is none. */
static bool
take_question(struct quiz *q, const struct conf *conf)
{
	size_t n = conf->n_quiz, next;

	if (n == 0)
		return false;
	next = rng_below((uint32_t)n);
	if (q->conf == conf && n > 1 && next == q->question)
		next = (next + 1 + rng_below((uint32_t)n - 1)) % n;
	conf_unref(q->conf);
	q->conf = conf_ref(conf);
	q->question = next;
	return true;
}

static const struct conf_quiz *
question(const struct quiz *q)
{
	return &q->conf->quiz[q->question];
}

static void
on_time(struct timer *t, uint64_t now_ms)
{
	struct quiz *q = CONTAINER_OF(t, struct quiz, timer);

	(void)now_ms;
	entry_refuse(q->session->client, "The question was not answered in time");
}

static void
begin(struct client *c)
{
	struct session *s = c->session;
	const struct gate_env *env = gate_env(s->gate);
	struct quiz *q = mem_zalloc(sizeof(*q));

	q->session = s;
	session_rare_new(s)->quiz = q;
	if (!take_question(q, gate_conf(s->gate)))
		return;
	/* What follows the quiz has its own time. */
	gate_wait_for(c, QUIZ_MS + gate_conf(s->gate)->server.registration_timeout_ms);
	loop_timer(env->loop, &q->timer, loop_mono_ms(env->loop) + QUIZ_MS, on_time);
	reply_noticef(env->route, c,
		"*** To come in, answer within %u s: %s  Type: /quote ANSWER <your answer>  (or send it to "
		"anybody "
		"as a message)",
		QUIZ_MS / 1000, question(q)->question);
}

static void
answered(struct session *s)
{
	struct quiz *q = session_rare(s)->quiz;

	loop_timer_cancel(gate_env(s->gate)->loop, &q->timer);
	conf_unref(q->conf);
	q->conf = NULL;
}

bool
quiz_holds(struct client *c)
{
	struct session *s = c->session;

	if (!is_guest(c)) {
		quiz_end(s);
		return false;
	}
	if (session_rare(s)->quiz == NULL)
		begin(c);
	return quiz_is_open(s);
}

static bool
is_right(const struct conf_quiz *quiz, struct view text)
{
	char said[PLAIN_MAX + 1], right[PLAIN_MAX];
	struct view plain = view_of(said, plain_text(text, said, sizeof(said)));

	for (size_t i = 0; i < quiz->n_answer; i++) {
		if (view_eq(plain, view_of(right, plain_text(view_z(quiz->answer[i]), right, sizeof(right)))))
			return true;
	}
	return false;
}

void
quiz_answer(struct client *c, struct view text)
{
	struct session *s = c->session;
	const struct gate_env *env = gate_env(s->gate);
	struct quiz *q = session_rare(s)->quiz;

	if (is_right(question(q), text) || !take_question(q, gate_conf(s->gate))) {
		answered(s);
		reply_noticef(env->route, c, "*** That is right.");
		entry_try(c);
		return;
	}
	if (++q->tries == QUIZ_TRIES) {
		entry_refuse(c, "The question was not answered");
		return;
	}
	reply_noticef(env->route, c, "*** That is not right; tries left: %u, seconds left: %" PRIu64 ".  %s",
		QUIZ_TRIES - q->tries, (q->timer.due_ms - loop_mono_ms(env->loop)) / 1000,
		question(q)->question);
}

void
quiz_end(struct session *s)
{
	if (session_rare(s)->quiz == NULL)
		return;
	answered(s);
	mem_free(session_rare(s)->quiz);
	s->rare->quiz = NULL;
}
