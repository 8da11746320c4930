#include "icq/icq_session.h"
#include "icq/icq_status.h"
#include "icq/udp_cmd.h"
#include "icq/udp_contacts.h"
#include "icq/udp_handle_priv.h"
#include "icq/udp_server_priv.h"
#include "icq/udp_session.h"
#include "icq/udp_tell.h"

static void
told_all(struct udp_session *s)
{
	uint8_t bytes[8];
	struct icq_out out = icq_out(bytes, sizeof(bytes));

	udp_uin_put(&out, s->uin);
	udp_tell(s, NULL, UDP_S_CONTACTS_DONE, icq_out_view(&out));
}

void
udp_list_end(struct udp_session *s)
{
	bool is_first = !s->list_done;

	s->list_done = true;
	icq_session_list_done(s->core);
	if (s->core == NULL)
		return;
	told_all(s);
	/* Clients of version 5 do not all ask for their mail. */
	if (is_first && s->version == ICQ_V5)
		udp_tell_mail(s);
}

/* Parts of a list may come in any order, so one that comes after the end of the list is only later, and what is new in it counts at once. */
enum udp_did
udp_on_contacts(struct udp_session *s, const struct udp_packet *p)
{
	struct udp_uins list;

	if (!udp_uins_parse(&list, p))
		return UDP_MALFORMED;
	for (uint8_t i = 0; i < list.n && s->core != NULL; i++) {
		if (!icq_session_contact(s->core, list.uin[i], true))
			break;
	}
	if (s->core == NULL)
		return UDP_DONE;
	if (list.is_last)
		udp_list_end(s);
	else if (s->list_done)
		icq_session_list_done(s->core);
	return UDP_DONE;
}

enum udp_did
udp_on_add(struct udp_session *s, const struct udp_packet *p)
{
	uint32_t uin;

	if (!udp_uin_parse(&uin, p))
		return UDP_MALFORMED;
	if (icq_session_contact(s->core, uin, true) && s->core != NULL)
		icq_session_list_done(s->core);
	return UDP_DONE;
}

enum udp_did
udp_on_status(struct udp_session *s, const struct udp_packet *p)
{
	uint32_t status;

	if (!udp_status_parse(&status, p))
		return UDP_MALFORMED;
	icq_session_state(s->core, icq_status_state(status, (enum icq_protocol)s->version), VIEW(""));
	return UDP_DONE;
}

enum udp_did
udp_on_text_code(struct udp_session *s, const struct udp_packet *p)
{
	enum udp_text_code code;

	if (!udp_text_code_parse(&code, p))
		return UDP_MALFORMED;
	if (code != UDP_TEXT_LEAVE)
		return UDP_DONE;
	/* If the acknowledgement is lost, the client sends it again, and has no session any more. */
	udp_recent_put(&s->srv->recent, udp_recent_key(&s->peer, p), UDP_SEEN_ACK, udp_now_ms(s->srv));
	udp_session_close(s, VIEW("Signed off"));
	return UDP_DONE;
}
