/* The module's descriptor, and its life: sockets and code pages outside, the protocols and the tables inside. */
#include "icq/icq.h"

#include <inttypes.h>
#include <stdio.h>

#include "core/log.h"
#include "core/mem.h"
#include "icq/icq_account.h"
#include "icq/icq_charset.h"
#include "icq/icq_mail.h"
#include "icq/icq_opened.h"
#include "icq/icq_priv.h"
#include "icq/icq_protocols.h"
#include "icq/icq_request.h"
#include "icq/icq_uins.h"
#include "module/module.h"
#include "net/throttle.h"

#define FAILURES_MS 600000 /* max-failures are in so long */
#define FAILED_MAX  65536  /* addresses and UINs remembered */

struct module_host *
icq_host(const struct icq *icq)
{
	return icq->host;
}

struct loop *
icq_loop(const struct icq *icq)
{
	return module_loop(icq->host);
}

const struct conf_icq *
icq_conf(const struct icq *icq)
{
	return module_conf(icq->host)->icq;
}

const struct icq_charset *
icq_text_of(const struct icq *icq)
{
	return icq->charset;
}

const struct icq_charset *
icq_page(const struct icq *icq, struct view name)
{
	return icq_opened_page(icq->opened, name);
}

struct oscar_server *
icq_oscar(const struct icq *icq)
{
	return icq->oscar;
}

static bool
is_on(const struct conf *conf)
{
	return conf->n_icq != 0;
}

static void *
open_outside(const struct conf *conf, struct loop *loop, struct err *e)
{
	return icq_opened_new(conf, loop, e);
}

static void
drop(void *sockets)
{
	icq_opened_free(sockets);
}

/* Failures that were counted under another limit are forgotten. */
static void
limit_failures(struct icq *icq)
{
	uint32_t max = icq_conf(icq)->max_failures;

	if (icq->max_failures == max)
		return;
	throttle_free(icq->failed_addresses);
	throttle_free(icq->failed_uins);
	icq->max_failures = max;
	icq->failed_addresses = throttle_new(max, FAILURES_MS / max, FAILED_MAX);
	icq->failed_uins = throttle_new(max, FAILURES_MS / max, FAILED_MAX);
}

static bool
is_taken(void *arg, uint32_t uin)
{
	const struct icq *icq = arg;

	return icq_account_find(icq->accounts, uin) != NULL;
}

static void *
start(struct module_host *host, void *sockets)
{
	const struct conf *conf = module_conf(host);
	struct icq *icq = mem_zalloc(sizeof(*icq));
	struct err e;

	icq->host = host;
	icq->opened = sockets != NULL ? sockets : icq_opened_pages(&e);
	list_init(&icq->sessions);
	icq->charset = icq_opened_page(icq->opened, view_z(conf->icq->charset));
	icq->accounts = icq_accounts_new(host);
	icq->uins = icq_uins_new(
		host, &(struct icq_uins_conf){ conf->icq->first_uin, conf->icq->last_uin, is_taken, icq });
	limit_failures(icq);
	icq_protocols_start(icq);
	return icq;
}

static int
load(void *self, struct view kind, struct view key, struct view value, struct err *e)
{
	struct icq *icq = self;

	if (view_eq(kind, VIEW("account")) || view_eq(kind, VIEW("list")))
		return icq_accounts_load(icq->accounts, kind, key, value, e);
	if (view_eq(kind, VIEW("uin")))
		return icq_uins_load(icq->uins, key, value, e);
	if (view_eq(kind, VIEW("mail")))
		return icq_mail_load(icq, key, value, e);
	return err_fmt(e, "a row of no kind that is known");
}

static void
ready(void *self)
{
	struct icq *icq = self;

	for (struct icq_account *a = icq_account_next(icq->accounts, NULL); a != NULL;
		a = icq_account_next(icq->accounts, a))
		icq_mail_expire(icq, a);
	icq_protocols_ready(icq);
}

static void
configure(void *self)
{
	struct icq *icq = self;

	limit_failures(icq);
	LIST_FOR_EACH (it, &icq->sessions)
		icq_contacts_force(icq_session_of(it));
	icq_protocols_configure(icq);
}

static void
stop(void *self, struct view reason)
{
	struct icq *icq = self;

	icq->is_stopping = true;
	LIST_FOR_EACH_SAFE (it, nx, &icq->sessions)
		icq_session_end(icq_session_of(it), ICQ_END_STOP, reason);
	icq_protocols_stop(icq, reason);
}

static void
free_self(void *self)
{
	struct icq *icq = self;

	/* Whoever is still there is of a server that has ended without stop(). */
	while (!list_is_empty(&icq->sessions))
		icq_session_end(icq_session_of(icq->sessions.next), ICQ_END_STOP, VIEW("The server ends"));
	icq_protocols_free(icq);
	for (struct icq_account *a = icq_account_next(icq->accounts, NULL); a != NULL;
		a = icq_account_next(icq->accounts, a))
		icq_mail_free(a);
	icq_uins_free(icq->uins);
	icq_accounts_free(icq->accounts);
	throttle_free(icq->failed_addresses);
	throttle_free(icq->failed_uins);
	icq_opened_free(icq->opened);
	mem_free(icq);
}

static void
stats(void *self, module_emit_fn *emit, void *to)
{
	struct icq *icq = self;
	char line[200];

	(void)snprintf(line, sizeof(line), "icq: sessions %zu, UINs %zu, names %zu", icq->n_sessions,
		icq_accounts_count(icq->accounts), icq_uins_count(icq->uins));
	emit(to, line);
	icq_protocols_stats(icq, emit, to);
}

const struct module module_icq = { .name = VIEW_INIT("icq"),
	.summary = "ICQ users in the channels",
	.is_on = is_on,
	.needs = icq_opened_needs,
	.open = open_outside,
	.start = start,
	.load = load,
	.ready = ready,
	.configure = configure,
	.stop = stop,
	.free = free_self,
	.drop = drop,
	.stats = stats,
	.request = icq_requests,
	.n_requests = ICQ_REQUESTS };
