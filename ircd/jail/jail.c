/* struct jail from a plan, and back.  The account is looked up here, as there is no passwd file inside. */
#include "config.h"

#include "jail/jail.h"

#include <pwd.h>
#include <string.h>
#include <unistd.h>

#include "core/mem.h"
#include "core/view.h"
#include "jail/jail_priv.h"

/* What is wrong with the account matters only to root: an ordinary user cannot become anybody else. */
static int
find_user(struct jail *j, const char *name, struct err *e)
{
	const struct passwd *pw;

	if (name == NULL || name[0] == '\0' || j->mode == JAIL_OFF)
		return 0;
	j->user = view_dup(view_z(name));
	pw = getpwnam(name);
	if (pw == NULL && j->from_root)
		return err_fmt(e,
			"no account \"%s\": create it (useradd --system %s), "
			"or name another in jail { user }",
			name, name);
	if (pw != NULL && j->from_root && (pw->pw_uid == 0 || pw->pw_gid == 0))
		return err_fmt(e,
			"\"%s\" is root or in root's group: name an ordinary account in jail { user }", name);
	if (pw != NULL) {
		j->has_user = true;
		j->uid = pw->pw_uid;
		j->gid = pw->pw_gid;
	}
	return 0;
}

static struct jail_ports *
ports_dup(const struct jail_ports *ports, size_t n)
{
	struct jail_ports *copy;

	if (n == 0)
		return NULL;
	copy = mem_array(n, sizeof(*copy));
	memcpy(copy, ports, n * sizeof(*copy));
	return copy;
}

struct jail *
jail_new(const struct jail_plan *plan, struct err *e)
{
	struct jail *j;

	if (jail_plan_check(plan, geteuid() == 0, e) == -1)
		return NULL;
	j = mem_zalloc(sizeof(*j));
	j->mode = j->report.mode = plan->mode;
	j->require = plan->require;
	j->from_root = geteuid() == 0;
	j->rung = RUNG_NONE;
	if (plan->conf_dir != NULL)
		j->conf_dir = view_dup(view_z(plan->conf_dir));
	if (plan->state_dir != NULL)
		j->state_dir = view_dup(view_z(plan->state_dir));
	if (plan->peer_dir != NULL)
		j->peer_dir = view_dup(view_z(plan->peer_dir));
	j->bind_ports = ports_dup(plan->bind_ports, plan->n_bind_ports);
	j->n_bind_ports = plan->n_bind_ports;
	j->connect_ports = ports_dup(plan->connect_ports, plan->n_connect_ports);
	j->n_connect_ports = plan->n_connect_ports;
	j->need_bind = plan->need_bind;
	j->need_udp = plan->need_udp;
	j->need_batches = plan->need_batches;
	j->need_source = plan->need_source && plan->n_connect_ports != 0;
	j->max_fds = plan->max_fds;
	j->max_file_bytes = plan->max_file_bytes;
	if (find_user(j, plan->user, e) == -1) {
		jail_free(j);
		return NULL;
	}
	return j;
}

void
jail_free(struct jail *j)
{
	if (j == NULL)
		return;
	mem_free(j->user);
	mem_free(j->conf_dir);
	mem_free(j->state_dir);
	mem_free(j->peer_dir);
	mem_free(j->bind_ports);
	mem_free(j->connect_ports);
	mem_free(j);
}

const struct jail_report *
jail_report(const struct jail *j)
{
	return &j->report;
}
