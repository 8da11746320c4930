#include "route/snotice.h"

#include <stdarg.h>
#include <stdio.h>

#include "route/reply.h"

void
snotice_send(struct route *rt, enum snotice what, const char *fmt, ...)
{
	const struct world *w = route_world(rt);
	char text[MSG_BODY_MAX] = "";
	va_list ap;

	for (size_t i = 0; i < w->n_snotices; i++) {
		const struct snotice_watch *s = &w->snotices[i];

		if ((s->mask & 1u << what) == 0)
			continue;
		if (text[0] == '\0') {
			va_start(ap, fmt);
			(void)vsnprintf(text, sizeof(text), fmt, ap);
			va_end(ap);
		}
		reply_noticef(rt, s->client, "*** %s: %s", snotice_table[what].name, text);
	}
}
