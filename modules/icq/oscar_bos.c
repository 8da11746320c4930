#include "icq/oscar_bos.h"

#include "core/log.h"
#include "core/loop.h"
#include "core/mem.h"
#include "icq/icq.h"
#include "icq/oscar_bos_priv.h"
#include "icq/oscar_info.h"
#include "icq/oscar_list.h"
#include "icq/oscar_login.h"
#include "icq/oscar_message.h"
#include "icq/oscar_presence.h"
#include "icq/oscar_server.h"
#include "icq/oscar_setup.h"

enum {
	QUEUE_BYTES = 131072,	 /* that may wait for a client, and ... */
	QUEUE_PER_CONTACT = 128, /* ... for each contact: all of them may come at once */
};

struct icq *
oscar_bos_icq(const struct oscar_bos *b)
{
	return oscar_server_icq(b->server);
}

static uint64_t
now_of(const struct oscar_bos *b)
{
	return loop_mono_ms(icq_loop(oscar_bos_icq(b)));
}

void
oscar_bos_reply(struct oscar_frame *f, const struct snac *s, enum snac_id id)
{
	oscar_frame_snac(f, id, 0, s->request);
}

static bool
count_error(struct oscar_bos *b)
{
	uint64_t now = now_of(b), left = b->errors_left + (now - b->errors_ms) * OSCAR_ERRORS_PER_S;

	b->errors_ms = now;
	b->errors_left = left < OSCAR_ERRORS_BURST * 1000u ? (uint32_t)left : OSCAR_ERRORS_BURST * 1000u;
	if (b->errors_left < 1000)
		return false;
	b->errors_left -= 1000;
	return true;
}

void
oscar_bos_error(struct oscar_bos *b, const struct snac *s, enum snac_error error)
{
	struct oscar_frame f;

	if (!count_error(b))
		return;
	oscar_frame_begin(&f, FLAP_SNAC);
	snac_put_error(&f.out, (enum snac_family)s->family, s->request, (uint16_t)error);
	oscar_conn_send(b->conn, &f);
}

/* ---- calls into it, and its end ---- */

static void
enter(struct oscar_bos *b)
{
	b->depth++;
}

static void
leave(struct oscar_bos *b)
{
	if (--b->depth != 0 || b->session != NULL)
		return;
	mem_free(b->away);
	mem_free(b->note);
	mem_free(b);
}

static void
on_end(void *link, enum icq_end why, struct view text)
{
	struct oscar_bos *b = link;
	struct oscar_frame f;

	(void)text; /* OSCAR has numbers for the reasons */
	enter(b);
	b->session = NULL;
	oscar_frame_begin(&f, FLAP_SIGNOFF);
	oscar_put_bye(&f.out, why == ICQ_END_REPLACED ? OSCAR_BYE_REPLACED : OSCAR_BYE);
	oscar_conn_send(b->conn, &f);
	oscar_conn_end(b->conn);
	leave(b);
}

static const struct icq_session_ops session_ops = { .presence = oscar_presence_tell,
	.message = oscar_message_tell,
	.typing = oscar_message_tell_typing,
	.contact = oscar_list_tell,
	.end = on_end };

/* ---- SNACs ---- */

static bool
ignore(struct oscar_bos *b, const struct snac *s)
{
	(void)b;
	(void)s;
	return true;
}

static const struct {
	enum snac_id id;
	oscar_bos_fn *fn;
} handlers[] = {
	{ SNAC_SERVICE_READY, oscar_bos_ready },
	{ SNAC_SERVICE_REQUEST, ignore }, /* of mail, icons and the like, which clients do without */
	{ SNAC_SERVICE_RATES_ASK, oscar_setup_rates },
	{ SNAC_SERVICE_RATES_ACK, ignore },
	{ SNAC_SERVICE_SELF_ASK, oscar_setup_self },
	{ SNAC_SERVICE_IDLE, ignore },
	{ SNAC_SERVICE_VERSIONS_ASK, oscar_setup_versions },
	{ SNAC_SERVICE_STATUS, oscar_presence_on_status },
	{ SNAC_LOCATE_RIGHTS_ASK, oscar_setup_locate_rights },
	{ SNAC_LOCATE_SET, oscar_presence_on_locate },
	{ SNAC_LOCATE_ASK, oscar_presence_on_ask },
	{ SNAC_LOCATE_ASK_SHORT, oscar_presence_on_ask_short },
	{ SNAC_BUDDY_RIGHTS_ASK, oscar_setup_buddy_rights },
	{ SNAC_BUDDY_ADD, oscar_presence_on_add },
	{ SNAC_BUDDY_REMOVE, oscar_presence_on_remove },
	{ SNAC_ICBM_PARAMS_SET, oscar_setup_icbm },
	{ SNAC_ICBM_PARAMS_ASK, oscar_setup_icbm_rights },
	{ SNAC_ICBM_SEND, oscar_message_on_send },
	{ SNAC_ICBM_ANSWER, ignore }, /* nothing is sent that wants one */
	{ SNAC_ICBM_OFFLINE_ASK, oscar_message_on_offline },
	{ SNAC_ICBM_TYPING, oscar_message_on_typing },
	{ SNAC_PRIVACY_RIGHTS_ASK, oscar_setup_privacy_rights },
	{ SNAC_PRIVACY_VISIBLE_ADD, ignore },
	{ SNAC_PRIVACY_VISIBLE_DEL, ignore },
	{ SNAC_PRIVACY_INVISIBLE_ADD, ignore },
	{ SNAC_PRIVACY_INVISIBLE_DEL, ignore },
	{ SNAC_FEEDBAG_RIGHTS_ASK, oscar_list_on_rights },
	{ SNAC_FEEDBAG_ASK, oscar_list_on_ask },
	{ SNAC_FEEDBAG_ASK_IF_NEWER, oscar_list_on_ask_newer },
	{ SNAC_FEEDBAG_USE, ignore }, /* it is used from 01/02 on */
	{ SNAC_FEEDBAG_ADD, oscar_list_on_add },
	{ SNAC_FEEDBAG_UPDATE, oscar_list_on_update },
	{ SNAC_FEEDBAG_DELETE, oscar_list_on_delete },
	{ SNAC_FEEDBAG_EDIT_BEGIN, ignore },
	{ SNAC_FEEDBAG_EDIT_END, ignore },
	{ SNAC_FEEDBAG_AUTH_GRANT, ignore },
	{ SNAC_FEEDBAG_AUTH_ASK, oscar_list_on_auth_ask },
	{ SNAC_FEEDBAG_AUTH_ANSWER, ignore },
	{ SNAC_META_ASK, oscar_info_on_ask },
};

static oscar_bos_fn *
handler_of(const struct snac *s)
{
	for (size_t i = 0; i < ARRAY_LEN(handlers); i++)
		if ((uint32_t)handlers[i].id == snac_id(s))
			return handlers[i].fn;
	return NULL;
}

static void
tell_rate(struct oscar_bos *b, enum oscar_rate_id id, enum oscar_rate_news news)
{
	struct oscar_rate_change c = { .news = (uint16_t)news, .class = *oscar_rate_class(id) };
	struct oscar_frame f;

	c.class.current = b->rate[id].level;
	oscar_frame_snac(&f, SNAC_SERVICE_RATE_CHANGE, 0, SNAC_PUSH);
	oscar_rate_change_put(&f.out, &c);
	oscar_conn_send(b->conn, &f);
}

/* It may be done. */
static bool
is_within_rate(struct oscar_bos *b, const struct snac *s)
{
	enum oscar_rate_id id = oscar_rate_id(snac_id(s));
	struct oscar_rate *r = &b->rate[id];
	bool was_limited = r->is_limited;

	switch (oscar_rate_take(r, oscar_rate_class(id), now_of(b))) {
	case OSCAR_RATE_FINE:
		if (was_limited)
			tell_rate(b, id, OSCAR_RATE_CLEARS);
		return true;
	case OSCAR_RATE_ALERT:
		tell_rate(b, id, OSCAR_RATE_WARNS);
		return true;
	case OSCAR_RATE_LIMITED:
		if (!was_limited)
			tell_rate(b, id, OSCAR_RATE_LIMITS);
		oscar_bos_error(b, s, SNAC_ERROR_RATE);
		return false;
	case OSCAR_RATE_DISCONNECT:
		break;
	}
	icq_session_close(b->session, VIEW("Excess flood"));
	on_end(b, ICQ_END_GONE, VIEW(""));
	return false;
}

static bool
take_snac(struct oscar_bos *b, const struct snac *s)
{
	oscar_bos_fn *fn = handler_of(s);

	if (!is_within_rate(b, s))
		return true;
	if (fn != NULL)
		return fn(b, s);
	oscar_bos_error(b, s, SNAC_ERROR_INVALID);
	return true;
}

static bool
on_frame(void *owner, const struct flap_frame *f)
{
	struct oscar_bos *b = owner;
	struct snac s;
	bool makes_sense;

	if (f->channel != FLAP_SNAC || !snac_parse(&s, f->data))
		return false;
	enter(b);
	makes_sense = take_snac(b, &s);
	leave(b);
	return makes_sense;
}

/* ---- room, and the connection's end ---- */

static void
on_room(void *owner)
{
	struct oscar_bos *b = owner;

	enter(b);
	oscar_message_give_mail(b);
	if (b->session != NULL && b->is_ready)
		icq_session_room(b->session);
	leave(b);
}

static void
on_gone(void *owner, struct view why)
{
	struct oscar_bos *b = owner;
	struct icq_session *session = b->session;

	enter(b);
	b->session = NULL;
	icq_session_close(session, why);
	leave(b);
}

static const struct oscar_conn_ops conn_ops = { .frame = on_frame, .room = on_room, .gone = on_gone };

bool
oscar_bos_ready(struct oscar_bos *b, const struct snac *s)
{
	(void)s;
	if (b->is_ready)
		return true;
	b->is_ready = true;
	oscar_conn_settle(b->conn);
	oscar_list_apply(b);
	if (b->session != NULL)
		icq_session_list_done(b->session);
	if (b->session != NULL)
		icq_session_room(b->session);
	return true;
}

static void
own(struct oscar_bos *b)
{
	const struct oscar_conn_owner o = { .ops = &conn_ops,
		.owner = b,
		.max_data = FLAP_DATA_MAX,
		.max_queue =
			QUEUE_BYTES + (size_t)icq_conf(oscar_bos_icq(b))->max_contacts * QUEUE_PER_CONTACT,
		.limit_ms = OSCAR_READY_MS };

	oscar_conn_own(b->conn, &o);
}

bool
oscar_bos_begin(struct oscar_server *s, struct oscar_conn *c, uint32_t uin)
{
	const struct oscar_io *io = oscar_conn_io(c);
	struct oscar_bos *b = mem_zalloc(sizeof(*b));
	const struct icq_session_open o = { .uin = uin,
		.protocol = ICQ_OSCAR,
		.peer = &io->peer,
		.tls = io->tls,
		.state = ICQ_ONLINE,
		.ops = &session_ops,
		.link = b };
	enum icq_open_verdict verdict;
	bool is_in;

	*b = (struct oscar_bos){ .server = s, .conn = c, .uin = uin, .state = ICQ_ONLINE };
	b->errors_left = OSCAR_ERRORS_BURST * 1000u;
	b->errors_ms = now_of(b);
	b->signon_s = (uint32_t)(loop_wall_ms(icq_loop(oscar_bos_icq(b))) / 1000);
	for (size_t i = 1; i < OSCAR_RATE_ID_N; i++)
		oscar_rate_init(&b->rate[i], oscar_rate_class((enum oscar_rate_id)i), now_of(b));
	enter(b);
	b->session = icq_session_open(oscar_server_icq(s), &o, &verdict);
	is_in = b->session != NULL;
	if (is_in) {
		own(b);
		oscar_setup_greet(b);
	}
	leave(b);
	return is_in;
}
