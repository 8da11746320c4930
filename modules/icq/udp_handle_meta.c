#include "icq/icq.h"
#include "icq/icq_people.h"
#include "icq/udp_cmd.h"
#include "icq/udp_handle_priv.h"
#include "icq/udp_meta.h"
#include "icq/udp_server_priv.h"
#include "icq/udp_session.h"
#include "icq/udp_tell.h"

#define PAYLOAD_MAX 2048

/* A question, and who asks. */
struct asked {
	struct udp_session *s;
	const struct udp_packet *p;
	const struct udp_ask *ask;
	uint32_t n, of; /* who is found, in the order of telling */
	uint32_t left;
};

static void
tell_result(const struct asked *a, uint16_t answer, enum udp_result result)
{
	uint8_t bytes[8];
	struct icq_out out = icq_out(bytes, sizeof(bytes));

	udp_result_put(&out, answer, result);
	udp_tell(a->s, a->p, UDP_S_META, icq_out_view(&out));
}

static void
tell_part(const struct asked *a, enum udp_meta_answer_sub part, const struct udp_person *who)
{
	uint8_t bytes[PAYLOAD_MAX];
	struct icq_out out = icq_out(bytes, sizeof(bytes));

	udp_info_part_put(&out, part, who, a->ask->is_second);
	udp_tell(a->s, a->p, UDP_S_META, icq_out_view(&out));
}

static void
on_info(struct asked *a)
{
	const struct udp_ask *ask = a->ask;
	const struct icq *icq = a->s->srv->icq;
	/* Of oneself is meant whoever asks, whatever number stands there. */
	uint32_t uin = ask->what == UDP_ASK_INFO_OWN ? a->s->uin : ask->uin;
	struct udp_words room;
	struct udp_person person;
	struct icq_person who;

	if (!icq_person(a->s->srv->icq, uin, &who)) {
		tell_result(a,
			(uint16_t)(ask->what == UDP_ASK_INFO_SHORT ? UDP_ANSWER_SHORT : udp_info_parts[0]),
			UDP_RESULT_NONE);
		return;
	}
	udp_person_of(icq, &who, &room, &person);
	if (ask->what == UDP_ASK_INFO_SHORT) {
		tell_part(a, UDP_ANSWER_SHORT, &person);
		return;
	}
	for (size_t i = 0; i < UDP_INFO_PARTS; i++)
		tell_part(a, udp_info_parts[i], &person);
}

static void
count_found(void *arg, const struct icq_person *who)
{
	struct asked *a = arg;

	if (!a->ask->search.is_online_only || udp_is_there(who))
		a->of++;
}

static void
tell_found(void *arg, const struct icq_person *who)
{
	struct asked *a = arg;
	struct udp_words room;
	struct udp_found found;
	uint8_t bytes[PAYLOAD_MAX];
	struct icq_out out = icq_out(bytes, sizeof(bytes));

	if (a->ask->search.is_online_only && !udp_is_there(who))
		return;
	a->n++;
	udp_found_of(a->s->srv->icq, who, &room, &found);
	udp_answer_found_put(&out, a->ask, &found, a->n == a->of ? &a->left : NULL);
	udp_tell(a->s, a->p, UDP_S_META, icq_out_view(&out));
}

/* Twice: the last one that is told has to say that it is, and of how many. */
static void
on_search(struct asked *a)
{
	struct icq *icq = a->s->srv->icq;
	struct udp_query_words room;
	struct icq_query q;

	udp_query_of(icq, &a->ask->search, &room, &q);
	if (!a->ask->search.asks_more)
		a->left = (uint32_t)icq_search(icq, &q, count_found, a);
	if (a->of == 0)
		tell_result(a, udp_ask_answer(a->ask->what), UDP_RESULT_NONE);
	else
		(void)icq_search(icq, &q, tell_found, a);
}

static void
on_set_basic(struct asked *a)
{
	const struct udp_person *who = &a->ask->person;
	const struct udp_self self = {
		.nick = who->nick, .first = who->first, .last = who->last, .email = who->email
	};

	tell_result(a, UDP_ANSWER_SET_BASIC, udp_keep_self(a->s, &self) ? UDP_RESULT_OK : UDP_RESULT_REFUSED);
}

static void
on_set_about(struct asked *a)
{
	const struct udp_self self = { .about = a->ask->person.about };

	tell_result(a, UDP_ANSWER_SET_ABOUT, udp_keep_self(a->s, &self) ? UDP_RESULT_OK : UDP_RESULT_REFUSED);
}

/* What nobody here is asked for is taken and not kept. */
static void
on_set_other(struct asked *a)
{
	tell_result(a, udp_ask_answer(a->ask->what), UDP_RESULT_OK);
}

/* The password, and that the number be given up: by conclavectl only. */
static void
on_refused(struct asked *a)
{
	tell_result(a, udp_ask_answer(a->ask->what), UDP_RESULT_REFUSED);
}

static void
on_ready(struct asked *a)
{
	uint8_t bytes[16];
	struct icq_out out = icq_out(bytes, sizeof(bytes));

	udp_meta_ready_put(&out);
	udp_tell(a->s, a->p, UDP_S_META_READY, icq_out_view(&out));
}

static const struct {
	uint16_t what;
	void (*fn)(struct asked *a);
} asks[] = {
	{ UDP_ASK_INFO, on_info },
	{ UDP_ASK_INFO_SHORT, on_info },
	{ UDP_ASK_INFO_OWN, on_info },
	{ UDP_ASK_SEARCH_UIN, on_search },
	{ UDP_ASK_SEARCH_NAME, on_search },
	{ UDP_ASK_SEARCH_EMAIL, on_search },
	{ UDP_ASK_SEARCH_WHITE, on_search },
	{ UDP_ASK_SET_BASIC, on_set_basic },
	{ UDP_ASK_SET_ABOUT, on_set_about },
	{ UDP_ASK_SET_WORK, on_set_other },
	{ UDP_ASK_SET_MORE, on_set_other },
	{ UDP_ASK_SET_INTERESTS, on_set_other },
	{ UDP_ASK_SET_AFFILIATIONS, on_set_other },
	{ UDP_ASK_SET_SECURITY, on_set_other },
	{ UDP_ASK_SET_HOMEPAGE_CATEGORY, on_set_other },
	{ UDP_ASK_SET_PASSWORD, on_refused },
	{ UDP_ASK_UNREGISTER, on_refused },
	{ UDP_ASK_LOGIN, on_ready },
};

enum udp_did
udp_on_meta(struct udp_session *s, const struct udp_packet *p)
{
	struct udp_ask ask;
	struct asked a = { .s = s, .p = p, .ask = &ask };

	if (p->version != ICQ_V5) /* some of version 4 send it, and read no answer */
		return UDP_DONE;
	if (!udp_ask_parse(&ask, p))
		return UDP_MALFORMED;
	for (size_t i = 0; i < ARRAY_LEN(asks); i++) {
		if (asks[i].what == ask.what) {
			asks[i].fn(&a);
			break;
		}
	}
	return UDP_DONE;
}
