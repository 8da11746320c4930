/*
 * A user leaves at the end of the turn in which it was closed, never within: whoever closes it may be in the middle of hearing a line.  Until
 * then nothing is given to the module any more.
 */
#include "module/module_user.h"

#include <stdarg.h>
#include <stdio.h>

#include "auth/inside.h"
#include "core/mem.h"
#include "core/utf8.h"
#include "module/module_priv.h"
#include "proto/limits.h"

#define REASON_MAX 200

struct module_user {
	struct module_host *host;
	struct conn_inside *end;
	const struct module_user_ops *ops;
	void *arg;
	struct list of_host;
	struct deferred leave;
	char *reason; /* why it is going, by its own word or the server's; NULL: nobody has said */
	bool closed;  /* module_user_close() was called */
};

static void
set_reason(struct module_user *u, struct view reason)
{
	mem_free(u->reason);
	u->reason = view_dup(utf8_left(reason, REASON_MAX));
}

/* The server's last word: "ERROR :Closing Link: host (why)", behind tags if there are some. */
static void
note_error(struct module_user *u, struct view line)
{
	size_t at;

	if (line.n != 0 && line.p[0] == '@')
		line = view_skip(line, view_find(line, ' ') + 1);
	at = view_find(line, '(');
	if (!view_starts(line, VIEW("ERROR :")) || at == line.n || line.p[line.n - 1] != ')')
		return;
	set_reason(u, view_of(line.p + at + 1, line.n - at - 2));
}

static bool
on_hear(void *arg, struct view line)
{
	struct module_user *u = arg;

	if (u->closed)
		return true;
	note_error(u, line);
	return u->ops->hear(u->arg, line);
}

static void
user_free(struct module_user *u)
{
	list_del(&u->of_host);
	list_del(&u->leave.link);
	mem_free(u->reason);
	mem_free(u);
}

static void
on_gone(void *arg, const char *why)
{
	struct module_user *u = arg;

	if (!u->closed)
		u->ops->gone(u->arg, view_z(u->reason != NULL ? u->reason : why));
	user_free(u);
}

static const struct conn_inside_ops end_ops = { .hear = on_hear, .gone = on_gone };

static void
on_leave(struct deferred *d)
{
	struct module_user *u = CONTAINER_OF(d, struct module_user, leave);

	inside_exit(u->end, view_z(u->reason));
}

static bool
say_hello(struct module_user *u, const struct module_user_conf *conf, struct view caps)
{
	if (caps.n != 0 && !module_user_say(u, "CAP REQ :%.*s", VIEW_ARG(caps)))
		return false;
	return module_user_say(u, "NICK %.*s", VIEW_ARG(conf->nick)) &&
		module_user_say(u, "USER %.*s 0 * :%.*s", VIEW_ARG(conf->user), VIEW_ARG(conf->realname)) &&
		(caps.n == 0 || module_user_say(u, "CAP END"));
}

struct module_user *
module_user_open(struct module_host *h, const struct module_user_conf *conf, struct view caps)
{
	const struct conf *of = h->set->conf;
	struct module_user *u = mem_zalloc(sizeof(*u));
	const struct inside_who who = { .conn = { .peer = conf->peer,
						.listener_data = &h->point,
						.tls = conf->tls,
						.ops = &end_ops,
						.arg = u },
		.account = conf->account,
		.about = conf->about,
		.class_name = view_z(conf->class != NULL ? conf->class->name : of->class[0].name) };

	u->host = h;
	u->ops = conf->ops;
	u->arg = conf->arg;
	list_init(&u->leave.link);
	u->leave.fn = on_leave;
	list_init(&u->of_host);
	u->end = inside_open(h->set->env.net, &who);
	if (u->end == NULL) {
		user_free(u);
		return NULL;
	}
	list_add_tail(&h->users, &u->of_host);
	if (!say_hello(u, conf, caps)) {
		module_user_close(u, VIEW("Its names make no line"));
		return NULL;
	}
	return u;
}

bool
module_user_say(struct module_user *u, const char *fmt, ...)
{
	char line[MSG_IN_MAX + 1];
	va_list ap;
	size_t n;
	int r;

	va_start(ap, fmt);
	r = vsnprintf(line, sizeof(line) - 2, fmt, ap);
	va_end(ap);
	n = (size_t)r;
	if (u->closed || r < 0 || n >= sizeof(line) - 2 ||
		view_has_any(view_of(line, n), view_of("\r\n\0", 3)))
		return false;
	line[n++] = '\r';
	line[n++] = '\n';
	return conn_inside_say(u->end, view_of(line, n));
}

void
module_user_hear(struct module_user *u)
{
	if (!u->closed)
		conn_inside_hear(u->end);
}

void
module_user_close(struct module_user *u, struct view reason)
{
	if (u == NULL || u->closed)
		return;
	u->closed = true;
	set_reason(u, reason);
	conn_inside_hear(u->end); /* what is still to be heard goes nowhere */
	loop_defer(u->host->set->env.loop, LOOP_PHASE_REAP, &u->leave);
}
