/* WHOIS WHOWAS: everything about one user.  RFC 2812 3.6.2, 3.6.3. */
#include "auth/inside.h"
#include "commands/command.h"
#include "commands/lookup.h"
#include "commands/operspy.h"
#include "commands/service.h"
#include "core/clock.h"
#include "route/reply.h"
#include "route/snotice.h"
#include "state/channel.h"
#include "state/client_remote.h"
#include "state/mode.h"
#include "state/oper.h"
#include "state/whowas.h"

static void
send_user(struct cmd_ctx *cx, const struct client *src, const struct client *c)
{
	struct reply r;

	reply_begin(&r, cx->route, src, RPL_WHOISUSER);
	reply_param(&r, client_nick(c));
	reply_param(&r, client_user(c));
	reply_param(&r, client_host(c));
	reply_param(&r, VIEW("*"));
	reply_end_text(&r, view_z(c->realname));
}

static void
begin(struct reply *r, struct cmd_ctx *cx, const struct client *src, const struct client *c, enum numeric n)
{
	reply_begin(r, cx->route, src, n);
	reply_param(r, client_nick(c));
}

/* "@#a +#b", on as many lines as it takes; only what src may know. */
static void
send_channels(struct cmd_ctx *cx, const struct client *src, const struct client *c)
{
	char line[MSG_BODY_MAX], prefixes[8];
	struct reply r;
	size_t n = 0, room = MSG_BODY_MAX - SERVER_NAME_LEN - 2 * NICK_LEN_MAX - 16;
	bool hidden = (c->umodes & UMODE_HIDE_CHANNELS) != 0 && !lookup_sees_all(src);

	LIST_FOR_EACH (it, &c->memberships) {
		const struct member *m = member_of_client_link(it);

		if (!lookup_channel_listed(m->channel, src) || !lookup_member_visible(m, src) ||
			(hidden && member_find(m->channel, src) == NULL))
			continue;
		if (n + sizeof(prefixes) + m->channel->name_len + 1 > room) {
			begin(&r, cx, src, c, RPL_WHOISCHANNELS);
			reply_end_text(&r, view_of(line, n));
			n = 0;
		}
		if (n != 0)
			line[n++] = ' ';
		n += view_copy(view_z(member_prefixes(m, true, prefixes)), line + n, sizeof(line) - n);
		n += view_copy(channel_name(m->channel), line + n, sizeof(line) - n);
	}
	if (n == 0)
		return;
	begin(&r, cx, src, c, RPL_WHOISCHANNELS);
	reply_end_text(&r, view_of(line, n));
}

/* What its server has told. */
static void
send_far(struct cmd_ctx *cx, const struct client *src, const struct client *c)
{
	char modes[64];
	struct reply r;

	begin(&r, cx, src, c, RPL_WHOISHOST);
	reply_end_textf(&r, "is connecting from %s@%.*s %s", c->user, VIEW_ARG(client_real_host(c)),
		c->address != NULL ? c->address : c->host);
	begin(&r, cx, src, c, RPL_WHOISMODES);
	(void)user_modes_text(c->umodes, modes, sizeof(modes));
	reply_end_textf(&r, "is using modes %s", modes);
	if (c->far != NULL && c->far->fingerprint != NULL) {
		begin(&r, cx, src, c, RPL_WHOISCERTFP);
		reply_end_textf(&r, "has client certificate fingerprint %s", c->far->fingerprint);
	}
}

/* The real address and modes: for oneself and for operators who may see what is hidden. */
static void
send_private(struct cmd_ctx *cx, const struct client *src, const struct client *c)
{
	char address[64], modes[64], fp[65];
	const struct session_via *via;
	struct reply r;

	if (c != src && !lookup_sees_all(src))
		return;
	if (c->session == NULL) {
		send_far(cx, src, c);
		return;
	}
	via = session_rare(c->session)->via;
	begin(&r, cx, src, c, RPL_WHOISHOST);
	(void)session_address(c->session, address, sizeof(address));
	reply_end_textf(&r, "is connecting from %s@%s %s%s%s", c->user, c->name != NULL ? c->name : address,
		address, via != NULL ? " by gateway " : "", via != NULL ? via->name : "");
	begin(&r, cx, src, c, RPL_WHOISMODES);
	(void)user_modes_text(c->umodes, modes, sizeof(modes));
	reply_end_textf(&r, "is using modes %s", modes);
	if (session_fingerprint(c->session, fp) == 0) {
		begin(&r, cx, src, c, RPL_WHOISCERTFP);
		reply_end_textf(&r, "has client certificate fingerprint %s", fp);
	}
}

/* Which role an operator has is for operators. */
static void
send_oper(struct cmd_ctx *cx, const struct client *src, const struct client *c)
{
	struct reply r;

	if ((c->umodes & UMODE_OPER) == 0)
		return;
	begin(&r, cx, src, c, RPL_WHOISOPERATOR);
	if (src->oper != NULL && c->oper != NULL && client_is_local(c))
		reply_end_textf(
			&r, "%.*s, role %s", VIEW_ARG(numeric_text(RPL_WHOISOPERATOR)), c->oper->role);
	else
		reply_end_text(&r, numeric_text(RPL_WHOISOPERATOR));
}

static void
send_secure(struct cmd_ctx *cx, const struct client *src, const struct client *c)
{
	char tls[128] = "";
	struct reply r;

	if (!c->is_secure)
		return;
	begin(&r, cx, src, c, RPL_WHOISSECURE);
	if (c->session != NULL)
		(void)session_tls_text(c->session, tls, sizeof(tls));
	if (tls[0] != '\0')
		reply_end_textf(&r, "%.*s [%s]", VIEW_ARG(numeric_text(RPL_WHOISSECURE)), tls);
	else
		reply_end_text(&r, numeric_text(RPL_WHOISSECURE));
}

static void
send_account(struct cmd_ctx *cx, const struct client *src, const struct client *c)
{
	struct reply r;

	if (c->account == NULL)
		return;
	begin(&r, cx, src, c, RPL_WHOISACCOUNT);
	reply_param(&r, view_z(c->account));
	reply_end_text(&r, numeric_text(RPL_WHOISACCOUNT));
}

/* What the module that speaks for it has to say. */
static void
send_inside(struct cmd_ctx *cx, const struct client *src, const struct client *c)
{
	const struct session_inside *si = c->session != NULL ? inside_of(c->session) : NULL;
	struct reply r;

	if (si == NULL || si->about[0] == '\0')
		return;
	begin(&r, cx, src, c, RPL_WHOISSPECIAL);
	reply_end_text(&r, view_z(si->about));
}

/* Of somebody elsewhere only that server knows: WHOIS bob bob. */
static void
send_idle(struct cmd_ctx *cx, const struct client *src, const struct client *c)
{
	struct reply r;

	if (!client_is_local(c) || ((c->umodes & UMODE_HIDE_IDLE) != 0 && c != src && !lookup_sees_all(src)))
		return;
	begin(&r, cx, src, c, RPL_WHOISIDLE);
	reply_param_u64(&r, (route_mono_ms(cx->route) - c->active_ms) / 1000);
	reply_param_u64(&r, c->signon_ms / 1000);
	reply_end_text(&r, numeric_text(RPL_WHOISIDLE));
}

static void
send_whois(struct cmd_ctx *cx, const struct client *src, const struct client *c)
{
	struct reply r;

	send_user(cx, src, c);
	send_channels(cx, src, c);
	begin(&r, cx, src, c, RPL_WHOISSERVER);
	reply_param(&r, node_name(c->node));
	reply_end_text(&r, view_z(client_is_local(c) ? cx->world->conf.description : c->node->description));
	if (c->away != NULL) {
		begin(&r, cx, src, c, RPL_AWAY);
		reply_end_text(&r, view_z(c->away));
	}
	if ((c->umodes & UMODE_SERVICE) != 0) {
		begin(&r, cx, src, c, RPL_WHOISOPERATOR);
		reply_end_text(&r, VIEW("is a Network Service"));
	} else {
		send_oper(cx, src, c);
	}
	if ((c->umodes & UMODE_BOT) != 0) {
		begin(&r, cx, src, c, RPL_WHOISBOT);
		reply_end_text(&r, numeric_text(RPL_WHOISBOT));
	}
	if (c->owns_nick) {
		begin(&r, cx, src, c, RPL_WHOISREGNICK);
		reply_end_text(&r, numeric_text(RPL_WHOISREGNICK));
	}
	send_account(cx, src, c);
	send_inside(cx, src, c);
	send_secure(cx, src, c);
	send_private(cx, src, c);
	send_idle(cx, src, c);
}

/* ret: its name. */
static struct view
send_service(struct cmd_ctx *cx, const struct client *src, const struct service *s)
{
	struct view server = view_z(cx->world->conf.server_name);
	struct reply r;

	reply_begin(&r, cx->route, src, RPL_WHOISUSER);
	reply_param(&r, s->name);
	reply_param(&r, s->name);
	reply_param(&r, server);
	reply_param(&r, VIEW("*"));
	reply_end_text(&r, VIEW("Network service"));
	reply_begin(&r, cx->route, src, RPL_WHOISSERVER);
	reply_param(&r, s->name);
	reply_param(&r, server);
	reply_end_text(&r, view_z(cx->world->conf.description));
	return s->name;
}

/* What is known of one; ret: the nick as its user spells it. */
static struct view
send_one(struct cmd_ctx *cx, const struct client *src, struct view nick)
{
	const struct service *service = service_find(cx->world, nick);
	const struct client *c;

	if (service != NULL)
		return send_service(cx, src, service);
	c = lookup_client(cx, src, nick);
	if (c == NULL)
		return nick;
	if ((c->umodes & UMODE_OPER) != 0 && client_is_local(c) && c != src)
		snotice_send(cx->route, SNOTICE_SPY, "%s!%s@%s asked for WHOIS %s", src->nick, src->user,
			src->host, c->nick);
	send_whois(cx, src, c);
	return client_nick(c);
}

/* WHOIS [<server>] <nick>{,<nick>}.  A server may be named by a nick that is on it: "WHOIS bob bob". */
static void
cmd_whois(struct cmd_ctx *cx, struct client *src, const struct msg *m)
{
	struct view list = m->n_params > 1 ? m->param[1] : msg_param(m, 0), nick;
	size_t n = 0;

	if (operspy_run(cx, src, m, m->n_params > 1 ? 1 : 0, cmd_whois))
		return;
	if (m->n_params > 1 && !lookup_server_is_us(cx, src, m, 0))
		return;
	while (view_cut(&list, ',', &nick)) {
		if (nick.n == 0)
			continue;
		if (n++ == TARGETS_MAX) {
			reply(cx->route, src, ERR_TOOMANYTARGETS, nick);
			return;
		}
		if (n > 1)
			gate_charge(src, 1);
		reply(cx->route, src, RPL_ENDOFWHOIS, send_one(cx, src, nick));
	}
	if (n == 0)
		reply_plain(cx->route, src, ERR_NONICKNAMEGIVEN);
}

static void
send_was(struct cmd_ctx *cx, const struct client *src, const struct whowas_entry *was)
{
	char utc[CLOCK_UTC_LEN + 1];
	struct reply r;

	reply_begin(&r, cx->route, src, RPL_WHOWASUSER);
	reply_param(&r, view_z(was->nick));
	reply_param(&r, view_z(was->user));
	reply_param(&r, view_z(was->host));
	reply_param(&r, VIEW("*"));
	reply_end_text(&r, view_z(was->realname));
	reply_begin(&r, cx->route, src, RPL_WHOISSERVER);
	reply_param(&r, view_z(was->nick));
	reply_param(&r, view_z(was->server));
	clock_utc(was->left_ms, utc);
	reply_end_textf(&r, "%.10s %.8s UTC", utc, utc + 11);
}

/* WHOWAS <nick> [<count> [<server>]]; without a positive count all that is remembered. */
static void
cmd_whowas(struct cmd_ctx *cx, struct client *src, const struct msg *m)
{
	struct whowas_entry was;
	struct view nick = m->n_params != 0 ? m->param[0] : VIEW("");
	uint32_t max = 0;
	size_t n = 0;

	if (nick.n == 0) {
		reply_plain(cx->route, src, ERR_NONICKNAMEGIVEN);
		return;
	}
	if (!lookup_server_is_us(cx, src, m, 2))
		return;
	if (view_to_u32(msg_param(m, 1), &max) == -1)
		max = 0;
	while ((max == 0 || n < max) && whowas_find(cx->world->whowas, nick, n, &was) == 0) {
		send_was(cx, src, &was);
		n++;
	}
	if (n == 0)
		reply(cx->route, src, ERR_WASNOSUCHNICK, nick);
	reply(cx->route, src, RPL_ENDOFWHOWAS, nick);
}

static const struct command rows[] = {
	{ VIEW_INIT("WHOIS"), FROM_USER, { 0, 2 }, 3, PRIV_N, "[<server>] <nick>{,<nick>}",
		"Show everything about a user.", cmd_whois },
	{ VIEW_INIT("WHOWAS"), FROM_USER, { 0, 3 }, 4, PRIV_N, "<nick> [<count> [<server>]]",
		"Show who had a nick.", cmd_whowas },
};
const struct command_table commands_whois = { rows, ARRAY_LEN(rows) };
