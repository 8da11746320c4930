/* CHANNEL: registered channels. */
#include "commands/command.h"
#include "control/control_call.h"
#include "control/control_request.h"
#include "proto/control_wire.h"
#include "proto/mask.h"
#include "registry/registry_channel.h"

static void
tell_channel(struct control_session *s, const struct registration *r)
{
	const struct channel *ch = r->channel;
	char created[CONTROL_NUMBER_MAX], members[CONTROL_NUMBER_MAX], access[CONTROL_NUMBER_MAX];
	const struct control_value value[] = {
		{ "name", channel_name(ch) },
		{ "founder", view_z(r->founder) },
		{ "created", control_number(r->created_s, created) },
		{ "members", control_number(ch->n_members, members) },
		{ "access", control_number(r->n_access, access) },
		{ "topic", view_z(ch->topic) },
		{ "description", view_z(r->description) },
	};

	control_row(s, value, ARRAY_LEN(value));
}

/* CHANNEL LIST [<mask>] */
static void
list(struct control_session *s, const struct control_args *a)
{
	struct view mask = control_arg(a, 0);

	control_columns(s, "name:s founder:s created:t members:n access:n topic:s description:s");
	LIST_FOR_EACH (it, &s->cx->world->registered) {
		const struct registration *r = registration_of_link(it);

		if (mask.n == 0 || mask_match(mask, channel_name(r->channel)))
			tell_channel(s, r);
	}
	control_ok(s, NULL);
}

/* CHANNEL DROP <channel> */
static void
drop(struct control_session *s, const struct control_args *a)
{
	registry_channel_drop(
		s->cx->registry, control_arg(a, 0), control_call_new(s, "the channel is registered no more"));
}

static const struct control_request rows[] = {
	{ VIEW_INIT("CHANNEL"), VIEW_INIT("LIST"), { 0, 1 }, false, "[<mask>]", list },
	{ VIEW_INIT("CHANNEL"), VIEW_INIT("DROP"), { 1, 1 }, true, "<channel>", drop },
};
const struct control_requests control_channels = { rows, ARRAY_LEN(rows) };
