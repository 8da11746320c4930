/*
 * One pass makes the copy, one finds which rules have a word in it; nearly always there is none, and that was all.  Each of the rest costs a
 * match of its pattern, which is bounded by match-limit.
 */
#include "guard/guard.h"

#include <assert.h>
#include <string.h>

#include "conf/conf.h"
#include "core/hash.h"
#include "core/mem.h"
#include "guard/guard_priv.h"
#include "guard/plain_copy.h"
#include "guard/words.h"
#include "proto/casemap.h"
#include "proto/mask.h"
#include "proto/pattern.h"
#include "state/channel.h"
#include "state/client.h"
#include "state/oper.h"

static_assert(CONF_GUARD_RULE_MAX < 64, "rules are bits, and one is for links");
#define LINK_BIT (UINT64_C(1) << 63)

struct rule {
	const struct conf_guard_rule *conf;
	struct pattern *pattern, *except; /* except NULL: there is none */
	uint64_t tried, hits, cut;
};

struct guard {
	const struct conf *conf;
	guard_class_fn *class_of;
	struct words *words;
	uint64_t always;	       /* rules without words */
	uint64_t at[GUARD_PLACE_N][2]; /* rules about texts there; [1]: NOTICE */
	size_t n_rules;
	struct rule rule[CONF_GUARD_RULE_MAX];
	uint64_t n_repeats; /* what the rule of repeats has refused */
	struct tally *tally;
	struct plain_copy copy;	      /* of the text that is judged */
	char as_sent[GUARD_TEXT_MAX]; /* the same, for rules about what is hidden */
};

static uint32_t
on_of(enum guard_place place, bool is_notice)
{
	static const uint32_t on[GUARD_PLACE_N] = {
		[GUARD_CHANNEL] = CONF_GUARD_ON_MESSAGE,
		[GUARD_QUERY] = CONF_GUARD_ON_MESSAGE,
		[GUARD_TOPIC] = CONF_GUARD_ON_TOPIC,
		[GUARD_PART] = CONF_GUARD_ON_PART,
		[GUARD_QUIT] = CONF_GUARD_ON_QUIT,
		[GUARD_AWAY] = CONF_GUARD_ON_AWAY,
		[GUARD_REALNAME] = CONF_GUARD_ON_REALNAME,
		[GUARD_KICK] = CONF_GUARD_ON_KICK,
		[GUARD_DCC_CHAT] = CONF_GUARD_ON_DCC_CHAT,
	};

	return is_notice && on[place] == CONF_GUARD_ON_MESSAGE ? CONF_GUARD_ON_NOTICE : on[place];
}

static bool
is_about(const struct conf_guard_rule *r, enum guard_place place, bool is_notice)
{
	bool is_in = place == GUARD_CHANNEL ? (r->in & CONF_GUARD_IN_CHANNEL) != 0
		: place == GUARD_QUERY	    ? (r->in & CONF_GUARD_IN_QUERY) != 0
					    : true;

	return is_in && (r->on & on_of(place, is_notice)) != 0;
}

/* The configuration was checked by compiling the same. */
static struct pattern *
compiled(const char *text)
{
	char why[PATTERN_WHY_MAX];

	return text != NULL ? pattern_new(view_z(text), why) : NULL;
}

static void
take_rule(struct guard *g, const struct conf_guard_rule *conf)
{
	uint64_t bit = UINT64_C(1) << g->n_rules;
	struct rule *r = &g->rule[g->n_rules++];

	*r = (struct rule){ conf, compiled(conf->pattern), compiled(conf->except), 0, 0, 0 };
	if (conf->n_words == 0)
		g->always |= bit;
	for (size_t p = 0; p < GUARD_PLACE_N; p++)
		for (size_t notice = 0; notice < 2; notice++)
			if (is_about(conf, (enum guard_place)p, notice != 0))
				g->at[p][notice] |= bit;
}

static void
take_words(struct guard *g)
{
	static const struct view links[] = { VIEW_INIT("://"), VIEW_INIT("www.") };
	struct word *word =
		mem_array(CONF_GUARD_RULE_MAX * CONF_GUARD_WORDS_MAX + ARRAY_LEN(links), sizeof(*word));
	size_t n = 0;

	for (size_t i = 0; i < g->n_rules; i++)
		for (size_t k = 0; k < g->rule[i].conf->n_words; k++)
			word[n++] = (struct word){ view_z(g->rule[i].conf->words[k]), UINT64_C(1) << i };
	for (size_t i = 0; i < ARRAY_LEN(links); i++)
		word[n++] = (struct word){ links[i], LINK_BIT };
	g->words = words_new(word, n);
	mem_free(word);
}

static void
release_rules(struct rule *rule, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		pattern_free(rule[i].pattern);
		pattern_free(rule[i].except);
	}
}

static void
keep_counters(struct guard *g, const struct rule *was, size_t n_was)
{
	for (size_t i = 0; i < g->n_rules; i++)
		for (size_t k = 0; k < n_was; k++)
			if (strcmp(g->rule[i].conf->name, was[k].conf->name) == 0) {
				g->rule[i].tried = was[k].tried;
				g->rule[i].hits = was[k].hits;
				g->rule[i].cut = was[k].cut;
			}
}

void
guard_configure(struct guard *g, const struct conf *conf)
{
	const struct conf *old = g->conf;
	struct rule *was = mem_array(CONF_GUARD_RULE_MAX, sizeof(*was));
	size_t n_was = g->n_rules;

	memcpy(was, g->rule, sizeof(g->rule));
	words_free(g->words);
	g->conf = conf_ref(conf);
	g->n_rules = 0;
	g->always = 0;
	memset(g->at, 0, sizeof(g->at));
	for (size_t i = 0; i < conf->n_guard_rule; i++)
		take_rule(g, &conf->guard_rule[i]);
	take_words(g);
	keep_counters(g, was, n_was);
	release_rules(was, n_was);
	mem_free(was);
	conf_unref(old);
}

struct guard *
guard_new(const struct conf *conf, guard_class_fn *class_of)
{
	struct guard *g = mem_zalloc(sizeof(*g));

	g->class_of = class_of;
	g->tally = tally_new();
	guard_configure(g, conf);
	return g;
}

void
guard_free(struct guard *g)
{
	if (g == NULL)
		return;
	release_rules(g->rule, g->n_rules);
	words_free(g->words);
	tally_free(g->tally);
	conf_unref(g->conf);
	mem_free(g);
}

const struct conf_guard *
guard_conf(const struct guard *g)
{
	return &g->conf->guard;
}

bool
guard_is_exempt(const struct client *from)
{
	return from != NULL && from->oper != NULL && oper_has(from, PRIV_GUARD_EXEMPT);
}

const struct conf_guard_channel *
guard_channel(const struct guard *g, struct view name)
{
	for (size_t i = 0; g != NULL && i < g->conf->n_guard_channel; i++)
		if (mask_match(view_z(g->conf->guard_channel[i].mask), name))
			return &g->conf->guard_channel[i];
	return NULL;
}

static bool
is_left_alone(const struct guard *g, const struct guard_ask *ask)
{
	const struct conf_guard_channel *ch;

	if (!g->conf->guard.enabled || (ask->from != NULL && ask->from == ask->to) ||
		guard_is_exempt(ask->from))
		return true;
	ch = ask->ch != NULL && g->conf->n_guard_channel != 0 ? guard_channel(g, channel_name(ask->ch))
							      : NULL;
	return ch != NULL && ch->exempt;
}

/* What only who has a key can read: FiSH, mIRCryption, OTR.  One word and nothing else, or it would be a way past the rules. */
static bool
is_opaque(struct view copy)
{
	static const struct view marks[] = { VIEW_INIT("+ok "), VIEW_INIT("mcps "), VIEW_INIT("?otr:") };

	for (size_t i = 0; i < ARRAY_LEN(marks); i++)
		if (view_starts(copy, marks[i])) {
			struct view rest = view_skip(copy, marks[i].n);

			return view_find(rest, ' ') == rest.n;
		}
	return false;
}

/* Without what makes it an ACTION, so that "^" in a pattern is the first word of it. */
static struct view
bare(struct view text)
{
	static const struct view action = VIEW_INIT("\x01"
						    "ACTION ");

	return view_starts(text, action) ? view_skip(text, action.n) : text;
}

static bool
is_exempt_from(const struct guard *g, const struct conf_guard_rule *r, const struct client *from)
{
	const char *class =
		from != NULL && r->n_exempt_classes != 0 && g->class_of != NULL ? g->class_of(from) : NULL;

	for (size_t i = 0; class != NULL && i < r->n_exempt_classes; i++)
		if (strcmp(r->exempt_classes[i], class) == 0)
			return true;
	for (size_t i = 0; from != NULL && from->account != NULL && i < r->n_exempt_accounts; i++)
		if (casemap_eq(view_z(r->exempt_accounts[i]), view_z(from->account)))
			return true;
	return false;
}

/* It is there, but in one piece only for who does not see how it was written. */
static bool
is_hidden(struct guard *g, struct view text, struct view where)
{
	struct view as_sent;

	if (!g->copy.is_changed || where.n == 0)
		return false;
	as_sent = view_of(g->as_sent, plain_copy_as_sent(text, g->as_sent));
	return memmem(as_sent.p, as_sent.n, where.p, where.n) == NULL;
}

static bool
finds(struct guard *g, struct rule *r, struct pattern *p, struct view text, struct view *where)
{
	enum pattern_found f = pattern_find(p, text, g->conf->guard.match_limit, where);

	r->cut += f == PATTERN_CUT;
	return f == PATTERN_YES;
}

static bool
hits(struct guard *g, struct rule *r, const struct guard_ask *ask, struct view text)
{
	struct view looked_at = r->conf->raw ? text : view_of(g->copy.text, g->copy.n), where;

	if (r->conf->hidden && !g->copy.is_changed)
		return false;
	r->tried++;
	if (r->pattern == NULL || !finds(g, r, r->pattern, looked_at, &where))
		return false;
	if (r->conf->hidden && !is_hidden(g, text, where))
		return false;
	if (r->except != NULL && finds(g, r, r->except, looked_at, &where))
		return false;
	if (is_exempt_from(g, r->conf, ask->from))
		return false;
	r->hits++;
	return true;
}

static bool
is_stranger(const struct guard_ask *ask)
{
	return ask->place == GUARD_QUERY && ask->from != NULL && ask->to != NULL &&
		ask->from->account == NULL && !client_shares_channel(ask->from, ask->to);
}

static void
decide(struct guard_verdict *out, enum guard_action action, const char *name, const char *text)
{
	if (action == GUARD_PASS || action <= out->action)
		return;
	out->action = action;
	out->name = name;
	out->text = text;
}

static void
try_rules(struct guard *g, const struct guard_ask *ask, uint64_t set, struct guard_verdict *out)
{
	struct view text = view_left(ask->text, GUARD_TEXT_MAX);

	for (size_t i = 0; i < g->n_rules; i++) {
		const struct conf_guard_rule *r = g->rule[i].conf;

		if ((set & UINT64_C(1) << i) == 0 || !hits(g, &g->rule[i], ask, text))
			continue;
		decide(out, (enum guard_action)(is_stranger(ask) ? r->stranger_action : r->action), r->name,
			r->text);
	}
}

static uint64_t
key_of(char kind, const struct client *a, uint64_t b)
{
	struct {
		uint64_t kind, b;
		struct handle a;
	} key = { (unsigned char)kind, b, a != NULL ? a->handle : HANDLE_NONE };

	return hash_bytes(view_of(&key, sizeof(key)));
}

uint64_t
guard_key(char kind, const struct client *from, const struct client *to)
{
	return key_of(kind, from, to != NULL ? (uint64_t)to->handle.gen << 32 | to->handle.slot : 0);
}

static const char repeat_text[] = "the same link to too many users in too little time";

/* W1: the same text with a link to one user after another. */
static void
try_repeat(struct guard *g, const struct guard_ask *ask, struct guard_verdict *out)
{
	struct tally_ask once;

	if (ask->place != GUARD_QUERY || ask->to == NULL || ask->from == NULL)
		return;
	once = (struct tally_ask){ .key = key_of(
					   'W', ask->from, hash_bytes(view_of(g->copy.text, g->copy.n))),
		.member = ask->to->handle.slot * 2u + 1u,
		.now_ms = ask->now_ms };
	if (tally_takes(g->tally, &once, &g->conf->guard.repeat))
		return;
	g->n_repeats++;
	decide(out, GUARD_BLOCK, "W1", repeat_text);
}

void
guard_judge(struct guard *g, const struct guard_ask *ask, struct guard_verdict *out)
{
	uint64_t found, set;
	struct view copy;

	*out = (struct guard_verdict){ .action = GUARD_PASS };
	if (g == NULL || is_left_alone(g, ask))
		return;
	plain_copy(bare(view_left(ask->text, GUARD_TEXT_MAX)), &g->copy);
	out->strip = g->copy.has_controls && g->conf->guard.strip;
	copy = view_of(g->copy.text, g->copy.n);
	found = words_find(g->words, copy);
	set = (found | g->always) & g->at[ask->place][ask->is_notice];
	if (LIKELY((set | (found & LINK_BIT)) == 0) || is_opaque(copy))
		return;
	if ((found & LINK_BIT) != 0)
		try_repeat(g, ask, out);
	if (set != 0)
		try_rules(g, ask, set, out);
}

bool
guard_warns_now(struct guard *g, const struct guard_ask *ask)
{
	struct conf_rate once = { 1, g->conf->guard.warn_ms };
	struct tally_ask t = { .now_ms = ask->now_ms };

	t.key = ask->ch != NULL ? key_of('C', NULL, hash_bytes(channel_name(ask->ch)))
				: guard_key('Q', ask->from, ask->to);
	return tally_takes(g->tally, &t, &once);
}

bool
guard_tags_now(struct guard *g, const struct guard_ask *ask)
{
	const struct conf_rate once = { 1, g->conf->guard.warn_ms };

	return guard_count_takes(g, guard_key('T', ask->from, NULL), &once, ask->now_ms);
}

bool
guard_count_takes(struct guard *g, uint64_t key, const struct conf_rate *rate, uint64_t now_ms)
{
	struct tally_ask t = { .key = key, .now_ms = now_ms };

	return tally_takes(g->tally, &t, rate);
}

bool
guard_count_at(const struct guard *g, size_t i, struct guard_count *out)
{
	if (i > g->n_rules)
		return false;
	if (i == g->n_rules) {
		*out = (struct guard_count){ "W1", repeat_text, GUARD_BLOCK, g->n_repeats, g->n_repeats, 0 };
		return true;
	}
	*out = (struct guard_count){ g->rule[i].conf->name, g->rule[i].conf->text,
		(enum guard_action)g->rule[i].conf->action, g->rule[i].tried, g->rule[i].hits,
		g->rule[i].cut };
	return true;
}

struct view
guard_action_name(enum guard_action a)
{
	static const struct view names[] = {
		[GUARD_PASS] = VIEW_INIT("pass"),
		[GUARD_TAG] = VIEW_INIT("tag"),
		[GUARD_WARN] = VIEW_INIT("warn"),
		[GUARD_HOLD] = VIEW_INIT("hold"),
		[GUARD_BLOCK] = VIEW_INIT("block"),
	};

	return names[a];
}
