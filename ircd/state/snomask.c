/* world->snotices: one entry for each client with UMODE_SNOTICES, in any order. */
#include "state/snomask.h"

#include "core/mem.h"
#include "state/client.h"
#include "state/mode.h"

const struct snotice_def snotice_table[SNOTICE_N] = {
	[SNOTICE_ACCOUNT] = { 'a', true, "Account", "accounts that are registered, changed and dropped" },
	[SNOTICE_CONNECT] = { 'c', false, "Connect", "who has come in" },
	[SNOTICE_DCC] = { 'd', false, "Dcc",
		"files and direct chats that were denied, and how others ended" },
	[SNOTICE_FLOOD] = { 'f', true, "Flood", "who was put out for sending or leaving unread too much" },
	[SNOTICE_REHASH] = { 'h', true, "Rehash", "the configuration was read again" },
	[SNOTICE_KILL] = { 'k', true, "Kill", "sessions that operators end" },
	[SNOTICE_LINK] = { 'l', true, "Link",
		"servers that come to the network and leave it, and links that fail" },
	[SNOTICE_NICK] = { 'n', false, "Nick", "who has another nick" },
	[SNOTICE_OPER] = { 'o', true, "Oper", "who becomes an operator, and who tried" },
	[SNOTICE_QUIT] = { 'q', false, "Quit", "who has left" },
	[SNOTICE_REFUSED] = { 'r', true, "Refused", "who was not let in" },
	[SNOTICE_SERVER] = { 's', true, "Server", "the server itself" },
	[SNOTICE_AUDIT] = { 'u', true, "Audit", "the audit log can't be written, or can again" },
	[SNOTICE_OVERRIDE] = { 'v', true, "Override",
		"what operators do to users and channels: SAJOIN, CHGHOST" },
	[SNOTICE_BAN] = { 'x', true, "Ban",
		"bans of the server that come and go, and who is put out by one" },
	[SNOTICE_SPY] = { 'y', false, "Spy",
		"who asks for STATS and TRACE, and for the WHOIS of an operator" },
	[SNOTICE_OPERSPY] = { 'z', false, "Operspy", "operators who look at what is hidden" },
};

static struct snotice_watch *
find(const struct client *c)
{
	const struct world *w = c->world;

	if ((c->umodes & UMODE_SNOTICES) == 0)
		return NULL;
	for (size_t i = 0; i < w->n_snotices; i++) {
		if (w->snotices[i].client == c)
			return &w->snotices[i];
	}
	return NULL;
}

uint32_t
snomask_of(const struct client *c)
{
	const struct snotice_watch *s = find(c);

	return s != NULL ? s->mask : 0;
}

static void
add(struct client *c, uint32_t mask)
{
	struct world *w = c->world;

	w->snotices = mem_grow(w->snotices, w->n_snotices + 1, sizeof(*w->snotices));
	w->snotices[w->n_snotices++] = (struct snotice_watch){ c, mask };
	client_set_modes(c, UMODE_SNOTICES, 0);
}

void
snomask_set(struct client *c, uint32_t mask)
{
	struct world *w = c->world;
	struct snotice_watch *s = find(c);

	if (s == NULL && mask != 0) {
		add(c, mask);
	} else if (s != NULL && mask != 0) {
		s->mask = mask;
	} else if (s != NULL) {
		*s = w->snotices[--w->n_snotices];
		if (w->n_snotices == 0) {
			mem_free(w->snotices);
			w->snotices = NULL;
		}
		c->umodes &= ~UMODE_SNOTICES; /* not client_set_modes(), which calls this */
	}
}

static uint32_t
bit_of(char letter)
{
	for (unsigned i = 0; i < SNOTICE_N; i++) {
		if (snotice_table[i].letter == letter)
			return 1u << i;
	}
	return 0;
}

uint32_t
snomask_change(uint32_t mask, struct view letters, char *unknown)
{
	uint32_t got = mask;
	bool plus = true;

	*unknown = '\0';
	for (unsigned i = 0; i < SNOTICE_N && letters.n == 0; i++)
		got |= snotice_table[i].standard ? 1u << i : 0;
	for (size_t i = 0; i < letters.n; i++) {
		char letter = letters.p[i];
		uint32_t bit = bit_of(letter);

		if (letter == '+' || letter == '-')
			plus = letter == '+';
		else if (bit == 0 && *unknown == '\0')
			*unknown = letter;
		else if (plus)
			got |= bit;
		else
			got &= ~bit;
	}
	return got;
}

size_t
snomask_text(uint32_t mask, char dst[SNOMASK_TEXT])
{
	size_t n = 0;

	dst[n++] = '+';
	for (unsigned i = 0; i < SNOTICE_N; i++) {
		if ((mask & 1u << i) != 0)
			dst[n++] = snotice_table[i].letter;
	}
	dst[n] = '\0';
	return n;
}
