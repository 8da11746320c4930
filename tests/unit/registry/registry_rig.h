/* A world with a registry on a real store, in a folder; passwords are hashed with the least that libsodium takes. */
#ifndef CONCLAVE_TESTS_UNIT_REGISTRY_RIG_H
#define CONCLAVE_TESTS_UNIT_REGISTRY_RIG_H

#include <stdbool.h>

#include "core/loop.h"
#include "registry/registry_account.h"
#include "store/store.h"

struct line_pool;

struct registry_rig {
	char dir[32], path[64];
	const struct conf *conf;
	struct loop *loop;
	struct worker_pool *workers;
	struct store *store;
	struct world *world;
	struct line_pool *lines;
	struct route *route;
	struct registry *registry;
	bool no_store;
};

/* What calls have come to, in order. */
#define RIG_ANSWERS_MAX 1024
struct rig_answers {
	unsigned n;
	enum registry_verdict v[RIG_ANSWERS_MAX];
	int tag[RIG_ANSWERS_MAX];
};

/* accounts: keys of the section, "registration = open". */
void registry_rig_init(struct registry_rig *r, const char *accounts);
void registry_rig_release(struct registry_rig *r);
/* As a server that ends and starts again; load: what registry_load() must answer. */
void registry_rig_start(struct registry_rig *r, int load);
void registry_rig_stop(struct registry_rig *r);
void registry_rig_settle(struct registry_rig *r);
/* A call that notes its answer; tag tells which one it is. */
struct registry_call rig_call(struct rig_answers *a, int tag);
/* Waits: the answer. */
enum registry_verdict rig_add(struct registry_rig *r, const char *name, const char *password);
struct account *rig_find(struct registry_rig *r, const char *name);
struct client *rig_user(struct registry_rig *r, const char *nick, const char *account);
/* How many sessions the registry has ended. */
unsigned rig_n_ended(void);

#endif
