/* Pure functions.  What they accept is what conclave.conf(5) promises. */
#include "conf/conf_value.h"

#include <inttypes.h>
#include <stdio.h>

struct unit {
	char letter;
	uint64_t factor;
};

/* Falling, as they are written one behind the other. */
static const struct unit times[] = {
	{ 'd', 86400000 },
	{ 'h', 3600000 },
	{ 'm', 60000 },
	{ 's', 1000 },
};
static const struct unit sizes[] = {
	{ 'G', UINT64_C(1) << 30 },
	{ 'M', UINT64_C(1) << 20 },
	{ 'K', 1024 },
};

static size_t
count_digits(struct view v)
{
	size_t n = 0;

	while (n < v.n && v.p[n] >= '0' && v.p[n] <= '9')
		n++;
	return n;
}

/* *sum += number * factor, or -1. */
static int
add_product(uint64_t *sum, struct view digits, uint64_t factor)
{
	uint64_t n;

	if (view_to_u64(digits, &n) == -1 || n > (UINT64_MAX - *sum) / factor)
		return -1;
	*sum += n * factor;
	return 0;
}

int
conf_value_time(struct view v, uint64_t *ms)
{
	uint64_t sum = 0;
	size_t u = 0;

	if (v.n == 0)
		return -1;
	while (v.n != 0) {
		size_t digits = count_digits(v);

		if (digits == v.n)
			return -1;
		while (u < ARRAY_LEN(times) && times[u].letter != v.p[digits])
			u++;
		if (u == ARRAY_LEN(times) || add_product(&sum, view_left(v, digits), times[u].factor) == -1)
			return -1;
		u++;
		v = view_skip(v, digits + 1);
	}
	*ms = sum;
	return 0;
}

int
conf_value_rate(struct view v, uint32_t *count, uint64_t *per_ms)
{
	struct view n;

	if (view_eq(v, VIEW("0"))) {
		*count = 0;
		*per_ms = 0;
		return 0;
	}
	if (!view_cut(&v, ':', &n) || view_to_u32(n, count) == -1 || *count == 0 ||
		conf_value_time(v, per_ms) == -1)
		return -1;
	return *per_ms >= 1000 && *per_ms <= times[0].factor ? 0 : -1;
}

int
conf_value_size(struct view v, uint64_t *bytes)
{
	size_t digits = count_digits(v);
	uint64_t factor = 0, sum = 0;

	if (digits == v.n)
		factor = 1;
	for (size_t u = 0; factor == 0 && u < ARRAY_LEN(sizes); u++)
		if (digits + 1 == v.n && v.p[digits] == sizes[u].letter)
			factor = sizes[u].factor;
	if (factor == 0 || add_product(&sum, view_left(v, digits), factor) == -1)
		return -1;
	*bytes = sum;
	return 0;
}

int
conf_value_bool(struct view v, bool *out)
{
	static const struct {
		struct view word;
		bool value;
	} words[] = {
		{ VIEW_INIT("yes"), true },
		{ VIEW_INIT("no"), false },
		{ VIEW_INIT("true"), true },
		{ VIEW_INIT("false"), false },
		{ VIEW_INIT("on"), true },
		{ VIEW_INIT("off"), false },
	};

	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (view_eq(v, words[i].word)) {
			*out = words[i].value;
			return 0;
		}
	return -1;
}

int
conf_value_mode(struct view v, uint32_t *mode)
{
	uint32_t m = 0;

	if (v.n != 3 && v.n != 4)
		return -1;
	for (size_t i = 0; i < v.n; i++) {
		if (v.p[i] < '0' || v.p[i] > '7')
			return -1;
		m = m * 8 + (uint32_t)(v.p[i] - '0');
	}
	if (m > 0777)
		return -1;
	*mode = m;
	return 0;
}

static int
hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

int
conf_value_hex(struct view v, uint8_t *out, size_t n)
{
	bool colons = v.n == 3 * n - 1;
	size_t step = colons ? 3 : 2;

	if (!colons && v.n != 2 * n)
		return -1;
	for (size_t i = 0; i < n; i++) {
		int high = hex_digit(v.p[i * step]), low = hex_digit(v.p[i * step + 1]);

		if (high == -1 || low == -1 || (colons && i != n - 1 && v.p[i * step + 2] != ':'))
			return -1;
		out[i] = (uint8_t)(high * 16 + low);
	}
	return 0;
}

/* The largest unit that divides the value without rest; no unit where none does. */
static const char *
unit_text(uint64_t value, const struct unit *unit, size_t n_units, char dst[CONF_VALUE_TEXT])
{
	for (size_t u = 0; u < n_units; u++)
		if (value != 0 && value % unit[u].factor == 0) {
			(void)snprintf(dst, CONF_VALUE_TEXT, "%" PRIu64 "%c", value / unit[u].factor,
				unit[u].letter);
			return dst;
		}
	(void)snprintf(dst, CONF_VALUE_TEXT, "%" PRIu64, value);
	return dst;
}

const char *
conf_value_time_text(uint64_t ms, char dst[CONF_VALUE_TEXT])
{
	if (ms % 1000 != 0) {
		(void)snprintf(dst, CONF_VALUE_TEXT, "%" PRIu64 "ms", ms);
		return dst;
	}
	if (ms == 0) {
		(void)snprintf(dst, CONF_VALUE_TEXT, "0s");
		return dst;
	}
	return unit_text(ms, times, ARRAY_LEN(times), dst);
}

const char *
conf_value_size_text(uint64_t bytes, char dst[CONF_VALUE_TEXT])
{
	return unit_text(bytes, sizes, ARRAY_LEN(sizes), dst);
}
