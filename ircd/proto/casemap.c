/*
 * Folding by table, one for each casemapping.  `current` is the only state of this folder: it is set once, before any name is
 * folded, for a hash that was made under one casemapping is useless under the other.
 */
#include "proto/casemap.h"

#include <assert.h>
#include <stddef.h>

#include "core/hash.h"
#include "proto/casemap_priv.h"

#define HASH_SHORT 64 /* every nick and channel name fits */
#define HASH_LONG  1024

/* 16 bytes that fold to b, b + 1 .. b + 15. */
#define ROW(b)                                                                                          \
	(b), (b) + 1, (b) + 2, (b) + 3, (b) + 4, (b) + 5, (b) + 6, (b) + 7, (b) + 8, (b) + 9, (b) + 10, \
		(b) + 11, (b) + 12, (b) + 13, (b) + 14, (b) + 15
#define ROWS_BELOW_64 ROW(0x00), ROW(0x10), ROW(0x20), ROW(0x30)
/* '@' stays, A..O fold. */
#define ROW_64	       0x40, 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', 'n', 'o'
#define ROW_80_LETTERS 'p', 'q', 'r', 's', 't', 'u', 'v', 'w', 'x', 'y', 'z'
#define ROWS_FROM_96                                                                                       \
	ROW(0x60), ROW(0x70), ROW(0x80), ROW(0x90), ROW(0xa0), ROW(0xb0), ROW(0xc0), ROW(0xd0), ROW(0xe0), \
		ROW(0xf0)

static const unsigned char fold_rfc1459[256] = { ROWS_BELOW_64, ROW_64, ROW_80_LETTERS, '{', '|', '}', '~',
	'_', ROWS_FROM_96 };
static const unsigned char fold_ascii[256] = { ROWS_BELOW_64, ROW_64, ROW_80_LETTERS, '[', '\\', ']', '^',
	'_', ROWS_FROM_96 };

static enum casemap current = CASEMAP_RFC1459;
static const unsigned char *current_table = fold_rfc1459;

void
casemap_set(enum casemap which)
{
	current = which;
	current_table = which == CASEMAP_ASCII ? fold_ascii : fold_rfc1459;
}

enum casemap
casemap_get(void)
{
	return current;
}

const char *
casemap_name(enum casemap which)
{
	switch (which) {
	case CASEMAP_RFC1459:
		return "rfc1459";
	case CASEMAP_ASCII:
		return "ascii";
	}
	assert(which == CASEMAP_ASCII); /* not a casemapping */
	return "";
}

const unsigned char *
casemap_table(void)
{
	return current_table;
}

char
casemap_fold(char c)
{
	return (char)current_table[(unsigned char)c];
}

bool
casemap_eq(struct view a, struct view b)
{
	const unsigned char *fold = current_table;

	if (a.n != b.n)
		return false;
	for (size_t i = 0; i < a.n; i++) {
		unsigned char x = (unsigned char)a.p[i], y = (unsigned char)b.p[i];

		if (x != y && fold[x] != fold[y])
			return false;
	}
	return true;
}

static uint64_t
hash_folded(struct view v, char *room)
{
	const unsigned char *fold = current_table;

	for (size_t i = 0; i < v.n; i++)
		room[i] = (char)fold[(unsigned char)v.p[i]];
	return hash_bytes(view_of(room, v.n));
}

/* A frame of its own, for the compiler zeroes buffers on the stack, and names are short. */
static uint64_t
hash_long(struct view v)
{
	char room[HASH_LONG];

	return hash_folded(view_left(v, sizeof(room)), room);
}

uint64_t
casemap_hash(struct view v)
{
	char room[HASH_SHORT];

	if (UNLIKELY(v.n > sizeof(room)))
		return hash_long(v);
	return hash_folded(v, room);
}
