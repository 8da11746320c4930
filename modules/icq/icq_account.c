/* A row "account" is lines: the account, the password's MD5 in hexadecimal digits, the profile in its order, the last of which may have more lines. */
#include "icq/icq_account.h"

#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "core/mem.h"
#include "core/utf8.h"
#include "icq/icq_session.h"
#include "proto/names.h"

struct icq_accounts {
	struct module_host *host;
	struct hash_table uins;
	struct list all;
};

#define ROW_MAX 4096
#define KEY_MAX 12

const char *
icq_account_verdict_text(enum icq_account_verdict v)
{
	static const char *const texts[ICQ_ACCOUNT_N] = {
		[ICQ_ACCOUNT_OK] = "done",
		[ICQ_ACCOUNT_TAKEN] = "that UIN is taken",
		[ICQ_ACCOUNT_FULL] = "there are too many UINs",
		[ICQ_ACCOUNT_BAD_PASSWORD] = "a password has 4 to 20 bytes",
		[ICQ_ACCOUNT_BAD_TEXT] = "that text can't be",
		[ICQ_ACCOUNT_BUSY] = "the database is busy, try again",
		[ICQ_ACCOUNT_FAILED] = "this system has no MD5, which ICQ needs",
	};

	return texts[v];
}

static uint64_t
hash_uin(uint32_t uin)
{
	return hash_bytes(view_of(&uin, sizeof(uin)));
}

static bool
match_uin(const struct hash_node *node, const void *key)
{
	return CONTAINER_OF(node, struct icq_account, by_uin)->uin == *(const uint32_t *)key;
}

struct icq_accounts *
icq_accounts_new(struct module_host *host)
{
	struct icq_accounts *set = mem_zalloc(sizeof(*set));

	set->host = host;
	hash_table_init(&set->uins);
	list_init(&set->all);
	return set;
}

static void
account_free(struct icq_accounts *set, struct icq_account *a)
{
	hash_table_del(&set->uins, &a->by_uin);
	list_del(&a->in_set);
	for (size_t i = 0; i < ICQ_PROFILE_N; i++)
		mem_free(a->profile[i]);
	buf_release(&a->list);
	mem_free(a->account);
	sodium_memzero(a->password, sizeof(a->password));
	mem_free(a);
}

void
icq_accounts_free(struct icq_accounts *set)
{
	if (set == NULL)
		return;
	LIST_FOR_EACH_SAFE (it, nx, &set->all)
		account_free(set, CONTAINER_OF(it, struct icq_account, in_set));
	hash_table_release(&set->uins);
	mem_free(set);
}

struct icq_account *
icq_account_find(const struct icq_accounts *set, uint32_t uin)
{
	struct hash_node *n = hash_table_find(&set->uins, hash_uin(uin), match_uin, &uin);

	return n != NULL ? CONTAINER_OF(n, struct icq_account, by_uin) : NULL;
}

struct icq_account *
icq_account_next(const struct icq_accounts *set, const struct icq_account *a)
{
	const struct list *l = a != NULL ? a->in_set.next : set->all.next;

	return l != &set->all ? CONTAINER_OF(l, struct icq_account, in_set) : NULL;
}

size_t
icq_accounts_count(const struct icq_accounts *set)
{
	return set->uins.count;
}

static struct icq_account *
account_new(struct icq_accounts *set, uint32_t uin, struct view account)
{
	struct icq_account *a = mem_zalloc(sizeof(*a));

	a->uin = uin;
	a->account = view_dup(account);
	buf_init(&a->list, ICQ_LIST_MAX);
	list_init(&a->mail);
	hash_table_add(&set->uins, &a->by_uin, hash_uin(uin));
	list_add_tail(&set->all, &a->in_set);
	return a;
}

static struct view
key_of(uint32_t uin, char dst[KEY_MAX])
{
	return view_of(dst, (size_t)snprintf(dst, KEY_MAX, "%" PRIu32, uin));
}

static void
set_profile(struct icq_account *a, enum icq_profile p, struct view v)
{
	char *was = a->profile[p]; /* of which v may be a part */

	v = utf8_left(v, p == ICQ_PROFILE_ABOUT ? ICQ_ABOUT_MAX : ICQ_PROFILE_MAX);
	a->profile[p] = v.n != 0 ? view_dup(v) : NULL;
	mem_free(was);
}

struct view
icq_account_profile(const struct icq_account *a, enum icq_profile p)
{
	return view_z(a->profile[p]);
}

static bool
write_row(struct icq_accounts *set, const struct icq_account *a, module_stored_fn *done, void *arg)
{
	char hex[2 * TLS_MD5_LEN + 1], key[KEY_MAX];
	struct buf row;
	bool ok;

	buf_init(&row, ROW_MAX);
	(void)sodium_bin2hex(hex, sizeof(hex), a->password, sizeof(a->password));
	ok = buf_putf(&row, "%s\n%s", a->account, hex) == 0;
	for (size_t i = 0; i < ICQ_PROFILE_N; i++)
		ok = ok && buf_putf(&row, "\n%s", a->profile[i] != NULL ? a->profile[i] : "") == 0;
	ok = ok &&
		module_put(set->host,
			&(struct module_row){ VIEW("account"), key_of(a->uin, key), buf_view(&row) }, done,
			arg);
	sodium_memzero(hex, sizeof(hex));
	buf_release(&row);
	return ok;
}

static int
load_account(struct icq_accounts *set, uint32_t uin, struct view value, struct err *e)
{
	struct view name = VIEW(""), hex = VIEW(""), piece;
	struct icq_account *a;
	size_t n = 0;

	if (!view_cut(&value, '\n', &name) || !view_cut(&value, '\n', &hex) || !name_is_account(name) ||
		icq_account_find(set, uin) != NULL || set->uins.count == ICQ_ACCOUNTS_MAX)
		return err_fmt(e, "UIN %" PRIu32 " of no account, there twice, or one too many", uin);
	a = account_new(set, uin, name);
	if (sodium_hex2bin(a->password, sizeof(a->password), hex.p, hex.n, NULL, &n, NULL) != 0 ||
		n != sizeof(a->password))
		return err_fmt(e, "UIN %" PRIu32 ": what is kept of its password can't be", uin);
	for (size_t i = 0; i < ICQ_PROFILE_ABOUT && view_cut(&value, '\n', &piece); i++)
		set_profile(a, (enum icq_profile)i, piece);
	set_profile(a, ICQ_PROFILE_ABOUT, value);
	return 0;
}

int
icq_accounts_load(
	struct icq_accounts *set, struct view kind, struct view key, struct view value, struct err *e)
{
	struct icq_account *a;
	uint32_t uin;

	if (view_to_u32(key, &uin) == -1 || !icq_uin_is_valid(uin) || !utf8_is_valid(kind))
		return err_fmt(e, "a row of no UIN");
	if (view_eq(kind, VIEW("account")))
		return utf8_is_valid(value) ? load_account(set, uin, value, e)
					    : err_fmt(e, "UIN %" PRIu32 ": no text", uin);
	a = icq_account_find(set, uin);
	if (a == NULL)
		return 0; /* its account has gone, the disk was behind */
	if (value.n > ICQ_LIST_MAX || buf_put(&a->list, value) == -1)
		return err_fmt(e, "the list of UIN %" PRIu32 " is too long", uin);
	return 0;
}

/* ICQ_ACCOUNT_OK: *dst is it. */
static enum icq_account_verdict
digest(struct view password, uint8_t dst[TLS_MD5_LEN])
{
	if (password.n < ICQ_PASSWORD_MIN || password.n > ICQ_PASSWORD_MAX ||
		view_find(password, '\0') != password.n)
		return ICQ_ACCOUNT_BAD_PASSWORD;
	return tls_md5(dst, &password, 1) ? ICQ_ACCOUNT_OK : ICQ_ACCOUNT_FAILED;
}

enum icq_account_verdict
icq_account_add(
	struct icq_accounts *set, const struct icq_account_new *new, module_stored_fn *done, void *arg)
{
	uint8_t md5[TLS_MD5_LEN];
	enum icq_account_verdict v = digest(new->password, md5);
	struct icq_account *a;

	if (v != ICQ_ACCOUNT_OK)
		return v;
	if (icq_account_find(set, new->uin) != NULL)
		return ICQ_ACCOUNT_TAKEN;
	if (set->uins.count == ICQ_ACCOUNTS_MAX)
		return ICQ_ACCOUNT_FULL;
	a = account_new(set, new->uin, new->account);
	memcpy(a->password, md5, sizeof(md5));
	sodium_memzero(md5, sizeof(md5));
	if (write_row(set, a, done, arg))
		return ICQ_ACCOUNT_OK;
	account_free(set, a);
	return ICQ_ACCOUNT_BUSY;
}

enum icq_account_verdict
icq_account_set_password(struct icq_accounts *set, struct icq_account *a, struct view password,
	module_stored_fn *done, void *arg)
{
	uint8_t was[TLS_MD5_LEN], md5[TLS_MD5_LEN];
	enum icq_account_verdict v = digest(password, md5);

	if (v != ICQ_ACCOUNT_OK)
		return v;
	memcpy(was, a->password, sizeof(was));
	memcpy(a->password, md5, sizeof(md5));
	if (!write_row(set, a, done, arg)) {
		memcpy(a->password, was, sizeof(was));
		v = ICQ_ACCOUNT_BUSY;
	}
	sodium_memzero(was, sizeof(was));
	sodium_memzero(md5, sizeof(md5));
	return v;
}

/* Fields are lines of a row, so that only the last may have a line feed. */
static bool
is_profile(enum icq_profile p, struct view v)
{
	return utf8_is_valid(v) && !view_has_any(v, view_of("\r\0", 2)) &&
		(p == ICQ_PROFILE_ABOUT || view_find(v, '\n') == v.n);
}

enum icq_account_verdict
icq_account_set_profile(
	struct icq_accounts *set, struct icq_account *a, const struct view value[ICQ_PROFILE_N])
{
	for (size_t i = 0; i < ICQ_PROFILE_N; i++) {
		if (!is_profile((enum icq_profile)i, value[i]))
			return ICQ_ACCOUNT_BAD_TEXT;
	}
	for (size_t i = 0; i < ICQ_PROFILE_N; i++)
		set_profile(a, (enum icq_profile)i, value[i]);
	return write_row(set, a, NULL, NULL) ? ICQ_ACCOUNT_OK : ICQ_ACCOUNT_BUSY;
}

bool
icq_account_set_list(struct icq_accounts *set, struct icq_account *a, struct view list)
{
	char key[KEY_MAX];

	if (list.n > ICQ_LIST_MAX ||
		!module_put(set->host, &(struct module_row){ VIEW("list"), key_of(a->uin, key), list }, NULL,
			NULL))
		return false;
	buf_clear(&a->list);
	return buf_put(&a->list, list) == 0;
}

bool
icq_account_del(struct icq_accounts *set, struct icq_account *a, module_stored_fn *done, void *arg)
{
	char key[KEY_MAX];
	struct view k = key_of(a->uin, key);

	if (!module_delete(set->host, VIEW("account"), k, done, arg))
		return false;
	if (a->list.len != 0 && !module_delete(set->host, VIEW("list"), k, NULL, NULL))
		a->list.len = 0; /* the row is passed over by the next start */
	account_free(set, a);
	return true;
}
