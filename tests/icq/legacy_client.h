/*
 * A client of the legacy protocol, versions 2 to 5, as those of its time were: it sends each packet again every ten seconds, six times, takes
 * packets of the server in strict order only, acknowledges again what it has, and logs in anew when it is told that it is not.
 */
#ifndef CONCLAVE_TESTS_ICQ_LEGACY_CLIENT_H
#define CONCLAVE_TESTS_ICQ_LEGACY_CLIENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/buf.h"
#include "core/list.h"
#include "icq/icq_types.h"
#include "icq/udp_packet.h"
#include "tests/icq/sim_net.h"

#define LEGACY_CONTACTS 128

enum legacy_state { LEGACY_OFF, LEGACY_ASKED, LEGACY_ON, LEGACY_REFUSED };

struct legacy_client {
	struct sim_net *net;
	struct peer_addr peer, server;
	enum icq_protocol version;
	uint32_t uin, session;
	char password[24];
	uint32_t contact[LEGACY_CONTACTS];
	size_t n_contacts;
	enum legacy_state state;
	bool wants_on; /* logs in again by itself */
	bool asks_mail;
	bool is_deaf; /* gets nothing */
	uint16_t seq, base, expected;
	uint64_t keepalive_ms, login_ms; /* next; 0: none */
	struct list waiting;		 /* sent, and not acknowledged */
	struct buf log;			 /* what it was told, in order: "text 900000001 hello\n" */
	struct {
		uint32_t uin, status; /* 0xffff: offline */
	} seen[LEGACY_CONTACTS];
	size_t n_seen;
	uint64_t logins, resent, given_up;
	uint64_t bytes_in, bytes_out;
};

void legacy_init(struct legacy_client *c, struct sim_net *net, enum icq_protocol version, uint32_t uin);
void legacy_release(struct legacy_client *c);
void legacy_contacts(struct legacy_client *c, const uint32_t *uins, size_t n);
/* From a port of its own each time.  All that follows a login is sent when it is there. */
void legacy_login(struct legacy_client *c);
void legacy_logoff(struct legacy_client *c);
/* Until it is acknowledged. */
void legacy_send(struct legacy_client *c, uint16_t cmd, struct view data);
/* Once, as it is: the numbers are the caller's. */
void legacy_send_raw(struct legacy_client *c, const struct udp_packet *p);
void legacy_say(struct legacy_client *c, uint32_t to, enum icq_kind kind, struct view text);
void legacy_status(struct legacy_client *c, uint32_t status);
void legacy_receive(struct legacy_client *c, struct view bytes);
/* What is due. */
void legacy_tick(struct legacy_client *c);
uint64_t legacy_due_ms(const struct legacy_client *c);
/* The status of somebody as the client has it; UINT32_MAX: it was never told. */
uint32_t legacy_seen(const struct legacy_client *c, uint32_t uin);
/* How often it was told this line. */
size_t legacy_told(const struct legacy_client *c, const char *line);

#endif
