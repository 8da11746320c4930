/* A ring.  Who said a message is a handle, so that a nick change takes nothing away and a nick taken over gives nothing. */
#include "state/recent.h"

#include <string.h>

#include "core/hash.h"
#include "core/mem.h"
#include "state/channel.h"

struct recent {
	size_t next;
	struct {
		struct handle by;
		char msgid[RECENT_MSGID]; /* begins with NUL: free */
	} said[RECENT_MAX];
};

/* An id of ours is kept as it is, of another one a hash; the byte in front of that is in none of ours. */
static void
key_of(struct view msgid, char key[RECENT_MSGID])
{
	uint64_t hash;

	if (msgid.n == RECENT_MSGID) {
		memcpy(key, msgid.p, RECENT_MSGID);
		return;
	}
	hash = hash_bytes(msgid);
	memset(key, '#', RECENT_MSGID);
	memcpy(key + 1, &hash, sizeof(hash));
}

void
recent_add(struct channel *ch, struct view msgid, const struct client *by)
{
	struct recent *r = ch->recent;

	if (r == NULL)
		r = ch->recent = mem_zalloc(sizeof(*r));
	r->said[r->next].by = by->handle;
	key_of(msgid, r->said[r->next].msgid);
	r->next = (r->next + 1) % RECENT_MAX;
}

/* RECENT_MAX when it is not there. */
static size_t
find(const struct recent *r, struct view msgid)
{
	char key[RECENT_MSGID];
	size_t i = 0;

	if (r == NULL || msgid.n == 0)
		return RECENT_MAX;
	key_of(msgid, key);
	while (i < RECENT_MAX && memcmp(r->said[i].msgid, key, RECENT_MSGID) != 0)
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
