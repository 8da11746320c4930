/* What operators are told of links: a line of the log and a server notice (letter l). */
#ifndef CONCLAVE_LINK_LINK_NEWS_H
#define CONCLAVE_LINK_LINK_NEWS_H

#include "core/util.h"

struct links;

#define LINK_NEWS_LEN 400 /* bytes; longer ones are cut */

/* Begins with the name of the server that it is about. */
void link_news(struct links *ls, const char *fmt, ...) PRINTF_LIKE(2, 3);

#endif
