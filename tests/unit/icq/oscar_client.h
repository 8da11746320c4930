/* A client of OSCAR in memory: what it sends reaches the server when oscar_client_run() says so, and the other way round. */
#ifndef CONCLAVE_TESTS_UNIT_ICQ_OSCAR_CLIENT_H
#define CONCLAVE_TESTS_UNIT_ICQ_OSCAR_CLIENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/buf.h"
#include "core/view.h"
#include "icq/icq_bytes.h"
#include "icq/oscar_conn.h"

struct loop;
struct oscar_server;

enum { OSCAR_CLIENT_BODY = 8192 };

struct oscar_client {
	struct oscar_server *server;
	struct loop *loop;
	struct oscar_conn *conn; /* NULL: closed by the server */
	struct buf out, in;	 /* to the server; from it */
	unsigned want;
	uint32_t request;
	uint16_t seq;
	bool is_stuck;	     /* it reads nothing */
	bool is_gone;	     /* it has closed */
	bool is_shut;	     /* by the server */
	struct icq_out body; /* being built: oscar_client_begin() */
	uint8_t bytes[OSCAR_CLIENT_BODY];
	struct snac snac; /* the last that was expected; dies with the next call */
	uint8_t frame[FLAP_DATA_MAX + 16];
	struct view data; /* of the last frame that was expected */
};

/* peer: "192.0.2.1".  false: the server wants no more. */
bool oscar_client_connect(
	struct oscar_client *c, struct oscar_server *server, struct loop *loop, const char *peer);
void oscar_client_close(struct oscar_client *c);
/* Until nothing moves any more. */
void oscar_client_run(struct oscar_client *c);

void oscar_client_raw(struct oscar_client *c, struct view bytes);
void oscar_client_frame(struct oscar_client *c, uint8_t channel, struct view data);
void oscar_client_snac(struct oscar_client *c, enum snac_id id, struct view body);
/* The body is put into c->body, then sent. */
void oscar_client_begin(struct oscar_client *c);
void oscar_client_send(struct oscar_client *c, enum snac_id id);

/* The next frame that has come is of that channel; keep-alives are passed over.  Fails the test otherwise. */
struct view oscar_client_expect_frame(struct oscar_client *c, uint8_t channel);
/* The next SNAC of that kind; others before it are passed over, or not. */
struct view oscar_client_expect(struct oscar_client *c, enum snac_id id);
struct view oscar_client_find(struct oscar_client *c, enum snac_id id);
/* None of it has come.  What has come is thrown away. */
bool oscar_client_has(struct oscar_client *c, enum snac_id id);
/* Nothing has come, and the connection stands. */
bool oscar_client_is_quiet(struct oscar_client *c);
void oscar_client_forget(struct oscar_client *c);

/* ---- flows; they fail the test where something is amiss ---- */

/* Both ways to log in; ret: the cookie, in dst, or empty with the error in *error. */
struct view
oscar_client_roasted(struct oscar_client *c, const char *uin, const char *password, uint16_t *error);
struct view oscar_client_bucp(struct oscar_client *c, const char *uin, const char *password, uint16_t *error);
/* The second connection, up to 01/03. */
void oscar_client_show_cookie(struct oscar_client *c, struct view cookie);
/* All that libpurple asks for before 01/02, and 01/02. */
void oscar_client_get_ready(struct oscar_client *c);

#endif
