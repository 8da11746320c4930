/* Messages of a client of OSCAR, both ways. */
#ifndef CONCLAVE_ICQ_OSCAR_MESSAGE_H
#define CONCLAVE_ICQ_OSCAR_MESSAGE_H

#include "icq/icq_session.h"
#include "icq/oscar_bos_priv.h"

enum {
	OSCAR_TEXT_MAX = 12288,	 /* bytes of a message that comes, in UTF-8 */
	OSCAR_PIECE_BYTES = 700, /* of one that goes; a longer one is several */
	OSCAR_HTML_MAX = 3600,	 /* of it in HTML: twice that, in UTF-16, is less than clients take (04/05) */
};

oscar_bos_fn oscar_message_on_send, oscar_message_on_typing;
/* 04/10. */
oscar_bos_fn oscar_message_on_offline;

/* Hands over stored messages: as many as there is room for, and the rest when it is called again. */
void oscar_message_begin_mail(struct oscar_bos *b, enum oscar_mail_way way, uint32_t request, uint16_t seq);
void oscar_message_give_mail(struct oscar_bos *b);

/* A message's text, with its URL behind it if it has one; a view of m, or of dst. */
struct view oscar_message_whole_text(const struct icq_message *m, char *dst, size_t max);

/* Calls of struct icq_session_ops. */
bool oscar_message_tell(void *link, const struct icq_message *m);
void oscar_message_tell_typing(void *link, uint32_t from, enum icq_typing typing);

#endif
