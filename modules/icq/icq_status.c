/* Sums, as ICQ 98 sends them: N/A with away, occupied with away, DND with occupied and away. */
#include "icq/icq_status.h"

#define LOW_WORD     0xffffu
#define V2_DND	     0x0011u /* version 2 has no other word for busy, and none for N/A and free for chat */
#define V2_BUSY_BITS 0x0013u

static const struct {
	uint32_t bit;
	enum icq_state state;
} bits[] = {
	/* in the order in which they count */
	{ 0x0100, ICQ_INVISIBLE },
	{ 0x0002, ICQ_DND },
	{ 0x0010, ICQ_OCCUPIED },
	{ 0x0004, ICQ_NA },
	{ 0x0001, ICQ_AWAY },
	{ 0x0020, ICQ_FREE },
};

static const struct {
	const char *name;
	struct view away;
	uint16_t status, status_v2;
} states[ICQ_STATE_N] = {
	[ICQ_ONLINE] = { "online", VIEW_INIT(""), 0x0000, 0x0000 },
	[ICQ_AWAY] = { "away", VIEW_INIT("Away"), 0x0001, 0x0001 },
	[ICQ_NA] = { "not available", VIEW_INIT("Not available"), 0x0005, 0x0001 },
	[ICQ_OCCUPIED] = { "occupied", VIEW_INIT("Occupied"), 0x0011, V2_DND },
	[ICQ_DND] = { "do not disturb", VIEW_INIT("Do not disturb"), 0x0013, V2_DND },
	[ICQ_FREE] = { "free for chat", VIEW_INIT(""), 0x0020, 0x0000 },
	[ICQ_INVISIBLE] = { "invisible", VIEW_INIT(""), 0x0100, 0x0100 },
	[ICQ_OFFLINE] = { "offline", VIEW_INIT(""), ICQ_STATUS_OFFLINE, ICQ_STATUS_OFFLINE },
};

enum icq_state
icq_status_state(uint32_t status, enum icq_protocol protocol)
{
	status &= LOW_WORD;
	if (status == ICQ_STATUS_OFFLINE)
		return ICQ_OFFLINE;
	if (protocol == ICQ_V2 && (status & V2_BUSY_BITS) == V2_DND && (status & bits[0].bit) == 0)
		return ICQ_DND;
	for (size_t i = 0; i < ARRAY_LEN(bits); i++) {
		if ((status & bits[i].bit) != 0)
			return bits[i].state;
	}
	return ICQ_ONLINE;
}

uint32_t
icq_state_status(enum icq_state state, enum icq_protocol protocol)
{
	return protocol == ICQ_V2 ? states[state].status_v2 : states[state].status;
}

struct view
icq_state_away(enum icq_state state)
{
	return states[state].away;
}

enum icq_state
icq_state_of_away(struct view text)
{
	if (text.n == 0)
		return ICQ_ONLINE;
	for (size_t i = 0; i < ARRAY_LEN(states); i++) {
		if (view_eq(text, states[i].away))
			return (enum icq_state)i;
	}
	return ICQ_AWAY;
}

const char *
icq_state_name(enum icq_state state)
{
	return states[state].name;
}
