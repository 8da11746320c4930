#include "icq/udp_handle.h"

#include <stdbool.h>

#include "core/log.h"
#include "icq/udp_cmd.h"
#include "icq/udp_handle_priv.h"
#include "icq/udp_server_priv.h"
#include "icq/udp_session.h"

/* Keep-alives, and what nobody here has or wants: acknowledged. */
static enum udp_did
nothing(struct udp_session *s, const struct udp_packet *p)
{
	(void)s;
	(void)p;
	return UDP_DONE;
}

/* Another password is not had this way: whoever could send it from this address would own the number. */
static enum udp_did
refused(struct udp_session *s, const struct udp_packet *p)
{
	log_debug("icq", "%u: command %04x is refused", (unsigned)s->uin, (unsigned)p->cmd);
	return UDP_DONE;
}

struct handler {
	uint16_t cmd;
	bool ends_list; /* clients that have sent their list go on with these */
	bool answers;	/* by more than an acknowledgement: not while the client owes too many */
	udp_handle_fn *fn;
};
static const struct handler handlers[] = {
	{ UDP_C_MESSAGE, true, true, udp_on_message },
	{ UDP_C_MESSAGE_STRANGER, true, true, udp_on_message },
	{ UDP_C_KEEPALIVE, true, false, nothing },
	{ UDP_C_KEEPALIVE_2, true, false, nothing },
	{ UDP_C_CONTACTS, false, true, udp_on_contacts },
	{ UDP_C_ADD, true, true, udp_on_add },
	{ UDP_C_VISIBLE_LIST, false, false, nothing },
	{ UDP_C_INVISIBLE_LIST, false, false, nothing },
	{ UDP_C_LIST_CHANGE, false, false, nothing },
	{ UDP_C_STATUS, false, false, udp_on_status },
	{ UDP_C_TEXT_CODE, false, false, udp_on_text_code },
	{ UDP_C_OFFLINE_ASK, true, true, udp_on_mail_ask },
	{ UDP_C_OFFLINE_DONE, false, false, udp_on_mail_done },
	{ UDP_C_SEARCH_UIN, true, true, udp_on_search },
	{ UDP_C_SEARCH_NAME, true, true, udp_on_search },
	{ UDP_C_SEARCH_V3, true, true, udp_on_search },
	{ UDP_C_INFO, true, true, udp_on_info },
	{ UDP_C_INFO_V3, true, true, udp_on_info },
	{ UDP_C_INFO_EXT, true, true, udp_on_info_ext },
	{ UDP_C_SET_INFO, true, true, udp_on_set_info },
	{ UDP_C_SET_INFO_V2, true, true, udp_on_set_info },
	{ UDP_C_SET_INFO_EXT, true, true, udp_on_set_info_ext },
	{ UDP_C_SET_AUTH, true, true, udp_on_set_auth },
	{ UDP_C_META, true, true, udp_on_meta },
	{ UDP_C_PASSWORD, true, false, refused },
	{ UDP_C_CONNECT_BACK, false, false, refused },
	{ UDP_C_LOGIN_2, false, false, nothing },
	{ UDP_C_EXTERNALS_A, false, false, nothing },
	{ UDP_C_EXTERNALS_B, false, false, nothing },
	{ UDP_C_USAGE, false, false, nothing },
	{ UDP_C_RANDOM_GROUP, false, false, nothing },
	{ UDP_C_RANDOM, false, false, nothing },
};

static const struct handler *
find(uint16_t cmd)
{
	for (size_t i = 0; i < ARRAY_LEN(handlers); i++) {
		if (handlers[i].cmd == cmd)
			return &handlers[i];
	}
	return NULL;
}

enum udp_did
udp_handle(struct udp_session *s, const struct udp_packet *p)
{
	const struct handler *h = find(p->cmd);
	enum udp_did did;

	if (h == NULL) {
		s->srv->stats.unknown++;
		log_debug("icq", "%u: unknown command %04x of %zu bytes", (unsigned)s->uin, (unsigned)p->cmd,
			p->data.n);
		return UDP_DONE;
	}
	if (h->answers && !udp_session_has_room(s, 1)) {
		s->srv->stats.full++;
		return UDP_LATER;
	}
	if (h->ends_list && !s->list_done)
		udp_list_end(s);
	if (s->core == NULL)
		return UDP_DONE;
	did = h->fn(s, p);
	if (did == UDP_MALFORMED)
		s->srv->stats.malformed++;
	return did;
}
