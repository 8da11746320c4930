#include "commands/message.h"

#include <string.h>

#include "proto/caps.h"
#include "proto/tags.h"

/* To which channel a private message belongs is nobody's business in another channel (IRCv3 channel-context). */
void
message_clean_tags(const struct cmd_ctx *cx, struct view tags, struct message_tags *out)
{
	static const struct view context = VIEW_INIT("+draft/channel-context");
	struct view deny = view_z(cx->world->conf.client_tag_deny);
	size_t n = tags_copy_client(tags, out->all, sizeof(out->all));

	if (deny.n != 0)
		n = tags_deny(out->all, n, deny, VIEW(""));
	out->tags = out->channel_tags = view_of(out->all, n);
	if (tags_has(out->tags, context)) {
		memcpy(out->channel, out->all, n);
		out->channel_tags = view_of(out->channel, tags_deny(out->channel, n, VIEW(""), context));
	}
}

void
message_take_tags(
	const struct cmd_ctx *cx, const struct client *src, struct view tags, struct message_tags *out)
{
	if (tags.n != 0 && (src->caps & CAP_BIT(CAP_MESSAGE_TAGS)) != 0)
		message_clean_tags(cx, tags, out);
	else
		out->tags = out->channel_tags = VIEW("");
}
