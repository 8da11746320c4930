/* The grammar of names, byte by byte.  ASCII by value, never by locale. */
#include "proto/names.h"

#include <stddef.h>

#include "core/utf8.h"
#include "proto/limits.h"

static inline bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static inline bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* RFC 2812 2.3.1, special: [ ] \ ` _ ^ { | } */
static inline bool
is_special(char c)
{
	return (c >= '[' && c <= '`') || (c >= '{' && c <= '}');
}

/* Letters, digits, '.', '-', '_': host names, and the user names that we let through. */
static inline bool
is_host_byte(char c)
{
	return is_letter(c) || is_digit(c) || c == '.' || c == '-' || c == '_';
}

bool
name_is_nick(struct view v, size_t max)
{
	if (v.n == 0 || v.n > max || !(is_letter(v.p[0]) || is_special(v.p[0])))
		return false;
	for (size_t i = 1; i < v.n; i++) {
		char c = v.p[i];

		if (!is_letter(c) && !is_special(c) && !is_digit(c) && c != '-')
			return false;
	}
	return true;
}

bool
name_is_account(struct view v)
{
	if (v.n == 0 || v.n > ACCOUNT_LEN || v.p[0] == ':' || view_has_any(v, VIEW(",!@$*?")))
		return false;
	for (size_t i = 0; i < v.n; i++) {
		unsigned char c = (unsigned char)v.p[i];

		if (c <= ' ' || c == 0x7f)
			return false;
	}
	return utf8_is_valid(v);
}

bool
name_is_channel(struct view v)
{
	if (v.n < 2 || v.n > CHANNEL_LEN || v.p[0] != '#')
		return false;
	for (size_t i = 1; i < v.n; i++) {
		unsigned char c = (unsigned char)v.p[i];

		if (c <= ' ' || c == ',' || c == 0x7f)
			return false;
	}
	return utf8_is_valid(v);
}

bool
name_looks_like_channel(struct view v)
{
	return v.n != 0 && v.p[0] == '#';
}

bool
name_is_key(struct view v)
{
	if (v.n == 0 || v.n > KEY_LEN || v.p[0] == ':')
		return false;
	for (size_t i = 0; i < v.n; i++) {
		if (v.p[i] <= ' ' || v.p[i] > '~' || v.p[i] == ',')
			return false;
	}
	return true;
}

static bool
is_end_byte(char c)
{
	return c != '.' && c != '-';
}

bool
name_is_host(struct view v)
{
	bool letter = false;

	if (v.n == 0 || v.n > HOST_LEN || !is_end_byte(v.p[0]) || !is_end_byte(v.p[v.n - 1]))
		return false;
	for (size_t i = 0; i < v.n; i++) {
		if (!is_host_byte(v.p[i]) && v.p[i] != '/')
			return false;
		letter |= is_letter(v.p[i]);
	}
	return letter;
}

bool
name_is_server(struct view v)
{
	bool dot = false;

	if (v.n == 0 || v.n > SERVER_NAME_LEN)
		return false;
	for (size_t i = 0; i < v.n; i++) {
		if (!is_host_byte(v.p[i]))
			return false;
		dot |= v.p[i] == '.';
	}
	return dot;
}

size_t
name_clean_user(struct view v, char *dst)
{
	size_t n = 0;

	for (size_t i = 0; i < v.n && n < USER_LEN; i++) {
		if (is_host_byte(v.p[i]))
			dst[n++] = v.p[i];
	}
	dst[n] = '\0';
	return n;
}

static inline bool
is_upper_or_digit(char c)
{
	return (c >= 'A' && c <= 'Z') || is_digit(c);
}

bool
name_is_sid(struct view v)
{
	return v.n == SID_LEN && is_digit(v.p[0]) && is_upper_or_digit(v.p[1]) && is_upper_or_digit(v.p[2]);
}

bool
name_is_uid(struct view v)
{
	if (v.n != UID_LEN || !name_is_sid(view_left(v, SID_LEN)) || is_digit(v.p[SID_LEN]))
		return false;
	for (size_t i = SID_LEN; i < UID_LEN; i++) {
		if (!is_upper_or_digit(v.p[i]))
			return false;
	}
	return true;
}

bool
name_is_remote_nick(struct view v, size_t max)
{
	return name_is_nick(v, max) || name_is_uid(v);
}

bool
name_is_remote_user(struct view v)
{
	if (v.n == 0 || v.n > USER_LEN)
		return false;
	for (size_t i = 0; i < v.n; i++) {
		if (!is_host_byte(v.p[i]) && !is_special(v.p[i]) && v.p[i] != '~')
			return false;
	}
	return true;
}

bool
name_is_remote_host(struct view v)
{
	if (v.n == 0 || v.n > HOST_LEN || v.p[0] == ':')
		return false;
	for (size_t i = 0; i < v.n; i++) {
		if (!is_host_byte(v.p[i]) && v.p[i] != ':' && v.p[i] != '/')
			return false;
	}
	return true;
}
