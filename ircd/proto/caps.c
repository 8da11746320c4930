/* The table of capabilities, in the order of enum cap, the search in it, and the lists that clients ask for. */
#include "proto/caps.h"

#include "proto/limits.h"

#define ROW(name, bytes, help) ROW_WITH(name, "", bytes, help)
#define ROW_WITH(name, value, bytes, help)                         \
	{                                                          \
		VIEW_INIT(name), VIEW_INIT(value), (bytes), (help) \
	}

const struct cap_def cap_table[CAP_N] = {
	[CAP_SERVER_TIME] = ROW("server-time", true, "each message carries the time when the server saw it"),
	[CAP_MESSAGE_TAGS] =
		ROW("message-tags", true, "messages carry tags: message ids, and tags from clients"),
	[CAP_ACCOUNT_TAG] = ROW("account-tag", true, "messages carry the account of who sent them"),
	[CAP_EXTENDED_JOIN] = ROW("extended-join", true, "JOIN tells the account and the real name too"),
	[CAP_BATCH] = ROW("batch", false, "messages that belong together come in a marked group"),
	[CAP_ECHO_MESSAGE] =
		ROW("echo-message", false, "what you send comes back to you as the others see it"),
	[CAP_MULTI_PREFIX] = ROW("multi-prefix", false, "NAMES and WHO show all of a member's ranks"),
	[CAP_USERHOST_IN_NAMES] = ROW("userhost-in-names", false, "NAMES shows nick!user@host"),
	[CAP_AWAY_NOTIFY] = ROW("away-notify", false, "tells who in your channels goes away or comes back"),
	[CAP_SETNAME] = ROW("setname", false, "the real name may be changed, and changes are told"),
	[CAP_CAP_NOTIFY] = ROW("cap-notify", false, "tells when capabilities appear or vanish"),
	[CAP_LABELED_RESPONSE] =
		ROW("labeled-response", false, "answers carry the label that the command had"),
	[CAP_STANDARD_REPLIES] = ROW("standard-replies", false, "FAIL tells programs what went wrong"),
	[CAP_INVITE_NOTIFY] = ROW("invite-notify", false, "tells who is invited to your channels"),
	[CAP_NO_IMPLICIT_NAMES] =
		ROW("no-implicit-names", false, "JOIN is not followed by the names of who is there"),
	[CAP_PRE_AWAY] = ROW("draft/pre-away", false, "AWAY may be said before registration, and AWAY *"),
	[CAP_EXTENDED_ISUPPORT] =
		ROW("draft/extended-isupport", false, "ISUPPORT may be asked before registration"),
	[CAP_STS] = ROW("sts", false, "sends clients to TLS and keeps them there"),
	[CAP_CHANNEL_RENAME] = ROW("draft/channel-rename", false, "tells that a channel has another name"),
	[CAP_MESSAGE_REDACTION] = ROW("draft/message-redaction", false, "messages may be taken back"),
	[CAP_ACCOUNT_NOTIFY] = ROW("account-notify", false, "tells who in your channels logs in or out"),
	[CAP_EXTENDED_MONITOR] =
		ROW("extended-monitor", false, "tells changes of who you watch with MONITOR, too"),
	[CAP_CHGHOST] = ROW("chghost", false, "tells who in your channels has another user name or host"),
	[CAP_MULTILINE] = ROW_WITH("draft/multiline",
		"max-bytes=" LIMIT_TEXT(MULTILINE_BYTES_MAX) ",max-lines=" LIMIT_TEXT(MULTILINE_LINES_MAX),
		true, "messages of several lines stay together, with batch"),
	[CAP_SASL] = ROW("sasl", false, "logs in to an account, before registration or later"),
	[CAP_ACCOUNT_REGISTRATION] =
		ROW("draft/account-registration", false, "accounts may be registered by REGISTER"),
};

bool
cap_request_parse(struct view list, uint64_t keep, uint64_t *caps)
{
	uint64_t result = *caps;
	struct view word;

	while (view_cut(&list, ' ', &word)) {
		bool off = word.n != 0 && word.p[0] == '-';
		enum cap cap;

		if (word.n == 0)
			continue;
		cap = cap_find(off ? view_skip(word, 1) : word);
		if (cap == CAP_N || cap == CAP_STS || (off && (keep & CAP_BIT(cap)) != 0))
			return false;
		if (off)
			result &= ~CAP_BIT(cap);
		else
			result |= CAP_BIT(cap);
	}
	*caps = result;
	return true;
}

enum cap
cap_find(struct view name)
{
	for (size_t i = 0; i < CAP_N; i++) {
		if (view_eq(cap_table[i].name, name))
			return (enum cap)i;
	}
	return CAP_N;
}
