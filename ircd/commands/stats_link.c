/* STATS of links to other servers: sections link, who is linked, and what went over each link. */
#include <string.h>

#include "commands/link_list.h"
#include "commands/stats.h"
#include "conf/conf.h"

/* "AS", or "*" where there is none. */
static struct view
flags_of(const struct conf_link *l, char dst[8])
{
	size_t n = 0;

	if (l->autoconnect)
		dst[n++] = 'A';
	if (l->n_hub != 0)
		dst[n++] = 'H';
	if (l->tls)
		dst[n++] = 'S';
	if (l->services)
		dst[n++] = 'U';
	if (n == 0)
		dst[n++] = '*';
	return view_of(dst, n);
}

static void
sections(struct cmd_ctx *cx, struct stats_out *o)
{
	const struct conf *conf = gate_conf(cx->gate);

	for (size_t i = 0; i < conf->n_link; i++) {
		const struct conf_link *l = &conf->link[i];
		struct stats_line line;
		char flags[8];

		stats_begin(&line);
		stats_word(&line, l->address != NULL ? view_z(l->address) : VIEW("*"));
		stats_word(&line, flags_of(l, flags));
		stats_word(&line, view_z(l->name));
		stats_number(&line, l->port);
		stats_word(&line, l->class != NULL ? view_z(l->class->name) : VIEW("*"));
		stats_end(&line, o);
	}
}

static void
linked(struct cmd_ctx *cx, struct stats_out *o)
{
	struct link_entry e;
	size_t n_up = 0;

	for (size_t i = 0; link_list_at(cx, i, &e) && e.is_there; i++) {
		struct stats_line line;

		n_up += e.figures.state == LINK_UP;
		stats_begin(&line);
		stats_word(&line, e.name);
		stats_word(&line, e.sid.n != 0 ? e.sid : VIEW("*"));
		stats_word(&line, e.state);
		stats_word(&line, e.figures.we_dialled ? VIEW("out") : VIEW("in"));
		stats_word(&line, e.figures.is_tls ? VIEW("tls") : VIEW("plain"));
		stats_word(&line, e.figures.is_services ? VIEW("services") : VIEW("-"));
		stats_number(&line, e.servers);
		stats_number(&line, e.users);
		stats_number(&line, e.figures.violations);
		stats_number(&line, e.open_s);
		stats_end(&line, o);
	}
	if (o->asks != NULL) /* no line behind a table */
		stats_textf(o, "%zu server(s) linked", n_up);
}

void
stats_links(struct cmd_ctx *cx, struct stats_out *o)
{
	struct link_entry e;

	if (o->about.n != 0)
		return;
	for (size_t i = 0; link_list_at(cx, i, &e) && e.is_there; i++) {
		struct stats_line line;

		stats_begin(&line);
		stats_word(&line, e.name);
		stats_number(&line, e.figures.sendq);
		stats_number(&line, e.figures.bytes_out);
		stats_number(&line, e.figures.lines_in);
		stats_number(&line, e.figures.bytes_in);
		stats_number(&line, e.open_s);
		stats_end(&line, o);
	}
}

static const struct stats_row rows[] = {
	{ 'c', false, RPL_STATSCLINE, "C", "address:s flags:s server:s port:n class:s", NULL, sections,
		"servers that may be linked: address, flags (A autoconnect, H hub, S TLS, U services), name, "
		"port, class" },
	{ 'v', false, RPL_STATSDEBUG, "v",
		"server:s sid:s state:s by:s tls:s services:s servers:n users:n violations:n open:n", NULL,
		linked,
		"links: name, SID, state, who began, TLS, services, servers and users behind, violations, "
		"seconds" },
};
const struct stats_table stats_linked = { rows, ARRAY_LEN(rows) };
