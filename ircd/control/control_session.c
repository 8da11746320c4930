/* Answers are built as messages, so that nothing in a value can make a line of its own. */
#include "control/control_session.h"

#include <inttypes.h>
#include <stdio.h>

#include "core/mem.h"
#include "net/conn.h"
#include "net/line.h"
#include "proto/control_wire.h"
#include "proto/msg_build.h"

#define LANE 0u /* of the control socket's own line pool */

struct control_ticket {
	struct net *net;
	struct handle conn;
};

const char *
control_session_name(const struct control_session *s, char dst[CONTROL_NAME_MAX])
{
	(void)snprintf(dst, CONTROL_NAME_MAX, "conclavectl (uid %u)", (unsigned)s->uid);
	return dst;
}

static void
begin(struct control_session *s, struct msg_build *b)
{
	msg_build_begin(b, line_begin(s->lines, LANE, MSG_LINE_MAX), MSG_LINE_MAX);
}

static void
send_built(struct control_session *s, struct msg_build *b)
{
	conn_send(s->conn, line_end(s->lines, LANE, msg_build_end(b).n));
}

void
control_greet(struct control_session *s, const char *version)
{
	struct msg_build b;

	begin(s, &b);
	msg_build_verb(&b, VIEW(CONTROL_GREETING));
	msg_build_param(&b, VIEW(CONTROL_VERSION));
	msg_build_param(&b, view_z(version));
	send_built(s, &b);
}

void
control_columns(struct control_session *s, const char *columns)
{
	struct view rest = view_z(columns);
	struct msg_build b;

	begin(s, &b);
	msg_build_verb(&b, VIEW(CONTROL_COLUMNS));
	while (rest.n != 0) {
		size_t n = view_find(rest, ' ');

		msg_build_param(&b, view_left(rest, n));
		rest = view_skip(rest, n < rest.n ? n + 1 : n);
	}
	send_built(s, &b);
}

struct view
control_number(uint64_t n, char dst[CONTROL_NUMBER_MAX])
{
	int len = snprintf(dst, CONTROL_NUMBER_MAX, "%" PRIu64, n);

	return view_of(dst, (size_t)len);
}

void
control_row(struct control_session *s, const struct control_value *value, size_t n)
{
	struct msg_build b;

	begin(s, &b);
	for (size_t i = 0; i < n; i++) {
		if (value[i].text.n != 0)
			msg_build_tag(&b, view_z(value[i].column), value[i].text);
	}
	msg_build_verb(&b, VIEW(CONTROL_ROW));
	send_built(s, &b);
}

void
control_text(struct control_session *s, const char *line)
{
	struct msg_build b;

	begin(s, &b);
	msg_build_verb(&b, VIEW(CONTROL_TEXT));
	msg_build_textf(&b, "%s", line);
	send_built(s, &b);
}

void
control_record_end(struct control_session *s, const char *outcome)
{
	if (!s->recorded)
		return;
	s->recorded = false;
	audit_text(&s->record, "outcome", view_z(outcome));
	audit_end(&s->record);
}

static void
answered(struct control_session *s, const char *outcome)
{
	control_record_end(s, outcome);
	if (!s->waits)
		return;
	s->waits = false;
	conn_resume(s->conn);
}

void
control_ok(struct control_session *s, const char *text)
{
	struct msg_build b;

	begin(s, &b);
	msg_build_verb(&b, VIEW(CONTROL_OK));
	if (text != NULL)
		msg_build_textf(&b, "%s", text);
	send_built(s, &b);
	answered(s, "done");
}

void
control_error(struct control_session *s, const char *word, const char *text)
{
	struct msg_build b;

	begin(s, &b);
	msg_build_verb(&b, VIEW(CONTROL_ERR));
	msg_build_param(&b, view_z(word));
	msg_build_textf(&b, "%s", text);
	send_built(s, &b);
	answered(s, word);
}

struct control_ticket *
control_ticket_new(struct control_session *s)
{
	struct control_ticket *t = mem_zalloc(sizeof(*t));

	t->net = s->net;
	t->conn = conn_handle(s->conn);
	s->waits = true;
	return t;
}

struct control_session *
control_ticket_look(const struct control_ticket *t)
{
	struct conn *c = conn_find(t->net, t->conn);

	return c != NULL ? conn_data(c) : NULL;
}

struct control_session *
control_ticket_session(struct control_ticket *t)
{
	struct control_session *s = control_ticket_look(t);

	mem_free(t);
	return s;
}
