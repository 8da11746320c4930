#include "config.h"

#include "conf_fixture.h"

#include <ftw.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <criterion/criterion.h>

#include "core/mem.h"

struct conf_fixture *
conf_fixture_new(void)
{
	struct conf_fixture *f = mem_zalloc(sizeof(*f));
	const char *tmp = getenv("TMPDIR");
	char made[256], real[PATH_MAX];

	(void)snprintf(made, sizeof(made), "%s/conclave-conf-XXXXXX", tmp != NULL ? tmp : "/tmp");
	cr_assert_not_null(mkdtemp(made));
	cr_assert_not_null(realpath(made, real));
	(void)view_copy(view_z(real), f->dir, sizeof(f->dir));
	f->faults = conf_faults_new();
	return f;
}

static int
remove_one(const char *path, const struct stat *st, int kind, struct FTW *at)
{
	(void)st, (void)kind, (void)at;
	return remove(path);
}

void
conf_fixture_free(struct conf_fixture *f)
{
	conf_unref(f->conf);
	conf_faults_free(f->faults);
	cr_expect_eq(nftw(f->dir, remove_one, 8, FTW_DEPTH | FTW_PHYS), 0);
	mem_free(f);
}

void
conf_fixture_file(struct conf_fixture *f, const char *name, const char *text)
{
	char path[1024];
	const char *slash = strchr(name, '/');
	FILE *to;

	if (slash != NULL) {
		(void)snprintf(path, sizeof(path), "%s/%.*s", f->dir, (int)(slash - name), name);
		(void)mkdir(path, 0700);
	}
	(void)snprintf(path, sizeof(path), "%s/%s", f->dir, name);
	to = fopen(path, "w");
	cr_assert_not_null(to, "%s", path);
	cr_assert_eq(fwrite(text, 1, strlen(text), to), strlen(text));
	cr_assert_eq(fclose(to), 0);
	cr_assert_eq(chmod(path, 0600), 0);
}

void
conf_fixture_tls(struct conf_fixture *f)
{
	conf_fixture_file(f, "tls.crt", "-----BEGIN CERTIFICATE-----\nMA==\n-----END CERTIFICATE-----\n");
	conf_fixture_file(f, "tls.key", "-----BEGIN PRIVATE KEY-----\nMA==\n-----END PRIVATE KEY-----\n");
}

/* text without the directory's name and the slash behind it, as often as that is there. */
static void
add_said(struct conf_fixture *f, const char *text)
{
	size_t used = strlen(f->said), dir_n = strlen(f->dir);

	if (used != 0 && used + 1 < sizeof(f->said))
		f->said[used++] = '\n';
	while (*text != '\0' && used + 1 < sizeof(f->said)) {
		if (strncmp(text, f->dir, dir_n) == 0) {
			text += dir_n + (text[dir_n] == '/' ? 1 : 0);
			continue;
		}
		f->said[used++] = *text++;
	}
	f->said[used] = '\0';
}

const char *
conf_fixture_load_file(struct conf_fixture *f, const char *path)
{
	conf_unref(f->conf);
	conf_faults_free(f->faults);
	f->faults = conf_faults_new();
	f->said[0] = '\0';
	f->conf = conf_load(path, f->faults);
	for (size_t i = 0; i < conf_faults_count(f->faults); i++)
		add_said(f, conf_faults_text(f->faults, i));
	cr_expect_eq(f->conf == NULL, f->said[0] != '\0',
		"no configuration means a fault, and the other way round");
	return f->said;
}

const char *
conf_fixture_load(struct conf_fixture *f, const char *text)
{
	char path[1024];

	conf_fixture_file(f, "t.conf", text);
	(void)snprintf(path, sizeof(path), "%s/t.conf", f->dir);
	return conf_fixture_load_file(f, path);
}
