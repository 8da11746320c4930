/* What the files of this folder share: the links and the set of them. */
#ifndef CONCLAVE_LINK_LINK_PRIV_H
#define CONCLAVE_LINK_LINK_PRIV_H

#include "core/handle.h"
#include "core/list.h"
#include "core/timer.h"
#include "link/link.h"
#include "link/link_caps.h"
#include "net/conn.h"
#include "net/line.h"
#include "route/tree.h"
#include "state/client_remote.h"

#define LINK_SENDQ_DEFAULT (64u << 20) /* bytes, of a link without a class */
#define LINK_PING_MS	   120000
#define LINK_GREET_MS	   30000 /* from the connection to a valid SERVER */
#define LINK_FAULT_LEN	   200	 /* of why a link is closed */
#define LINK_PASSWORD_LEN  100
/* In a minute, of one link. */
#define LINK_VIOLATIONS_MAX 60	/* beyond that it is closed */
#define LINK_ANSWERS_MAX    100 /* to lines whose source is unknown; others are passed over */

/* So many of something in a minute. */
struct link_window {
	uint64_t since_ms;
	uint32_t n;
};

struct link {
	struct links *ls;
	struct list in_links;
	struct conn *conn; /* NULL once it is gone */
	const struct conf_link *
		conf; /* its section: of who we dialled from the start, else since SERVER; NULL before, and once it was taken away */
	struct node *node; /* NULL unless up */
	enum link_state state;
	uint8_t number; /* while up: node.h */
	bool we_dialled;
	bool has_pass, has_capab, has_svinfo, has_pong;
	bool long_sid;	       /* its SERVER had five parameters: SID goes to it in that form (Anope) */
	char sid[SID_LEN + 1]; /* of its PASS */
	char name[SERVER_NAME_LEN + 1];	      /* of its SERVER, or of its section */
	char password[LINK_PASSWORD_LEN + 1]; /* of its PASS, until SERVER; wiped */
	uint64_t caps;			      /* LINK_CAP_BIT()s that both have */
	uint64_t since_ms, heard_ms;	      /* monotonic */
	bool pinged;
	struct timer timer;
	uint64_t violations;
	struct link_window bad, unknown, errors; /* violations; answers to sources that nobody knows; ERROR */
	size_t n_servers, n_users, n_channels;	 /* that it brought */
	char fault[LINK_FAULT_LEN + 1];		 /* why it is closed; "" */
};

struct links {
	struct links_env env;
	const struct conf *conf; /* a reference */
	struct net *net;
	struct line_pool *lines;
	struct list all;			    /* struct link.in_links */
	struct link *neighbour[NODE_LINKS_MAX + 1]; /* by number; [0] is nobody */
	uint64_t up;				    /* bits of the numbers that are taken */
};

/* link.c */
struct link *link_new(struct links *ls, struct conn *conn, const struct conf_link *conf) WARN_UNUSED;
/* Says SQUIT and ERROR with this text, closes, and what is behind it leaves.  Harmless when it is closing. */
void link_close(struct link *l, const char *fmt, ...) PRINTF_LIKE(2, 3);
/* Counts one more; false: there were `max` in this minute already. */
bool link_window_take(struct link *l, struct link_window *w, uint32_t max) WARN_UNUSED;
/* The world's server, as a source. */
static inline struct world *
link_world(const struct links *ls)
{
	return ls->env.world;
}
uint64_t link_wall_s(const struct links *ls); /* seconds of the wall clock */

/* link_line.c: one line of a link that is up. */
void link_line(struct link *l, struct view line);
/* handshake.c: one line of a link that is not. */
void handshake_line(struct link *l, const struct msg *m);
/* We dialled, and who answered is who it should be: says PASS CAPAB SERVER. */
void handshake_begin(struct link *l);

/* tell*.c */
extern const struct tree_ops link_tree;

#endif
