/* The pure half: which plans are accepted, which rung of the ladder is taken, and what level follows from it. */
#include "config.h"

#include "jail/jail_priv.h"

#include <string.h>

#include "core/view.h"

static bool
path_is_normal(const char *path)
{
	struct view rest, piece;

	if (path[0] != '/' || path[1] == '\0')
		return false;
	rest = view_skip(view_z(path), 1);
	while (view_cut(&rest, '/', &piece)) {
		if (piece.n == 0 || view_eq(piece, VIEW(".")) || view_eq(piece, VIEW("..")))
			return false;
	}
	return true;
}

/* b is a, or lies beneath it. */
static bool
path_holds(const char *a, const char *b)
{
	size_t n = strlen(a);

	return strncmp(a, b, n) == 0 && (b[n] == '\0' || b[n] == '/');
}

/* Whatever else lies in the directory of the socket can be connected to as well. */
static int
check_peer(const struct jail_plan *p, struct err *e)
{
	if (p->peer_dir == NULL)
		return 0;
	if (!path_is_normal(p->peer_dir))
		return err_fmt(e, "the scanner's directory must be an absolute path, and not /");
	if (path_holds(p->peer_dir, p->conf_dir) ||
		(p->state_dir != NULL && path_holds(p->peer_dir, p->state_dir)))
		return err_fmt(e,
			"%.120s holds the scanner's socket, and the configuration or the state too: give the "
			"socket a directory of its own",
			p->peer_dir);
	return 0;
}

int
jail_plan_check(const struct jail_plan *p, bool is_root, struct err *e)
{
	if (p->mode == JAIL_OFF)
		return 0;
	if (p->conf_dir == NULL || !path_is_normal(p->conf_dir))
		return err_fmt(e, "the configuration's directory must be an absolute path, and not /");
	if (p->state_dir != NULL && !path_is_normal(p->state_dir))
		return err_fmt(e, "the state directory must be an absolute path, and not /");
	if (p->state_dir != NULL && strcmp(p->state_dir, p->conf_dir) == 0)
		return err_fmt(e,
			"state and configuration share the directory %s, but the configuration "
			"is read-only inside: give the state one of its own",
			p->state_dir);
	if (check_peer(p, e) == -1)
		return -1;
	if (is_root && (p->user == NULL || p->user[0] == '\0'))
		return err_fmt(e,
			"started as root, but with no account to become: "
			"name one in jail { user }");
	return 0;
}

size_t
jail_dirs(const struct jail *j, struct jail_dir dirs[JAIL_N_DIRS])
{
	const struct jail_dir all[JAIL_N_DIRS] = {
		{ j->conf_dir, false, -1 },
		{ j->state_dir, true, -1 },
		{ j->peer_dir, false, -1 },
	};
	size_t n = 0, at;

	for (size_t i = 0; i < JAIL_N_DIRS; i++) {
		if (all[i].path == NULL)
			continue;
		for (at = n++; at > 0 && strlen(dirs[at - 1].path) > strlen(all[i].path); at--)
			dirs[at] = dirs[at - 1];
		dirs[at] = all[i];
	}
	return n;
}

enum jail_level
jail_level_of(enum jail_rung rung, bool landlocked, bool filtered)
{
	switch (rung) {
	case RUNG_PIVOT:
		return JAIL_LEVEL_NAMESPACE;
	case RUNG_CHROOT:
		return JAIL_LEVEL_CHROOT;
	case RUNG_NONE:
	case N_RUNGS:
		break;
	}
	if (landlocked)
		return JAIL_LEVEL_LANDLOCK;
	return filtered ? JAIL_LEVEL_SECCOMP : JAIL_LEVEL_NONE;
}

/* What stands in the way, for each level, when it is not reached. */
static const char *
level_advice(enum jail_level require)
{
	switch (require) {
	case JAIL_LEVEL_NAMESPACE:
	case JAIL_LEVEL_CHROOT:
		return "start as root, or allow user namespaces (user.max_user_namespaces, "
		       "kernel.apparmor_restrict_unprivileged_userns)";
	case JAIL_LEVEL_LANDLOCK:
		return "boot a kernel 5.13 or later with \"landlock\" in its lsm= list";
	case JAIL_LEVEL_SECCOMP:
		return "boot a kernel with CONFIG_SECCOMP_FILTER";
	case JAIL_LEVEL_NONE:
		break;
	}
	return "";
}

int
jail_level_check(enum jail_level have, enum jail_level require, struct err *e)
{
	if (have >= require)
		return 0;
	return err_fmt(e, "only \"%s\" holds here, \"%s\" is required: %s, or lower jail { require }",
		jail_level_name(have), jail_level_name(require), level_advice(require));
}

enum jail_rung
jail_rung_choose(const bool works[N_RUNGS])
{
	for (enum jail_rung r = RUNG_PIVOT; r < RUNG_NONE; r++) {
		if (works[r])
			return r;
	}
	return RUNG_NONE;
}
