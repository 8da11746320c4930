/* The plan is a list of those whose lot changes; who stays as it is takes no memory. */
#include "auth/review.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "auth/class.h"
#include "auth/client_facts.h"
#include "auth/gate.h"
#include "auth/inside.h"
#include "auth/session.h"
#include "core/log.h"
#include "core/mem.h"
#include "net/conn.h"
#include "state/oper.h"

#define LINE_MAX_BYTES 512

struct entry {
	struct client *c;
	struct review r;
};

struct review_plan {
	const struct conf *fresh;
	struct entry *entry;
	size_t n, room;
	struct review_counts counts;
};

/* Which passwords count as passed; false: none does. */
static bool
passed_before(const struct conf *fresh, uint16_t mark, struct admission_answers *out)
{
	bool is_there = false;

	*out = (struct admission_answers){ .right = { 0 } };
	if (mark == 0)
		return false;
	for (size_t i = 0; i < fresh->n_allow; i++) {
		const char *password = fresh->allow[i].password;

		is_there |= password != NULL && session_password_mark(password) == mark;
	}
	for (size_t i = 0; i < fresh->n_allow; i++) {
		const char *password = fresh->allow[i].password;

		if (password != NULL)
			admission_answer(out, i, !is_there || session_password_mark(password) == mark);
	}
	return true;
}

/* Of the listener that it came by; NULL: it has none, or is no more. */
static const char *
listener_class(const struct conf *fresh, const char *title)
{
	for (size_t i = 0; title != NULL && i < fresh->n_listen; i++) {
		const struct conf_listen *l = &fresh->listen[i];

		if (strcmp(l->title, title) == 0)
			return l->class != NULL ? l->class->name : NULL;
	}
	return NULL;
}

/* Who has come by a module has come by no rule. */
static void
admit_inside(const struct conf *fresh, const struct session_inside *si, struct admission *out)
{
	const struct conf_class *class = conf_class_find(fresh, view_z(si->class_name));

	*out = (struct admission){ .verdict = ADMISSION_ADMIT,
		.class_name = class != NULL ? class->name : fresh->class[0].name };
}

static void
admit_again(const struct conf *fresh, const struct client *c, struct admission *out)
{
	struct admission_answers answers;
	struct client_facts known;

	if (inside_of(c->session) != NULL) {
		admit_inside(fresh, inside_of(c->session), out);
		return;
	}
	client_facts(c, &known);
	known.facts.class_name = listener_class(fresh, known.facts.listener);
	if (passed_before(fresh, c->session->passed, &answers)) {
		known.facts.pass = ADMISSION_PASS_GIVEN;
		known.facts.answers = &answers;
	}
	admission_decide(fresh, &known.facts, NULL, out);
}

void
review_client(const struct conf *fresh, const struct client *c, struct review *out)
{
	struct admission a;

	admit_again(fresh, c, &a);
	*out = (struct review){ .fate = REVIEW_STAYS, .rule = a.rule, .lack = a.lack };
	if (a.verdict != ADMISSION_ADMIT) {
		out->fate = REVIEW_DROPPED;
		return;
	}
	if (strcmp(a.class_name, c->session->class->name) != 0)
		out->fate = REVIEW_MOVES;
	out->class_name = a.class_name;
	if (c->oper != NULL)
		oper_check_under(fresh, c, &out->oper);
}

static void
add(struct review_plan *p, struct client *c, const struct review *r)
{
	p->counts.dropped += r->fate == REVIEW_DROPPED;
	p->counts.moved += r->fate == REVIEW_MOVES;
	p->counts.lowered += r->oper.fate == OPER_ENDS;
	p->counts.changed += r->oper.fate == OPER_CHANGES;
	if (r->fate == REVIEW_STAYS && r->oper.fate == OPER_STAYS)
		return;
	if (p->n == p->room) {
		p->room = p->room != 0 ? 2 * p->room : 16;
		p->entry = mem_grow(p->entry, p->room, sizeof(*p->entry));
	}
	p->entry[p->n++] = (struct entry){ c, *r };
}

struct review_plan *
review_plan_new(const struct gate *g, const struct conf *fresh)
{
	struct review_plan *p = mem_zalloc(sizeof(*p));

	p->fresh = conf_ref(fresh);
	LIST_FOR_EACH (it, &gate_env(g)->world->users) {
		struct client *c = client_of_world_link(it);
		struct review r;

		if (c->session == NULL)
			continue;
		review_client(fresh, c, &r);
		add(p, c, &r);
	}
	return p;
}

void
review_plan_free(struct review_plan *p)
{
	if (p == NULL)
		return;
	conf_unref(p->fresh);
	mem_free(p->entry);
	mem_free(p);
}

struct review_counts
review_plan_counts(const struct review_plan *p)
{
	return p->counts;
}

/* One kind of line, of those to whom it applies. */
typedef bool describe_fn(const struct entry *e, char line[LINE_MAX_BYTES]);

static PRINTF_LIKE(3, 4) bool say(char line[LINE_MAX_BYTES], const struct entry *e, const char *fmt, ...)
{
	const struct client *c = e->c;
	int n = snprintf(line, LINE_MAX_BYTES, "%s!%s@%s ", c->nick, c->user, c->host);
	va_list ap;

	if (n < 0 || n >= LINE_MAX_BYTES)
		return false;
	va_start(ap, fmt);
	(void)vsnprintf(line + n, LINE_MAX_BYTES - (size_t)n, fmt, ap);
	va_end(ap);
	return true;
}

static bool
describe_drop(const struct entry *e, char line[LINE_MAX_BYTES])
{
	const struct conf_allow *rule = e->r.rule;

	if (e->r.fate != REVIEW_DROPPED)
		return false;
	if (rule == NULL)
		return say(line, e, "is dropped: %s", admission_lack_text(e->r.lack));
	return say(line, e, "is dropped: %s (%.200s:%u)", admission_lack_text(e->r.lack), rule->place.file,
		rule->place.line);
}

static bool
describe_lowering(const struct entry *e, char line[LINE_MAX_BYTES])
{
	return e->r.oper.fate == OPER_ENDS &&
		say(line, e, "is no operator any more: %s", oper_check_why(&e->r.oper));
}

static bool
describe_role(const struct entry *e, char line[LINE_MAX_BYTES])
{
	const struct conf_role *role = e->r.oper.role;

	if (e->r.oper.fate != OPER_CHANGES)
		return false;
	if (strcmp(role->name, e->c->oper->role) != 0)
		return say(line, e, "gets role \"%s\" in place of \"%s\"", role->name, e->c->oper->role);
	return say(line, e, "gets other privileges, role \"%s\"", role->name);
}

static bool
describe_move(const struct entry *e, char line[LINE_MAX_BYTES])
{
	return e->r.fate == REVIEW_MOVES &&
		say(line, e, "goes from class \"%s\" to \"%s\"", e->c->session->class->name, e->r.class_name);
}

static void
tell_kind(const struct review_plan *p, describe_fn *describe, review_emit_fn *emit, void *to)
{
	char line[LINE_MAX_BYTES];
	size_t n = 0;

	for (size_t i = 0; i < p->n; i++) {
		if (describe(&p->entry[i], line) && n++ < REVIEW_TOLD)
			emit(to, line);
	}
	if (n <= REVIEW_TOLD)
		return;
	(void)snprintf(line, sizeof(line), "... and %zu more", n - REVIEW_TOLD);
	emit(to, line);
}

void
review_plan_tell(const struct review_plan *p, review_emit_fn *emit, void *to)
{
	tell_kind(p, describe_drop, emit, to);
	tell_kind(p, describe_lowering, emit, to);
	tell_kind(p, describe_role, emit, to);
	tell_kind(p, describe_move, emit, to);
}

void
review_drop(struct client *c, const struct review *r)
{
	char reason[160], name[CLIENT_LOG_NAME];

	(void)snprintf(reason, sizeof(reason), "No longer allowed: %s", admission_lack_text(r->lack));
	log_info("rehash", "%s is dropped: %s", client_log_name(c, name), admission_lack_text(r->lack));
	gate_exit(c, view_z(reason));
}

static void
change(struct client *c, const struct review *r)
{
	struct session *s = c->session;
	struct class_set *classes = gate_classes(s->gate);

	if (r->fate == REVIEW_MOVES) {
		struct class *to = class_set_get(classes, r->class_name);

		class_move(classes, s->class, to, conn_peer(c->conn));
		s->class = to;
		gate_new_limits(c);
	}
}

/* Classes and rights first, so that nobody who goes is counted where others are to stay. */
void
review_plan_apply(const struct review_plan *p, struct review_queue *later)
{
	size_t n = 0;

	review_queue_clear(later);
	for (size_t i = 0; i < p->n; i++) {
		if (p->entry[i].r.fate != REVIEW_DROPPED)
			change(p->entry[i].c, &p->entry[i].r);
	}
	for (size_t i = 0; i < p->n; i++) {
		if (p->entry[i].r.fate != REVIEW_DROPPED)
			continue;
		if (n++ < REVIEW_AT_ONCE)
			review_drop(p->entry[i].c, &p->entry[i].r);
		else
			review_queue_add(later, p->entry[i].c);
	}
}
