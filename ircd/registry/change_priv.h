/*
 * One change on its way: waiting for its turn, being hashed, being written.  Embedded in a heap object of whoever makes it; belongs to
 * change.c from change_start() on.
 */
#ifndef CONCLAVE_REGISTRY_CHANGE_PRIV_H
#define CONCLAVE_REGISTRY_CHANGE_PRIV_H

#include <stdbool.h>
#include <stddef.h>

#include "audit/audit.h"
#include "core/list.h"
#include "core/worker.h"
#include "proto/limits.h"
#include "registry/registry.h"
#include "state/client.h"
#include "store/store.h"

struct change;

/* Called in this order; what is NULL is left out.  Only write is on the storage thread and hash on a worker: they may use *ch alone. */
struct change_kind {
	/* It is its turn: what does memory say? */
	enum registry_verdict (*check)(struct change *ch);
	int (*hash)(struct change *ch); /* -1: memory is out */
	/* STORE_REFUSED: ch->refused says why. */
	enum store_result (*write)(struct change *ch, struct store_db *db);
	/* It is on the disk. */
	void (*apply)(struct change *ch);
	/* Frees the object. */
	void (*free)(struct change *ch);
};

enum change_phase { CHANGE_WAITING, CHANGE_HASHING, CHANGE_WRITING };

struct change {
	const struct change_kind *kind;
	struct registry *r;
	struct registry_call call;
	enum registry_verdict refused;
	/* of change.c */
	enum change_phase phase;
	bool no_memory;
	struct list in_registry;
	struct job job;
	struct store_job store_job;
	/* What is changed: an account, a channel; empty: nothing that others change. */
	size_t name_len;
	char name[CHANNEL_LEN + 1];
	char by[CLIENT_LOG_NAME]; /* whose wish it is; "": the server's */
};

struct registry {
	struct registry_env env;
	const struct conf *conf;
	struct list changes; /* struct change.in_registry, in the order of calling */
	size_t n_changes;
	struct registry_channels *channels; /* of registry_channel.c */
	struct registry_bans *bans;	    /* of registry_ban.c */
	size_t n_adding;		    /* accounts among them that are new */
	bool stopping;
};

/* name: at most CHANNEL_LEN bytes, or the change is for nothing that is there. */
void change_init(struct change *ch, struct registry *r, const struct change_kind *kind, struct view name,
	struct registry_call call);
/* Takes ch. */
void change_start(struct change *ch);
/* It was made: what was changed, for the audit log.  key: "account", "channel". */
void change_record(const struct change *ch, enum audit_event e, const char *key, const char *what);
/* For what is refused at sight: tells, and does nothing else. */
void registry_tell(struct registry_call call, enum registry_verdict v);

static inline struct view
change_name(const struct change *ch)
{
	return view_of(ch->name, ch->name_len);
}

#endif
