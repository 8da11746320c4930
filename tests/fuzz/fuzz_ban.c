/*
 * Masks of server bans, as people type them and as the database has them, and durations.  The first byte says which kind; each line is
 * one mask, the last one names somebody.  What was normalised is normal, parses, is found and taken away; what the index says of
 * somebody is what each ban says of him.
 */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "proto/ban_mask.h"
#include "proto/duration.h"
#include "state/server_ban.h"

#define LINES 32

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check_parts(enum ban_kind k, struct view mask)
{
	char back[BAN_MASK_LEN + 1], text[IP_BLOCK_TEXT];
	struct ip_block again;
	struct ban_mask m;

	assert(ban_mask_parse(k, mask, &m));
	(void)ban_mask_is_wide(&m);
	if (m.form == BAN_FORM_BLOCK) {
		assert(ip_block_parse(view_z(ip_block_text(&m.block, text)), &again) == 0);
		assert(memcmp(&again, &m.block, sizeof(again)) == 0);
	}
	if (m.form == BAN_FORM_CERT)
		assert(m.text.n == 64);
	if (m.form == BAN_FORM_REALNAME)
		assert(ban_mask_realname(m.text, back) <= m.text.n);
	assert(m.text.n <= mask.n && m.user.n <= mask.n);
}

/* 0: it was not taken. */
static size_t
check_normal(enum ban_kind k, struct view typed, char once[BAN_MASK_LEN + 1])
{
	char twice[BAN_MASK_LEN + 1];
	size_t n = ban_mask_normalise(k, typed, once, BAN_MASK_LEN + 1);

	if (n == 0)
		return 0;
	assert(n <= BAN_MASK_LEN && strlen(once) == n && once[0] != ':' &&
		!view_has_any(view_of(once, n), VIEW(" \r\n")));
	assert(ban_mask_normalise(k, view_of(once, n), twice, sizeof(twice)) == n &&
		memcmp(once, twice, n) == 0);
	assert(ban_mask_normalise(k, view_of(once, n), twice, n + 1) == n);
	assert(ban_mask_normalise(k, view_of(once, n), twice, n) == 0);
	check_parts(k, view_of(once, n));
	return n;
}

static void
check_duration(struct view v)
{
	char text[DURATION_TEXT];
	uint64_t s, again;

	if (duration_parse(v, &s) == -1)
		return;
	assert(s <= DURATION_MAX_S);
	assert(duration_parse(view_z(duration_text(s, text)), &again) == 0 && again == s);
}

static bool
hits(const struct server_ban *b, struct ban_subject *s, struct view name)
{
	if (b->kind == BAN_RESV)
		return name.n != 0 && server_ban_hits_name(b, name);
	if (b->kind == BAN_DCCDENY)
		return name.n != 0 && server_ban_hits_file(b, name);
	return server_ban_hits(b, s);
}

static const struct server_ban *
match(const struct server_bans *set, enum ban_kind k, struct ban_subject *s, struct view name)
{
	if (k == BAN_RESV)
		return server_ban_match_name(set, name);
	if (k == BAN_DCCDENY)
		return server_ban_match_file(set, name);
	return server_ban_match(set, k, s);
}

static bool
scan(const struct server_bans *set, enum ban_kind k, struct ban_subject *s, struct view name)
{
	for (const struct server_ban *b = server_ban_next(set, k, NULL); b != NULL;
		b = server_ban_next(set, k, b)) {
		if (hits(b, s, name))
			return true;
	}
	return false;
}

static void
check_somebody(const struct server_bans *set, enum ban_kind k, struct view who)
{
	size_t at = view_find(who, '@');
	struct ban_subject s = { .user = view_left(who, at), .realname = who, .account = who, .cert = who };
	const struct server_ban *b;

	s.host[0] = view_skip(who, at + 1);
	s.n_hosts = s.n_plain = s.host[0].n != 0 ? 1 : 0;
	s.has_address = ip_block_parse(s.host[0], &s.address) == 0;
	if (s.has_address && s.address.bits != 32 && s.address.bits != 128)
		s.has_address = false;
	b = match(set, k, &s, who);
	assert((b != NULL) == scan(set, k, &s, who));
}

static void
take_out(struct server_bans *set, enum ban_kind k, struct view mask)
{
	struct server_ban *b = server_ban_find(set, k, mask);

	assert(b != NULL && server_ban_by_id(set, b->id) == b);
	server_ban_del(set, b);
	assert(server_ban_find(set, k, mask) == NULL);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct view rest, line = VIEW("");
	struct server_bans *set;
	enum ban_kind k;
	char once[BAN_MASK_LEN + 1];
	struct ban_mask m;

	if (size == 0)
		return 0;
	hash_init();
	k = (enum ban_kind)(data[0] % BAN_KIND_N);
	rest = view_of(data + 1, size - 1);
	set = server_bans_new();
	for (uint64_t i = 1; i <= LINES && view_cut(&rest, '\n', &line); i++) {
		struct server_ban_def def = {
			.id = i, .kind = k, .by = VIEW("x"), .reason = VIEW("y"), .until_s = i % 3
		};

		check_duration(line);
		(void)ban_mask_parse(k, line, &m);
		(void)ban_kind_find(line);
		def.mask = view_of(once, check_normal(k, line, once));
		if (def.mask.n == 0)
			continue;
		(void)!server_ban_add(set, &def);
		if (i % 4 == 0)
			take_out(set, k, def.mask);
	}
	if (line.p != NULL && line.n < 200)
		check_somebody(set, k, line);
	server_bans_free(set);
	return 0;
}
