/*
 * User modes: the table, and the one place that changes client.umodes after registration, with the world's
 * counts.
 */
#include <assert.h>

#include "core/util.h"
#include "state/client.h"
#include "state/client_cloak.h"
#include "state/filter.h"
#include "state/mode.h"
#include "state/oper.h"
#include "state/snomask.h"

/* What may keep a private message out. */
#define UMODES_PRIVATE (UMODE_ACCOUNTS | UMODE_NO_CTCP | UMODE_TLS_ONLY | UMODE_CALLERID)

/* clang-format off */
const struct user_mode_def user_modes[] = {
	{ 'B', UMODE_BOT, true, true, "is a bot", "BOT" },
	{ 'C', UMODE_NO_CTCP, true, true, "hears no private CTCP but ACTION", NULL },
	{ 'D', UMODE_DEAF, true, true, "hears nothing that is said in channels", "DEAF" },
	{ 'I', UMODE_HIDE_IDLE, true, true, "WHOIS does not tell how long you are idle", NULL },
	{ 'R', UMODE_ACCOUNTS, true, true, "private messages only from who has an account", NULL },
	{ 'S', UMODE_SERVICE, false, false, "is a network service; their servers set it", NULL },
	{ 'Z', UMODE_TLS, false, false, "is on TLS; the server sets it", NULL },
	{ 'g', UMODE_CALLERID, true, true, "private messages only from who is on your ACCEPT list", "CALLERID" },
	{ 'i', UMODE_INVISIBLE, true, true, "not shown to who shares no channel with you", NULL },
	{ 'o', UMODE_OPER, false, true, "operator; comes with OPER only", NULL },
	{ 'p', UMODE_HIDE_CHANNELS, true, true, "WHOIS shows channels only to who is in them", NULL },
	{ 's', UMODE_SNOTICES, false, true, "hears server notices; operators, with letters of kinds", NULL },
	{ 'w', UMODE_WALLOPS, true, true, "hears WALLOPS", NULL },
	{ 'x', UMODE_CLOAK, true, true, "shows a cloak instead of the address", NULL },
	{ 'z', UMODE_TLS_ONLY, true, true, "private messages only over TLS", NULL },
};
/* clang-format on */
const size_t n_user_modes = ARRAY_LEN(user_modes);

bool
user_mode_is_on(const struct world *w, const struct user_mode_def *def)
{
	return def->bit != UMODE_CLOAK || w->conf.cloak.is_set;
}

static const struct user_mode_def *
user_mode_find(char letter)
{
	for (size_t i = 0; i < n_user_modes; i++) {
		if (user_modes[i].letter == letter)
			return &user_modes[i];
	}
	return NULL;
}

/* A bit of one client came or went: the count of those who have it follows. */
static void
recount(size_t *count, uint64_t was, uint64_t is, uint64_t bit)
{
	if ((was & bit) == (is & bit))
		return;
	if ((is & bit) != 0) {
		(*count)++;
	} else {
		assert(*count > 0);
		(*count)--;
	}
}

void
client_set_modes(struct client *c, uint64_t add, uint64_t remove)
{
	uint64_t was = c->umodes;

	c->umodes = (was | add) & ~remove;
	if (client_is_user(c)) {
		recount(&c->world->n_invisible, was, c->umodes, UMODE_INVISIBLE);
		recount(&c->world->n_opers, was, c->umodes, UMODE_OPER);
	}
	if ((c->umodes & UMODE_OPER) == 0) {
		oper_grant_unref(c->oper);
		c->oper = NULL;
		remove |= UMODE_SNOTICES;
	}
	if ((was & remove & UMODE_SNOTICES) != 0) {
		c->umodes |= UMODE_SNOTICES;
		snomask_set(c, 0);
	}
	if ((was & ~c->umodes & UMODE_CALLERID) != 0)
		filter_forget_call(c);
}

char
client_change_modes(struct client *c, struct view letters, uint64_t *added, uint64_t *removed)
{
	char cloak[HOST_LEN + 1], unknown = 0;
	uint64_t was = c->umodes, want = was;
	bool add = true;

	for (size_t i = 0; i < letters.n; i++) {
		char letter = letters.p[i];
		const struct user_mode_def *def = user_mode_find(letter);

		if (letter == '+' || letter == '-') {
			add = letter == '+';
		} else if (def == NULL || (!user_mode_is_on(c->world, def) && (was & def->bit) == 0)) {
			if (unknown == 0)
				unknown = letter;
		} else if (add && def->may_set) {
			want |= def->bit;
		} else if (!add && def->may_unset) {
			want &= ~def->bit;
		}
	}
	if (!c->is_secure && (was & UMODE_TLS_ONLY) == 0)
		want &= ~UMODE_TLS_ONLY; /* a promise that its own connection would break */
	if ((want & ~was & UMODE_CLOAK) != 0 && client_cloak(c, cloak) == 0)
		want &= ~UMODE_CLOAK;
	if ((want & UMODE_OPER) == 0)
		want &= ~UMODE_SNOTICES;
	*added = want & ~was;
	*removed = was & ~want;
	client_set_modes(c, *added, *removed);
	return unknown;
}

enum hear_verdict
client_may_hear(const struct client *to, const struct client *from, bool ctcp)
{
	if (((to->umodes & UMODES_PRIVATE) == 0 && to->filter == NULL) || to == from ||
		(from->umodes & UMODE_SERVICE) != 0)
		return HEAR_OK;
	if ((to->umodes & UMODE_ACCOUNTS) != 0 && from->account == NULL)
		return HEAR_NO_ACCOUNT;
	if ((to->umodes & UMODE_NO_CTCP) != 0 && ctcp)
		return HEAR_NO_CTCP;
	if ((to->umodes & UMODE_TLS_ONLY) != 0 && !from->is_secure)
		return HEAR_NO_TLS;
	if (filter_silences(to, from))
		return HEAR_SILENCED;
	if ((to->umodes & UMODE_CALLERID) != 0 && from->oper == NULL && !filter_accepts(to, from))
		return HEAR_NOT_ACCEPTED;
	return HEAR_OK;
}

size_t
user_modes_text(uint64_t bits, char *dst, size_t size)
{
	size_t n = 0;

	assert(size >= 2);
	dst[n++] = '+';
	for (size_t i = 0; i < n_user_modes && n < size - 1; i++) {
		if ((bits & user_modes[i].bit) != 0)
			dst[n++] = user_modes[i].letter;
	}
	dst[n] = '\0';
	return n;
}

int
user_modes_parse(struct view letters, uint64_t *bits)
{
	uint64_t got = 0;

	for (size_t i = 0; i < letters.n; i++) {
		const struct user_mode_def *def = user_mode_find(letters.p[i]);

		if (i == 0 && letters.p[i] == '+')
			continue;
		if (def == NULL || !def->may_set)
			return -1;
		got |= def->bit;
	}
	*bits = got;
	return 0;
}
