/* Family 15 of OSCAR: who somebody is, who there is, what was said while one was away. */
#ifndef CONCLAVE_ICQ_OSCAR_INFO_H
#define CONCLAVE_ICQ_OSCAR_INFO_H

#include "icq/oscar_bos_priv.h"

oscar_bos_fn oscar_info_on_ask;

/* The next of the stored messages, and that there are no more; of oscar_message_give_mail(). */
void oscar_info_put_stored(struct oscar_bos *b, const struct icq_message *m);
void oscar_info_put_stored_end(struct oscar_bos *b);

#endif
