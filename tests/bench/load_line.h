/*
 * A received line, looked at only as far as the generator needs; and the text that carries time, sender and
 * number.
 */
#ifndef CONCLAVE_BENCH_LOAD_LINE_H
#define CONCLAVE_BENCH_LOAD_LINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum load_line_kind {
	LINE_OTHER,
	LINE_PRIVMSG,
	LINE_PING, /* text: all parameters, as a PONG has to repeat them */
	LINE_PONG,
	LINE_MOTD_END,	/* 376 or 422 */
	LINE_NAMES_END, /* 366 */
	LINE_PART,
	LINE_ERROR,
};

struct load_line {
	enum load_line_kind kind;
	const char *text; /* PRIVMSG: after " :" */
	size_t text_len;
};

void load_line_parse(struct load_line *line, const char *p, size_t n);

enum { STAMP_TEXT = 60 }; /* bytes of a measured message's text */

struct load_stamp {
	uint64_t at_ns;	 /* the low 40 bits survive: 18 minutes */
	uint32_t sender; /* 16 bits */
	uint32_t seq;	 /* 24 bits */
};

/* Writes STAMP_TEXT bytes: the stamp in hexadecimal and filling. */
void load_stamp_write(char *text, const struct load_stamp *s);

/* False if the text is not a stamp. */
bool load_stamp_read(struct load_stamp *s, const char *text, size_t n);

/* ns from the stamp's low 40 bits to now. */
uint64_t load_stamp_age(const struct load_stamp *s, uint64_t now_ns);

#endif
