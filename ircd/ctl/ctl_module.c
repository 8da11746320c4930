#include "ctl/ctl_module.h"

#include "core/err.h"
#include "ctl/ctl_link.h"
#include "proto/control_wire.h"
#include "proto/msg.h"
#include "proto/tags.h"

/* 0: there is none. */
static uint32_t
number(const struct msg *m, struct view key)
{
	char text[16];
	size_t n = tags_get(m->tags, key, text, sizeof(text));
	uint32_t value;

	return n < sizeof(text) && view_to_u32(view_of(text, n), &value) == 0 ? value : 0;
}

/* false: the answer has ended. */
static bool
read_line(struct ctl_link *l, struct ctl_module_secret *secret)
{
	struct view line;
	struct msg m;
	struct err e;

	if (ctl_link_line(l, &line, &e) == -1 || msg_parse(line, &m) != MSG_OK)
		return false;
	if (view_eq(m.verb, VIEW(CONTROL_COLUMNS)))
		return true;
	if (!view_eq(m.verb, VIEW(CONTROL_ROW)))
		return false;
	*secret = (struct ctl_module_secret){ number(&m, VIEW("secret")), number(&m, VIEW("drawn")) };
	return true;
}

struct ctl_module_secret
ctl_module_secret(const char *socket, struct view module, struct view request)
{
	const struct view word[] = { VIEW_INIT("modules"), module, request };
	struct ctl_module_secret secret = { 0, 0 };
	struct err e;
	struct ctl_link *l = ctl_link_open(socket, &e);

	if (l != NULL && ctl_link_ask(l, word, ARRAY_LEN(word), &e) == 0) {
		while (read_line(l, &secret))
			;
	}
	ctl_link_close(l);
	return secret;
}
