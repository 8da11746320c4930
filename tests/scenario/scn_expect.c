/* `expect`: figures that no client can ask for, or that are easier to name than to ask for. */
#include <inttypes.h>

#include "auth/ident.h"
#include "auth/session.h"
#include "core/util.h"
#include "net/conn.h"
#include "tests/scenario/scn_step.h"

static uint64_t
users(const struct scn_rig *r)
{
	return r->server->world->n_users;
}

static uint64_t
unknown(const struct scn_rig *r)
{
	return r->server->world->n_unregistered;
}

static uint64_t
opers(const struct scn_rig *r)
{
	return r->server->world->n_opers;
}

static uint64_t
invisible(const struct scn_rig *r)
{
	return r->server->world->n_invisible;
}

static uint64_t
channels(const struct scn_rig *r)
{
	return r->server->world->channels.count;
}

static uint64_t
batches(const struct scn_rig *r)
{
	return r->server->world->n_batches;
}

static uint64_t
connections(const struct scn_rig *r)
{
	return net_stats(r->server->net).conns;
}

static uint64_t
sendq_closed(const struct scn_rig *r)
{
	return net_stats(r->server->net).sendq_closed;
}

static uint64_t
ident_dialled(const struct scn_rig *r)
{
	return r->ident.n_dialled;
}

static uint64_t
ident_waiting(const struct scn_rig *r)
{
	return ident_count(gate_ident(r->server->gate));
}

static uint64_t
rehashes(const struct scn_rig *r)
{
	return r->n_rehash;
}

static const struct {
	struct view word;
	uint64_t (*get)(const struct scn_rig *r);
} figures[] = {
	{ VIEW_INIT("users"), users },
	{ VIEW_INIT("unknown"), unknown },
	{ VIEW_INIT("opers"), opers },
	{ VIEW_INIT("invisible"), invisible },
	{ VIEW_INIT("channels"), channels },
	{ VIEW_INIT("batches"), batches },
	{ VIEW_INIT("connections"), connections },
	{ VIEW_INIT("sendq-closed"), sendq_closed },
	{ VIEW_INIT("ident-dialled"), ident_dialled },
	{ VIEW_INIT("ident-waiting"), ident_waiting },
	{ VIEW_INIT("rehashes"), rehashes },
};

static bool
expect_died(struct scn *s, struct view reason)
{
	struct view got = view_z(s->rig.died);

	return view_eq(reason, got) ||
		scn_fault(s, "expected DIE with \"%.*s\"\n#   got      \"%.*s\"", VIEW_ARG(reason),
			VIEW_ARG(got));
}

static bool
expect_queued(struct scn *s, struct view most)
{
	const struct world *w = s->rig.server->world;
	uint32_t limit;

	if (view_to_u32(most, &limit) == -1)
		return scn_fault(s, "not a number");
	LIST_FOR_EACH (it, &w->users) {
		const struct client *c = client_of_world_link(it);

		if (session_counts(c->session).sendq > limit)
			return scn_fault(s, "%" PRIu32 " bytes wait for %s", session_counts(c->session).sendq,
				c->nick);
	}
	return true;
}

bool
scn_expect(struct scn *s, struct view what)
{
	struct view word;
	uint64_t wanted;

	if (!view_cut(&what, ' ', &word))
		return scn_fault(s, "expect what?");
	if (s->rig.live != NULL)
		return true; /* nobody can look into a process; what clients hear is worth running it for */
	if (view_eq(word, VIEW("died")))
		return expect_died(s, what);
	if (view_eq(word, VIEW("queued-at-most")))
		return expect_queued(s, what);
	if (view_to_u64(what, &wanted) == -1)
		return scn_fault(s, "not a number");
	for (size_t i = 0; i < ARRAY_LEN(figures); i++) {
		uint64_t got;

		if (!view_eq(word, figures[i].word))
			continue;
		got = figures[i].get(&s->rig);
		return got == wanted ||
			scn_fault(s, "expected %.*s %" PRIu64 "\n#   got      %" PRIu64, VIEW_ARG(word),
				wanted, got);
	}
	return scn_fault(s, "no such figure");
}
