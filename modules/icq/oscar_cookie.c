#include "icq/oscar_cookie.h"

#include <stdbool.h>

#include "core/mem.h"
#include "core/rng.h"

struct cookie {
	uint32_t uin; /* 0: free */
	uint64_t until_ms;
	uint8_t bytes[OSCAR_COOKIE_BYTES];
};

struct oscar_cookies {
	size_t used; /* places that were ever used: those behind were not */
	struct cookie at[OSCAR_COOKIES_MAX];
};

struct oscar_cookies *
oscar_cookies_new(void)
{
	return mem_zalloc(sizeof(struct oscar_cookies));
}

void
oscar_cookies_free(struct oscar_cookies *c)
{
	mem_free(c);
}

/* A free place, else that of the oldest. */
static struct cookie *
place(struct oscar_cookies *c, uint64_t now_ms)
{
	struct cookie *oldest = &c->at[0];

	for (size_t i = 0; i < c->used; i++) {
		if (c->at[i].uin == 0 || now_ms >= c->at[i].until_ms)
			return &c->at[i];
		if (c->at[i].until_ms < oldest->until_ms)
			oldest = &c->at[i];
	}
	return c->used < OSCAR_COOKIES_MAX ? &c->at[c->used++] : oldest;
}

void
oscar_cookies_give(struct oscar_cookies *c, uint32_t uin, uint64_t now_ms, uint8_t dst[OSCAR_COOKIE_BYTES])
{
	struct cookie *at = place(c, now_ms);

	at->uin = uin;
	at->until_ms = now_ms + OSCAR_COOKIE_MS;
	rng_bytes(at->bytes, sizeof(at->bytes));
	memcpy(dst, at->bytes, sizeof(at->bytes));
}

/* Takes the same time wherever they differ. */
static bool
is_same(const struct cookie *at, const uint8_t *p)
{
	unsigned differ = 0;

	for (size_t i = 0; i < OSCAR_COOKIE_BYTES; i++)
		differ |= (unsigned)(at->bytes[i] ^ p[i]);
	return differ == 0 && at->uin != 0;
}

uint32_t
oscar_cookies_take(struct oscar_cookies *c, struct view cookie, uint64_t now_ms)
{
	uint8_t p[OSCAR_COOKIE_BYTES];
	uint32_t uin = 0;

	if (cookie.n != sizeof(p))
		return 0;
	memcpy(p, cookie.p, sizeof(p));
	for (size_t i = 0; i < c->used; i++) {
		struct cookie *at = &c->at[i];

		if (!is_same(at, p))
			continue;
		if (now_ms < at->until_ms)
			uin = at->uin;
		*at = (struct cookie){ .uin = 0 };
	}
	return uin;
}

size_t
oscar_cookies_count(const struct oscar_cookies *c)
{
	size_t n = 0;

	for (size_t i = 0; i < c->used; i++)
		n += c->at[i].uin != 0;
	return n;
}
