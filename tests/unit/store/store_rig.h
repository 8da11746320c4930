/* A folder, a loop, a store; and jobs that say how they ended. */
#ifndef CONCLAVE_TESTS_UNIT_STORE_RIG_H
#define CONCLAVE_TESTS_UNIT_STORE_RIG_H

#include <stdbool.h>
#include <stddef.h>

#include "core/loop.h"
#include "store/store.h"

struct store_rig {
	char dir[32], path[64];
	struct loop *loop;
	struct store *store;
};

void store_rig_init(struct store_rig *r);
void store_rig_release(struct store_rig *r);
/* Closes it if it is open, and opens it again, with its thread. */
void store_rig_open(struct store_rig *r);
void store_rig_close(struct store_rig *r);
/* Turns the loop until nothing is pending; bounded. */
void store_rig_settle(struct store_rig *r);

/* Runs fn on the storage thread and waits; fn's second argument is arg. */
typedef enum store_result rig_fn(struct store_db *db, const void *arg);
enum store_result store_rig_do(struct store_rig *r, rig_fn *fn, const void *arg);

/* A file whole; the caller frees p. */
struct rig_bytes {
	char *p;
	size_t n;
};
struct rig_bytes rig_read(const char *path);
void rig_write(const char *path, const void *p, size_t n);
bool rig_is_same(const char *path, const struct rig_bytes *was);
/* Files in the folder. */
size_t rig_count_files(const struct store_rig *r);

#endif
