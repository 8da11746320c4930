#include "main/check.h"

#include <stdio.h>
#include <sysexits.h>

#include "conf/conf_faults.h"
#include "jail/jail.h"
#include "main/figures.h"
#include "main/libraries.h"
#include "main/settings.h"
#include "net/tls.h"

const struct conf *
check_load(const char *file)
{
	struct conf_faults *faults = conf_faults_new();
	const struct conf *conf = settings_load(file, faults);

	for (size_t i = 0; i < conf_faults_count(faults); i++)
		(void)fprintf(stderr, "%s\n", conf_faults_text(faults, i));
	conf_faults_free(faults);
	return conf;
}

static void
print_line(void *to, const char *line)
{
	(void)fprintf(to, "%s\n", line);
}

/* What would hold here, tried out in a child.  It says nothing of the file, so it does not change the exit status. */
static void
check_jail(const struct conf *conf)
{
	struct jail_report report;
	struct settings_jail jail;
	struct err e;
	int r;

	settings_jail(conf, &jail);
	r = jail_probe(&jail.plan, &report, &e);
	figures_jail(&report, print_line, stdout);
	(void)fflush(stdout);
	if (r == -1)
		(void)fprintf(stderr, "conclaved: it would not start here: %s\n", e.text);
}

int
check_run(const struct options *o)
{
	const struct conf *conf;
	struct tls_contexts *tls;
	struct err e;
	int status = EX_CONFIG;

	if (libraries_init(&e) == -1) {
		(void)fprintf(stderr, "conclaved: %s\n", e.text);
		return EX_OSERR;
	}
	conf = check_load(o->file);
	if (conf == NULL)
		return EX_CONFIG;
	if (settings_tls(conf, NULL, &tls, &e) == -1) {
		(void)fprintf(stderr, "%s: %s\n", conf->path, e.text);
	} else {
		tls_contexts_unref(tls);
		(void)printf("%s: the configuration is right\n", conf->path);
		(void)fflush(stdout); /* before a child is made */
		check_jail(conf);
		status = EX_OK;
	}
	conf_unref(conf);
	return status;
}
