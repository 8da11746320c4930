/*
 * Code pages.  Nothing on the wire says in which one a text is: old clients send that of the system they run on, so it is a setting.
 * Tables are made by iconv(3) when a page is opened, and iconv loads its modules from disk: that is before the jail.  What comes after
 * reads the tables only.
 */
#ifndef CONCLAVE_ICQ_ICQ_CHARSET_H
#define CONCLAVE_ICQ_ICQ_CHARSET_H

#include <stddef.h>
#include <stdint.h>

#include "core/err.h"
#include "core/util.h"
#include "core/view.h"

/* Bytes that n bytes of a page are at most in UTF-8. */
#define ICQ_CHARSET_UTF8_MAX(n) (3 * (n))

/* Not changed once it is open: any number of sessions may share one. */
struct icq_charset;

/* The names, one after the other from 0; NULL past the last.  They are what iconv calls the pages, in lower case, and "utf-8". */
const char *icq_charset_name(size_t i) WARN_UNUSED;
/*
 * icq_charset_open: the page of this name; case does not count.  Other names than those above are refused, whatever iconv knows.
 *   err  a name that is none of them; iconv fails.  Returns NULL
 */
struct icq_charset *icq_charset_open(const char *name, struct err *err) WARN_UNUSED;
void icq_charset_free(struct icq_charset *cs); /* NULL is fine */
/*
 * icq_charset_decode: from the page to UTF-8.  NULL for cs is UTF-8 in all that follows.
 *   out  dst  always valid; U+FFFD for a byte that the page has no letter for.  At most ICQ_CHARSET_UTF8_MAX(bytes.n) bytes; cut between
 *             characters if max is less.  Control bytes stay as they are
 *   ret  bytes written
 */
size_t icq_charset_decode(const struct icq_charset *cs, struct view bytes, char *dst, size_t max) WARN_UNUSED;
/*
 * icq_charset_encode: from UTF-8 to the page.
 *   out  dst  what the page lacks becomes what looks like it (quotation marks, dashes, dots) or '?'; marks that it lacks are left out;
 *             so does a byte that is no UTF-8.  Never longer than the text; cut between characters if max is less
 *   ret  bytes written
 */
size_t icq_charset_encode(const struct icq_charset *cs, struct view text, char *dst, size_t max) WARN_UNUSED;
/*
 * icq_charset_put_first: the same for the first character of a text that is not empty.
 *   out  *took  its bytes in the text
 *   ret  bytes written, not more than it took; 0 for a mark that the page lacks
 */
size_t
icq_charset_put_first(const struct icq_charset *cs, struct view text, char dst[4], size_t *took) WARN_UNUSED;
/*
 * The byte FE separates fields in messages (icq_fields.h), and most pages have a letter there.  What stands for that letter within a
 * field: the same letter of the other case, where there is one.
 */
char icq_charset_for_fe(const struct icq_charset *cs) WARN_UNUSED;

#endif
