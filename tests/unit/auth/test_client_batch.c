#include "auth/client_batch.h"

#include <criterion/criterion.h>
#include <string.h>

#include "auth/gate.h"
#include "core/hash.h"
#include "core/loop.h"
#include "core/mem.h"
#include "proto/casemap.h"
#include "tests/unit/auth/auth_rig.h"

struct rig {
	uint64_t now_ms;
	struct loop *loop;
	struct world *world;
	struct line_pool *lines;
	struct route *route;
	struct gate *gate;
	struct session s; /* its client has no connection: what is said to it goes nowhere */
};

static uint64_t
now_ms(void *arg)
{
	return ((struct rig *)arg)->now_ms;
}

static uint32_t
no_dispatch(void *arg, struct client *c, const struct msg *m)
{
	(void)arg;
	(void)c;
	(void)m;
	return 0;
}

static void
rig_init(struct rig *r)
{
	const struct world_conf wc = {
		.server_name = "irc.test", .nick_len = 30, .max_clients = 10, .max_channels = 10
	};
	const struct conf *conf;
	struct err e;

	memset(r, 0, sizeof(*r));
	hash_init();
	casemap_set(CASEMAP_RFC1459);
	r->loop = loop_new(LOOP_BACKEND_BEST, (struct clock){ now_ms, now_ms, r }, &e);
	r->world = world_new(&wc, 0);
	r->lines = line_pool_new();
	r->route = route_new(r->world, r->loop, r->lines);
	conf = rig_conf_of("class \"a\" { }\nallow \"*@*\" { class = \"a\" }");
	r->gate = gate_new(&(struct gate_env){ .world = r->world,
				   .route = r->route,
				   .loop = r->loop,
				   .dispatch = no_dispatch,
				   .version = "test" },
		conf);
	conf_unref(conf);
	r->s.gate = r->gate;
	r->s.client = client_new(r->world, VIEW("host"));
	client_set_caps(r->s.client, CAP_BIT(CAP_LABELED_RESPONSE) | CAP_BIT(CAP_BATCH));
}

static void
rig_release(struct rig *r)
{
	client_batch_end(&r->s);
	mem_free(r->s.rare);
	cr_expect_eq(r->world->n_batches, 0);
	gate_free(r->gate);
	route_free(r->route);
	world_free(r->world);
	line_pool_free(r->lines);
	loop_free(r->loop);
}

static void
pass(struct rig *r, uint64_t ms)
{
	struct err e;

	r->now_ms += ms;
	cr_assert_eq(loop_turn(r->loop, 0, &e), 0);
}

Test(client_batch, keeps_lines_as_they_were_sent)
{
	struct multiline ml;
	struct rig r;

	rig_init(&r);
	client_batch_open(&r.s, VIEW("ref"), VIEW("#c"), VIEW("+a=b"));
	cr_expect(view_eq(client_batch_ref(session_rare(&r.s)->batch), VIEW("ref")));
	cr_expect(view_eq(client_batch_target(session_rare(&r.s)->batch), VIEW("#c")));
	cr_expect(view_eq(
		view_of(session_rare(&r.s)->batch->tags, session_rare(&r.s)->batch->tags_len), VIEW("+a=b")));
	cr_expect_not(client_batch_has_text(session_rare(&r.s)->batch));
	cr_expect_eq(client_batch_add(session_rare(&r.s)->batch, VIEW(""), false), BATCH_OK);
	cr_expect_not(client_batch_has_text(session_rare(&r.s)->batch));
	cr_expect_eq(client_batch_add(session_rare(&r.s)->batch, VIEW("one"), false), BATCH_OK);
	cr_expect_eq(client_batch_add(session_rare(&r.s)->batch, VIEW(" two"), true), BATCH_OK);
	cr_expect(client_batch_has_text(session_rare(&r.s)->batch));
	cr_expect_eq(session_rare(&r.s)->batch->n_bytes, 8, "seven of text and a line feed");
	client_batch_lines(session_rare(&r.s)->batch, &ml);
	cr_assert_eq(ml.n, 3);
	cr_expect_eq(ml.line[0].n, 0);
	cr_expect(view_eq(view_of(ml.line[1].p, ml.line[1].n), VIEW("one")));
	cr_expect(view_eq(view_of(ml.line[2].p, ml.line[2].n), VIEW(" two")));
	cr_expect(!ml.line[1].concat && ml.line[2].concat);
	rig_release(&r);
}

Test(client_batch, text_has_a_limit_with_its_line_feeds)
{
	static char text[MULTILINE_BYTES_MAX];
	struct rig r;

	rig_init(&r);
	memset(text, 'x', sizeof(text));
	client_batch_open(&r.s, VIEW("a"), VIEW("b"), VIEW(""));
	cr_expect_eq(client_batch_add(session_rare(&r.s)->batch, view_of(text, sizeof(text) - 2), false),
		BATCH_OK);
	cr_expect_eq(client_batch_add(session_rare(&r.s)->batch, VIEW("yy"), false), BATCH_TOO_LONG);
	cr_expect_eq(client_batch_add(session_rare(&r.s)->batch, VIEW("y"), false), BATCH_OK);
	cr_expect_eq(client_batch_add(session_rare(&r.s)->batch, VIEW("y"), true), BATCH_TOO_LONG);
	cr_expect_eq(client_batch_add(session_rare(&r.s)->batch, VIEW(""), false), BATCH_TOO_LONG);
	rig_release(&r);
}

Test(client_batch, lines_have_a_limit)
{
	struct rig r;

	rig_init(&r);
	client_batch_open(&r.s, VIEW("a"), VIEW("b"), VIEW(""));
	for (int i = 0; i < MULTILINE_LINES_MAX; i++)
		cr_expect_eq(client_batch_add(session_rare(&r.s)->batch, VIEW(""), false), BATCH_OK);
	cr_expect_eq(client_batch_add(session_rare(&r.s)->batch, VIEW(""), false), BATCH_TOO_MANY_LINES);
	rig_release(&r);
}

Test(client_batch, memory_of_one_is_bounded)
{
	cr_expect_leq(sizeof(struct client_batch), 5 * 1024);
}

Test(client_batch, fails_after_a_pause_and_is_passed_over)
{
	struct rig r;

	rig_init(&r);
	client_batch_open(&r.s, VIEW("a"), VIEW("b"), VIEW(""));
	cr_expect_eq(r.world->n_batches, 1);
	pass(&r, BATCH_PAUSE_MS - 1);
	cr_expect_not(client_batch_has_failed(&r.s));
	cr_expect_eq(client_batch_add(session_rare(&r.s)->batch, VIEW("x"), false), BATCH_OK);
	pass(&r, BATCH_PAUSE_MS - 1);
	cr_expect_not(client_batch_has_failed(&r.s));
	pass(&r, 1);
	cr_expect(client_batch_has_failed(&r.s));
	cr_expect_eq(r.world->n_batches, 0);
	client_batch_spoil(&r.s);
	cr_expect(client_batch_has_failed(&r.s));
	client_batch_end(&r.s);
	cr_expect_null(session_rare(&r.s)->batch);
	cr_expect_not(client_batch_has_failed(&r.s));
	client_batch_spoil(&r.s);
	cr_expect_null(session_rare(&r.s)->batch, "there was nothing to spoil");
	rig_release(&r);
}

Test(client_batch, ended_in_time_says_nothing_later)
{
	struct rig r;

	rig_init(&r);
	client_batch_open(&r.s, VIEW("a"), VIEW("b"), VIEW(""));
	client_batch_end(&r.s);
	pass(&r, 10 * BATCH_PAUSE_MS);
	cr_expect_null(session_rare(&r.s)->batch);
	client_batch_end(&r.s);
	rig_release(&r);
}

Test(client_batch, takes_the_label_of_its_command_along)
{
	struct rig r;

	rig_init(&r);
	answer_begin(r.route, r.s.client, VIEW("label=x"));
	client_batch_open(&r.s, VIEW("a"), VIEW("b"), VIEW(""));
	cr_expect_eq(session_rare(&r.s)->batch->answer.to, r.s.client);
	answer_end(r.route);
	client_batch_resume(session_rare(&r.s)->batch);
	cr_expect_null(session_rare(&r.s)->batch->answer.to, "there is one answer only");
	answer_end(r.route);
	rig_release(&r);
}
