/*
 * Uplinks under a clock that the test moves, with a server outside and a server of IRC that are the test's: what was dialled and sent, what
 * puppets said.
 */
#ifndef CONCLAVE_TESTS_UNIT_ICQ_UPLINK_RIG_H
#define CONCLAVE_TESTS_UNIT_ICQ_UPLINK_RIG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/buf.h"
#include "icq/udp_packet.h"
#include "icq/uplink_priv.h"

enum { UP_USERS = 8, UP_DATAGRAMS = 256, UP_UIN = 100001, UP_ANNA = 100002, UP_BORIS = 100003 };

struct up_user {
	const struct module_user_ops *ops; /* NULL: free */
	void *arg;
	char nick[64], about[128];
	struct buf said; /* lines */
	bool is_mute;	 /* say() answers false */
	bool hears;	 /* hear() was called */
	char why[128];	 /* it was closed */
};

struct uplink_rig {
	struct loop *loop;
	struct uplinks *us;
	uint64_t now_ms;
	/* The way outside. */
	struct uplink_pipe pipe;
	bool is_open, refuses;
	size_t n_dials, n_closed;
	struct uplink_way way; /* of the last one; socks is not to be looked at */
	bool by_socks;
	struct buf stream; /* what was sent by TCP and not taken */
	size_t n_datagrams, n_taken;
	struct {
		size_t n;
		char bytes[1200];
	} datagram[UP_DATAGRAMS];
	/* Here. */
	struct up_user user[UP_USERS];
	size_t n_opened;
	bool is_full;		/* nobody is let in */
	const char *persons[4]; /* nicks of who is logged in to "alice" */
	/* What the configuration is. */
	struct conf_uplink uplink;
	struct conf_contact contact[3];
	size_t n_contacts;
};

void up_open(struct uplink_rig *r, enum conf_uplink_protocol protocol);
void up_set(struct uplink_rig *r); /* as REHASH does */
void up_close(struct uplink_rig *r);
void up_turns(struct uplink_rig *r);
/* Time passes, in steps of a second at most. */
void up_pass(struct uplink_rig *r, uint64_t ms);
/* The connection that was dialled is there; or it ends. */
void up_connected(struct uplink_rig *r);
void up_gone(struct uplink_rig *r, const char *why);
void up_bytes(struct uplink_rig *r, struct view bytes);

/* NULL: not on IRC. */
struct up_user *up_puppet(struct uplink_rig *r, const char *nick);
/* The server of IRC says. */
bool up_irc(struct up_user *user, const char *line);
/* Lets it in. */
void up_welcome(struct up_user *user);
/* It has said this line since the last time that something was asked; all up to it is forgotten. */
bool up_said(struct up_user *user, const char *line);
bool up_said_nothing(struct up_user *user);

enum uplink_state up_state(const struct uplink_rig *r);

/* ---- a server of the legacy protocol ---- */

/* The next packet of the client that is no acknowledgement; fails the test if there is none, or it is another command. */
struct udp_packet up_take(struct uplink_rig *r, uint16_t cmd);
bool up_has_sent(struct uplink_rig *r); /* anything but acknowledgements */
/* How many acknowledgements of this packet there were; all datagrams are forgotten. */
size_t up_acks(struct uplink_rig *r, uint16_t seq1);
void up_ack(struct uplink_rig *r, const struct udp_packet *p);
/* session 0: the client's. */
void up_say(struct uplink_rig *r, uint16_t cmd, uint16_t seq1, struct view data);
void up_say_as(struct uplink_rig *r, const struct udp_packet *p);
/* From the dial to the last packet of the login; everything is acknowledged. */
void up_login(struct uplink_rig *r);
uint32_t up_session(const struct uplink_rig *r);

#endif
