#include "ctl/ctl_module.h"

#include "core/err.h"
#include "ctl/ctl_link.h"
#include "proto/control_wire.h"
#include "proto/msg.h"
#include "proto/tags.h"

/* false: the answer has ended. */
static bool
read_line(struct ctl_link *l, uint32_t *secret)
{
	struct view line;
	struct msg m;
	struct err e;
	char text[16];
	size_t n;

	if (ctl_link_line(l, &line, &e) == -1 || msg_parse(line, &m) != MSG_OK)
		return false;
	if (view_eq(m.verb, VIEW(CONTROL_COLUMNS)))
		return true;
	if (!view_eq(m.verb, VIEW(CONTROL_ROW)))
		return false;
	n = tags_get(m.tags, VIEW("secret"), text, sizeof(text));
	if (n >= sizeof(text) || view_to_u32(view_of(text, n), secret) == -1)
		*secret = 0;
	return true;
}

uint32_t
ctl_module_secret(const char *socket, struct view module, struct view request)
{
	const struct view word[] = { VIEW_INIT("modules"), module, request };
	uint32_t secret = 0;
	struct err e;
	struct ctl_link *l = ctl_link_open(socket, &e);

	if (l != NULL && ctl_link_ask(l, word, ARRAY_LEN(word), &e) == 0) {
		while (read_line(l, &secret))
			;
	}
	ctl_link_close(l);
	return secret;
}
