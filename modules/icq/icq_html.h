/* HTML as clients of ICQ and AIM send it in messages, and plain text.  Both directions take one pass, without memory of their own. */
#ifndef CONCLAVE_ICQ_ICQ_HTML_H
#define CONCLAVE_ICQ_ICQ_HTML_H

#include <stdbool.h>
#include <stddef.h>

#include "core/util.h"
#include "core/view.h"

/* Bytes that n bytes of plain text are at most in HTML. */
#define ICQ_HTML_MAX(n) (5 * (n))

/* It begins with "<HTML", in any case and behind blanks: some clients send nothing else, others plain text, and none of them says so. */
bool icq_html_is(struct view text) WARN_UNUSED;
/*
 * icq_html_to_plain: without its tags.
 *   in   html  any bytes
 *   out  dst   <BR>, and paragraphs and the like, become line feeds, other white space is a blank; entities become their letters in UTF-8;
 *              comments, scripts, styles and titles are left out, to the end where they are not closed; a '<' that begins no tag is
 *              text.  The address of a link follows in brackets, unless the link says it already.  Valid UTF-8 if html is; control
 *              characters that html has stay, entities make none.  Never longer than html; cut between characters if max is less
 *   ret  bytes written
 */
size_t icq_html_to_plain(struct view html, char *dst, size_t max) WARN_UNUSED;
/*
 * icq_html_from_plain: & < > become entities, line feeds <BR>.
 *   out  dst  at most ICQ_HTML_MAX(text.n) bytes; cut between characters if max is less, never within an entity
 *   ret  bytes written
 */
size_t icq_html_from_plain(struct view text, char *dst, size_t max) WARN_UNUSED;

#endif
