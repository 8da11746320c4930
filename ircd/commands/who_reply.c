#include "commands/who_reply.h"

#include "commands/lookup.h"
#include "proto/caps.h"
#include "route/reply.h"
#include "state/client_remote.h"
#include "state/mode.h"

#define FLAGS_SIZE 16

/* "H" here or "G" gone, "*" operator, "B" bot, and the ranks: the highest, or with multi-prefix all. */
static struct view
flags(const struct client *to, const struct who_about *about, char dst[FLAGS_SIZE])
{
	const struct client *c = about->client;
	char prefixes[8];
	size_t n = 0;

	dst[n++] = c->away != NULL ? 'G' : 'H';
	if ((c->umodes & UMODE_OPER) != 0)
		dst[n++] = '*';
	if ((c->umodes & UMODE_BOT) != 0)
		dst[n++] = 'B';
	if (about->member != NULL)
		n += view_copy(view_z(member_prefixes(
				       about->member, (to->caps & CAP_BIT(CAP_MULTI_PREFIX)) != 0, prefixes)),
			dst + n, FLAGS_SIZE - n);
	return view_of(dst, n);
}

static struct view
channel(const struct who_about *about)
{
	return about->member != NULL ? channel_name(about->member->channel) : VIEW("*");
}

/* "<channel> <user> <host> <server> <nick> <flags> :<hops> <real name>" */
static void
send_usual(struct cmd_ctx *cx, const struct client *to, const struct who_about *about)
{
	const struct client *c = about->client;
	char text[FLAGS_SIZE];
	struct reply r;

	reply_begin(&r, cx->route, to, RPL_WHOREPLY);
	reply_param(&r, channel(about));
	reply_param(&r, client_user(c));
	reply_param(&r, client_host(c));
	reply_param(&r, node_name(c->node));
	reply_param(&r, client_nick(c));
	reply_param(&r, flags(to, about, text));
	reply_end_textf(&r, "%u %s", (unsigned)c->node->hops, c->realname);
}

/* Of somebody elsewhere only that server knows it. */
static uint64_t
idle_s(struct cmd_ctx *cx, const struct client *to, const struct client *c)
{
	if (!client_is_local(c) || ((c->umodes & UMODE_HIDE_IDLE) != 0 && c != to && !lookup_sees_all(to)))
		return 0;
	return (route_mono_ms(cx->route) - c->active_ms) / 1000;
}

static void
add_field(struct reply *r, struct cmd_ctx *cx, const struct who_about *about, enum whox_field f)
{
	const struct client *c = about->client;
	const char *address = client_address_for(c, r->to);
	char text[FLAGS_SIZE];

	switch (f) {
	case WHOX_TOKEN:
		reply_param(r, view_z(about->asks->token));
		break;
	case WHOX_CHANNEL:
		reply_param(r, channel(about));
		break;
	case WHOX_USER:
		reply_param(r, client_user(c));
		break;
	case WHOX_ADDRESS:
		reply_param(r, address != NULL ? view_z(address) : VIEW("255.255.255.255"));
		break;
	case WHOX_HOST:
		reply_param(r, client_host(c));
		break;
	case WHOX_SERVER:
		reply_param(r, node_name(c->node));
		break;
	case WHOX_NICK:
		reply_param(r, client_nick(c));
		break;
	case WHOX_FLAGS:
		reply_param(r, flags(r->to, about, text));
		break;
	case WHOX_HOPS:
		reply_param_u64(r, c->node->hops);
		break;
	case WHOX_IDLE:
		reply_param_u64(r, idle_s(cx, r->to, c));
		break;
	case WHOX_ACCOUNT:
		reply_param(r, c->account != NULL ? view_z(c->account) : VIEW("0"));
		break;
	case WHOX_OPLEVEL:
		reply_param(r, VIEW("n/a"));
		break;
	case WHOX_REALNAME: /* ends the line */
	case WHOX_N:
		break;
	}
}

void
who_reply_send(struct cmd_ctx *cx, const struct client *to, const struct who_about *about)
{
	uint32_t fields = about->asks->fields;
	struct reply r;

	if (fields == 0) {
		send_usual(cx, to, about);
		return;
	}
	reply_begin(&r, cx->route, to, RPL_WHOSPCRPL);
	for (unsigned f = 0; f < WHOX_N; f++) {
		if ((fields & WHOX_BIT(f)) != 0)
			add_field(&r, cx, about, (enum whox_field)f);
	}
	if ((fields & WHOX_BIT(WHOX_REALNAME)) != 0)
		reply_end_text(&r, view_z(about->client->realname));
	else
		reply_end(&r);
}
