#include "icq/uplink_text.h"

#include <stdio.h>

#include "icq/icq_bytes.h"
#include "icq/icq_charset.h"
#include "icq/icq_fields.h"
#include "icq/icq_html.h"
#include "icq/icq_text.h"

/* Bytes in the contact's page, or UTF-8 already; HTML or not. */
static size_t
plain(const struct uplink_said *said, const struct icq_charset *page, struct view raw, struct icq_out *out)
{
	char utf8[UPLINK_TEXT_MAX];
	size_t n;

	raw = view_left(raw, UPLINK_RAW_MAX);
	n = icq_charset_decode(said->is_utf8 ? NULL : page, raw, utf8, sizeof(utf8));
	if (icq_html_is(view_of(utf8, n))) {
		char text[UPLINK_TEXT_MAX];

		n = icq_html_to_plain(view_of(utf8, n), text, sizeof(text));
		n = icq_text_clean(view_of(text, n), (char *)out->p + out->n, out->max - out->n);
	} else {
		n = icq_text_clean(view_of(utf8, n), (char *)out->p + out->n, out->max - out->n);
	}
	out->n += n;
	return n;
}

static void
put_word(struct icq_out *out, struct view word)
{
	if (word.n <= out->max - out->n)
		icq_put_bytes(out, word);
}

static void
put_url(const struct uplink_said *said, const struct icq_charset *page, struct icq_out *out)
{
	struct view field[ICQ_FIELDS_MAX], url, text;

	(void)icq_fields(ICQ_KIND_URL, said->text, field);
	if (!icq_url_find(field, &url, &text)) {
		(void)plain(said, page, said->text, out);
		return;
	}
	if (plain(said, page, view_trim(text), out) > 0)
		put_word(out, VIEW(" "));
	put_word(out, url);
}

static void
put_contacts(const struct uplink_said *said, const struct icq_charset *page, struct icq_out *out)
{
	struct view rest = icq_contacts(said->text), nick;
	uint32_t uin;

	put_word(out, VIEW("contacts:"));
	for (int i = 0; i < ICQ_CONTACTS_MAX && icq_contact(&rest, &uin, &nick); i++) {
		char number[16];
		int n = snprintf(number, sizeof(number), " (%u)", (unsigned)uin);

		put_word(out, VIEW(" "));
		(void)plain(said, page, nick, out);
		put_word(out, view_of(number, (size_t)n));
	}
}

size_t
uplink_text(const struct uplink_said *said, const struct icq_charset *page, char dst[UPLINK_TEXT_MAX])
{
	struct icq_out out = icq_out(dst, UPLINK_TEXT_MAX);

	switch (said->kind) {
	case ICQ_KIND_TEXT:
		(void)plain(said, page, said->text, &out);
		break;
	case ICQ_KIND_URL:
		put_url(said, page, &out);
		break;
	case ICQ_KIND_CONTACTS:
		put_contacts(said, page, &out);
		break;
	default: /* requests between clients, and news of the server's: not for people on IRC */
		break;
	}
	return out.n;
}
