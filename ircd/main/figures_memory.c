#include "main/figures_memory.h"

#include <inttypes.h>
#include <stdio.h>

#include "auth/session.h"
#include "core/handle.h"
#include "net/line.h"
#include "state/account.h"
#include "state/channel.h"
#include "state/member.h"

/* What must be counted one by one. */
struct counted {
	uint64_t members, queued, on_tls;
};

static struct counted
count(const struct world *w)
{
	struct counted n = { 0, 0, 0 };

	LIST_FOR_EACH (it, &w->users) {
		const struct client *c = client_of_world_link(it);

		n.members += c->n_channels;
		n.on_tls += c->is_secure;
		n.queued += c->session != NULL ? session_counts(c->session).sendq : 0;
	}
	return n;
}

void
figures_memory(const struct server *s, control_emit_fn *emit, void *to)
{
	const struct world *w = s->world;
	struct counted n = count(w);
	const struct {
		const char *what;
		uint64_t count;
		size_t each; /* bytes */
	} rows[] = {
		{ "clients", handle_count(w->clients), sizeof(struct client) + sizeof(struct session) },
		{ "channels", w->channels.count, sizeof(struct channel) },
		{ "members of channels", n.members, sizeof(struct member) },
		{ "accounts", account_set_count(&w->accounts), sizeof(struct account) },
		{ "slabs of lines", slab_count(), sizeof(struct slab) + LINE_SLAB_SIZE },
	};
	char line[200];

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		(void)snprintf(line, sizeof(line), "%s %" PRIu64 ", %zu bytes each: %" PRIu64, rows[i].what,
			rows[i].count, rows[i].each, rows[i].count * rows[i].each);
		emit(to, line);
	}
	(void)snprintf(line, sizeof(line),
		"send queues %" PRIu64 " bytes, in the slabs or in copies of theirs", n.queued);
	emit(to, line);
	(void)snprintf(line, sizeof(line),
		"on TLS %" PRIu64 " users; registered channels %zu; open batches %zu", n.on_tls,
		w->n_registered, w->n_batches);
	emit(to, line);
}
