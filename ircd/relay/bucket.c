#include "relay/bucket.h"

#include <stdint.h>

enum { WORTH_A_CALL = 16384 };

/* Thousandths of a byte; 2^64 of them are 18 million gigabytes. */
static uint64_t
depth(const struct bucket *b)
{
	uint64_t quarter = b->rate / 4;

	return (quarter > 0 ? quarter : 1) * 1000;
}

void
bucket_init(struct bucket *b, uint64_t rate, uint64_t now_ms)
{
	*b = (struct bucket){ .rate = rate < UINT64_MAX / 1000000 ? rate : 0, .at_ms = now_ms };
	b->tokens = depth(b);
}

void
bucket_configure(struct bucket *b, uint64_t rate, uint64_t now_ms)
{
	if (rate != b->rate)
		bucket_init(b, rate, now_ms);
}

static void
refill(struct bucket *b, uint64_t now_ms)
{
	uint64_t passed_ms = now_ms - b->at_ms, missing = depth(b) - b->tokens;

	b->at_ms = now_ms;
	/* A thousandth of the rate a millisecond, in thousandths: the rate itself. */
	if (passed_ms >= 1000 || passed_ms * b->rate >= missing)
		b->tokens += missing;
	else
		b->tokens += passed_ms * b->rate;
}

size_t
bucket_room(struct bucket *b, uint64_t now_ms)
{
	uint64_t worth = depth(b) / 2;

	if (b->rate == 0)
		return SIZE_MAX;
	refill(b, now_ms);
	if (worth > (uint64_t)WORTH_A_CALL * 1000)
		worth = (uint64_t)WORTH_A_CALL * 1000;
	if (worth < 1000)
		worth = 1000;
	if (b->tokens < worth)
		return 0;
	return (size_t)(b->tokens / 1000);
}

void
bucket_take(struct bucket *b, size_t n)
{
	if (b->rate != 0)
		b->tokens -= (uint64_t)n * 1000;
}
