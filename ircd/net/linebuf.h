/*
 * Lines out of bytes.  Reading goes into a buffer shared by all connections of the loop; only an unfinished line is kept with the
 * connection, so an idle connection holds no buffer.
 */
#ifndef CONCLAVE_NET_LINEBUF_H
#define CONCLAVE_NET_LINEBUF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/util.h"
#include "core/view.h"

enum line_result { LINE_OK, LINE_NONE, LINE_TOO_LONG };

struct linebuf {
	char *p; /* unfinished or not yet taken bytes; NULL when there are none */
	uint32_t off, len, cap;
	uint32_t max;  /* longest line with CR LF */
	uint32_t seen; /* bytes from off that hold no LF */
	bool skip;     /* inside a line that was too long: drop until LF */
};

void linebuf_init(struct linebuf *lb, size_t max);
void linebuf_release(struct linebuf *lb);
/* Appends.  The caller bounds what it feeds without taking (RECVQ). */
void linebuf_feed(struct linebuf *lb, struct view bytes);
/*
 * linebuf_cut: linebuf_next() over what is kept followed by *in, without a copy where nothing is kept.
 *   inout *in   new bytes; what was used is cut off its front
 *   out   *line view into lb or into the bytes of *in; dies at the next linebuf_*() call or with those bytes
 *   ret   as linebuf_next(); LINE_NONE: nothing more to take; *in holds at most an unfinished line, to be fed
 */
enum line_result linebuf_cut(struct linebuf *lb, struct view *in, struct view *line) WARN_UNUSED;
/*
 * linebuf_next: take the next complete line.
 *   out   *line  view into lb without CR LF, 1..max-1 bytes; dies at the next linebuf_*() call
 *   ret   LINE_OK | LINE_NONE wait for more | LINE_TOO_LONG: a line passed max; it is skipped up to its end, and reported once
 *   unit  bytes; LF alone also ends a line; empty lines are skipped
 *   cost  each byte is scanned once
 *   src   RFC 1459 2.3 (512), IRCv3 message-tags "Size limit"
 *   why   a full buffer never answers LINE_NONE, or poll() would report it ready for ever
 */
enum line_result linebuf_next(struct linebuf *lb, struct view *line) WARN_UNUSED;
/* Bytes kept, complete lines included: what the RECVQ limit is held against. */
size_t linebuf_pending(const struct linebuf *lb);
/* Gives memory back when nothing is pending. */
void linebuf_trim(struct linebuf *lb);

#endif
