/* A row's key is "<uin> <seconds> <number>", by which the rows of one account come back in their order; its value is the sender and a line
 * feed, then the text. */
#include "icq/icq_mail.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "core/loop.h"
#include "core/mem.h"
#include "core/utf8.h"
#include "icq/icq_account.h"
#include "icq/icq_priv.h"
#include "module/module_store.h"

#define KEY_MAX 48

struct icq_letter {
	struct list in_account;
	uint64_t wall_s;
	uint32_t number; /* of those of one second */
	uint32_t from;
	size_t n;
	char text[];
};

static struct icq_letter *
letter_of(struct list *l)
{
	return CONTAINER_OF(l, struct icq_letter, in_account);
}

static struct view
key_of(const struct icq_account *a, const struct icq_letter *l, char dst[KEY_MAX])
{
	return view_of(dst,
		(size_t)snprintf(dst, KEY_MAX, "%" PRIu32 " %020" PRIu64 " %010" PRIu32, a->uin, l->wall_s,
			l->number));
}

static struct icq_letter *
letter_new(struct icq_account *a, uint32_t from, struct view text)
{
	struct icq_letter *l = mem_zalloc(sizeof(*l) + text.n + 1);

	l->from = from;
	l->n = text.n;
	if (text.n != 0)
		memcpy(l->text, text.p, text.n);
	list_add_tail(&a->mail, &l->in_account);
	a->n_mail++;
	return l;
}

static void
letter_free(struct icq_account *a, struct icq_letter *l)
{
	list_del(&l->in_account);
	a->n_mail--;
	mem_free(l);
}

static bool
write(struct icq *icq, const struct icq_account *a, const struct icq_letter *l)
{
	char key[KEY_MAX];
	struct buf row;
	bool ok;

	buf_init(&row, ICQ_MAIL_TEXT_MAX + 16);
	ok = buf_putf(&row, "%" PRIu32 "\n", l->from) == 0 && buf_put(&row, view_of(l->text, l->n)) == 0 &&
		module_put(icq->host, &(struct module_row){ VIEW("mail"), key_of(a, l, key), buf_view(&row) },
			NULL, NULL);
	buf_release(&row);
	return ok;
}

enum icq_mail_verdict
icq_mail_put(struct icq *icq, struct icq_account *a, const struct icq_message *m)
{
	struct icq_letter *last, *l;
	uint64_t now_s = loop_wall_ms(icq_loop(icq)) / 1000;

	icq_mail_expire(icq, a);
	if (a->n_mail >= icq_conf(icq)->max_mail)
		return ICQ_MAIL_FULL;
	last = list_is_empty(&a->mail) ? NULL : letter_of(a->mail.prev);
	l = letter_new(a, m->from, utf8_left(m->text, ICQ_MAIL_TEXT_MAX));
	/* The clock of the wall may have been set back; letters stay in their order. */
	l->wall_s = last != NULL && last->wall_s > now_s ? last->wall_s : now_s;
	l->number = last != NULL && last->wall_s == l->wall_s ? last->number + 1 : 0;
	if (write(icq, a, l))
		return ICQ_MAIL_KEPT;
	letter_free(a, l);
	return ICQ_MAIL_BUSY;
}

int
icq_mail_load(struct icq *icq, struct view key, struct view value, struct err *e)
{
	struct view piece = VIEW(""), from = VIEW("");
	uint32_t uin, number, sender;
	uint64_t wall_s;
	struct icq_account *a;
	struct icq_letter *l;

	if (!view_cut(&key, ' ', &piece) || view_to_u32(piece, &uin) == -1 || !view_cut(&key, ' ', &piece) ||
		view_to_u64(piece, &wall_s) == -1 || view_to_u32(key, &number) == -1 ||
		!view_cut(&value, '\n', &from) || view_to_u32(from, &sender) == -1 || !utf8_is_valid(value) ||
		value.n > ICQ_MAIL_TEXT_MAX)
		return err_fmt(e, "a kept message that can't be");
	a = icq_account_find(icq->accounts, uin);
	if (a == NULL)
		return 0; /* its account has gone, the disk was behind */
	l = letter_new(a, sender, value);
	l->wall_s = wall_s;
	l->number = number;
	return 0;
}

static void
drop(struct icq *icq, struct icq_account *a, struct icq_letter *l)
{
	char key[KEY_MAX];

	if (!module_delete(icq->host, VIEW("mail"), key_of(a, l, key), NULL, NULL))
		l->n = 0; /* it comes once more after a restart; better than never */
	letter_free(a, l);
}

void
icq_mail_expire(struct icq *icq, struct icq_account *a)
{
	uint64_t age_s = icq_conf(icq)->mail_age_ms / 1000, now_s = loop_wall_ms(icq_loop(icq)) / 1000;

	LIST_FOR_EACH_SAFE (it, nx, &a->mail) {
		if (letter_of(it)->wall_s + age_s < now_s)
			drop(icq, a, letter_of(it));
	}
}

void
icq_mail_drop(struct icq *icq, struct icq_account *a)
{
	LIST_FOR_EACH_SAFE (it, nx, &a->mail)
		drop(icq, a, letter_of(it));
}

void
icq_mail_free(struct icq_account *a)
{
	LIST_FOR_EACH_SAFE (it, nx, &a->mail)
		letter_free(a, letter_of(it));
}

void
icq_session_mail(struct icq_session *s, icq_mail_fn *fn, void *arg)
{
	icq_mail_expire(s->icq, s->account);
	LIST_FOR_EACH (it, &s->account->mail) {
		const struct icq_letter *l = letter_of(it);
		const struct icq_message m = { .from = l->from,
			.to = s->account->uin,
			.kind = ICQ_KIND_TEXT,
			.text = view_of(l->text, l->n),
			.wall_s = l->wall_s };

		s->mail_given = true;
		s->mail_s = l->wall_s;
		s->mail_number = l->number;
		if (!fn(arg, &m))
			return;
	}
}

/* Of what came after it was given, the client knows nothing. */
void
icq_session_mail_delete(struct icq_session *s)
{
	LIST_FOR_EACH_SAFE (it, nx, &s->account->mail) {
		struct icq_letter *l = letter_of(it);

		if (!s->mail_given || l->wall_s > s->mail_s ||
			(l->wall_s == s->mail_s && l->number > s->mail_number))
			return;
		drop(s->icq, s->account, l);
	}
}
