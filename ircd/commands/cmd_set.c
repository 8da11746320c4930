/* SET: limits for the time being.  What is set is a changed copy of the configuration, so it goes the way that REHASH goes, and REHASH ends it. */
#include "commands/command.h"
#include "commands/report.h"
#include "conf/conf_set.h"
#include "core/log.h"
#include "route/reply.h"
#include "route/snotice.h"

#include <stdio.h>

static void
tell(const struct cmd_ctx *cx, const struct conf_setting *s, struct report *to)
{
	const struct conf *running = gate_conf(cx->gate);
	char now[CONF_SHOW_TEXT], file[CONF_SHOW_TEXT], line[4 * CONF_SHOW_TEXT];

	(void)snprintf(line, sizeof(line), "%s = %s (default %s): %s", conf_setting_name(s),
		conf_setting_text(s, running, now), conf_setting_text(s, conf_as_read(running), file),
		conf_setting_help(s));
	report_line(to, line);
}

/* Of the parameters "NAME" or nothing. */
static void
show(struct cmd_ctx *cx, struct client *src, const struct conf_setting *s)
{
	struct report *report = report_new("SET");

	if (s != NULL)
		tell(cx, s, report);
	else
		while ((s = conf_setting_next(s)) != NULL)
			tell(cx, s, report);
	report_send(report, cx->route, src);
}

static void
refuse_value(struct cmd_ctx *cx, const struct client *src, const struct conf_setting *s)
{
	char range[CONF_RANGE_TEXT], text[CONF_RANGE_TEXT + 64];

	(void)snprintf(text, sizeof(text), "%s can't be that; allowed: %s", conf_setting_name(s),
		conf_setting_range(s, range));
	reply_fail(cx->route, src, VIEW("SET"), VIEW("INVALID_VALUE"), view_z(text));
}

static void
refuse_max(struct cmd_ctx *cx, const struct client *src)
{
	char text[96];

	(void)snprintf(text, sizeof(text), "There are descriptors for %u connections: more take a restart",
		(unsigned)cx->control->max_clients);
	reply_fail(cx->route, src, VIEW("SET"), VIEW("INVALID_VALUE"), view_z(text));
}

static void
change(struct cmd_ctx *cx, struct client *src, const struct conf_setting *s, struct view value)
{
	const struct conf *running = gate_conf(cx->gate);
	char was[CONF_SHOW_TEXT], is[CONF_SHOW_TEXT], name[CLIENT_LOG_NAME];
	struct conf_class *classes;
	struct conf *copy = conf_copy(running, &classes);

	(void)!conf_setting_text(s, running, was);
	if (conf_setting_put(s, copy, classes, value) == -1) {
		refuse_value(cx, src, s);
	} else if (copy->server.max_clients > cx->control->max_clients) {
		refuse_max(cx, src);
	} else {
		(void)!conf_setting_text(s, copy, is);
		audit_text(cx->act, "was", view_z(was));
		log_info("oper", "%s set %s to %s (was %s)", client_log_name(src, name), conf_setting_name(s),
			is, was);
		snotice_send(cx->route, SNOTICE_SERVER, "%s!%s@%s set %s to %s (was %s)", src->nick,
			src->user, src->host, conf_setting_name(s), is, was);
		cx->control->configure(cx->control->arg, copy);
		reply_noticef(cx->route, src, "SET: %s is %s until the next REHASH (was %s)",
			conf_setting_name(s), is, was);
	}
	conf_unref(copy);
}

/* SET [<name> [<value>]] */
static void
cmd_set(struct cmd_ctx *cx, struct client *src, const struct msg *m)
{
	const struct conf_setting *s = NULL;

	if (m->n_params > 0 && (s = conf_setting_find(m->param[0])) == NULL)
		reply_fail(cx->route, src, VIEW("SET"), VIEW("UNKNOWN_NAME"),
			VIEW("There is nothing of that name; SET alone lists what there is"));
	else if (m->n_params < 2)
		show(cx, src, s);
	else
		change(cx, src, s, m->param[1]);
}

static const struct command rows[] = {
	{ VIEW_INIT("SET"), FROM_OPER, { 0, 2 }, 1, PRIV_SET, "[<name> [<value>]]",
		"Change a limit until the next REHASH.", cmd_set },
};
const struct command_table commands_set = { rows, ARRAY_LEN(rows) };
