/* A ring.  Who said a message is a handle, so that a nick change takes nothing away and a nick taken over gives nothing. */
#include "state/recent.h"

#include <string.h>

#include "core/mem.h"
#include "state/channel.h"

struct recent {
	size_t next;
	struct {
		struct handle by;
		char msgid[RECENT_MSGID]; /* begins with NUL: free */
	} said[RECENT_MAX];
};

void
recent_add(struct channel *ch, const char *msgid, const struct client *by)
{
	struct recent *r = ch->recent;

	if (r == NULL)
		r = ch->recent = mem_zalloc(sizeof(*r));
	r->said[r->next].by = by->handle;
	memcpy(r->said[r->next].msgid, msgid, RECENT_MSGID);
	r->next = (r->next + 1) % RECENT_MAX;
}

/* RECENT_MAX when it is not there. */
static size_t
find(const struct recent *r, struct view msgid)
{
	size_t i = 0;

	if (r == NULL || msgid.n != RECENT_MSGID)
		return RECENT_MAX;
	while (i < RECENT_MAX && memcmp(r->said[i].msgid, msgid.p, RECENT_MSGID) != 0)
		i++;
	return i;
}

enum redact_verdict
recent_redact(struct channel *ch, const struct client *by, struct view msgid)
{
	const struct member *m = member_find(ch, by);
	size_t i = find(ch->recent, msgid);

	if (m == NULL)
		return REDACT_NOT_MEMBER;
	if (i == RECENT_MAX)
		return REDACT_UNKNOWN;
	if (!member_has_rank(m, RANK_OP) && !handle_eq(ch->recent->said[i].by, by->handle))
		return REDACT_FORBIDDEN;
	ch->recent->said[i].msgid[0] = '\0';
	return REDACT_OK;
}

void
recent_free(struct recent *r)
{
	mem_free(r);
}
