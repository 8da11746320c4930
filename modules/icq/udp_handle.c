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
	udp_handle_fn *fn;
	bool ends_list; /* clients that have sent their list go on with these */
	bool answers;	/* by more than an acknowledgement: not while the client owes too many */
};
static const struct handler handlers[] = {
	{ UDP_C_MESSAGE, udp_on_message, true, true },
	{ UDP_C_MESSAGE_STRANGER, udp_on_message, true, true },
	{ UDP_C_KEEPALIVE, nothing, true, false },
	{ UDP_C_KEEPALIVE_2, nothing, true, false },
	{ UDP_C_CONTACTS, udp_on_contacts, false, true },
	{ UDP_C_ADD, udp_on_add, true, true },
	{ UDP_C_VISIBLE_LIST, nothing, false, false },
	{ UDP_C_INVISIBLE_LIST, nothing, false, false },
	{ UDP_C_LIST_CHANGE, nothing, false, false },
	{ UDP_C_STATUS, udp_on_status, false, false },
	{ UDP_C_TEXT_CODE, udp_on_text_code, false, false },
	{ UDP_C_OFFLINE_ASK, udp_on_mail_ask, true, true },
	{ UDP_C_OFFLINE_DONE, udp_on_mail_done, false, false },
	{ UDP_C_SEARCH_UIN, udp_on_search, true, true },
	{ UDP_C_SEARCH_NAME, udp_on_search, true, true },
	{ UDP_C_SEARCH_V3, udp_on_search, true, true },
	{ UDP_C_INFO, udp_on_info, true, true },
	{ UDP_C_INFO_V3, udp_on_info, true, true },
	{ UDP_C_INFO_EXT, udp_on_info_ext, true, true },
	{ UDP_C_SET_INFO, udp_on_set_info, true, true },
	{ UDP_C_SET_INFO_V2, udp_on_set_info, true, true },
	{ UDP_C_SET_INFO_EXT, udp_on_set_info_ext, true, true },
	{ UDP_C_SET_AUTH, udp_on_set_auth, true, true },
	{ UDP_C_META, udp_on_meta, true, true },
	{ UDP_C_PASSWORD, refused, true, false },
	{ UDP_C_CONNECT_BACK, refused, false, false },
	{ UDP_C_LOGIN_2, nothing, false, false },
	{ UDP_C_EXTERNALS_A, nothing, false, false },
	{ UDP_C_EXTERNALS_B, nothing, false, false },
	{ UDP_C_USAGE, nothing, false, false },
	{ UDP_C_RANDOM_GROUP, nothing, false, false },
	{ UDP_C_RANDOM, nothing, false, false },
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
