/* What comes over OSCAR's second connection once it stands: who is there, what is said, how fast we may speak. */
#include <string.h>

#include "core/log.h"
#include "icq/feedbag.h"
#include "icq/icbm.h"
#include "icq/icbm_relay.h"
#include "icq/icq_charset.h"
#include "icq/icq_status.h"
#include "icq/oscar_buddy.h"
#include "icq/oscar_locate.h"
#include "icq/oscar_meta.h"
#include "icq/oscar_service.h"
#include "icq/uplink_oscar.h"

static void
send_out(struct oscar_uplink *s, enum snac_id id, const struct icq_out *out)
{
	uplink_oscar_send(s, id, 0, icq_out_view(out));
}

/* ---- entering ---- */

static void
take_rates(struct oscar_uplink *s, const struct snac *snac)
{
	char data[64];
	struct icq_out out = icq_out(data, sizeof(data));
	struct oscar_rates rates;
	const struct oscar_rate_class *class;

	s->has_rate = false;
	if (!oscar_rates_parse(&rates, snac->body))
		return;
	class = oscar_rates_find(&rates, SNAC_ICBM_SEND);
	if (class != NULL) {
		s->has_rate = true;
		s->rate_class = *class;
		oscar_rate_init(&s->rate, class, loop_mono_ms(s->u->all->env.loop));
	}
	oscar_rates_put_ack(&out, &rates);
	send_out(s, SNAC_SERVICE_RATES_ACK, &out);
}

static void
put_contacts(struct oscar_uplink *s)
{
	uint32_t uin[CONF_CONTACT_MAX];
	size_t n = uplink_contacts(s->u, uin, ARRAY_LEN(uin));
	char data[UPLINK_SNAC_MAX];
	struct icq_out out = icq_out(data, sizeof(data));

	for (size_t i = 0; i < n; i++)
		oscar_put_uin(&out, uin[i]);
	if (n > 0)
		send_out(s, SNAC_BUDDY_ADD, &out);
}

static void
put_meta(struct oscar_uplink *s, uint16_t type)
{
	char data[64];
	struct icq_out out = icq_out(data, sizeof(data));

	oscar_meta_put(
		&out, &(struct oscar_meta){ .uin = s->u->conf.uin, .type = type, .seq = ++s->meta_seq });
	send_out(s, SNAC_META_ASK, &out);
}

void
uplink_oscar_enter(struct oscar_uplink *s, const struct snac *snac)
{
	char data[512];
	struct icq_out out = icq_out(data, sizeof(data));

	take_rates(s, snac);
	oscar_icbm_params_put(&out,
		&(struct oscar_icbm_params){ .flags = OSCAR_ICBM_MESSAGES | OSCAR_ICBM_MISSED,
			.max = UPLINK_RAW_MAX,
			.warn_sender = 999,
			.warn_receiver = 999 });
	send_out(s, SNAC_ICBM_PARAMS_SET, &out);
	out = icq_out(data, sizeof(data));
	oscar_locate_put(
		&out, &(struct oscar_locate){ .has_caps = true, .caps = OSCAR_CAP_UTF8 | OSCAR_CAP_INTEROP });
	send_out(s, SNAC_LOCATE_SET, &out);
	out = icq_out(data, sizeof(data));
	oscar_status_put(&out,
		&(struct oscar_status){
			.has_status = true, .status = icq_state_status(ICQ_ONLINE, ICQ_OSCAR) });
	send_out(s, SNAC_SERVICE_STATUS, &out);
	put_contacts(s);
	out = icq_out(data, sizeof(data));
	oscar_ready_put(&out, &oscar_families_ours);
	send_out(s, SNAC_SERVICE_READY, &out);
	put_meta(s, OSCAR_META_OFFLINE_ASK);
	uplink_online(s->u);
}

/* ---- who is there ---- */

static enum icq_state
state_of(const struct oscar_user *user)
{
	if ((user->has & OSCAR_HAS_STATUS) != 0)
		return icq_status_state(user->status, ICQ_OSCAR);
	return (user->classes & OSCAR_CLASS_AWAY) != 0 ? ICQ_AWAY : ICQ_ONLINE;
}

static void
on_arrived(struct oscar_uplink *s, const struct snac *snac)
{
	struct icq_in in = icq_in(snac->body);
	struct oscar_user user;

	while (oscar_buddy_next(&in, &user))
		uplink_presence(s->u, user.uin, state_of(&user));
}

static void
on_departed(struct oscar_uplink *s, const struct snac *snac)
{
	struct icq_in in = icq_in(snac->body);
	struct oscar_user user;

	while (oscar_buddy_next(&in, &user))
		uplink_presence(s->u, user.uin, ICQ_OFFLINE);
}

/* Messages come from them all the same. */
static void
on_rejected(struct oscar_uplink *s, const struct snac *snac)
{
	struct icq_in in = icq_in(snac->body);
	uint32_t uin;

	while (oscar_uin_next(&in, &uin))
		log_write(LOG_LEVEL_DEBUG, "icq",
			"%s: %u must authorise us first, or whether he is there is not told", s->u->conf.name,
			(unsigned)uin);
}

static void
on_auth_asked(struct oscar_uplink *s, const struct snac *snac)
{
	struct feedbag_auth a;

	if (feedbag_auth_parse(&a, snac->body))
		uplink_heard(s->u, &(struct uplink_said){ .from = a.uin, .kind = ICQ_KIND_AUTH_ASK });
}

/* ---- what is said ---- */

/* Of channel 1, where each fragment says in which character set it is. */
struct page {
	const struct icq_charset *charset;
};

static void
decode(void *arg, struct icq_out *out, struct view bytes)
{
	const struct page *page = arg;
	size_t n = icq_charset_decode(page->charset, bytes, (char *)out->p + out->n, out->max - out->n);

	out->n += n;
}

static void
on_text(struct oscar_uplink *s, const struct icbm *m, struct uplink_said *said)
{
	struct page page = { uplink_page(s->u, m->from.uin) };
	char text[3 * FLAP_DATA_MAX];
	struct icq_out out = icq_out(text, sizeof(text));
	struct icbm_text t;

	if (!icbm_text_parse(&t, m->inside))
		return;
	icbm_text_decode(&t, &out, decode, &page);
	said->kind = ICQ_KIND_TEXT;
	said->is_utf8 = true;
	said->text = icq_out_view(&out);
	uplink_heard(s->u, said);
}

/* The sender's client waits for this, and says that nothing has arrived if it does not come. */
static void
answer(struct oscar_uplink *s, const struct icbm *m, const struct icbm_relay *r)
{
	char data[512];
	struct icq_out out = icq_out(data, sizeof(data));
	struct icbm_answer a = { .uin = m->from.uin, .has_said = true, .said = r->said };

	memcpy(a.cookie, m->cookie, sizeof(a.cookie));
	a.said.text = VIEW("");
	icbm_answer_put(&out, &a);
	send_out(s, SNAC_ICBM_ANSWER, &out);
}

static void
on_relay(struct oscar_uplink *s, const struct icbm *m, struct uplink_said *said)
{
	struct icbm_relay r;

	if (!icbm_relay_parse(&r, m->inside) || r.step != ICBM_ASKS)
		return;
	if (r.cap >= OSCAR_CAP_DIRECT)
		said->kind = ICQ_KIND_FILE;
	else if (!r.has_said)
		return;
	else
		said->kind = r.said.kind;
	said->is_utf8 = r.said.is_utf8;
	said->text = r.said.text;
	if (r.has_said)
		answer(s, m, &r);
	uplink_heard(s->u, said);
}

static void
on_old(struct oscar_uplink *s, const struct icbm *m, struct uplink_said *said)
{
	struct icbm_old o;

	if (!icbm_old_parse(&o, m->inside))
		return;
	said->kind = o.kind;
	said->text = o.text;
	uplink_heard(s->u, said);
}

static void
on_message(struct oscar_uplink *s, const struct snac *snac)
{
	struct icbm m;
	struct uplink_said said = { .kind = 0 };

	if (!icbm_parse_from(&m, snac->body))
		return;
	said.from = m.from.uin;
	said.is_automatic = (m.flags & ICBM_AUTOMATIC) != 0;
	said.wall_s = m.wall_s;
	if (m.channel == ICBM_TEXT)
		on_text(s, &m, &said);
	else if (m.channel == ICBM_RELAY)
		on_relay(s, &m, &said);
	else if (m.channel == ICBM_OLD)
		on_old(s, &m, &said);
}

static void
on_meta(struct oscar_uplink *s, const struct snac *snac)
{
	struct oscar_meta m;
	struct oscar_offline o;

	if (!oscar_meta_parse(&m, snac->body))
		return;
	if (m.type == OSCAR_META_OFFLINE_END)
		put_meta(s, OSCAR_META_OFFLINE_DELETE);
	else if (m.type == OSCAR_META_OFFLINE && oscar_offline_parse(&o, m.data))
		uplink_heard(s->u,
			&(struct uplink_said){
				.from = o.from, .kind = o.kind, .wall_s = o.wall_s, .text = o.text });
}

/* ---- what we have said ---- */

static void
on_ack(struct oscar_uplink *s, const struct snac *snac)
{
	struct icbm m;
	struct icq_in in;

	if (!icbm_ack_parse(&m, snac->body))
		return;
	in = icq_in(view_of(m.cookie, sizeof(m.cookie)));
	uplink_answered(s->u, icq_get_u32_be(&in), NULL);
}

/* Too fast, by the server's clock: it waits until the level is sure to be there again. */
static void
on_error(struct oscar_uplink *s, const struct snac *snac)
{
	uint16_t code;

	if (!snac_parse_error(&code, snac->body))
		return;
	if (code != SNAC_ERROR_RATE) {
		uplink_answered(s->u, snac->request, "by the server");
		return;
	}
	if (s->has_rate) {
		s->rate_class.current = s->rate_class.limit;
		oscar_rate_init(&s->rate, &s->rate_class, loop_mono_ms(s->u->all->env.loop));
	}
	uplink_unsent(s->u, snac->request);
}

static void
on_rate_change(struct oscar_uplink *s, const struct snac *snac)
{
	struct oscar_rate_change c;

	if (!oscar_rate_change_parse(&c, snac->body) || !s->has_rate || c.class.id != s->rate_class.id)
		return;
	s->rate_class = c.class;
	oscar_rate_init(&s->rate, &c.class, loop_mono_ms(s->u->all->env.loop));
	if (c.news == OSCAR_RATE_LIMITS)
		log_write(LOG_LEVEL_INFO, "icq", "%s: the server takes no messages for a while",
			s->u->conf.name);
}

void
uplink_oscar_heard(struct oscar_uplink *s, const struct snac *snac)
{
	static const struct {
		uint32_t id; /* enum snac_id */
		void (*fn)(struct oscar_uplink *s, const struct snac *snac);
	} row[] = {
		{ SNAC_BUDDY_ARRIVED, on_arrived },
		{ SNAC_BUDDY_DEPARTED, on_departed },
		{ SNAC_BUDDY_REJECTED, on_rejected },
		{ SNAC_ICBM_DELIVER, on_message },
		{ SNAC_ICBM_ACK, on_ack },
		{ SNAC_ICBM_ERROR, on_error },
		{ SNAC_META_ANSWER, on_meta },
		{ SNAC_SERVICE_RATE_CHANGE, on_rate_change },
		{ SNAC_FEEDBAG_AUTH_ASKED, on_auth_asked },
	};

	for (size_t i = 0; i < ARRAY_LEN(row); i++) {
		if (row[i].id == snac_id(snac)) {
			row[i].fn(s, snac);
			return;
		}
	}
}
