/* SILENCE ACCEPT: whom one wants to hear from.  As ircu, UnrealIRCd and InspIRCd, and as Hybrid and Solanum have them. */
#include "commands/command.h"
#include "commands/lookup.h"
#include "route/reply.h"
#include "state/filter.h"

#define ACCEPTS_PER_LINE 7 /* of the longest nicks fit one line */

/* The owner's other programs hear what has changed, as of MODE. */
static void
tell_silence(struct cmd_ctx *cx, struct client *src, char sign, const char *mask)
{
	char change[MASK_LEN + 2];
	struct event ev;

	change[0] = sign;
	event_begin(&ev, cx->world, src, VIEW("SILENCE"));
	msg_build_param(&ev.build, view_of(change, 1 + view_copy(view_z(mask), change + 1, MASK_LEN + 1)));
	route_user(cx->route, src, &ev);
}

static void
show_silence(struct cmd_ctx *cx, const struct client *src)
{
	for (size_t i = 0; src->filter != NULL && i < src->filter->silence.count; i++)
		reply(cx->route, src, RPL_SILELIST, view_z(src->filter->silence.item[i].mask));
	reply_plain(cx->route, src, RPL_ENDOFSILELIST);
}

static void
refuse_silence(struct cmd_ctx *cx, const struct client *src, struct view what, struct view why)
{
	struct reply r;

	reply_begin_fail(&r, cx->route, src, VIEW("SILENCE"), VIEW("INVALID_PARAMS"));
	reply_param(&r, what);
	reply_end_text(&r, why);
}

/* "+mask", "-mask", "mask" means to add.  False when the list is full and the rest need not be tried. */
static bool
change_silence(struct cmd_ctx *cx, struct client *src, struct view typed)
{
	bool add = typed.p[0] != '-';
	char mask[MASK_LEN + 1] = "";
	enum ban_verdict v;

	if (typed.p[0] == '+' || typed.p[0] == '-')
		typed = view_skip(typed, 1);
	v = add ? filter_silence(src, typed, mask) : filter_unsilence(src, typed, mask);
	switch (v) {
	case BAN_OK:
		tell_silence(cx, src, add ? '+' : '-', mask);
		break;
	case BAN_FULL:
		reply(cx->route, src, ERR_SILELISTFULL, view_z(mask));
		return false;
	case BAN_INVALID:
		refuse_silence(cx, src, typed, VIEW("This is no mask, or a form that is for channels only"));
		break;
	case BAN_EXISTS: /* it is so already */
	case BAN_ABSENT:
		break;
	}
	return true;
}

/* SILENCE [+|-<mask>{,+|-<mask>}] */
static void
cmd_silence(struct cmd_ctx *cx, struct client *src, const struct msg *m)
{
	struct view rest = msg_param(m, 0), typed;
	size_t n = 0;

	if (rest.n == 0) {
		show_silence(cx, src);
		return;
	}
	if (m->n_params > 1) { /* "+mask x" elsewhere means the contrary: better nothing than that */
		refuse_silence(cx, src, m->param[1], VIEW("Flags are not known here"));
		return;
	}
	while (view_cut(&rest, ',', &typed)) {
		if (typed.n == 0)
			continue;
		if (n++ != 0)
			gate_charge(src, 1);
		if (!change_silence(cx, src, typed))
			return;
	}
}

static void
show_accepts(struct cmd_ctx *cx, const struct client *src)
{
	struct view nick[ACCEPT_MAX];
	size_t n = 0;

	if (src->filter != NULL) {
		LIST_FOR_EACH (it, &src->filter->accepts)
			nick[n++] = client_nick(accept_of_owner_link(it)->other);
	}
	for (size_t i = 0; i < n; i += ACCEPTS_PER_LINE)
		reply_params(cx->route, src, RPL_ACCEPTLIST, nick + i,
			n - i < ACCEPTS_PER_LINE ? n - i : ACCEPTS_PER_LINE);
	reply_plain(cx->route, src, RPL_ENDOFACCEPT);
}

/* False when the list is full. */
static bool
change_accept(struct cmd_ctx *cx, struct client *src, struct view nick)
{
	bool add = nick.p[0] != '-';
	struct client *other = lookup_client(cx, src, view_skip(nick, add ? 0 : 1));

	if (other == NULL)
		return true;
	switch (add ? filter_accept(src, other) : filter_unaccept(src, other)) {
	case ACCEPT_FULL:
		reply_plain(cx->route, src, ERR_ACCEPTFULL);
		return false;
	case ACCEPT_EXISTS:
		reply(cx->route, src, ERR_ACCEPTEXIST, client_nick(other));
		break;
	case ACCEPT_ABSENT:
		reply(cx->route, src, ERR_ACCEPTNOT, client_nick(other));
		break;
	case ACCEPT_OK:
	case ACCEPT_N:
		break;
	}
	return true;
}

/* ACCEPT [*|[-]<nick>{,*|[-]<nick>}] */
static void
cmd_accept(struct cmd_ctx *cx, struct client *src, const struct msg *m)
{
	struct view rest = msg_param(m, 0), nick;
	size_t n = 0;

	if (rest.n == 0) {
		show_accepts(cx, src);
		return;
	}
	while (view_cut(&rest, ',', &nick)) {
		if (nick.n == 0)
			continue;
		if (n++ != 0)
			gate_charge(src, 1);
		if (view_eq(nick, VIEW("*")))
			show_accepts(cx, src);
		else if (!change_accept(cx, src, nick))
			return;
	}
}

static const struct command rows[] = {
	{ VIEW_INIT("SILENCE"), FROM_USER, { 0, 2 }, 2, PRIV_N, "[+|-<mask>{,+|-<mask>}]",
		"Hear no private message or invitation of who fits a mask; channels stay as they are.",
		cmd_silence },
	{ VIEW_INIT("ACCEPT"), FROM_USER, { 0, 1 }, 2, PRIV_N, "[*|[-]<nick>{,*|[-]<nick>}]",
		"Choose who may write to you while you are in +g.", cmd_accept },
};
const struct command_table commands_filter = { rows, ARRAY_LEN(rows) };
