#include "guard/tally.h"

#include "core/mem.h"

struct slot {
	uint64_t key, since_ms;
	uint32_t n;
	uint32_t member[TALLY_MEMBERS];
};

struct tally {
	struct slot slot[TALLY_SLOTS];
};

struct tally *
tally_new(void)
{
	return mem_zalloc(sizeof(struct tally));
}

void
tally_free(struct tally *t)
{
	mem_free(t);
}

static bool
has_member(const struct slot *s, uint32_t member)
{
	for (uint32_t i = 0; member != TALLY_NO_MEMBER && i < s->n && i < TALLY_MEMBERS; i++)
		if (s->member[i] == member)
			return true;
	return false;
}

bool
tally_takes(struct tally *t, const struct tally_ask *ask, const struct conf_rate *rate)
{
	struct slot *s = &t->slot[ask->key % TALLY_SLOTS];

	if (rate->count == 0)
		return true;
	if (s->key != ask->key || s->n == 0 || ask->now_ms - s->since_ms >= rate->per_ms) {
		s->key = ask->key;
		s->since_ms = ask->now_ms;
		s->n = 0;
	}
	if (has_member(s, ask->member))
		return true;
	if (s->n >= rate->count)
		return false;
	if (s->n < TALLY_MEMBERS)
		s->member[s->n] = ask->member;
	s->n++;
	return true;
}
