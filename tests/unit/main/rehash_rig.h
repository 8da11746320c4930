/*
 * A server on a folder of its own, with listeners, a clock that stands until told, and clients in memory: for tests of what REHASH does to
 * those who are there.  A second one on the same folder, without listeners, is what a fresh start would be.
 */
#ifndef CONCLAVE_TESTS_UNIT_MAIN_REHASH_RIG_H
#define CONCLAVE_TESTS_UNIT_MAIN_REHASH_RIG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "auth/gate.h"
#include "core/buf.h"
#include "core/util.h"
#include "main/rehash.h"
#include "main/server.h"

#define RIG_PRINT     "abababababababababababababababababababababababababababababababab"
#define RIG_LISTENERS 4 /* ports 6600 to 6603 */

struct rig_folder {
	char dir[64];
	char host[24]; /* an address of loopback that nobody else listens on */
};
/* With cert.pem and key.pem that can be used. */
void rig_folder_init(struct rig_folder *f);
void rig_folder_release(struct rig_folder *f);
void rig_folder_put(const struct rig_folder *f, const char *name, struct view text);

struct rig {
	const struct rig_folder *folder;
	uint64_t mono_ms;
	struct loop *loop;
	struct worker_pool *workers;
	struct server *server;
	struct ports *ports;
	struct tls_contexts *tls;
	struct rehash rehash;
	struct listen_point point[RIG_LISTENERS];
	char title[RIG_LISTENERS][32], class_name[RIG_LISTENERS][40];
	struct buf said; /* what the last rehash emitted, a line each */
};

/* From conclave.conf in the folder, which must be right; is_twin: without listeners. */
void rig_start(struct rig *r, const struct rig_folder *f, bool is_twin);
void rig_stop(struct rig *r);
/* Until nothing is left to do. */
void rig_settle(struct rig *r);
void rig_advance(struct rig *r, uint64_t ms);
int rig_rehash(struct rig *r, enum rehash_part part, bool dry);
/* A line that was emitted has all of this in it. */
bool rig_said(const struct rig *r, const char *text) WARN_UNUSED;

/* Who it is, and how it comes. */
struct rig_kind {
	const char *user, *address; /* "127.0.0.1", "unix" */
	bool tls, certificate;
	size_t listener;
};
struct rig_peer {
	const struct rig_kind *kind;
	struct conn_mem *mem; /* NULL: there is nobody */
	char nick[16];
	struct buf heard; /* of this step */
};
/* NICK and USER are said, and what was answered heard.  False: the server takes no more. */
bool
rig_peer_open(struct rig *r, struct rig_peer *p, const struct rig_kind *kind, const char *nick) WARN_UNUSED;
void rig_peer_say(struct rig *r, struct rig_peer *p, const char *line);
/* Takes what it hears; PING is answered.  Then it is looked whether the server has closed. */
void rig_peer_hear(struct rig *r, struct rig_peer *p);
void rig_peer_free(struct rig_peer *p);
bool rig_peer_has_heard(const struct rig_peer *p, const char *text) WARN_UNUSED;
/* NULL: it is no user, or not any more. */
struct client *rig_peer_client(const struct rig *r, const struct rig_peer *p) WARN_UNUSED;

#endif
