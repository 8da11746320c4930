/* DNS messages put together for tests. */
#ifndef CONCLAVE_UNIT_NET_DNS_BYTES_H
#define CONCLAVE_UNIT_NET_DNS_BYTES_H

#include <stddef.h>
#include <stdint.h>

#include "core/view.h"
#include "net/dns_answer.h"

struct dns_bytes {
	uint8_t p[65536];
	size_t n;
};

#define DNS_FLAGS_OK 0x8180u /* an answer, recursion */

/* Header and question; counts no answers yet. */
void dns_begin(struct dns_bytes *d, unsigned flags, const char *question, unsigned type);
/* "a.b" as labels and the root; bytes of labels as they are. */
void dns_put_name(struct dns_bytes *d, const char *name);
void dns_put16(struct dns_bytes *d, unsigned n);
/* A row of the answer with any data. */
void dns_row(struct dns_bytes *d, const char *owner, unsigned type, uint32_t ttl_s, struct view data);
/* Its data is a name. */
void dns_row_name(struct dns_bytes *d, const char *owner, unsigned type, uint32_t ttl_s, const char *name);
struct view dns_view(const struct dns_bytes *d);

#endif
