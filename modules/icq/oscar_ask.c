#include "icq/oscar_ask.h"

enum {
	HAS_NAMES = OSCAR_ASK_HAS_NICK | OSCAR_ASK_HAS_FIRST | OSCAR_ASK_HAS_LAST | OSCAR_ASK_HAS_EMAIL,
	NEEDS_AUTH = 0, /* of the byte that says whether he may be added without asking */
	/* Questions that consist of fields have these, each with a length; text in them is a string like all others. */
	F_UIN = 0x0136,
	F_FIRST = 0x0140,
	F_LAST = 0x014a,
	F_NICK = 0x0154,
	F_EMAIL = 0x015e,
	F_ONLINE = 0x0230,
	F_ABOUT = 0x0258,
};

static void
get_uin(struct icq_in *in, struct oscar_ask *a)
{
	a->uin = icq_get_u32_le(in);
}

static void
get_name(struct icq_in *in, struct oscar_ask *a)
{
	a->who.first = icq_get_lnts(in);
	a->who.last = icq_get_lnts(in);
	a->who.nick = icq_get_lnts(in);
}

static void
get_email(struct icq_in *in, struct oscar_ask *a)
{
	a->who.email = icq_get_lnts(in);
}

/* More than "whatever it is": zeros, and a string that is empty. */
static bool
is_said(struct view v)
{
	if (view_eq(v, VIEW("\1\0\0")))
		return false;
	for (size_t i = 0; i < v.n; i++)
		if (v.p[i] != '\0')
			return true;
	return false;
}

/* Ages, gender and language, where, at work: nobody here has any of that. */
static bool
get_asks_more(struct icq_in *in)
{
	bool more = is_said(icq_get_bytes(in, 2 + 2 + 1 + 1));

	for (int i = 0; i < 2; i++)
		more = icq_get_lnts(in).n > 0 || more;
	more = is_said(icq_get_bytes(in, 2)) || more;
	for (int i = 0; i < 3; i++)
		more = icq_get_lnts(in).n > 0 || more;
	return more;
}

static void
get_white(struct icq_in *in, struct oscar_ask *a)
{
	struct view rest;

	get_name(in, a);
	get_email(in, a);
	a->asks_more = get_asks_more(in);
	rest = icq_get_rest(in);
	a->is_online_only = rest.n > 0 && rest.p[rest.n - 1] == 1;
}

/* False: a field that we have no use for. */
static bool
set_field(struct oscar_ask *a, uint16_t type, struct icq_in value)
{
	const struct {
		struct view *text;
		unsigned has;
		uint16_t type;
	} texts[] = {
		{ &a->who.first, OSCAR_ASK_HAS_FIRST, F_FIRST },
		{ &a->who.last, OSCAR_ASK_HAS_LAST, F_LAST },
		{ &a->who.nick, OSCAR_ASK_HAS_NICK, F_NICK },
		{ &a->who.email, OSCAR_ASK_HAS_EMAIL, F_EMAIL },
		{ &a->who.about, OSCAR_ASK_HAS_ABOUT, F_ABOUT },
	};

	if (type == F_UIN)
		a->uin = icq_get_u32_le(&value);
	else if (type == F_ONLINE)
		a->is_online_only = icq_get_u8(&value) == 1;
	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		if (texts[i].type != type)
			continue;
		*texts[i].text = icq_get_lnts(&value);
		if (!value.bad)
			a->has |= texts[i].has;
		return true;
	}
	return type == F_UIN || type == F_ONLINE;
}

static void
get_fields(struct icq_in *in, struct oscar_ask *a)
{
	size_t n;

	for (n = 0; in->n > 0 && n < OSCAR_ASK_FIELDS_MAX; n++) {
		uint16_t type = icq_get_u16_le(in);
		struct view value = icq_get_bytes(in, icq_get_u16_le(in));

		if (!set_field(a, type, icq_in(value)) && is_said(value))
			a->asks_more = true;
	}
	if (in->n > 0)
		icq_skip(in, SIZE_MAX);
}

static void
get_basic(struct icq_in *in, struct oscar_ask *a)
{
	oscar_get_basic(in, &a->who);
	a->has = HAS_NAMES | OSCAR_ASK_HAS_HOME;
}

static void
get_work(struct icq_in *in, struct oscar_ask *a)
{
	oscar_get_work(in, &a->who);
	a->has = OSCAR_ASK_HAS_WORK;
}

static void
get_more(struct icq_in *in, struct oscar_ask *a)
{
	oscar_get_more(in, &a->who);
	a->has = OSCAR_ASK_HAS_MORE;
}

static void
get_about(struct icq_in *in, struct oscar_ask *a)
{
	a->who.about = icq_get_lnts(in);
	a->has = OSCAR_ASK_HAS_ABOUT;
}

static void
get_security(struct icq_in *in, struct oscar_ask *a)
{
	a->who.needs_auth = icq_get_u8(in) == NEEDS_AUTH;
	a->has = OSCAR_ASK_HAS_AUTH;
}

static void
get_password(struct icq_in *in, struct oscar_ask *a)
{
	a->password = icq_get_lnts(in);
}

/* What nobody here has. */
static void
get_none(struct icq_in *in, struct oscar_ask *a)
{
	(void)in;
	(void)a;
}

static const struct {
	enum oscar_ask_sub sub;
	enum oscar_ask_group group;
	enum oscar_answer_sub answer;
	void (*get)(struct icq_in *in, struct oscar_ask *a);
} asks[] = {
	{ OSCAR_ASK_SELF, OSCAR_ASKS_INFO, OSCAR_ANSWER_PAST, get_uin },
	{ OSCAR_ASK_INFO, OSCAR_ASKS_INFO, OSCAR_ANSWER_PAST, get_uin },
	{ OSCAR_ASK_SHORT, OSCAR_ASKS_INFO, OSCAR_ANSWER_SHORT, get_uin },
	{ OSCAR_ASK_NAME, OSCAR_ASKS_SEARCH, OSCAR_ANSWER_FOUND_LAST, get_name },
	{ OSCAR_ASK_UIN, OSCAR_ASKS_SEARCH, OSCAR_ANSWER_FOUND_LAST, get_uin },
	{ OSCAR_ASK_EMAIL, OSCAR_ASKS_SEARCH, OSCAR_ANSWER_FOUND_LAST, get_email },
	{ OSCAR_ASK_WHITE, OSCAR_ASKS_SEARCH, OSCAR_ANSWER_FOUND_LAST, get_white },
	{ OSCAR_ASK_WHITE_FIELDS, OSCAR_ASKS_SEARCH, OSCAR_ANSWER_FOUND_LAST, get_fields },
	{ OSCAR_ASK_UIN_FIELDS, OSCAR_ASKS_SEARCH, OSCAR_ANSWER_FOUND_LAST, get_fields },
	{ OSCAR_ASK_EMAIL_FIELDS, OSCAR_ASKS_SEARCH, OSCAR_ANSWER_FOUND_LAST, get_fields },
	{ OSCAR_ASK_SET_BASIC, OSCAR_ASKS_SET, OSCAR_ANSWER_SET_BASIC, get_basic },
	{ OSCAR_ASK_SET_WORK, OSCAR_ASKS_SET, OSCAR_ANSWER_SET_WORK, get_work },
	{ OSCAR_ASK_SET_MORE, OSCAR_ASKS_SET, OSCAR_ANSWER_SET_MORE, get_more },
	{ OSCAR_ASK_SET_ABOUT, OSCAR_ASKS_SET, OSCAR_ANSWER_SET_ABOUT, get_about },
	{ OSCAR_ASK_SET_EMAILS, OSCAR_ASKS_SET, OSCAR_ANSWER_SET_EMAILS, get_none },
	{ OSCAR_ASK_SET_INTERESTS, OSCAR_ASKS_SET, OSCAR_ANSWER_SET_INTERESTS, get_none },
	{ OSCAR_ASK_SET_PAST, OSCAR_ASKS_SET, OSCAR_ANSWER_SET_PAST, get_none },
	{ OSCAR_ASK_SET_SECURITY, OSCAR_ASKS_SET, OSCAR_ANSWER_SET_SECURITY, get_security },
	{ OSCAR_ASK_SET_PASSWORD, OSCAR_ASKS_SET, OSCAR_ANSWER_SET_PASSWORD, get_password },
	{ OSCAR_ASK_SET_ALL, OSCAR_ASKS_SET, OSCAR_ANSWER_SET_ALL, get_fields },
};

bool
oscar_ask_parse(struct oscar_ask *a, const struct oscar_meta *m)
{
	struct icq_in in = icq_in(m->data);

	*a = (struct oscar_ask){ .group = OSCAR_ASKS_NOTHING };
	for (size_t i = 0; i < ARRAY_LEN(asks); i++) {
		if (asks[i].sub != m->sub)
			continue;
		a->group = asks[i].group;
		a->answer = (uint16_t)asks[i].answer;
		asks[i].get(&in, a);
	}
	return !in.bad;
}

void
oscar_ask_put(struct icq_out *out, enum oscar_ask_sub sub, const struct oscar_ask *a)
{
	if (sub == OSCAR_ASK_NAME) {
		icq_put_lnts(out, a->who.first);
		icq_put_lnts(out, a->who.last);
		icq_put_lnts(out, a->who.nick);
	} else if (sub == OSCAR_ASK_EMAIL) {
		icq_put_lnts(out, a->who.email);
	} else {
		icq_put_u32_le(out, a->uin);
	}
}
