#include "icq/oscar_setup.h"

#include "icq/icq.h"
#include "icq/oscar_buddy.h"
#include "icq/oscar_locate.h"
#include "icq/oscar_presence.h"
#include "icq/oscar_service.h"

enum {
	MESSAGE_MAX = 8000, /* bytes of a message, as the field's servers have it */
	WARN_MAX = 999,
	PRIVACY_MAX = 100,
};

void
oscar_setup_greet(struct oscar_bos *b)
{
	struct oscar_frame f;

	oscar_frame_snac(&f, SNAC_SERVICE_FAMILIES, 0, SNAC_PUSH);
	oscar_families_put(&f.out, &oscar_families_ours);
	oscar_conn_send(b->conn, &f);
}

/* The same are said back: a client that speaks an older one gets what it knows. */
bool
oscar_setup_versions(struct oscar_bos *b, const struct snac *s)
{
	struct oscar_families asked;
	struct oscar_frame f;

	if (!oscar_versions_parse(&asked, s->body))
		return false;
	oscar_bos_reply(&f, s, SNAC_SERVICE_VERSIONS);
	oscar_versions_put(&f.out, &asked);
	oscar_conn_send(b->conn, &f);
	return true;
}

bool
oscar_setup_rates(struct oscar_bos *b, const struct snac *s)
{
	struct oscar_frame f;

	oscar_bos_reply(&f, s, SNAC_SERVICE_RATES);
	oscar_rates_put(&f.out);
	oscar_conn_send(b->conn, &f);
	return true;
}

bool
oscar_setup_self(struct oscar_bos *b, const struct snac *s)
{
	struct oscar_user self;
	struct oscar_frame f;

	oscar_presence_self(b, &self);
	oscar_bos_reply(&f, s, SNAC_SERVICE_SELF);
	oscar_user_put(&f.out, &self);
	oscar_conn_send(b->conn, &f);
	return true;
}

bool
oscar_setup_locate_rights(struct oscar_bos *b, const struct snac *s)
{
	struct oscar_frame f;

	oscar_bos_reply(&f, s, SNAC_LOCATE_RIGHTS);
	oscar_locate_rights_put(&f.out);
	oscar_conn_send(b->conn, &f);
	return true;
}

bool
oscar_setup_buddy_rights(struct oscar_bos *b, const struct snac *s)
{
	uint32_t max = icq_conf(oscar_bos_icq(b))->max_contacts;
	struct oscar_frame f;

	oscar_bos_reply(&f, s, SNAC_BUDDY_RIGHTS);
	oscar_buddy_rights_put(&f.out, (uint16_t)max); /* 10,000 at most */
	oscar_conn_send(b->conn, &f);
	return true;
}

bool
oscar_setup_privacy_rights(struct oscar_bos *b, const struct snac *s)
{
	struct oscar_frame f;

	oscar_bos_reply(&f, s, SNAC_PRIVACY_RIGHTS);
	oscar_privacy_rights_put(&f.out, PRIVACY_MAX);
	oscar_conn_send(b->conn, &f);
	return true;
}

bool
oscar_setup_icbm_rights(struct oscar_bos *b, const struct snac *s)
{
	const struct oscar_icbm_params params = { .channel = 2,
		.flags = OSCAR_ICBM_MESSAGES | OSCAR_ICBM_MISSED,
		.max = MESSAGE_MAX,
		.warn_sender = WARN_MAX,
		.warn_receiver = WARN_MAX };
	struct oscar_frame f;

	oscar_bos_reply(&f, s, SNAC_ICBM_PARAMS);
	oscar_icbm_params_put(&f.out, &params);
	oscar_conn_send(b->conn, &f);
	return true;
}

bool
oscar_setup_icbm(struct oscar_bos *b, const struct snac *s)
{
	struct oscar_icbm_params params;

	if (!oscar_icbm_params_parse(&params, s->body))
		return false;
	if ((params.flags & OSCAR_ICBM_TYPING) != 0)
		b->wants_typing = true;
	return true;
}
