/* Auth services of a scenario's clients: played, since who connects in memory has no host that could be asked. */
#ifndef CONCLAVE_TESTS_SCENARIO_SCN_IDENT_H
#define CONCLAVE_TESTS_SCENARIO_SCN_IDENT_H

#include <stddef.h>

#include "core/util.h"
#include "core/view.h"

struct ident;
struct loop;

enum { SCN_IDENT_SERVICES = 128, SCN_IDENT_TEXT = 2048 };

/* What the next ones do when they are dialled. */
enum scn_ident_manner {
	SCN_IDENT_REFUSES, /* as a host without a service does */
	SCN_IDENT_DROPS,   /* nothing, as a firewall does */
	SCN_IDENT_SILENT,  /* take the connection and say nothing */
	SCN_IDENT_CLOSES,  /* take the connection and end it */
	SCN_IDENT_SAYS,
};

struct scn_ident {
	struct loop *loop;
	enum scn_ident_manner manner;
	char text[SCN_IDENT_TEXT];
	size_t n_text;
	unsigned n_dialled;
	int fd[SCN_IDENT_SERVICES]; /* their ends of connections */
	size_t n_fds;
};

/* The server's questions come to them. */
void scn_ident_install(struct scn_ident *s, struct loop *loop, struct ident *ident);
void scn_ident_release(struct scn_ident *s);
/* "refuses", "drops", "silent", "closes", "says TEXT"; "answers TEXT": those that are connected.  -1: none of these. */
int scn_ident_do(struct scn_ident *s, struct view words) WARN_UNUSED;
/* The last question, without its end of line; "" if there was none. */
struct view scn_ident_question(struct scn_ident *s, char *dst, size_t size);

#endif
