/*
 * Text between IRC and ICQ.  Within the gateway it is UTF-8, with line feeds as its only control characters; what comes from either side
 * is made so here, and cut here into what the other side takes.
 */
#ifndef CONCLAVE_ICQ_ICQ_TEXT_H
#define CONCLAVE_ICQ_ICQ_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "core/util.h"
#include "core/view.h"

struct icq_charset;

#define ICQ_TEXT_PIECE_MIN  4	/* no limit may be lower: a character that is longest in UTF-8 */
#define ICQ_TEXT_PACKET_MAX 450 /* text of one packet that old clients take */
/* Bytes that n bytes become at most when they are cleaned: any of them may be no UTF-8. */
#define ICQ_TEXT_MAX(n)			      (3 * (n))
#define ICQ_TEXT_FROM_IRC_MAX(said_n, nick_n) (3 * (said_n) + (nick_n) + 3)

/*
 * icq_text_clean: what an ICQ client sent, when it is UTF-8 already.
 *   out  dst  CR LF, CR and the line separators of Unicode are line feeds, a tab is a blank; other control characters are left out, so that
 *             no line and no CTCP comes from it; U+FFFD for a byte that is no UTF-8.  At most ICQ_TEXT_MAX(raw.n) bytes; cut between
 *             characters if max is less
 *   ret  bytes written
 */
size_t icq_text_clean(struct view raw, char *dst, size_t max) WARN_UNUSED;
/* It is an ACTION of CTCP: its text already says who. */
bool icq_text_is_action(struct view said) WARN_UNUSED;
/*
 * icq_text_from_irc: what somebody says in a PRIVMSG or NOTICE.
 *   in   nick  who
 *   out  dst   without formatting, clean as above; an action as "* nick does"; nothing for any other CTCP.  At most
 *              ICQ_TEXT_FROM_IRC_MAX() bytes; cut between characters if max is less
 *   ret  bytes written
 */
size_t icq_text_from_irc(struct view said, struct view nick, char *dst, size_t max) WARN_UNUSED;
/*
 * icq_text_line: the next line for IRC.
 *   in   max    bytes of a line, at least ICQ_TEXT_PIECE_MIN
 *   in/out *rest  what is left
 *   out  *line  a view of it, never empty and without line feeds.  What is longer than max is cut at a blank if one is near, else where a
 *               character ends with its marks, else where any character ends.  Blanks at a cut, and empty lines, are left out; nothing
 *               else is
 *   ret  false: nothing was left
 */
bool icq_text_line(struct view *rest, size_t max, struct view *line) WARN_UNUSED;
/*
 * icq_text_piece: the next part of a text for one packet; the same, but that line feeds stay within a part, and where possible a part ends at
 * one.
 *   in   max  bytes that the part may have when icq_text_encode() has put it into this page (NULL: UTF-8)
 */
bool
icq_text_piece(struct view *rest, const struct icq_charset *cs, size_t max, struct view *piece) WARN_UNUSED;
/*
 * icq_text_encode: icq_charset_encode(), and line feeds become CR LF.
 *   ret  bytes written, at most twice the text's
 */
size_t icq_text_encode(const struct icq_charset *cs, struct view text, char *dst, size_t max) WARN_UNUSED;

#endif
