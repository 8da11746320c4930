#include "relay/policy.h"

#include <criterion/criterion.h>

#include "conf/conf.h"
#include "proto/file_name.h"
#include "relay/allow.h"
#include "state/oper.h"
#include "state/server_ban.h"
#include "tests/unit/route/route_rig.h"

static const char *const allow_types[] = { "txt", "jpg" };
static const char *const deny_types[] = { "exe", "scr" };

/* alice offers to bob. */
struct scene {
	struct route_rig *r;
	struct hearer *alice, *bob;
	struct conf conf;
	struct allow_table *allow;
	struct policy policy;
	struct policy_ask ask;
	char name[FILE_NAME_MAX + 1];
	struct policy_answer got;
};

static void
begin(struct scene *s)
{
	*s = (struct scene){ .r = rig_new(),
		.conf = { .dcc = { .max_size = 1000,
				  .max_allow = 20,
				  .scan_max = 500,
				  .allow_types = allow_types,
				  .n_allow_types = ARRAY_LEN(allow_types),
				  .deny_types = deny_types,
				  .n_deny_types = ARRAY_LEN(deny_types) } } };
	s->alice = rig_user(s->r, "alice", 0);
	s->bob = rig_user(s->r, "bob", 0);
	s->allow = allow_table_new(&(struct allow_env){ s->r->world, s->r->route, s->r->loop }, &s->conf);
	s->policy = (struct policy){ .world = s->r->world, .conf = &s->conf, .allow = s->allow };
	s->ask = (struct policy_ask){ .from = s->alice->c, .to = s->bob->c, .size = 100 };
}

static void
end(struct scene *s)
{
	allow_table_free(s->allow);
	rig_free(s->r);
}

static enum policy_verdict
offer(struct scene *s, const char *raw)
{
	s->ask.is_chat = false;
	s->ask.raw = view_z(raw);
	s->ask.name = view_of(s->name, file_name_clean(s->ask.raw, false, s->name));
	policy_decide(&s->policy, &s->ask, &s->got);
	return s->got.verdict;
}

static enum policy_verdict
chat(struct scene *s)
{
	s->ask.is_chat = true;
	s->ask.raw = s->ask.name = VIEW("");
	policy_decide(&s->policy, &s->ask, &s->got);
	return s->got.verdict;
}

static void
let_in(struct scene *s)
{
	const struct allow_entry *en;

	cr_assert_eq(allow_add(s->allow, s->bob->c, s->alice->c, 0, &en), ALLOW_OK);
}

static struct server_ban *
dccdeny(struct scene *s, uint64_t id, const char *mask)
{
	const struct server_ban_def def = { .id = id,
		.kind = BAN_DCCDENY,
		.mask = view_z(mask),
		.by = VIEW("op"),
		.reason = VIEW("a worm") };
	struct server_ban *b = server_ban_add(s->r->world->bans, &def);

	cr_assert_not_null(b);
	return b;
}

static void
make_oper(struct client *c, const char *role, uint64_t privs)
{
	struct oper_grant *g = oper_grant_new(VIEW("block"), view_z(role), privs);

	oper_raise(c, g);
	oper_grant_unref(g);
}

Test(policy, types)
{
	static const struct {
		const char *raw;
		enum policy_verdict want;
		const char *type;
	} rows[] = {
		{ "a.txt", POLICY_PASS, "txt" }, { "a.TXT", POLICY_PASS, "TXT" },
		{ "a.exe", POLICY_DENIED, "exe" }, { "a.EXE", POLICY_DENIED, "EXE" },
		{ "photo.jpg.exe", POLICY_DENIED, "exe" }, { "photo.exe.jpg", POLICY_DENIED, "exe" },
		{ "photo.exe.", POLICY_DENIED, "exe" }, { "photo.exe .", POLICY_DENIED, "exe" },
		{ "photo.e\xe2\x80\x8bxe", POLICY_DENIED, "exe" }, { "x.tar.txt", POLICY_PASS, "txt" },
		{ "x.txt.tar", POLICY_DISCOURAGED, "tar" }, { "x.doc", POLICY_DISCOURAGED, "doc" },
		{ "README", POLICY_DISCOURAGED, "" }, { "exe", POLICY_DISCOURAGED, "" },
		{ ".exe", POLICY_DISCOURAGED, "" }, /* offered as "exe" */
	};
	struct scene s;

	begin(&s);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		cr_expect_eq(offer(&s, rows[i].raw), rows[i].want, "%s", rows[i].raw);
		cr_expect_eq(s.got.reason, rows[i].want == POLICY_PASS ? POLICY_BY_NOTHING : POLICY_BY_TYPE,
			"%s", rows[i].raw);
		cr_expect(view_eq(s.got.type, view_z(rows[i].type)), "%s: %.*s", rows[i].raw,
			VIEW_ARG(s.got.type));
		cr_expect_not(s.got.asked_for);
	}
	end(&s);
}

Test(policy, size_at_its_limit_and_one_above)
{
	struct scene s;

	begin(&s);
	s.ask.size = 1000;
	cr_expect_eq(offer(&s, "a.txt"), POLICY_PASS);
	s.ask.size = 1001;
	cr_expect_eq(offer(&s, "a.txt"), POLICY_DENIED);
	cr_expect_eq(s.got.reason, POLICY_BY_SIZE);
	s.conf.dcc.max_size = 0;
	s.ask.size = INT64_MAX;
	cr_expect_eq(offer(&s, "a.txt"), POLICY_PASS);
	s.ask.size = 0;
	cr_expect_eq(offer(&s, "a.txt"), POLICY_DENIED);
	cr_expect_eq(s.got.reason, POLICY_BY_EMPTY);
	end(&s);
}

Test(policy, what_must_be_scanned_has_the_limit_of_the_scanner)
{
	struct scene s;

	begin(&s);
	s.policy.scans = true;
	s.ask.size = 501;
	cr_expect_eq(offer(&s, "a.txt"), POLICY_PASS, "it need not be");
	s.conf.dcc.scan_must = true;
	cr_expect_eq(offer(&s, "a.txt"), POLICY_DENIED);
	cr_expect_eq(s.got.reason, POLICY_BY_SIZE);
	s.ask.size = 500;
	cr_expect_eq(offer(&s, "a.txt"), POLICY_PASS);
	s.ask.size = 501;
	s.policy.scans = false;
	cr_expect_eq(offer(&s, "a.txt"), POLICY_PASS);
	end(&s);
}

Test(policy, what_is_discouraged_passes_if_it_was_asked_for)
{
	struct scene s;

	begin(&s);
	let_in(&s);
	cr_expect_eq(offer(&s, "x.doc"), POLICY_PASS);
	cr_expect(s.got.asked_for);
	cr_expect_eq(s.got.reason, POLICY_BY_TYPE);
	cr_expect_eq(offer(&s, "a.txt"), POLICY_PASS);
	cr_expect_not(s.got.asked_for);
	cr_expect_eq(offer(&s, "x.exe"), POLICY_DENIED, "what is denied stays so");
	s.ask.size = 0;
	cr_expect_eq(offer(&s, "x.doc"), POLICY_DENIED);
	s.ask.size = 1001;
	cr_expect_eq(offer(&s, "x.doc"), POLICY_DENIED);
	s.ask.size = 100;
	(void)dccdeny(&s, 1, "*.doc");
	cr_expect_eq(offer(&s, "x.doc"), POLICY_DENIED);
	s.ask.from = s.bob->c;
	s.ask.to = s.alice->c;
	cr_expect_eq(offer(&s, "x.odt"), POLICY_DISCOURAGED, "one way");
	end(&s);
}

Test(policy, chats_pass_unless_they_have_to_be_asked_for)
{
	struct scene s;

	begin(&s);
	s.ask.size = 0;
	cr_expect_eq(chat(&s), POLICY_PASS);
	s.conf.dcc.chat_needs_allow = true;
	cr_expect_eq(chat(&s), POLICY_DISCOURAGED);
	cr_expect_eq(s.got.reason, POLICY_BY_CHAT);
	let_in(&s);
	cr_expect_eq(chat(&s), POLICY_PASS);
	cr_expect(s.got.asked_for);
	s.ask.size = 100;
	cr_expect_eq(offer(&s, "a.txt"), POLICY_PASS, "files are no chats");
	end(&s);
}

Test(policy, dccdeny_is_of_either_name_and_counted)
{
	struct server_ban *b, *raw;
	struct scene s;

	begin(&s);
	b = dccdeny(&s, 1, "Invoice*.txt");
	raw = dccdeny(&s, 2, "my?file\xe2\x80\xae*");
	cr_expect_eq(offer(&s, "invoice 7.TXT"), POLICY_DENIED);
	cr_expect_eq(s.got.reason, POLICY_BY_DENY);
	cr_expect(view_eq(s.got.text, VIEW("a worm")));
	cr_expect_eq(offer(&s, "../invoice.txt"), POLICY_DENIED);
	cr_expect_eq(b->hits, 2);
	cr_expect_eq(offer(&s, "c:\\my file\xe2\x80\xae.txt"), POLICY_DENIED);
	cr_expect_eq(raw->hits, 1);
	cr_expect_eq(offer(&s, "my file.txt"), POLICY_PASS);
	cr_expect_eq(offer(&s, "invoice.txt/a.txt"), POLICY_PASS, "folders are not compared");
	(void)dccdeny(&s, 3, "*");
	cr_expect_eq(chat(&s), POLICY_PASS);
	end(&s);
}

Test(policy, who_is_exempt_is_so_from_rules_types_and_size)
{
	static const struct conf_dcc_rule rules[] = { { .title = "none", .action = CONF_DCC_DENY } };
	struct scene s;

	begin(&s);
	s.conf.dcc_rule = rules;
	s.conf.n_dcc_rule = 1;
	make_oper(s.alice->c, "admin", PRIV_BIT(PRIV_DCC_EXEMPT));
	s.ask.size = 1001;
	cr_expect_eq(offer(&s, "x.exe"), POLICY_PASS);
	cr_expect_eq(s.got.reason, POLICY_BY_PRIVILEGE);
	cr_expect_eq(chat(&s), POLICY_PASS);
	s.ask.size = 0;
	cr_expect_eq(offer(&s, "x.exe"), POLICY_DENIED);
	s.ask.size = 501;
	s.policy.scans = s.conf.dcc.scan_must = true;
	cr_expect_eq(offer(&s, "x.exe"), POLICY_DENIED);
	s.ask.size = 1;
	(void)dccdeny(&s, 1, "*.exe");
	cr_expect_eq(offer(&s, "x.exe"), POLICY_DENIED);
	s.ask.from = s.bob->c;
	s.ask.to = s.alice->c;
	cr_expect_eq(offer(&s, "a.txt"), POLICY_DENIED, "it is about who sends");
	cr_expect_eq(s.got.reason, POLICY_BY_RULE);
	end(&s);
}

/* One rule that denies; whether it is about alice's offer of 100 bytes to bob. */
static bool
rule_fits(struct scene *s, struct conf_dcc_rule rule, bool is_chat)
{
	bool denied;

	rule.title = "it";
	rule.action = CONF_DCC_DENY;
	s->conf.dcc_rule = &rule;
	s->conf.n_dcc_rule = 1;
	denied = (is_chat ? chat(s) : offer(s, "My file.txt")) == POLICY_DENIED;
	if (denied)
		cr_expect_str_eq(s->got.rule, "it");
	else
		cr_expect_eq(s->got.reason, POLICY_BY_NOTHING);
	s->conf.n_dcc_rule = 0;
	return denied;
}

#define LIST(key, ...)                               \
	.key = (const char *const[]){ __VA_ARGS__ }, \
	.n_##key = sizeof((const char *const[]){ __VA_ARGS__ }) / sizeof(char *)

#define FITS(...)      cr_expect(rule_fits(&s, (struct conf_dcc_rule){ __VA_ARGS__ }, false), #__VA_ARGS__)
#define FITS_NOT(...)  cr_expect_not(rule_fits(&s, (struct conf_dcc_rule){ __VA_ARGS__ }, false), #__VA_ARGS__)
#define FITS_CHAT(...) cr_expect(rule_fits(&s, (struct conf_dcc_rule){ __VA_ARGS__ }, true), #__VA_ARGS__)
#define FITS_NO_CHAT(...) \
	cr_expect_not(rule_fits(&s, (struct conf_dcc_rule){ __VA_ARGS__ }, true), #__VA_ARGS__)

Test(policy, each_condition_of_a_rule)
{
	struct scene s;

	begin(&s);
	s.ask.from_class = "staff";
	FITS(.reason = NULL);
	FITS_CHAT(.reason = NULL);
	FITS(LIST(from_class, "guests", "staff"));
	FITS_NOT(LIST(from_class, "guests"));
	FITS_NOT(LIST(to_class, "staff"));
	FITS_NOT(LIST(from_role, "admin"));
	make_oper(s.alice->c, "admin", 0);
	FITS(LIST(from_role, "admin"));
	FITS_NOT(LIST(from_role, "helper"));
	FITS_NOT(LIST(to_role, "admin"));
	make_oper(s.bob->c, "helper", 0);
	FITS(LIST(to_role, "helper", "admin"));
	FITS_NOT(LIST(from_account, "*"));
	client_set_account(s.alice->c, VIEW("Alice"));
	FITS(LIST(from_account, "*"));
	FITS(LIST(from_account, "bob", "al*"));
	FITS_NOT(LIST(from_account, "bob"));
	FITS_NOT(LIST(to_account, "*"));
	client_set_account(s.bob->c, VIEW("bob"));
	FITS(LIST(to_account, "b?b"));
	FITS(.kind = CONF_DCC_SEND);
	FITS_NOT(.kind = CONF_DCC_CHAT);
	FITS_CHAT(.kind = CONF_DCC_CHAT);
	FITS_NO_CHAT(.kind = CONF_DCC_SEND);
	FITS(.name = "my_*.TXT");
	FITS_NOT(.name = "my *.txt");
	FITS_NO_CHAT(.name = "*");
	FITS(.above = 99);
	FITS_NOT(.above = 100);
	FITS_NO_CHAT(.above = 1);
	FITS(LIST(from_class, "staff"), LIST(from_account, "alice"), .above = 1, .name = "*");
	FITS_NOT(LIST(from_class, "staff"), LIST(from_account, "alice"), .above = 100, .name = "*");
	end(&s);
}

Test(policy, the_first_rule_that_fits_decides)
{
	static const struct conf_dcc_rule rules[] = {
		{ .title = "tools", .name = "tool*.exe", .action = CONF_DCC_ALLOW },
		{ .title = "large", .above = 50, .action = CONF_DCC_DISCOURAGE, .reason = "ask first" },
		{ .title = "chats", .kind = CONF_DCC_CHAT, .action = CONF_DCC_ALLOW },
		{ .title = "rest", .name = "secret*", .action = CONF_DCC_DENY, .reason = "no" },
	};
	struct scene s;

	begin(&s);
	s.conf.dcc_rule = rules;
	s.conf.n_dcc_rule = ARRAY_LEN(rules);
	s.conf.dcc.chat_needs_allow = true;
	s.ask.size = 5000;
	cr_expect_eq(offer(&s, "tool7.exe"), POLICY_PASS, "neither type nor size");
	cr_expect_str_eq(s.got.rule, "tools");
	cr_expect_eq(offer(&s, "secret.txt"), POLICY_DISCOURAGED);
	cr_expect_str_eq(s.got.rule, "large");
	cr_expect(view_eq(s.got.text, VIEW("ask first")));
	s.ask.size = 50;
	cr_expect_eq(offer(&s, "secret.txt"), POLICY_DENIED);
	cr_expect(view_eq(s.got.text, VIEW("no")));
	cr_expect_eq(offer(&s, "other.txt"), POLICY_PASS);
	cr_expect_null(s.got.rule);
	cr_expect_eq(chat(&s), POLICY_PASS);
	let_in(&s);
	cr_expect_eq(offer(&s, "secret.txt"), POLICY_DENIED);
	s.ask.size = 51;
	cr_expect_eq(offer(&s, "secret.txt"), POLICY_PASS);
	cr_expect(s.got.asked_for);
	(void)dccdeny(&s, 1, "tool*");
	cr_expect_eq(offer(&s, "tool7.exe"), POLICY_DENIED, "no rule is above an operator's");
	end(&s);
}

Test(policy, reasons_have_names)
{
	for (enum policy_reason r = 0; r < POLICY_N_REASONS; r++)
		cr_expect_not_null(policy_reason_name(r));
}
