/* Links with a clock that stands until told, and a dialer that the test plays. */
#ifndef CONCLAVE_TESTS_UNIT_LINK_DIAL_RIG_H
#define CONCLAVE_TESTS_UNIT_LINK_DIAL_RIG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "link/link_dial.h"
#include "link/link_priv.h"
#include "tests/unit/net/tls_dir.h"

enum { RIG_CALLS = 64 };

/* One that was dialled. */
struct rig_call {
	struct dial_plan plan;
	struct dial_socks socks; /* if plan.socks */
	char user[32];
	uint64_t at_ms;
	bool cancelled, answered;
};

struct rig {
	uint64_t now_ms;
	struct loop *loop;
	struct line_pool *lines;
	struct world *world;
	struct route *route;
	struct links *links;
	struct tls_dir dir;	  /* the configuration is there, and our certificate */
	struct tls_contexts *tls; /* NULL: there is none; a reference */
	bool refuse;		  /* the dialer gets no socket */
	size_t n_calls;
	struct rig_call call[RIG_CALLS];
	char logged[16384];
};

/* sections: the text of links and link sections.  The other sections are ours: server irc.test, class c, class servers. */
void rig_init(struct rig *r, const char *sections);
void rig_release(struct rig *r);
void rig_configure(struct rig *r, const char *sections);
const struct conf_link *rig_section(const struct rig *r, const char *name);
void rig_turns(struct rig *r, size_t n);
/* Moves the clock; a turn for each step of at most `step` ms. */
void rig_advance(struct rig *r, uint64_t ms, uint64_t step);
/* Until one more was dialled than `before`, at most `ms`; false: nobody was. */
bool rig_wait_call(struct rig *r, size_t before, uint64_t ms);
/* The last one failed. */
void rig_fail(struct rig *r, enum dial_result result, const char *why);
/* The last one is connected: the peer's end of it, non-blocking. */
int rig_connect(struct rig *r);
/* The link of that name; NULL: there is none. */
struct link *rig_link(const struct rig *r, const char *name);
/* As the handshake would: it is a neighbour now. */
void rig_link_up(struct rig *r, struct link *l, const char *sid, uint8_t number);
struct node *rig_node(struct rig *r, const char *name, const char *sid, uint8_t number);
bool rig_logged(const struct rig *r, const char *text);
void rig_forget_log(struct rig *r);

#endif
