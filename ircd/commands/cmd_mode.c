/* MODE: of channels and of oneself.  RFC 2812 3.1.5, 3.2.3. */
#include "auth/oper_up.h"
#include "commands/command.h"
#include "commands/lookup.h"
#include "commands/operspy.h"
#include "proto/names.h"
#include "registry/registry_channel.h"
#include "route/chghost.h"
#include "route/reply.h"
#include "route/snotice.h"
#include "route/tree.h"
#include "state/channel.h"
#include "state/mode.h"
#include "state/oper.h"
#include "state/registration.h"
#include "state/snomask.h"

#define CLOAK_COST 5 /* of +x and -x, and one more for each channel */

static void
send_channel_modes(struct cmd_ctx *cx, const struct client *src, const struct channel *ch)
{
	bool inside = member_find(ch, src) != NULL || operspy_is_on(src);
	char modes[CHANNEL_MODES_TEXT];
	struct view rest, word;
	struct reply r;

	rest = view_of(modes, channel_modes_text(ch, inside, modes, sizeof(modes)));
	reply_begin(&r, cx->route, src, RPL_CHANNELMODEIS);
	reply_param(&r, channel_name(ch));
	while (view_cut(&rest, ' ', &word))
		reply_param(&r, word);
	reply_end(&r);
	reply_begin(&r, cx->route, src, RPL_CREATIONTIME);
	reply_param(&r, channel_name(ch));
	reply_param_u64(&r, ch->created_ms / 1000);
	reply_end(&r);
}

static const struct list_numerics {
	enum numeric item, end;
	bool names_letter; /* behind the channel */
} list_numerics[LIST_N] = {
	[LIST_BAN] = { RPL_BANLIST, RPL_ENDOFBANLIST, false },
	[LIST_EXEMPT] = { RPL_EXEMPTLIST, RPL_ENDOFEXEMPTLIST, false },
	[LIST_INVEX] = { RPL_INVEXLIST, RPL_ENDOFINVEXLIST, false },
	[LIST_QUIET] = { RPL_QUIETLIST, RPL_ENDOFQUIETLIST, true },
};

static void
send_list(
	struct cmd_ctx *cx, const struct client *src, const struct channel *ch, const struct mode_change *mc)
{
	const struct list_numerics *ln = &list_numerics[mc->def->list];
	const struct ban_list *l = &ch->list[mc->def->list];

	for (size_t i = 0; i < l->count; i++) {
		const struct ban *b = &l->item[i];
		struct reply r;

		reply_begin(&r, cx->route, src, ln->item);
		reply_param(&r, channel_name(ch));
		if (ln->names_letter)
			reply_param(&r, view_of(&mc->letter, 1));
		reply_param(&r, view_z(b->mask));
		reply_param(&r, view_z(b->by));
		reply_param_u64(&r, b->set_ms / 1000);
		reply_end(&r);
	}
	if (ln->names_letter)
		reply(cx->route, src, ln->end, channel_name(ch), view_of(&mc->letter, 1));
	else
		reply(cx->route, src, ln->end, channel_name(ch));
}

static void
tell_invalid(
	struct cmd_ctx *cx, const struct client *src, const struct channel *ch, const struct mode_change *mc)
{
	struct reply r;

	reply_begin(&r, cx->route, src, ERR_INVALIDMODEPARAM);
	reply_param(&r, channel_name(ch));
	reply_param(&r, view_of(&mc->letter, 1));
	reply_param(&r, view_z(mc->param));
	if (mc->verdict == MODE_SERVER_ONLY)
		reply_end_text(&r, VIEW("Only the server changes this mode"));
	else
		reply_end_textf(&r, "Invalid parameter for the %s mode", mc->def->help);
}

static void
tell_no_access(struct cmd_ctx *cx, const struct client *src, const struct channel *ch)
{
	struct reply r;

	reply_begin(&r, cx->route, src, ERR_CHANOPRIVSNEEDED);
	reply_param(&r, channel_name(ch));
	reply_end_text(&r, VIEW("The channel is registered, and only its access list gives ranks"));
}

static void
tell_locked(
	struct cmd_ctx *cx, const struct client *src, const struct channel *ch, const struct mode_change *mc)
{
	char lock[64];

	if ((ch->mlock & mc->def->bit) != 0)
		(void)view_copy(view_z(ch->mlock_letters), lock, sizeof(lock));
	else
		(void)registration_lock_text(ch->registration, lock, sizeof(lock));
	reply(cx->route, src, ERR_MLOCKRESTRICTED, channel_name(ch), view_of(&mc->letter, 1), view_z(lock));
}

/* What went wrong with one letter.  What worked is told to the channel, in one line. */
static void
tell_fault(
	struct cmd_ctx *cx, const struct client *src, const struct channel *ch, const struct mode_change *mc)
{
	struct view letter = view_of(&mc->letter, 1), name = channel_name(ch);

	switch (mc->verdict) {
	case MODE_UNKNOWN:
		reply(cx->route, src, ERR_UNKNOWNMODE, letter);
		break;
	case MODE_NOT_OP:
		reply(cx->route, src, ERR_CHANOPRIVSNEEDED, name);
		break;
	case MODE_BAD_PARAM:
	case MODE_SERVER_ONLY:
		tell_invalid(cx, src, ch, mc);
		break;
	case MODE_NOT_MEMBER:
		reply(cx->route, src, ERR_USERNOTINCHANNEL, view_z(mc->param), name);
		break;
	case MODE_NO_SUCH_NICK:
		reply(cx->route, src, ERR_NOSUCHNICK, view_z(mc->param));
		break;
	case MODE_NOT_OPER:
		reply_plain(cx->route, src, ERR_NOPRIVILEGES);
		break;
	case MODE_NO_PRIV:
		reply(cx->route, src, ERR_NOPRIVS, priv_table[PRIV_PERMANENT].name);
		break;
	case MODE_OUTRANKED:
		lookup_tell_outranked(cx, src, ch);
		break;
	case MODE_SERVICE:
		reply(cx->route, src, ERR_ISCHANSERVICE, view_z(mc->param), name);
		break;
	case MODE_NO_ACCESS:
		tell_no_access(cx, src, ch);
		break;
	case MODE_LOCKED:
		tell_locked(cx, src, ch, mc);
		break;
	case MODE_CONFLICT:
		reply(cx->route, src, ERR_ALLMUSTUSETLS, name);
		break;
	case MODE_LIST_FULL:
		reply(cx->route, src, ERR_BANLISTFULL, name, letter);
		break;
	case MODE_QUERY:
		send_list(cx, src, ch, mc);
		break;
	case MODE_OK:
	case MODE_NOTHING:
	case MODE_NO_PARAM:
	case MODE_TOO_MANY:
	case MODE_DENIED:
		break;
	}
}

/* by: src, or NULL where the server does what src wants. */
static void
change_channel(
	struct cmd_ctx *cx, struct client *src, struct client *by, struct channel *ch, const struct msg *m)
{
	const struct mode_command cmd = {
		.letters = m->param[1],
		.param = m->param + 2,
		.n_params = m->n_params - 2,
		.now_wall_ms = route_wall_ms(cx->route),
	};
	struct mode_change change[MODE_CHANGES_MAX];
	struct mode_event what = { .before = ch->modes, .change = change };
	size_t n = channel_change_modes(ch, by, &cmd, change);
	bool is_kept = false; /* of a registered channel, for ranks are not */
	bool asks =
		true; /* only for lists: clients do that after each JOIN, so it costs no more than a question */

	what.n = n;
	mode_event_tell(cx->route, by, ch, &what);
	for (size_t i = 0; i < n; i++) {
		asks &= change[i].verdict == MODE_QUERY;
		tell_fault(cx, src, ch, &change[i]);
	}
	if (!asks)
		gate_charge(src, 1);
	for (size_t i = 0; i < n; i++)
		is_kept |= change[i].verdict == MODE_OK && change[i].def->kind != MODE_PREFIX;
	if (is_kept)
		registry_channel_changed(cx->registry, ch, src);
	channel_end_if_empty(ch);
}

static void
mode_channel(struct cmd_ctx *cx, struct client *src, const struct msg *m)
{
	struct channel *ch = lookup_channel(cx, src, m->param[0]);

	if (ch == NULL)
		return;
	if (m->n_params == 1)
		send_channel_modes(cx, src, ch);
	else
		change_channel(cx, src, src, ch, m);
}

/* +x, -x: the host follows the mode.  As dear as a message to each channel, which those who don't know CHGHOST hear of it. */
static void
change_cloak(struct cmd_ctx *cx, struct client *src)
{
	if (chghost_cloak(cx->route, src))
		gate_charge(src, CLOAK_COST + src->n_channels);
}

static void
change_user(struct cmd_ctx *cx, struct client *src, struct view letters)
{
	uint64_t added, removed;
	struct oper_grant *was = oper_grant_ref(src->oper);
	char unknown = client_change_modes(src, letters, &added, &removed);
	char text[128], part[64];
	struct event ev;
	size_t n = 0;

	if (unknown != '\0')
		reply_plain(cx->route, src, ERR_UMODEUNKNOWNFLAG);
	if (added != 0)
		n += view_copy(view_of(part, user_modes_text(added, part, sizeof(part))), text, sizeof(text));
	if (removed != 0) {
		size_t at = n;

		n += view_copy(view_of(part, user_modes_text(removed, part, sizeof(part))), text + n,
			sizeof(text) - n);
		text[at] = '-';
	}
	if (n != 0) {
		event_begin(&ev, cx->world, src, VIEW("MODE"));
		msg_build_param(&ev.build, client_nick(src));
		msg_build_text(&ev.build, view_of(text, n));
		route_user(cx->route, src, &ev);
	}
	if ((removed & UMODE_OPER) != 0)
		oper_up_ended(src, was, "it gave it up");
	oper_grant_unref(was);
	tree_umodes(cx->route, src, added, removed);
	if (((added | removed) & UMODE_CLOAK) != 0)
		change_cloak(cx, src);
}

/* 008 <nick> +ck */
static void
send_snomask(struct cmd_ctx *cx, const struct client *src)
{
	char text[SNOMASK_TEXT];

	(void)snomask_text(snomask_of(src), text);
	reply(cx->route, src, RPL_SNOMASK, view_z(text));
}

/* +s of an operator: what it wants to hear of. */
static void
change_snomask(struct cmd_ctx *cx, struct client *src, struct view letters)
{
	uint32_t was = snomask_of(src), is;
	struct event ev;
	char unknown;

	if (src->oper == NULL) {
		reply_plain(cx->route, src, ERR_NOPRIVILEGES);
		return;
	}
	if (!oper_has(src, PRIV_SERVER_NOTICES)) {
		reply(cx->route, src, ERR_NOPRIVS, priv_table[PRIV_SERVER_NOTICES].name);
		return;
	}
	is = snomask_change(was, letters, &unknown);
	if (unknown != '\0')
		reply_plain(cx->route, src, ERR_UMODEUNKNOWNFLAG);
	if ((was != 0) != (is != 0)) {
		event_begin(&ev, cx->world, src, VIEW("MODE"));
		msg_build_param(&ev.build, client_nick(src));
		msg_build_text(&ev.build, is != 0 ? VIEW("+s") : VIEW("-s"));
		route_user(cx->route, src, &ev);
	}
	snomask_set(src, is);
	if (was != 0 || is != 0)
		send_snomask(cx, src);
}

/* Is this letter switched on in "+i-w+s"? */
static bool
adds(struct view letters, char letter)
{
	bool plus = true, on = false;

	for (size_t i = 0; i < letters.n; i++) {
		if (letters.p[i] == '+' || letters.p[i] == '-')
			plus = letters.p[i] == '+';
		else if (letters.p[i] == letter)
			on = plus;
	}
	return on;
}

static void
mode_user(struct cmd_ctx *cx, struct client *src, const struct msg *m)
{
	const struct client *c = lookup_client(cx, src, m->param[0]);
	char text[64];

	if (c == NULL)
		return;
	if (c != src) {
		reply_plain(cx->route, src, ERR_USERSDONTMATCH);
		return;
	}
	if (m->n_params == 1) {
		(void)user_modes_text(src->umodes, text, sizeof(text));
		reply(cx->route, src, RPL_UMODEIS, view_z(text));
		if ((src->umodes & UMODE_SNOTICES) != 0)
			send_snomask(cx, src);
		return;
	}
	change_user(cx, src, m->param[1]);
	if (adds(m->param[1], 's'))
		change_snomask(cx, src, msg_param(m, 2));
}

/* MODE <channel> [<letters> {<parameter>}] | <nick> [<letters> [<kinds of notices>]] */
static void
cmd_mode(struct cmd_ctx *cx, struct client *src, const struct msg *m)
{
	if (operspy_run(cx, src, m, 0, cmd_mode))
		return;
	if (name_looks_like_channel(m->param[0]))
		mode_channel(cx, src, m);
	else
		mode_user(cx, src, m);
}

/* SAMODE <channel> <letters> {<parameter>}: the server does it, so no rank is asked for, and the channel hears it from the server. */
static void
cmd_samode(struct cmd_ctx *cx, struct client *src, const struct msg *m)
{
	struct channel *ch = channel_find(cx->world, m->param[0]);

	audit_text(cx->act, "channel", m->param[0]);
	if (ch == NULL) {
		reply(cx->route, src, ERR_NOSUCHCHANNEL, m->param[0]);
	} else if (view_find(m->param[1], 'P') != m->param[1].n && !oper_has(src, PRIV_PERMANENT)) {
		reply(cx->route, src, ERR_NOPRIVS, priv_table[PRIV_PERMANENT].name);
	} else {
		snotice_send(cx->route, SNOTICE_OVERRIDE, "%s!%s@%s: SAMODE %s %.*s", src->nick, src->user,
			src->host, ch->name, VIEW_ARG(m->param[1]));
		change_channel(cx, src, NULL, ch, m);
	}
}

static const struct command rows[] = {
	{ VIEW_INIT("MODE"), FROM_USER, { 1, MSG_PARAMS_MAX }, 1, PRIV_N,
		"<channel>|<nick> [<letters> {<parameter>}]", "Show or change modes.", cmd_mode },
	{ VIEW_INIT("SAMODE"), FROM_OPER, { 2, MSG_PARAMS_MAX }, 2, PRIV_SAMODE,
		"<channel> <letters> {<parameter>}",
		"Change modes of any channel; the channel hears it from the server.", cmd_samode },
};
const struct command_table commands_mode = { rows, ARRAY_LEN(rows) };
