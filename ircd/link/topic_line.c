#include "link/topic_line.h"

void
topic_line_tb(struct out *o, struct links *ls, struct tree_source by, const struct channel *ch)
{
	out_begin(o, ls, by, VIEW("TB"));
	out_param(o, channel_name(ch));
	out_param_u64(o, ch->topic_ms / 1000);
	out_param(o, view_z(ch->topic_by));
	out_text(o, view_z(ch->topic));
}
