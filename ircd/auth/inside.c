#include "auth/inside.h"

#include "auth/session.h"
#include "core/mem.h"
#include "core/utf8.h"
#include "net/conn.h"

struct conn_inside *
inside_open(struct net *net, const struct inside_who *who)
{
	struct conn_inside *in = conn_inside_open(net, &who->conn);
	struct session_inside *si;
	struct session *s;

	if (in == NULL)
		return NULL;
	s = conn_data(conn_inside_conn(in));
	if (s == NULL) { /* the gate has refused it, and it is closing */
		conn_inside_leave(in);
		return NULL;
	}
	si = mem_zalloc(sizeof(*si) + who->class_name.n + 1);
	(void)view_copy(who->class_name, si->class_text, who->class_name.n + 1);
	si->class_name = si->class_text;
	(void)view_copy(utf8_left(who->about, sizeof(si->about) - 1), si->about, sizeof(si->about));
	session_rare_new(s)->inside = si;
	if (who->account.n != 0)
		client_set_account(s->client, who->account);
	return in;
}

const struct session_inside *
inside_of(const struct session *s)
{
	return session_rare(s)->inside;
}

void
inside_exit(const struct conn_inside *in, struct view reason)
{
	struct session *s = conn_data(conn_inside_conn(in));

	if (s != NULL)
		gate_exit(s->client, reason);
}
