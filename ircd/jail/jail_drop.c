/*
 * Limits, identity, capabilities.  The order is what matters: the bounding set can be emptied and the secure bits
 * be locked only by somebody who still has capabilities, so both come before the uid goes; and because each of these
 * calls can fail without anybody noticing, the result is read back.
 */
#include "config.h"

#include "jail/jail_priv.h"

#include <errno.h>
#include <grp.h>
#include <linux/securebits.h>
#include <string.h>
#include <sys/capability.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#ifndef PR_SET_MDWE
#define PR_SET_MDWE		 65
#define PR_GET_MDWE		 66
#define PR_MDWE_REFUSE_EXEC_GAIN 1ul
#endif

#define BITS_LOCKED                                                                                      \
	(SECBIT_NO_SETUID_FIXUP | SECBIT_NO_SETUID_FIXUP_LOCKED | SECBIT_NOROOT | SECBIT_NOROOT_LOCKED | \
		SECBIT_KEEP_CAPS_LOCKED | SECBIT_NO_CAP_AMBIENT_RAISE | SECBIT_NO_CAP_AMBIENT_RAISE_LOCKED)

static int
limit_set(int what, uint64_t wanted, const char *name, struct err *e)
{
	struct rlimit rl = { .rlim_cur = wanted, .rlim_max = wanted };

	return setrlimit((__rlimit_resource_t)what, &rl) == 0 ? 0 : err_sys(e, name);
}

/* Above the hard limit only CAP_SYS_RESOURCE can go; what can be had is taken then. */
static int
limit_fds(uint64_t wanted, uint64_t *got, struct err *e)
{
	struct rlimit rl;

	*got = wanted;
	if (limit_set(RLIMIT_NOFILE, wanted, "RLIMIT_NOFILE", e) == 0)
		return 0;
	if (errno != EPERM || getrlimit(RLIMIT_NOFILE, &rl) == -1)
		return -1;
	*got = rl.rlim_max;
	return limit_set(RLIMIT_NOFILE, rl.rlim_max, "RLIMIT_NOFILE", e);
}

static int
limits(struct jail *j, struct err *e)
{
	struct rlimit rl;
	uint64_t fds = 0;

	if (limit_set(RLIMIT_CORE, 0, "RLIMIT_CORE", e) == -1)
		return -1;
	if (j->max_file_bytes != 0 && limit_set(RLIMIT_FSIZE, j->max_file_bytes, "RLIMIT_FSIZE", e) == -1)
		return -1;
	if (j->max_fds != 0 && limit_fds(j->max_fds, &fds, e) == -1)
		return -1;
	if (getrlimit(RLIMIT_NOFILE, &rl) == -1)
		return err_sys(e, "getrlimit");
	if (fds < j->max_fds)
		jail_tell(j, JAIL_STEP_LIMITS, JAIL_RESULT_LESS,
			"%ju descriptors, not %ju: raise the hard limit (LimitNOFILE=, ulimit -Hn); no core "
			"dumps",
			(uintmax_t)fds, (uintmax_t)j->max_fds);
	else
		jail_tell(j, JAIL_STEP_LIMITS, JAIL_RESULT_OK, "%ju descriptors, no core dumps",
			(uintmax_t)rl.rlim_cur);
	return 0;
}

static bool
has_cap(cap_value_t cap)
{
	cap_flag_value_t v = CAP_CLEAR;
	cap_t now = cap_get_proc();
	bool has = now != NULL && cap_get_flag(now, cap, CAP_EFFECTIVE, &v) == 0 && v == CAP_SET;

	cap_free(now);
	return has;
}

/* While we still may: afterwards every one of these is EPERM. */
static int
caps_forbid(struct err *e)
{
	for (cap_value_t c = 0; cap_get_bound(c) >= 0; c++) {
		if (cap_get_bound(c) == 1 && cap_drop_bound(c) == -1)
			return err_sys(e, "drop from the bounding set");
	}
	if (cap_reset_ambient() == -1)
		return err_sys(e, "clear the ambient set");
	if (prctl(PR_SET_SECUREBITS, BITS_LOCKED, 0, 0, 0) == -1)
		return err_sys(e, "lock the secure bits");
	return 0;
}

static int
user_change(const struct jail *j, struct err *e)
{
	if (setgroups(0, NULL) == 0 && setresgid(j->gid, j->gid, j->gid) == 0 &&
		setresuid(j->uid, j->uid, j->uid) == 0)
		return 0;
	return err_fmt(e,
		"cannot become \"%s\", uid %u (%s): give back CAP_SETUID and CAP_SETGID, "
		"or start as that account",
		j->user, (unsigned)j->uid, strerror(errno));
}

/* Reads back who we are; being able to return to root is the failure that the rest would hide. */
static int
user_verify(struct jail *j, struct err *e)
{
	uid_t ru, eu, su;
	gid_t rg, eg, sg;
	int groups = getgroups(0, NULL);

	if (getresuid(&ru, &eu, &su) == -1 || getresgid(&rg, &eg, &sg) == -1 || groups == -1)
		return err_sys(e, "cannot read the identity back");
	if (ru == 0 || ru != eu || ru != su || rg != eg || rg != sg)
		return err_fmt(e, "identity is uid %u/%u/%u gid %u/%u/%u", (unsigned)ru, (unsigned)eu,
			(unsigned)su, (unsigned)rg, (unsigned)eg, (unsigned)sg);
	if (j->from_root && (ru != j->uid || rg != j->gid || groups != 0))
		return err_fmt(e, "still uid %u gid %u with %d groups", (unsigned)ru, (unsigned)rg, groups);
	if (setresuid(0, 0, 0) == 0)
		return err_fmt(e, "the way back to root is open");
	if (groups != 0)
		jail_tell(j, JAIL_STEP_USER, JAIL_RESULT_LESS,
			"uid %u gid %u as started; an ordinary user cannot give up its %d supplementary "
			"groups",
			(unsigned)ru, (unsigned)rg, groups);
	else if (!j->from_root && j->user != NULL && !(j->has_user && j->uid == ru))
		jail_tell(j, JAIL_STEP_USER, JAIL_RESULT_OK,
			"uid %u gid %u as started; \"%.40s\" needs a start as root", (unsigned)ru,
			(unsigned)rg, j->user);
	else
		jail_tell(j, JAIL_STEP_USER, JAIL_RESULT_OK, "uid %u gid %u, no groups", (unsigned)ru,
			(unsigned)rg);
	return 0;
}

static int
caps_clear(struct err *e)
{
	cap_t none = cap_init();
	int r = 0;

	if (none == NULL || cap_set_proc(none) == -1)
		r = err_sys(e, "give up the capabilities");
	cap_free(none);
	return r;
}

static bool
caps_are_none(void)
{
	cap_t now = cap_get_proc(), none = cap_init();
	bool same = now != NULL && none != NULL && cap_compare(now, none) == 0;

	cap_free(now);
	cap_free(none);
	return same;
}

static int
caps_verify(struct jail *j, bool forbidden, struct err *e)
{
	unsigned bound = 0, ambient = 0;

	if (!caps_are_none())
		return err_fmt(e, "capabilities are left");
	for (cap_value_t c = 0; cap_get_bound(c) >= 0; c++) {
		bound += cap_get_bound(c) == 1;
		ambient += cap_get_ambient(c) == 1;
	}
	if (ambient != 0 || (forbidden && bound != 0))
		return err_fmt(
			e, "%u capabilities left in the bounding set, %u in the ambient set", bound, ambient);
	if (forbidden && prctl(PR_GET_SECUREBITS, 0, 0, 0, 0) != BITS_LOCKED)
		return err_fmt(e, "the secure bits did not stay");
	if (bound != 0)
		jail_tell(j, JAIL_STEP_CAPS, JAIL_RESULT_LESS,
			"none; the bounding set stays full without CAP_SETPCAP, no_new_privs makes it void");
	else
		jail_tell(j, JAIL_STEP_CAPS, JAIL_RESULT_OK, "none in any set, secure bits %s",
			forbidden ? "locked" : "as they were");
	return 0;
}

static int
locks(struct jail *j, struct err *e)
{
	bool mdwe;

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == -1 || prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) != 1)
		return err_sys(e, "no_new_privs");
	if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == -1 || prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) != 0)
		return err_sys(e, "not dumpable");
	mdwe = prctl(PR_SET_MDWE, PR_MDWE_REFUSE_EXEC_GAIN, 0, 0, 0) == 0 &&
		(prctl(PR_GET_MDWE, 0, 0, 0, 0) & (int)PR_MDWE_REFUSE_EXEC_GAIN) != 0;
	if (mdwe)
		jail_tell(j, JAIL_STEP_LOCKS, JAIL_RESULT_OK,
			"no_new_privs, not dumpable, written memory never executable");
	else
		jail_tell(j, JAIL_STEP_LOCKS, JAIL_RESULT_LESS,
			"no_new_privs, not dumpable; this kernel has no PR_SET_MDWE, the filter has to do");
	return 0;
}

int
jail_drop(struct jail *j, struct err *e)
{
	bool forbidden;

	if (j->mode == JAIL_OFF) {
		for (enum jail_step s = JAIL_STEP_LIMITS; s <= JAIL_STEP_LOCKS; s++)
			jail_tell_off(j, s);
		return 0;
	}
	if (limits(j, e) == -1)
		return jail_tell_failed(j, JAIL_STEP_LIMITS, e);
	forbidden = has_cap(CAP_SETPCAP);
	if (forbidden && caps_forbid(e) == -1)
		return jail_tell_failed(j, JAIL_STEP_CAPS, e);
	if (j->from_root && user_change(j, e) == -1)
		return jail_tell_failed(j, JAIL_STEP_USER, e);
	if (caps_clear(e) == -1)
		return jail_tell_failed(j, JAIL_STEP_CAPS, e);
	if (user_verify(j, e) == -1)
		return jail_tell_failed(j, JAIL_STEP_USER, e);
	if (caps_verify(j, forbidden, e) == -1)
		return jail_tell_failed(j, JAIL_STEP_CAPS, e);
	if (locks(j, e) == -1)
		return jail_tell_failed(j, JAIL_STEP_LOCKS, e);
	return 0;
}
