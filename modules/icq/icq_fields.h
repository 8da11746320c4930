/*
 * Texts of several fields, which the byte FE separates.  Most code pages have a letter at FE, so it separates only in the kinds of messages
 * that have fields, and only as often as they have them.  Fields are bytes of the client's code page until icq_charset_decode().
 */
#ifndef CONCLAVE_ICQ_ICQ_FIELDS_H
#define CONCLAVE_ICQ_ICQ_FIELDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/util.h"
#include "core/view.h"
#include "icq/icq_types.h"

struct icq_charset;
struct icq_out;

#define ICQ_FIELDS_MAX	 6
#define ICQ_CONTACTS_MAX 100 /* read from one message */
#define ICQ_URL_MAX	 1024

/* Which field is what. */
enum icq_field {
	ICQ_FIELD_URL_TEXT = 0,
	ICQ_FIELD_URL_URL = 1,
	/* AUTH_ASK, ADDED, SERVER, PAGER, EMAIL */
	ICQ_FIELD_NICK = 0,
	ICQ_FIELD_FIRST = 1,
	ICQ_FIELD_LAST = 2,
	ICQ_FIELD_EMAIL = 3,
	ICQ_FIELD_AUTH = 4,
	ICQ_FIELD_TEXT = 5, /* the reason, the message; ADDED has none */
};

/*
 * icq_fields: the fields of a message of this kind.
 *   out  out  all ICQ_FIELDS_MAX are set; those that are missing are empty.  The last of the kind has what is left, with any FE in it.
 *             A kind without fields is one
 *   ret  how many were there
 */
size_t icq_fields(enum icq_kind kind, struct view text, struct view out[ICQ_FIELDS_MAX]);
/*
 * icq_fields_put: values of UTF-8, in the client's page (NULL: UTF-8), with FE between them and none within them; line feeds become CR LF.
 * What does not fit makes `out` full.
 */
void icq_fields_put(struct icq_out *out, const struct icq_charset *cs, const struct view *values, size_t n);
/* The contacts in an ICQ_KIND_CONTACTS, without the count before them, which nobody needs to believe. */
struct view icq_contacts(struct view text) WARN_UNUSED;
/*
 * icq_contact: the next of them.
 *   in/out *rest  what is left; who adds them up stops at ICQ_CONTACTS_MAX
 *   ret  false: there is none any more, or what comes has no valid UIN
 */
bool icq_contact(struct view *rest, uint32_t *uin, struct view *nick) WARN_UNUSED;
/* http://, https:// or ftp:// and something behind it, in printable ASCII without blanks, quotes and <>; at most ICQ_URL_MAX bytes. */
bool icq_url_is(struct view v) WARN_UNUSED;
/*
 * icq_url_find: which of the two fields is the URL; some clients send them the wrong way round.
 *   out  *url, *text  without blanks around
 *   ret  false: neither is one.  It is text then
 */
bool icq_url_find(const struct view fields[2], struct view *url, struct view *text) WARN_UNUSED;

#endif
