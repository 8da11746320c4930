/*
 * The log.  A line is built on the stack and written by one write(2), so lines of several threads don't mix and a full or
 * closed stderr costs that line, never a stall.  errno is kept, so that logging may stand between a failure and its handling.
 */
#include "config.h"

#include "core/log.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

#include "core/utf8.h"

enum { LINE_MAX_BYTES = 1000, AREA_MAX = 32 };

static const char cut_mark[] = " [cut]";

static const struct {
	char prefix[4]; /* sd-daemon(3) */
	const char *word;
} levels[] = {
	[LOG_LEVEL_ERROR] = { "<3>", "error" },
	[LOG_LEVEL_WARN] = { "<4>", "warn" },
	[LOG_LEVEL_INFO] = { "<6>", "info" },
	[LOG_LEVEL_DEBUG] = { "<7>", "debug" },
};

/* Set before other threads start, read by all. */
static _Atomic(enum log_level) log_max = LOG_LEVEL_INFO; /* changes at a rehash, while workers live */
static bool log_journal;
static log_sink_fn *log_sink;
static void *log_sink_arg;

void
log_init(enum log_level max, bool journal_prefix)
{
	log_max = max;
	log_journal = journal_prefix;
}

void
log_set_level(enum log_level max)
{
	log_max = max;
}

void
log_set_sink(log_sink_fn *fn, void *arg)
{
	log_sink = fn;
	log_sink_arg = arg;
}

/* How many bytes at the front of v can be shown: 0 for controls (C0, DEL, and C1 as UTF-8) and for what is not UTF-8. */
static size_t
printable(struct view v)
{
	size_t n = utf8_first(v);
	unsigned char c = n != 0 ? (unsigned char)v.p[0] : 0;

	if (c < ' ' || c == 0x7f)
		return 0;
	if (n == 2 && c == 0xc2 && (unsigned char)v.p[1] < 0xa0)
		return 0;
	return n;
}

/* Cuts text of `full` bytes, of which size-1 are there, to LINE_MAX_BYTES and makes every byte fit to be shown. */
static void
clean(char *text, size_t full)
{
	if (full > LINE_MAX_BYTES) {
		struct view v = utf8_left(view_z(text), LINE_MAX_BYTES - (sizeof(cut_mark) - 1));

		memcpy(text + v.n, cut_mark, sizeof(cut_mark));
	}
	for (size_t i = 0, n = strlen(text); i < n;) {
		size_t step = printable(view_of(text + i, n - i));

		if (step == 0) {
			text[i] = '?';
			step = 1;
		}
		i += step;
	}
}

static void
write_stderr(enum log_level level, const char *area, const char *text)
{
	char line[LINE_MAX_BYTES + AREA_MAX + 32];
	int n;
	ssize_t r;

	n = snprintf(line, sizeof(line), "%s%s %.*s: %s\n", log_journal ? levels[level].prefix : "",
		levels[level].word, AREA_MAX, area, text);
	if (n < 0)
		return;
	r = write(STDERR_FILENO, line, (size_t)n);
	(void)r; /* there is nowhere to tell */
}

void
log_write(enum log_level level, const char *area, const char *fmt, ...)
{
	char text[LINE_MAX_BYTES + 8]; /* a little more, to see a character across the cut */
	int saved = errno;
	va_list ap;
	int n;

	if (level > log_max)
		return;
	va_start(ap, fmt);
	n = vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	if (n >= 0) {
		clean(text, (size_t)n);
		if (log_sink != NULL)
			log_sink(log_sink_arg, level, area, text);
		else
			write_stderr(level, area, text);
	}
	errno = saved;
}

const char *
log_escape(struct view v, char *dst, size_t size)
{
	static const char hex[] = "0123456789abcdef";
	size_t at = 0;

	if (size == 0)
		return dst;
	while (v.n != 0) {
		char piece[4];
		size_t n = printable(v), take = n;
		const char *from = v.p;

		if (n == 0) {
			unsigned char c = (unsigned char)v.p[0];

			memcpy(piece, (const char[4]){ '\\', 'x', hex[c >> 4], hex[c & 15] }, 4);
			from = piece;
			n = 4;
			take = 1;
		} else if (v.p[0] == '\\') {
			from = "\\\\";
			n = 2;
		}
		if (n > size - 1 - at)
			break;
		memcpy(dst + at, from, n);
		at += n;
		v = view_skip(v, take);
	}
	dst[at] = '\0';
	return dst;
}
