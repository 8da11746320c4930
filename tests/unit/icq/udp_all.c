#include "udp_all.h"

#include <assert.h>
#include <stddef.h>

#include "icq/udp_cmd.h"
#include "icq/udp_contacts.h"
#include "icq/udp_info.h"
#include "icq/udp_login.h"
#include "icq/udp_message.h"
#include "icq/udp_meta.h"
#include "icq/udp_multi.h"
#include "icq/udp_search.h"

static void
within(const struct udp_packet *p, struct view v)
{
	assert(v.n == 0 || (v.p >= p->data.p && v.n <= p->data.n && v.p + v.n <= p->data.p + p->data.n));
}

static bool
is_password(const struct udp_packet *p, enum udp_login_verdict verdict, struct view password)
{
	if (verdict != UDP_LOGIN_OK)
		return false;
	within(p, password);
	assert(password.n >= 1 && password.n <= UDP_PASSWORD_MAX && view_find(password, '\0') == password.n);
	return true;
}

static bool
login(const struct udp_packet *p)
{
	struct udp_login l;
	enum udp_login_verdict v = udp_login_parse(&l, p);

	return is_password(p, v, l.password);
}

static bool
prelogin(const struct udp_packet *p)
{
	struct udp_prelogin l;
	enum udp_login_verdict v = udp_prelogin_parse(&l, p);

	return is_password(p, v, l.password);
}

static bool
registers(const struct udp_packet *p)
{
	struct view password;
	enum udp_login_verdict v = udp_register_parse(&password, p);

	return v == UDP_LOGIN_OK && is_password(p, v, password);
}

static bool
form(const struct udp_packet *p)
{
	struct udp_form_filled f;

	if (!udp_form_parse(&f, p))
		return false;
	within(p, f.nick);
	within(p, f.first);
	within(p, f.last);
	within(p, f.email);
	return true;
}

static bool
uins(const struct udp_packet *p)
{
	struct udp_uins l;

	if (!udp_uins_parse(&l, p))
		return false;
	assert(l.n <= UDP_UINS_MAX && l.n * 4U < p->data.n);
	for (size_t i = 0; i < l.n; i++)
		assert(icq_uin_is_valid(l.uin[i]));
	return true;
}

static bool
list_change(const struct udp_packet *p)
{
	struct udp_list_change c;

	return udp_list_change_parse(&c, p);
}

static bool
one_uin(const struct udp_packet *p)
{
	uint32_t uin;

	return udp_uin_parse(&uin, p);
}

static bool
status(const struct udp_packet *p)
{
	uint32_t v;

	return udp_status_parse(&v, p);
}

static bool
text_code(const struct udp_packet *p)
{
	enum udp_text_code code;

	return udp_text_code_parse(&code, p);
}

static bool
message(const struct udp_packet *p)
{
	struct udp_message m;
	bool is_good =
		p->cmd == UDP_S_OFFLINE_MESSAGE ? udp_message_offline_parse(&m, p) : udp_message_parse(&m, p);

	if (!is_good)
		return false;
	within(p, m.text);
	assert(m.uin != 0 && m.uin <= ICQ_UIN_MAX && view_find(m.text, '\0') == m.text.n);
	return true;
}

static void
search_within(const struct udp_packet *p, const struct udp_search *s)
{
	within(p, s->nick);
	within(p, s->first);
	within(p, s->last);
	within(p, s->email);
	assert(s->uin == 0 ||
		(icq_uin_is_valid(s->uin) && s->nick.n + s->first.n + s->last.n + s->email.n == 0));
}

static bool
search(const struct udp_packet *p)
{
	struct udp_search s;

	if (!udp_search_parse(&s, p))
		return false;
	search_within(p, &s);
	return true;
}

static bool
query(const struct udp_packet *p)
{
	struct udp_query q;

	return udp_query_parse(&q, p);
}

static void
person_within(const struct udp_packet *p, const struct udp_person *w)
{
	const struct view all[] = { w->nick, w->first, w->last, w->email, w->email2, w->email3, w->home.city,
		w->home.state, w->home.phone, w->home.fax, w->home.street, w->work.city, w->work.state,
		w->work.phone, w->work.fax, w->work.street, w->cellular, w->homepage, w->about, w->company,
		w->department, w->position, w->work_homepage };

	for (size_t i = 0; i < ARRAY_LEN(all); i++)
		within(p, all[i]);
}

static bool
set_info(const struct udp_packet *p)
{
	struct udp_person who;
	uint16_t sub;

	if (!udp_set_info_parse(&who, &sub, p))
		return false;
	person_within(p, &who);
	return true;
}

static bool
meta(const struct udp_packet *p)
{
	struct udp_ask a;

	if (!udp_ask_parse(&a, p))
		return false;
	search_within(p, &a.search);
	person_within(p, &a.person);
	within(p, a.password);
	return true;
}

static bool
hello(const struct udp_packet *p)
{
	struct udp_hello h;

	udp_hello_parse(&h, p);
	return true;
}

static bool
new_uin(const struct udp_packet *p)
{
	uint32_t uin;

	return udp_new_uin_parse(&uin, p);
}

static bool
login_error(const struct udp_packet *p)
{
	struct view text;

	if (!udp_login_error_parse(&text, p))
		return false;
	within(p, text);
	return true;
}

static bool
online(const struct udp_packet *p)
{
	struct udp_presence who;

	return udp_online_parse(&who, p);
}

static bool
presence(const struct udp_packet *p)
{
	struct udp_presence who;

	return udp_presence_parse(&who, p);
}

static void
found_within(const struct udp_packet *p, const struct udp_found *f)
{
	within(p, f->nick);
	within(p, f->first);
	within(p, f->last);
	within(p, f->email);
	assert(icq_uin_is_valid(f->uin));
}

static bool
found(const struct udp_packet *p)
{
	struct udp_found f;

	if (!udp_found_parse(&f, p))
		return false;
	found_within(p, &f);
	return true;
}

static bool
search_done(const struct udp_packet *p)
{
	bool has_more;

	return udp_search_done_parse(&has_more, p);
}

static bool
info_ext(const struct udp_packet *p)
{
	struct udp_person who = { 0 };

	if (!udp_info_ext_parse(&who, p))
		return false;
	person_within(p, &who);
	return true;
}

static bool
meta_answer(const struct udp_packet *p)
{
	struct udp_person who = { 0 };
	struct udp_answer a;
	struct udp_found f;
	uint32_t left;
	bool is_good;

	if (!udp_answer_parse(&a, p))
		return false;
	within(p, a.data);
	is_good = udp_info_part_parse(&who, (enum udp_meta_answer_sub)a.sub, a.data);
	person_within(p, &who);
	if (udp_answer_found_parse(&f, &left, &a)) {
		found_within(p, &f);
		is_good = true;
	}
	return is_good;
}

static bool
multi(const struct udp_packet *p)
{
	struct udp_multi m = udp_multi(p);
	struct udp_packet inner;
	unsigned n = 0;

	while (udp_multi_next(&m, &inner)) {
		within(p, inner.data);
		assert(inner.cmd != UDP_S_MULTI && inner.seq1 == p->seq1 && inner.seq2 == p->seq2);
		(void)udp_read_server(&inner);
		n++;
	}
	assert(n <= 255);
	return n != 0;
}

struct reader {
	uint16_t cmd;
	bool (*read)(const struct udp_packet *p);
};

static const struct reader of_clients[] = {
	{ UDP_C_MESSAGE, message },
	{ UDP_C_LOGIN, login },
	{ UDP_C_PRELOGIN, prelogin },
	{ UDP_C_REGISTER, registers },
	{ UDP_C_CONTACTS, uins },
	{ UDP_C_SEARCH_UIN, search },
	{ UDP_C_SEARCH_NAME, search },
	{ UDP_C_TEXT_CODE, text_code },
	{ UDP_C_MESSAGE_STRANGER, message },
	{ UDP_C_INFO, query },
	{ UDP_C_INFO_EXT, query },
	{ UDP_C_SET_INFO_V2, set_info },
	{ UDP_C_SET_INFO_EXT, set_info },
	{ UDP_C_STATUS, status },
	{ UDP_C_SET_INFO, set_info },
	{ UDP_C_ADD, one_uin },
	{ UDP_C_SEARCH_V3, search },
	{ UDP_C_FORM, form },
	{ UDP_C_INFO_V3, query },
	{ UDP_C_META, meta },
	{ UDP_C_INVISIBLE_LIST, uins },
	{ UDP_C_VISIBLE_LIST, uins },
	{ UDP_C_LIST_CHANGE, list_change },
};

static const struct reader of_servers[] = {
	{ UDP_S_NEW_UIN, new_uin },
	{ UDP_S_HELLO, hello },
	{ UDP_S_ONLINE, online },
	{ UDP_S_OFFLINE, one_uin },
	{ UDP_S_FOUND, found },
	{ UDP_S_SEARCH_DONE, search_done },
	{ UDP_S_OFFLINE_MESSAGE, message },
	{ UDP_S_MESSAGE, message },
	{ UDP_S_INFO, found },
	{ UDP_S_INFO_EXT, info_ext },
	{ UDP_S_INFO_NONE, query },
	{ UDP_S_STATUS, presence },
	{ UDP_S_MULTI, multi },
	{ UDP_S_CONTACTS_DONE, one_uin },
	{ UDP_S_LOGIN_ERROR, login_error },
	{ UDP_S_META, meta_answer },
};

static bool
read_by(const struct reader *readers, size_t n, const struct udp_packet *p)
{
	for (size_t i = 0; i < n; i++) {
		if (readers[i].cmd == p->cmd)
			return readers[i].read(p);
	}
	return false;
}

bool
udp_read_client(const struct udp_packet *p)
{
	return read_by(of_clients, ARRAY_LEN(of_clients), p);
}

bool
udp_read_server(const struct udp_packet *p)
{
	return read_by(of_servers, ARRAY_LEN(of_servers), p);
}
