/*
 * Cookies: what a login gives, and the connection after it shows.  Of random bytes, good for one time and one minute, and for the UIN that has
 * logged in: the client does not say once more who it is.
 */
#ifndef CONCLAVE_ICQ_OSCAR_COOKIE_H
#define CONCLAVE_ICQ_OSCAR_COOKIE_H

#include <stddef.h>
#include <stdint.h>

#include "core/util.h"
#include "core/view.h"

enum {
	OSCAR_COOKIE_BYTES = 32,
	OSCAR_COOKIE_MS = 60000,
	OSCAR_COOKIES_MAX = 1024 /* at once; the oldest is forgotten */
};

struct oscar_cookies;

struct oscar_cookies *oscar_cookies_new(void) WARN_UNUSED;
void oscar_cookies_free(struct oscar_cookies *c);
void
oscar_cookies_give(struct oscar_cookies *c, uint32_t uin, uint64_t now_ms, uint8_t dst[OSCAR_COOKIE_BYTES]);
/* Whose it is, and it is gone; 0: nobody's, or too old. */
uint32_t oscar_cookies_take(struct oscar_cookies *c, struct view cookie, uint64_t now_ms) WARN_UNUSED;
size_t oscar_cookies_count(const struct oscar_cookies *c);

#endif
