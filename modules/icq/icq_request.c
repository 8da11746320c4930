#include "icq/icq_request.h"

#include <inttypes.h>
#include <stdio.h>

#include "icq/icq_account.h"
#include "icq/icq_mail.h"
#include "icq/icq_priv.h"
#include "icq/icq_status.h"
#include "icq/icq_uins.h"
#include "icq/uplink.h"
#include "module/module_ask.h"

#define NUMBER 24

static struct view
number(uint64_t n, char dst[NUMBER])
{
	return view_of(dst, (size_t)snprintf(dst, NUMBER, "%" PRIu64, n));
}

/* Argument 0. 0: it is none, and that was answered. */
static uint32_t
uin_of(struct module_ask *ask)
{
	uint32_t uin;

	if (view_to_u32(ask->arg[0], &uin) == 0 && icq_uin_is_valid(uin))
		return uin;
	module_ask_error(ask, MODULE_ERR_USAGE, "a UIN is a number from 10000 to 2147483646");
	return 0;
}

/* The same, of somebody; NULL: answered. */
static struct icq_account *
account_of(struct icq *icq, struct module_ask *ask)
{
	uint32_t uin = uin_of(ask);
	struct icq_account *a = uin != 0 ? icq_account_find(icq->accounts, uin) : NULL;

	if (uin != 0 && a == NULL)
		module_ask_error(ask, MODULE_ERR_NONE, "nobody has that UIN");
	return a;
}

/* Once the disk has it. */
static void
on_stored(void *arg, bool ok)
{
	struct module_ask *ask = arg;

	if (ok)
		module_ask_ok(ask, NULL);
	else
		module_ask_error(ask, MODULE_ERR_FAILED, "the database could not write it; the log says why");
}

/* later: who is answered once it is on the disk; now, where it was refused. */
static void
answer(struct module_ask *later, enum icq_account_verdict v)
{
	if (v == ICQ_ACCOUNT_OK)
		return;
	module_ask_error(later, v == ICQ_ACCOUNT_BUSY ? MODULE_ERR_BUSY : MODULE_ERR_DENIED,
		icq_account_verdict_text(v));
}

static void
run_add(void *self, struct module_ask *ask)
{
	struct icq *icq = self;
	const struct icq_account_new new = {
		.uin = uin_of(ask), .account = module_account(icq->host, ask->arg[1]), .password = ask->arg[2]
	};
	enum icq_account_verdict v;
	struct module_ask *later;

	if (new.uin == 0)
		return;
	if (icq_uins_is_synthetic(icq->uins, new.uin)) {
		module_ask_error(ask, MODULE_ERR_DENIED,
			"that UIN is of the range that channels and users of IRC have");
		return;
	}
	if (new.account.n == 0) {
		module_ask_error(ask, MODULE_ERR_NONE, "there is no such account, or it is suspended");
		return;
	}
	later = module_ask_wait(ask);
	v = icq_account_add(icq->accounts, &new, on_stored, later);
	answer(later, v);
}

static void
run_password(void *self, struct module_ask *ask)
{
	struct icq *icq = self;
	struct icq_account *a = account_of(icq, ask);
	enum icq_account_verdict v;
	struct module_ask *later;
	struct view password = ask->arg[1];

	if (a == NULL)
		return;
	later = module_ask_wait(ask);
	v = icq_account_set_password(icq->accounts, a, password, on_stored, later);
	answer(later, v);
}

static void
run_nick(void *self, struct module_ask *ask)
{
	struct icq *icq = self;
	struct icq_account *a = account_of(icq, ask);
	struct view value[ICQ_PROFILE_N];
	enum icq_account_verdict v;

	if (a == NULL)
		return;
	for (size_t i = 0; i < ICQ_PROFILE_N; i++)
		value[i] = icq_account_profile(a, (enum icq_profile)i);
	value[ICQ_PROFILE_NICK] = ask->arg[1];
	v = icq_account_set_profile(icq->accounts, a, value);
	if (v == ICQ_ACCOUNT_OK)
		module_ask_ok(ask, "from the next login on");
	else
		answer(ask, v);
}

static void
run_del(void *self, struct module_ask *ask)
{
	struct icq *icq = self;
	struct icq_account *a = account_of(icq, ask);
	struct module_ask *later;

	if (a == NULL)
		return;
	if (a->session != NULL)
		icq_session_end(a->session, ICQ_END_GONE, VIEW("The UIN was taken away"));
	icq_mail_drop(icq, a);
	later = module_ask_wait(ask);
	if (!icq_account_del(icq->accounts, a, on_stored, later))
		module_ask_error(later, MODULE_ERR_BUSY, "the database is busy, try again");
}

static void
run_list(void *self, struct module_ask *ask)
{
	struct icq *icq = self;
	char uin[NUMBER], mail[NUMBER];

	module_ask_columns(ask, "uin:n account:s nick:s online:b mail:n");
	for (const struct icq_account *a = icq_account_next(icq->accounts, NULL); a != NULL;
		a = icq_account_next(icq->accounts, a)) {
		const struct module_value value[] = { { "uin", number(a->uin, uin) },
			{ "account", view_z(a->account) },
			{ "nick", icq_account_profile(a, ICQ_PROFILE_NICK) },
			{ "online", a->session != NULL ? VIEW("1") : VIEW("0") },
			{ "mail", number(a->n_mail, mail) } };

		module_ask_row(ask, value, ARRAY_LEN(value));
	}
	module_ask_ok(ask, NULL);
}

static void
run_sessions(void *self, struct module_ask *ask)
{
	struct icq *icq = self;
	uint64_t now = loop_mono_ms(icq_loop(icq));
	char uin[NUMBER], contacts[NUMBER], age[NUMBER], address[INET6_ADDRSTRLEN + 1];

	module_ask_columns(ask, "uin:n nick:s account:s protocol:s address:s state:s contacts:n seconds:n");
	LIST_FOR_EACH (it, &icq->sessions) {
		const struct icq_session *s = icq_session_of(it);
		const struct module_value value[] = { { "uin", number(icq_session_uin(s), uin) },
			{ "nick", view_of(s->nick, s->nick_len) }, { "account", view_z(s->account->account) },
			{ "protocol", view_z(icq_protocol_name((enum icq_protocol)s->protocol)) },
			{ "address", view_z(peer_addr_host(&s->peer, address, sizeof(address))) },
			{ "state", view_z(icq_state_name((enum icq_state)s->state)) },
			{ "contacts", number(s->n_listed, contacts) },
			{ "seconds", number((now - s->opened_ms) / 1000, age) } };

		module_ask_row(ask, value, ARRAY_LEN(value));
	}
	module_ask_ok(ask, NULL);
}

static void
run_end(void *self, struct module_ask *ask)
{
	struct icq *icq = self;
	struct icq_account *a = account_of(icq, ask);

	if (a == NULL)
		return;
	if (a->session == NULL) {
		module_ask_error(ask, MODULE_ERR_NONE, "that UIN is not logged in");
		return;
	}
	icq_session_end(
		a->session, ICQ_END_GONE, ask->n_args > 1 ? ask->arg[1] : VIEW("Ended by the administrator"));
	module_ask_ok(ask, NULL);
}

static void
row_of_uin(void *arg, uint32_t uin, struct view name)
{
	char digits[NUMBER];
	const struct module_value value[] = { { "uin", number(uin, digits) }, { "name", name } };

	module_ask_row(arg, value, ARRAY_LEN(value));
}

static void
run_uins(void *self, struct module_ask *ask)
{
	struct icq *icq = self;

	module_ask_columns(ask, "uin:n name:s");
	row_of_uin(ask, icq_uins_own(icq->uins), VIEW("Conclave"));
	icq_uins_each(icq->uins, row_of_uin, ask);
	module_ask_ok(ask, NULL);
}

static void
text_line(void *to, const char *line)
{
	module_ask_text(to, line);
}

static void
run_uplinks(void *self, struct module_ask *ask)
{
	struct icq *icq = self;

	uplinks_stats(icq->uplinks, text_line, ask);
	module_ask_ok(ask, NULL);
}

const struct module_request icq_requests[ICQ_REQUESTS] = {
	{ VIEW_INIT("add"), { 3, 3 }, true, 3, ICQ_PASSWORD_DRAWN, "<uin> <account> <password>",
		"gives an account a UIN, by which an ICQ client logs in", run_add },
	{ VIEW_INIT("password"), { 2, 2 }, true, 2, ICQ_PASSWORD_DRAWN, "<uin> <password>",
		"changes the password of a UIN", run_password },
	{ VIEW_INIT("nick"), { 2, 2 }, true, 0, 0, "<uin> <nick>", "says what the user of a UIN is called",
		run_nick },
	{ VIEW_INIT("del"), { 1, 1 }, true, 0, 0, "<uin>", "takes a UIN away, with its list and its mail",
		run_del },
	{ VIEW_INIT("list"), { 0, 0 }, false, 0, 0, "", "lists the UINs", run_list },
	{ VIEW_INIT("sessions"), { 0, 0 }, false, 0, 0, "", "lists who is logged in", run_sessions },
	{ VIEW_INIT("end"), { 1, 2 }, true, 0, 0, "<uin> [:<reason>]", "ends a session", run_end },
	{ VIEW_INIT("uins"), { 0, 0 }, false, 0, 0, "", "lists the UINs of channels and users of IRC",
		run_uins },
	{ VIEW_INIT("uplinks"), { 0, 0 }, false, 0, 0, "", "tells of the servers outside", run_uplinks },
};
