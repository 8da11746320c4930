#include "icq/icq_people.h"

#include <string.h>

#include "core/utf8.h"
#include "icq/icq_account.h"
#include "icq/icq_priv.h"
#include "icq/icq_uins.h"

static void
of_account(const struct icq_account *a, struct icq_person *out)
{
	*out = (struct icq_person){ .uin = a->uin,
		.nick = icq_account_profile(a, ICQ_PROFILE_NICK),
		.first = icq_account_profile(a, ICQ_PROFILE_FIRST),
		.last = icq_account_profile(a, ICQ_PROFILE_LAST),
		.email = icq_account_profile(a, ICQ_PROFILE_EMAIL),
		.about = icq_account_profile(a, ICQ_PROFILE_ABOUT),
		.state = ICQ_OFFLINE };
	if (a->session != NULL && a->session->state != ICQ_INVISIBLE)
		out->state = (enum icq_state)a->session->state;
	if (out->nick.n == 0)
		out->nick = view_z(a->account);
}

static void
of_name(uint32_t uin, struct view name, struct icq_person *out)
{
	*out = (struct icq_person){ .uin = uin,
		.nick = name,
		.state = icq_uins_is_channel(name) ? ICQ_ONLINE : ICQ_OFFLINE,
		.is_channel = icq_uins_is_channel(name) };
	if (out->is_channel)
		out->about = VIEW("A channel: what you send it, all of its members read.");
}

bool
icq_person(struct icq *icq, uint32_t uin, struct icq_person *out)
{
	const struct icq_account *a = icq_account_find(icq->accounts, uin);
	struct view name = icq_uins_name(icq->uins, uin);

	if (uin == icq_uins_own(icq->uins)) {
		*out = (struct icq_person){ .uin = uin,
			.nick = VIEW("Conclave"),
			.about = VIEW("The way from ICQ to the channels; send it /help."),
			.state = ICQ_ONLINE };
		return true;
	}
	if (a != NULL)
		of_account(a, out);
	else if (name.n != 0)
		of_name(uin, name, out);
	return a != NULL || name.n != 0;
}

/* ASCII letters compare alike. */
static bool
has(struct view text, struct view part)
{
	if (part.n == 0)
		return true;
	for (size_t i = 0; i + part.n <= text.n; i++) {
		if (view_eq_nocase(view_of(text.p + i, part.n), part))
			return true;
	}
	return false;
}

static bool
fits(const struct icq_query *q, const struct icq_person *p)
{
	return (q->uin == 0 || q->uin == p->uin) && has(p->nick, q->nick) && has(p->first, q->first) &&
		has(p->last, q->last) && has(p->email, q->email);
}

struct search {
	struct icq *icq;
	const struct icq_query *q;
	icq_found_fn *fn;
	void *arg;
	size_t n;
};

static void
look_at(struct search *s, const struct icq_person *p)
{
	if (!fits(s->q, p))
		return;
	if (s->n++ < ICQ_FOUND_MAX)
		s->fn(s->arg, p);
}

/* Of channels only those that all have: which others there are, /list tells by the rules of the server. */
static void
look_at_name(void *arg, uint32_t uin, struct view name)
{
	struct search *s = arg;
	struct icq_person p;

	of_name(uin, name, &p);
	if (!p.is_channel)
		look_at(s, &p);
}

size_t
icq_search(struct icq *icq, const struct icq_query *q, icq_found_fn *fn, void *arg)
{
	struct search s = { .icq = icq, .q = q, .fn = fn, .arg = arg };
	const struct conf_icq *conf = icq_conf(icq);
	struct icq_person p;

	if (q->uin == 0 && q->nick.n == 0 && q->first.n == 0 && q->last.n == 0 && q->email.n == 0)
		return 0;
	if (q->uin != 0) { /* whoever knows the number has it from somewhere */
		if (icq_person(icq, q->uin, &p))
			look_at(&s, &p);
		return 0;
	}
	for (const struct icq_account *a = icq_account_next(icq->accounts, NULL); a != NULL;
		a = icq_account_next(icq->accounts, a)) {
		of_account(a, &p);
		look_at(&s, &p);
	}
	for (size_t i = 0; i < conf->n_channels; i++) {
		uint32_t uin = icq_uins_get(icq->uins, view_z(conf->channels[i]));

		if (uin == 0)
			continue;
		of_name(uin, icq_uins_name(icq->uins, uin), &p);
		look_at(&s, &p);
	}
	icq_uins_each(icq->uins, look_at_name, &s);
	return s.n > ICQ_FOUND_MAX ? s.n - ICQ_FOUND_MAX : 0;
}

bool
icq_person_set(struct icq *icq, uint32_t uin, const struct icq_person *p)
{
	struct icq_account *a = icq_account_find(icq->accounts, uin);
	const struct view value[ICQ_PROFILE_N] = { [ICQ_PROFILE_NICK] = p->nick,
		[ICQ_PROFILE_FIRST] = p->first,
		[ICQ_PROFILE_LAST] = p->last,
		[ICQ_PROFILE_EMAIL] = p->email,
		[ICQ_PROFILE_ABOUT] = p->about };

	return a != NULL && icq_account_set_profile(icq->accounts, a, value) == ICQ_ACCOUNT_OK;
}
