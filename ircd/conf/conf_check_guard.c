/* Titles and keys of the sections of the guard. */
#include "conf/conf_check.h"
#include "proto/limits.h"

void
conf_title_guard_rule(struct conf_build *b, const struct conf_raw_section *raw, void *section)
{
	struct conf_guard_rule *rule = section;

	rule->place = (struct conf_place){ raw->file, raw->line };
	rule->name = conf_title_word(b, raw);
}

void
conf_title_guard_channel(struct conf_build *b, const struct conf_raw_section *raw, void *section)
{
	struct conf_guard_channel *channel = section;
	struct view v = view_z(raw->title);

	if (v.n == 0 || v.n > CHANNEL_LEN || view_has_any(v, VIEW(" ,")))
		conf_faults_add(b->faults, raw->file, raw->line,
			"%s \"%s\": this is no mask of channels; allowed: %s", raw->def->name, raw->title,
			raw->def->title);
	channel->mask = raw->title;
}

/* What was not set.  A rule that is about hidden text is about the copy without formatting. */
void
conf_check_guard_rule(struct conf_build *b, const struct conf_raw_section *raw, void *section)
{
	struct conf_guard_rule *rule = section;

	if (conf_bind_key(raw, "on")->line == 0)
		rule->on = CONF_GUARD_ON_MESSAGE | CONF_GUARD_ON_NOTICE | CONF_GUARD_ON_DCC_CHAT;
	if (conf_bind_key(raw, "in")->line == 0)
		rule->in = CONF_GUARD_IN_CHANNEL | CONF_GUARD_IN_QUERY;
	if (conf_bind_key(raw, "stranger-action")->line == 0)
		rule->stranger_action = rule->action;
	if (rule->raw && rule->hidden)
		conf_faults_add(b->faults, raw->file, conf_bind_line(raw, "hidden"),
			"guard-rule \"%s\" hidden: not together with raw", raw->title);
}
