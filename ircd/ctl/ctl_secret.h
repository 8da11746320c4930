/* Passwords as conclavectl gets them: typed without echo, from a pipe, or drawn. */
#ifndef CONCLAVE_CTL_CTL_SECRET_H
#define CONCLAVE_CTL_CTL_SECRET_H

#include <stdbool.h>
#include <stddef.h>

#include "core/err.h"
#include "core/util.h"

#define CTL_SECRET_MAX	 256 /* bytes of a password */
#define CTL_SECRET_DRAWN 20  /* characters of one that is drawn, where as many can be: 100 bits */

/*
 * One line of standard input, without its end, 1..CTL_SECRET_MAX bytes; typed twice if it is typed and `twice`.
 *   ret  0, or -1 with *e: empty, too long, not the same
 */
int ctl_secret_read(bool twice, char dst[CTL_SECRET_MAX + 1], struct err *e) WARN_UNUSED;
/* Letters and digits that can't be mistaken for each other. */
void ctl_secret_draw(char dst[CTL_SECRET_DRAWN + 1], size_t n); /* n characters, 1..CTL_SECRET_DRAWN */
void ctl_secret_wipe(char dst[CTL_SECRET_MAX + 1]);

#endif
