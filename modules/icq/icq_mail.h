/* Messages for somebody of the house who is not there.  Kept with the account until its client has said that it has them. */
#ifndef CONCLAVE_ICQ_ICQ_MAIL_H
#define CONCLAVE_ICQ_ICQ_MAIL_H

#include "core/err.h"
#include "core/util.h"
#include "core/view.h"
#include "icq/icq_types.h"

struct icq;
struct icq_account;

enum icq_mail_verdict { ICQ_MAIL_KEPT, ICQ_MAIL_FULL /* max-mail */, ICQ_MAIL_BUSY /* the disk is behind */ };

#define ICQ_MAIL_TEXT_MAX 8192

/* m->from, m->text. */
enum icq_mail_verdict
icq_mail_put(struct icq *icq, struct icq_account *a, const struct icq_message *m) WARN_UNUSED;
/* A row of kind "mail", after those of kind "account".  -1 with *e: it can't be. */
int icq_mail_load(struct icq *icq, struct view key, struct view value, struct err *e) WARN_UNUSED;
/* What is older than mail-age goes. */
void icq_mail_expire(struct icq *icq, struct icq_account *a);
/* All of it goes, from the disk too. */
void icq_mail_drop(struct icq *icq, struct icq_account *a);
/* The same in memory only. */
void icq_mail_free(struct icq_account *a);

#endif
