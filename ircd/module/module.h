/*
 * What a module is, and what it may ask of the server: this header, and module_user.h, module_store.h, module_ask.h, module_record.h beside
 * it.  Everything is on the loop's thread.
 *
 * A module is a const struct module, named in modules/modules.list.  Its life: open() before the jail closes, when sockets can still be
 * opened; start() inside, when the server stands; load() once for each row that it has stored; ready(), then the first stranger; configure()
 * at each REHASH; stop() when the server ends; free().
 */
#ifndef CONCLAVE_MODULE_MODULE_H
#define CONCLAVE_MODULE_MODULE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "conf/conf.h"
#include "core/err.h"
#include "core/loop.h"
#include "core/util.h"
#include "core/view.h"

struct module_host; /* the server, as one module sees it */
struct module_ask;  /* somebody who runs conclavectl, module_ask.h */
struct tls_contexts;

/* What a module wants of the jail; added up by main/settings.c. */
#define MODULE_PORTS_MAX 32
struct module_needs {
	bool udp;				 /* opens sockets of UDP inside */
	bool batches;				 /* recvmmsg(2), sendmmsg(2) on those from before */
	bool accept;				 /* accepts connections of its own */
	uint64_t max_fds;			 /* open at most, all together */
	uint16_t connect_port[MODULE_PORTS_MAX]; /* of TCP that it connects to */
	size_t n_connect_ports;
};

/* "conclavectl <module> <word> ...".  run() answers now, or later after module_ask_wait(). */
struct module_request {
	struct view word;
	struct {
		uint8_t min, max; /* of arguments behind the word */
	} args;
	bool changes;	/* something, so it is logged and recorded */
	uint8_t secret; /* which argument is never recorded, counted from 1; 0: none */
	uint8_t drawn;	/* characters of a secret that conclavectl draws, 1..20; 0: its usual number */
	const char *syntax;
	const char *help; /* one line */
	void (*run)(void *self, struct module_ask *ask);
};

typedef void module_emit_fn(void *to, const char *line);

struct module {
	struct view name;
	const char *summary;
	bool (*is_on)(const struct conf *conf);
	void (*needs)(const struct conf *conf, struct module_needs *out);
	/* Its sockets; borrows nothing of conf.  NULL with *e naming what can't be opened.  Not called in tests without a network. */
	void *(*open)(const struct conf *conf, struct loop *loop, struct err *e);
	/* sockets: what open() returned, owned from now on; or NULL: it has none.  ret: self. */
	void *(*start)(struct module_host *host, void *sockets);
	/* -1 with *e: a row that can't be; the server does not start. */
	int (*load)(void *self, struct view kind, struct view key, struct view value, struct err *e);
	void (*ready)(void *self);
	void (*configure)(void *self); /* module_conf() and module_tls() are others now; nobody is dropped */
	void (*stop)(void *self, struct view reason); /* users hear it; nothing is begun any more */
	void (*free)(void *self);		      /* its users are gone */
	void (*drop)(void *sockets);		      /* those of open(), when start() was never called */
	/* STATS and conclavectl: lines for people. */
	void (*stats)(void *self, module_emit_fn *emit, void *to);
	const struct module_request *request;
	size_t n_requests;
};

/* modules/modules.list, by configure: in that order; the last is NULL. */
extern const struct module *const modules_table[];

struct loop *module_loop(const struct module_host *h);
const struct conf *
module_conf(const struct module_host *h); /* dies with the next REHASH: take nothing out of it for later */
struct tls_contexts *module_tls(const struct module_host *h); /* NULL: there is none; take a reference */
size_t module_nick_len(const struct module_host *h);	      /* longest nick, bytes */
/* The account's name as it is written; empty: there is none, or it is suspended. */
struct view module_account(const struct module_host *h, struct view name) WARN_UNUSED;

/* The nicks of who is logged in to the account, on any server; fn answers false to stop.  A nick dies with the call. */
typedef bool module_nick_fn(void *arg, struct view nick);
void module_logged_in(const struct module_host *h, struct view account, module_nick_fn *fn, void *arg);

#endif
