/* Who runs conclavectl and asks a module; control/ implements it. */
#ifndef CONCLAVE_MODULE_MODULE_ASK_H
#define CONCLAVE_MODULE_MODULE_ASK_H

#include <stddef.h>

#include "core/util.h"
#include "core/view.h"

struct module_ask;

struct module_value {
	const char *column;
	struct view text; /* what is empty is left out */
};
enum module_error {
	MODULE_ERR_USAGE,
	MODULE_ERR_NONE,
	MODULE_ERR_DENIED,
	MODULE_ERR_BUSY,
	MODULE_ERR_FAILED
};

/* How the answer goes out; set by control/. */
struct module_ask_ops {
	void (*columns)(struct module_ask *a, const char *columns);
	void (*row)(struct module_ask *a, const struct module_value *value, size_t n);
	void (*text)(struct module_ask *a, const char *line);
	void (*ok)(struct module_ask *a, const char *text);
	void (*error)(struct module_ask *a, enum module_error e, const char *text);
	struct module_ask *(*wait)(struct module_ask *a);
};
struct module_ask {
	const struct module_ask_ops *ops;
	const struct view *arg; /* behind the word; die when run() returns */
	size_t n_args;
	struct view by; /* "conclavectl (uid 0)"; the same */
};

/* What the rows to come have, "uin:n account:s", as proto/control_wire.h says. */
static inline void
module_ask_columns(struct module_ask *a, const char *columns)
{
	a->ops->columns(a, columns);
}
static inline void
module_ask_row(struct module_ask *a, const struct module_value *value, size_t n)
{
	a->ops->row(a, value, n);
}
static inline void
module_ask_text(struct module_ask *a, const char *line)
{
	a->ops->text(a, line);
}
/* The ends of an answer: one of them, once.  text NULL: no words. */
static inline void
module_ask_ok(struct module_ask *a, const char *text)
{
	a->ops->ok(a, text);
}
static inline void
module_ask_error(struct module_ask *a, enum module_error e, const char *text)
{
	a->ops->error(a, e, text);
}
/* The answer comes later: whom to give it to then, with no arguments; it may go nowhere if who asked has gone, and is freed by its end. */
static inline struct module_ask *
module_ask_wait(struct module_ask *a)
{
	return a->ops->wait(a);
}

#endif
