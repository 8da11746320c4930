#include "tests/unit/net/dns_bytes.h"

#include <string.h>

void
dns_put16(struct dns_bytes *d, unsigned n)
{
	d->p[d->n++] = (uint8_t)(n >> 8);
	d->p[d->n++] = (uint8_t)n;
}

void
dns_put_name(struct dns_bytes *d, const char *name)
{
	struct view rest = view_z(name), label;

	while (rest.n != 0 && view_cut(&rest, '.', &label)) {
		d->p[d->n++] = (uint8_t)label.n;
		memcpy(d->p + d->n, label.p, label.n);
		d->n += label.n;
	}
	d->p[d->n++] = 0;
}

void
dns_begin(struct dns_bytes *d, unsigned flags, const char *question, unsigned type)
{
	d->n = 0;
	dns_put16(d, 0x1234);
	dns_put16(d, flags);
	dns_put16(d, 1);
	for (unsigned i = 0; i < 3; i++)
		dns_put16(d, 0);
	dns_put_name(d, question);
	dns_put16(d, type);
	dns_put16(d, 1);
}

void
dns_row(struct dns_bytes *d, const char *owner, unsigned type, uint32_t ttl_s, struct view data)
{
	unsigned count = (unsigned)(d->p[6] << 8 | d->p[7]) + 1;

	d->p[6] = (uint8_t)(count >> 8);
	d->p[7] = (uint8_t)count;
	dns_put_name(d, owner);
	dns_put16(d, type);
	dns_put16(d, 1);
	dns_put16(d, ttl_s >> 16);
	dns_put16(d, ttl_s & 0xffff);
	dns_put16(d, (unsigned)data.n);
	memcpy(d->p + d->n, data.p, data.n);
	d->n += data.n;
}

void
dns_row_name(struct dns_bytes *d, const char *owner, unsigned type, uint32_t ttl_s, const char *name)
{
	static struct dns_bytes data;

	data.n = 0;
	dns_put_name(&data, name);
	dns_row(d, owner, type, ttl_s, dns_view(&data));
}

struct view
dns_view(const struct dns_bytes *d)
{
	return view_of(d->p, d->n);
}
