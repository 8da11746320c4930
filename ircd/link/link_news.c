#include "link/link_news.h"

#include <stdarg.h>
#include <stdio.h>

#include "core/log.h"
#include "link/link_priv.h"
#include "route/snotice.h"

void
link_news(struct links *ls, const char *fmt, ...)
{
	char text[LINK_NEWS_LEN + 1];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	log_info("link", "%s", text);
	snotice_send(ls->env.route, SNOTICE_LINK, "%s", text);
}
