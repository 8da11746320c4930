/*
 * Server notices: which operators hear of what (user mode s and its letters).  Who hears none takes no memory; the world has a short list of
 * those who do, so that a notice costs nothing while nobody listens.
 */
#ifndef CONCLAVE_STATE_SNOMASK_H
#define CONCLAVE_STATE_SNOMASK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/util.h"
#include "core/view.h"

struct client;
struct world;

enum snotice {
	SNOTICE_ACCOUNT,
	SNOTICE_CONNECT,
	SNOTICE_DCC,
	SNOTICE_FLOOD,
	SNOTICE_REHASH,
	SNOTICE_KILL,
	SNOTICE_LINK,
	SNOTICE_NICK,
	SNOTICE_OPER,
	SNOTICE_QUIT,
	SNOTICE_REFUSED,
	SNOTICE_SERVER,
	SNOTICE_AUDIT,
	SNOTICE_OVERRIDE,
	SNOTICE_BAN,
	SNOTICE_SPY,
	SNOTICE_OPERSPY,
	SNOTICE_N
};

struct snotice_def {
	char letter;
	bool standard;	  /* in what +s alone means */
	const char *name; /* in front of the notice */
	const char *help;
};
extern const struct snotice_def snotice_table[SNOTICE_N];

/* One operator who hears some. */
struct snotice_watch {
	struct client *client;
	uint32_t mask; /* 1 << enum snotice; not 0 */
};

/* 0: nothing. */
uint32_t snomask_of(const struct client *c) WARN_UNUSED;
/* Sets or takes away UMODE_SNOTICES with it. */
void snomask_set(struct client *c, uint32_t mask);
/*
 * snomask_change: "+ck-q" applied to what is there; letters without a sign in front are added; empty: what +s alone means.
 *   out  *unknown  the first letter that is none, or 0; the others count
 */
uint32_t snomask_change(uint32_t mask, struct view letters, char *unknown) WARN_UNUSED;
/* "+ckq", NUL-terminated. */
#define SNOMASK_TEXT (SNOTICE_N + 2)
size_t snomask_text(uint32_t mask, char dst[SNOMASK_TEXT]);

#endif
