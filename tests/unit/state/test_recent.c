#include "state/recent.h"

#include <criterion/criterion.h>

#include "core/hash.h"
#include "state/channel.h"
#include "state/client.h"
#include "state/world.h"

/* A channel with its founder. */
static struct channel *
make(struct world **w, struct client **c)
{
	const struct world_conf conf = {
		.server_name = "irc.test", .sid = "0IR", .nick_len = 30, .max_clients = 8, .max_channels = 8
	};
	const struct join_ask ask = { .name = VIEW("#c"), .max = 8 };
	struct member *m;

	hash_init();
	*w = world_new(&conf, 1000);
	*c = client_new(*w, VIEW("h.test"));
	cr_assert_eq(client_set_nick(*c, VIEW("al"), 1000), NICK_OK);
	client_set_user(*c, VIEW("al"), VIEW("Al"));
	client_register(*c, 1000, 1000);
	cr_assert_eq(channel_join(*w, *c, &ask, &m), JOIN_OK);
	return m->channel;
}

Test(recent, finds_ids_of_any_length)
{
	static const struct view ids[] = { VIEW_INIT("x"), VIEW_INIT("0123456789abcdefghjkmnpq"),
		VIEW_INIT("117952388561130148212LFAAAAACI2NoYW4=") };
	struct world *w;
	struct client *c;
	struct channel *ch = make(&w, &c);

	for (size_t i = 0; i < ARRAY_LEN(ids); i++) {
		cr_expect_eq(recent_redact(ch, c, ids[i]), REDACT_UNKNOWN);
		recent_add(ch, ids[i], c);
		cr_expect_eq(recent_redact(ch, c, view_left(ids[i], ids[i].n - 1)), REDACT_UNKNOWN);
	}
	for (size_t i = 0; i < ARRAY_LEN(ids); i++) {
		cr_expect_eq(recent_redact(ch, c, ids[i]), REDACT_OK, "%.*s", VIEW_ARG(ids[i]));
		cr_expect_eq(recent_redact(ch, c, ids[i]), REDACT_UNKNOWN);
	}
	cr_expect_eq(recent_redact(ch, c, VIEW("")), REDACT_UNKNOWN);
	client_exit(c, 1000);
	client_free(c);
	world_free(w);
}
