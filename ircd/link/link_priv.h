/* What the files of this folder share: the links and the set of them. */
#ifndef CONCLAVE_LINK_LINK_PRIV_H
#define CONCLAVE_LINK_LINK_PRIV_H

#include "conf/conf_link.h"
#include "core/handle.h"
#include "core/list.h"
#include "core/timer.h"
#include "link/link.h"
#include "link/link_caps.h"
#include "link/link_dial.h"
#include "net/conn.h"
#include "net/line.h"
#include "route/tree.h"
#include "state/client_remote.h"

#define LINK_SENDQ_DEFAULT (64u << 20) /* bytes, of a link without a class */
#define LINK_RECVQ	   (MSG_LINE_MAX * 16)
#define LINK_PING_MS	   120000 /* the same */
#define LINK_GREET_MS	   30000  /* from the connection to a valid SERVER */
#define LINK_FAULT_LEN	   200	  /* of why a link is closed */
#define LINK_PASSWORD_LEN  100
/* In a minute, of one link. */
#define LINK_VIOLATIONS_MAX 60	/* beyond that it is closed */
#define LINK_ANSWERS_MAX    100 /* to lines whose source is unknown; others are passed over */

/* So many of something in a minute. */
struct link_window {
	uint64_t since_ms;
	uint32_t n;
};
#define LINK_PRINT_LEN 64 /* of a certificate, in hexadecimal */

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
	bool was_up; /* before it was closing */
	bool has_pass, has_capab, has_svinfo;
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
	size_t n_servers, n_channels;		 /* that it brought */
	char fault[LINK_FAULT_LEN + 1];		 /* why it is closed; "" */
};

struct links {
	struct links_env env;
	const struct conf *conf;    /* a reference */
	const struct conf *started; /* that of the start, which the jail was made for; a reference */
	bool is_split;		    /* operators were told so: split_weigh() */
	struct timer split_timer;   /* users come and go */
	struct net *net;
	struct line_pool *lines;
	struct list all;			    /* struct link.in_links */
	struct link *neighbour[NODE_LINKS_MAX + 1]; /* by number; [0] is nobody */
	uint64_t up;				    /* bits of the numbers that are taken */
	bool is_over;				    /* links_stop() */
	struct list dials;			    /* of link_dial.c */
	struct timer dial_timer;
	struct link_dialer dialer;
	struct throttle *knocks;	/* of who may come, by address */
	uint64_t told_since_ms, n_told; /* lines of the log about who may not */
	struct link_services *services; /* link_services.c */
	struct link_bans *bans;		/* link_bans.c */
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
/* Its letters of modes are all ours, and it knows what only we know. */
static inline bool
link_is_conclave(const struct link *l)
{
	return (l->caps & LINK_CAP_BIT(LINK_CAP_CONCLAVE)) != 0;
}
uint64_t link_wall_s(const struct links *ls); /* seconds of the wall clock */

/* link_conf.c; the net is there. */
void link_conf_init(struct links *ls);
void link_conf_release(struct links *ls);
/* print: as conn_tls_fingerprint() gives it. */
bool link_conf_has_fingerprint(const struct conf_link *conf, const char *print) WARN_UNUSED;

/* link_dial.c */
void link_dial_init(struct links *ls);
void link_dial_configure(struct links *ls); /* ls->conf is another one */
/* Nothing is dialled any more; what was on its way is gone when the net is. */
void link_dial_stop(struct links *ls);
/* A connection of ours is there: greets.  NULL: it is not who it should be, or not wanted any more. */
struct link *link_dial_opened(struct links *ls, struct conn *conn) WARN_UNUSED;
void link_dial_failed(struct links *ls, const struct conn *conn, enum conn_close why);
void link_dial_over(const struct link *l); /* its connection is gone */

/* link_alive.c: l->timer is its. */
void link_alive_start(struct link *l);
void link_alive_class(struct link *l); /* l->conf is known, or another one */

/* link_conf.c: what its section permits operators behind it; nothing once that is gone. */
bool link_permits(const struct link *l, enum conf_permit what) WARN_UNUSED;
/* link_line.c: one line of a link that is up. */
void link_line(struct link *l, struct view line);
/* handshake.c: one line of a link that is not. */
void handshake_line(struct link *l, const struct msg *m);
/* We dialled, and who answered is who it should be: says PASS CAPAB SERVER. */
void handshake_begin(struct link *l);

/* tell*.c */
extern const struct tree_ops link_tree;

#endif
