/* Sections guard, guard-rule and guard-channel. */
#include "conf/conf.h"
#include "conf/conf_schema_priv.h"
#include "proto/pattern.h"

const struct conf_choice conf_ctcp_levels[] = {
	CHOICE("all", CONF_CTCP_ALL),
	CHOICE("dcc-only", CONF_CTCP_DCC_ONLY),
	CHOICE("action-only", CONF_CTCP_ACTION_ONLY),
	CHOICE("off", CONF_CTCP_OFF),
	CHOICE(NULL, 0),
};
static const struct conf_choice actions[] = {
	CHOICE("pass", CONF_GUARD_PASS),
	CHOICE("tag", CONF_GUARD_TAG),
	CHOICE("warn", CONF_GUARD_WARN),
	CHOICE("hold", CONF_GUARD_HOLD),
	CHOICE("block", CONF_GUARD_BLOCK),
	CHOICE(NULL, 0),
};
static const struct conf_choice texts[] = {
	CHOICE("message", CONF_GUARD_ON_MESSAGE),
	CHOICE("notice", CONF_GUARD_ON_NOTICE),
	CHOICE("topic", CONF_GUARD_ON_TOPIC),
	CHOICE("part", CONF_GUARD_ON_PART),
	CHOICE("quit", CONF_GUARD_ON_QUIT),
	CHOICE("away", CONF_GUARD_ON_AWAY),
	CHOICE("realname", CONF_GUARD_ON_REALNAME),
	CHOICE("kick", CONF_GUARD_ON_KICK),
	CHOICE("dcc-chat", CONF_GUARD_ON_DCC_CHAT),
	CHOICE(NULL, 0),
};
static const struct conf_choice wheres[] = {
	CHOICE("channel", CONF_GUARD_IN_CHANNEL),
	CHOICE("query", CONF_GUARD_IN_QUERY),
	CHOICE(NULL, 0),
};

#define OF conf_guard
const struct conf_bind conf_guard_bind[CONF_GUARD_KEYS] = {
	ROW("enabled", CONF_BOOL, enabled, .standard = "yes",
		.help = "whether texts are held against the sections guard-rule"),
	ROW("strip-controls", CONF_BOOL, strip, .standard = "yes",
		.help = "take escape sequences of terminals, control bytes that are no formatting, and "
			"overrides of the direction of writing out of what is said"),
	ROW("match-limit", CONF_NUMBER, match_limit, .min = 100, .max = 100000, .standard = "2000",
		.help = "steps that a pattern may take from one place of a text on; beyond them it does not "
			"match, which is counted"),
	ROW("warn-pause", CONF_TIME, warn_ms, .min = SECOND, .max = DAY, .standard = "10m",
		.help = "how long somebody who was warned of a sender is not warned of that one again"),
	ROW("hold-time", CONF_TIME, hold_ms, .min = 10 * SECOND, .max = DAY, .standard = "10m",
		.help = "how long a message is held; then it is dropped"),
	ROW("max-held", CONF_NUMBER, max_held, .min = 1, .max = 1000, .standard = "200",
		.help = "messages that are held at a time; beyond them they are blocked"),
	ROW("max-held-per-user", CONF_NUMBER, max_held_per_user, .min = 1, .max = 100, .standard = "5",
		.help = "the same of one sender"),
	ROW("ctcp-rate", CONF_RATE, ctcp_sender, .min = 1, .max = 1000, .standard = "6:30s",
		.help = "CTCP requests of one sender, ACTION and DCC not counted"),
	ROW("ctcp-rate-target", CONF_RATE, ctcp_target, .min = 1, .max = 1000, .standard = "3:10s",
		.help = "the same to one user or channel, of all senders"),
	ROW("same-link", CONF_RATE, repeat, .min = 1, .max = 16, .standard = "5:1m",
		.help = "users to whom somebody may send the same text with a link in it"),
};
#undef OF

#define OF conf_guard_rule
const struct conf_bind conf_guard_rule_bind[CONF_GUARD_RULE_KEYS] = {
	ROW("words", CONF_WORDS, words, .min = 0, .max = CONF_GUARD_WORDS_MAX, .flags = CONF_LIST,
		.at_n = offsetof(struct conf_guard_rule, n_words),
		.help = "the rule is tried only where one of these is in the text; what makes the guard "
			"quick"),
	ROW("pattern", CONF_PATTERN, pattern, .min = 1, .max = PATTERN_MAX, .flags = CONF_REQUIRED,
		.help = "what the text is like, in lower case and without formatting"),
	ROW("except", CONF_PATTERN, except, .min = 1, .max = PATTERN_MAX,
		.help = "what it is not like, in spite of that"),
	ROW("raw", CONF_BOOL, raw, .standard = "no",
		.help = "the patterns are about the bytes as they were sent"),
	ROW("hidden", CONF_BOOL, hidden, .standard = "no",
		.help = "the rule is about what cannot be read in one piece in the bytes as they were sent"),
	ROW("on", CONF_CHOICES, on, .flags = CONF_LIST, .choice = texts,
		.help = "kinds of texts; message, notice and dcc-chat when not set"),
	ROW("in", CONF_CHOICES, in, .flags = CONF_LIST, .choice = wheres,
		.help = "where messages and notices are said; both when not set"),
	ROW("action", CONF_CHOICE, action, .flags = CONF_REQUIRED, .choice = actions,
		.help = "what is done: it is only counted; operators are told; receivers are warned; it is "
			"held until somebody lets it pass; it is refused"),
	ROW("stranger-action", CONF_CHOICE, stranger_action, .choice = actions,
		.help = "the same for what is said to a user by who shares no channel with that one and is "
			"not logged in; the action when not set"),
	ROW("text", CONF_TEXT, text, .min = 1, .max = 200, .flags = CONF_REQUIRED,
		.help = "what it is about, for people"),
	ROW("exempt-classes", CONF_CLASSES, exempt_classes, .min = 1, .max = CONF_CLASS_MAX,
		.flags = CONF_LIST, .at_n = offsetof(struct conf_guard_rule, n_exempt_classes),
		.help = "classes whose clients the rule is not about"),
	ROW("exempt-accounts", CONF_ACCOUNTS, exempt_accounts, .min = 1, .max = CONF_ALLOWED_MAX,
		.flags = CONF_LIST, .at_n = offsetof(struct conf_guard_rule, n_exempt_accounts),
		.help = "accounts whose users the rule is not about"),
};
#undef OF

#define OF conf_guard_channel
const struct conf_bind conf_guard_channel_bind[CONF_GUARD_CHANNEL_KEYS] = {
	ROW("exempt", CONF_BOOL, exempt, .standard = "no", .help = "no rule is about what is said there"),
	ROW("ctcp", CONF_CHOICE, ctcp, .standard = "all", .choice = conf_ctcp_levels,
		.help = "what CTCP may be sent there: all but DCC, the same, only ACTION, or none"),
};
#undef OF
