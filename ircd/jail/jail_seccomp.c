/*
 * The filter: made from the table for this plan, put on all threads at once.  KILL_PROCESS, never KILL_THREAD: a process
 * that loses a thread and lives on is worse than one that dies.
 */
#include "config.h"

#include "jail/jail_seccomp.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "jail/jail_priv.h"
#include "jail/jail_seccomp_rules.h"
#include "jail/jail_trap.h"

#define DEFAULT_ERRNO EPERM /* of JAIL_ERRNO */

static uint32_t
default_action(enum jail_mode mode)
{
	switch (mode) {
	case JAIL_ENFORCE:
		return jail_trap_is_built() ? SCMP_ACT_TRAP : SCMP_ACT_KILL_PROCESS;
	case JAIL_ERRNO:
		return SCMP_ACT_ERRNO(DEFAULT_ERRNO);
	case JAIL_LOG:
	case JAIL_OFF:
		break;
	}
	return SCMP_ACT_LOG;
}

static bool
is_needed(enum jail_rule_when when, const struct jail_filter_spec *spec)
{
	switch (when) {
	case RULE_WITH_BIND:
		return spec->need_bind;
	case RULE_WITH_DIAL:
		return spec->need_dial;
	case RULE_WITH_BOTH:
		return spec->need_bind || spec->need_dial;
	case RULE_WITH_UNIX:
		return spec->need_unix;
	case RULE_WITHOUT_UNIX:
		return !spec->need_unix;
	case RULE_WITH_PEER:
		return spec->need_dial || spec->need_unix || spec->need_udp;
	case RULE_WITH_UDP:
		return spec->need_udp;
	case RULE_WITH_BATCHES:
		return spec->need_batches;
	case RULE_WITHOUT_BATCHES:
		return !spec->need_batches;
	case RULE_WITH_ADDRESS:
		return spec->need_bind || spec->need_source;
	case RULE_ALWAYS:
	case RULE_OWN_PID:
		break;
	}
	return true;
}

static bool
rule_applies(const struct jail_rule *r, const struct jail_filter_spec *spec)
{
	if (!is_needed(r->when, spec))
		return false;
	/* What is the answer to everything cannot be a rule: libseccomp refuses it. */
	if (spec->mode == JAIL_ERRNO && r->soft == DEFAULT_ERRNO)
		return false;
	/* libseccomp gives a call that this architecture does not have a negative number. */
	return r->call >= 0 && (r->instead_of == 0 || r->instead_of < 0);
}

static int
rule_add(scmp_filter_ctx ctx, const struct jail_rule *r, pid_t pid, struct err *e)
{
	uint32_t action = r->soft == 0 ? SCMP_ACT_ALLOW : SCMP_ACT_ERRNO((uint32_t)r->soft);
	struct scmp_arg_cmp arg[ARRAY_LEN(r->arg)];
	int rc;

	memcpy(arg, r->arg, sizeof(arg));
	if (r->when == RULE_OWN_PID)
		arg[0].datum_a = (scmp_datum_t)pid;
	rc = seccomp_rule_add_array(ctx, action, r->call, r->n_args, arg);
	return rc < 0 ? err_set(e, -rc, r->why) : 0;
}

static int
attr_set(scmp_filter_ctx ctx, enum scmp_filter_attr attr, uint32_t value, const char *what, struct err *e)
{
	int rc = seccomp_attr_set(ctx, attr, value);

	return rc < 0 ? err_set(e, -rc, what) : 0;
}

static int
attrs_set(scmp_filter_ctx ctx, struct err *e)
{
	/* All entries to the kernel but the native one: nobody but an attacker uses them. */
	if (attr_set(ctx, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS, "bad architecture", e) == -1 ||
		attr_set(ctx, SCMP_FLTATR_CTL_TSYNC, 1, "thread sync", e) == -1 ||
		attr_set(ctx, SCMP_FLTATR_CTL_OPTIMIZE, 2, "binary tree", e) == -1 ||
		attr_set(ctx, SCMP_FLTATR_API_SYSRAWRC, 1, "errors of the kernel", e) == -1)
		return -1;
	/* Soft denials in the kernel's log, if it can; kills are there anyway. */
	(void)seccomp_attr_set(ctx, SCMP_FLTATR_CTL_LOG, 1);
	return 0;
}

static scmp_filter_ctx
filter_new(const struct jail_filter_spec *spec, struct err *e)
{
	scmp_filter_ctx ctx = seccomp_init(default_action(spec->mode));

	if (ctx == NULL) {
		err_set(e, ENOMEM, "seccomp_init");
		return NULL;
	}
	if (attrs_set(ctx, e) == -1)
		goto fail;
	for (size_t i = 0; i < jail_n_rules; i++) {
		if (rule_applies(&jail_rules[i], spec) && rule_add(ctx, &jail_rules[i], spec->pid, e) == -1)
			goto fail;
	}
	return ctx;
fail:
	seccomp_release(ctx);
	return NULL;
}

size_t
jail_filter_rules(const struct jail_filter_spec *spec)
{
	size_t n = 0;

	for (size_t i = 0; i < jail_n_rules; i++)
		n += rule_applies(&jail_rules[i], spec);
	return n;
}

int
jail_filter_export(const struct jail_filter_spec *spec, enum jail_filter_form form, int fd, struct err *e)
{
	scmp_filter_ctx ctx = filter_new(spec, e);
	int rc;

	if (ctx == NULL)
		return -1;
	rc = form == JAIL_FILTER_TEXT ? seccomp_export_pfc(ctx, fd) : seccomp_export_bpf(ctx, fd);
	seccomp_release(ctx);
	return rc < 0 ? err_set(e, -rc, "export of the filter") : 0;
}

static struct jail_filter_spec
spec_of(const struct jail *j, pid_t pid)
{
	return (struct jail_filter_spec){ .mode = j->mode,
		.need_bind = j->need_bind,
		.need_dial = j->n_connect_ports != 0,
		.need_udp = j->need_udp,
		.need_batches = j->need_batches,
		.need_source = j->need_source,
		.need_unix = j->peer_dir != NULL,
		.pid = pid };
}

struct filter_id {
	size_t instructions;
	uint64_t hash;
};

/*
 * What the report says of the filter, so that two starts can be compared: made with pid 1, as the real pid would make
 * every start differ.  FNV-1a; it tells accidents, not attacks.
 */
static int
filter_identify(const struct jail *j, struct filter_id *id, struct err *e)
{
	struct jail_filter_spec spec = spec_of(j, 1);
	unsigned char bytes[512];
	size_t total = 0;
	ssize_t n;
	int p[2], r = -1;

	/* A pipe holds 64 kB, a filter has 32 kB at most. */
	if (pipe2(p, O_CLOEXEC) == -1)
		return err_sys(e, "pipe");
	if (jail_filter_export(&spec, JAIL_FILTER_BPF, p[1], e) == -1)
		goto out;
	close(p[1]);
	p[1] = -1;
	id->hash = UINT64_C(0xcbf29ce484222325);
	while ((n = read(p[0], bytes, sizeof(bytes))) > 0) {
		for (ssize_t i = 0; i < n; i++)
			id->hash = (id->hash ^ bytes[i]) * UINT64_C(0x100000001b3);
		total += (size_t)n;
	}
	id->instructions = total / sizeof(struct sock_filter);
	r = 0;
out:
	if (p[1] != -1)
		close(p[1]);
	close(p[0]);
	return r;
}

static int
filter_load(const struct jail *j, struct filter_id *id, struct err *e)
{
	struct jail_filter_spec spec = spec_of(j, getpid());
	scmp_filter_ctx ctx;
	int rc;

	if (filter_identify(j, id, e) == -1)
		return -1;
	ctx = filter_new(&spec, e);
	if (ctx == NULL)
		return -1;
	rc = seccomp_load(ctx);
	seccomp_release(ctx);
	if (rc < 0)
		return err_set(e, -rc, "loading the filter on all threads");
	return 0;
}

/* All threads run by now; that the filter refuses clone is the other half. */
static int
no_more_processes(struct err *e)
{
	struct rlimit none = { 0, 0 };

	if (getuid() == 0)
		return 0; /* the limit does not bind uid 0; only in JAIL_LEVEL_NONE without a user */
	return setrlimit(RLIMIT_NPROC, &none) == 0 ? 0 : err_sys(e, "RLIMIT_NPROC");
}

int
jail_seal(struct jail *j, struct err *e)
{
	struct jail_filter_spec spec = spec_of(j, 1);
	struct filter_id id = { 0, 0 };

	if (jail_is_off(j, JAIL_STEP_SECCOMP))
		return 0;
	if (no_more_processes(e) == -1)
		return jail_tell_failed(j, JAIL_STEP_SECCOMP, e);
	jail_trap_install();
	if (filter_load(j, &id, e) == -1) {
		jail_tell_failed(j, JAIL_STEP_SECCOMP, e);
		if (j->require == JAIL_LEVEL_NONE)
			return 0;
		return err_wrap(e, "no filter (lower jail { require } to \"none\" to run without)");
	}
	j->filtered = j->mode != JAIL_LOG;
	jail_tell(j, JAIL_STEP_SECCOMP, j->mode == JAIL_ENFORCE ? JAIL_RESULT_OK : JAIL_RESULT_LESS,
		"%s, %zu rules, %zu instructions, hash %016jx, all threads", jail_mode_name(j->mode),
		jail_filter_rules(&spec), id.instructions, (uintmax_t)id.hash);
	return 0;
}
