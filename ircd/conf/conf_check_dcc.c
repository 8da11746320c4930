/* A rule that could misfire on a file that was read in part is skipped for it. */
#include "conf/conf_check_dcc.h"

#include <string.h>

#include "conf/conf_check.h"

bool
conf_dcc_is_socket_path(struct view v)
{
	struct view rest = view_skip(v, 1), part;
	size_t n = 0;

	if (v.n == 0 || v.p[0] != '/' || v.p[v.n - 1] == '/')
		return false;
	while (view_cut(&rest, '/', &part)) {
		if (part.n == 0 || view_eq(part, VIEW(".")) || view_eq(part, VIEW("..")))
			return false;
		n++;
	}
	return n > 1;
}

bool
conf_dcc_is_name_mask(struct view v)
{
	return !view_has_any(v, VIEW(" \t/\\"));
}

static const char *
type_in(const char *const *list, size_t n, const char *type)
{
	for (size_t i = 0; i < n; i++)
		if (list[i] != NULL && type != NULL && strcmp(list[i], type) == 0)
			return list[i];
	return NULL;
}

void
conf_dcc_check(struct conf_build *b, const struct conf_raw_section *raw, void *section)
{
	const struct conf_dcc *dcc = section;

	for (size_t i = 0; i < dcc->n_allow_types; i++)
		if (type_in(dcc->deny_types, dcc->n_deny_types, dcc->allow_types[i]) != NULL)
			conf_faults_add(b->faults, raw->file, conf_bind_line(raw, "allow-types"),
				"dcc allow-types: \"%s\" is in deny-types too", dcc->allow_types[i]);
	if (dcc->scan == NULL && conf_bind_key(raw, "scan-required")->line != 0 && dcc->scan_must)
		conf_faults_add(b->faults, raw->file, conf_bind_line(raw, "scan-required"),
			"dcc scan-required: yes, but there is no scan");
	if (dcc->max_rate != 0 && dcc->min_rate > dcc->max_rate)
		conf_faults_add(b->faults, raw->file, conf_bind_line(raw, "min-rate"),
			"dcc min-rate: more than max-rate, so that every transfer would be too slow");
}

void
conf_dcc_title_rule(struct conf_build *b, const struct conf_raw_section *raw, void *section)
{
	struct conf_dcc_rule *rule = section;

	rule->title = conf_title_word(b, raw);
}

/* A chat has neither name nor size. */
void
conf_dcc_check_rule(struct conf_build *b, const struct conf_raw_section *raw, void *section)
{
	const struct conf_dcc_rule *rule = section;

	if (rule->kind == CONF_DCC_CHAT && (rule->name != NULL || rule->above != 0))
		conf_faults_add(b->faults, raw->file,
			conf_bind_line(raw, rule->name != NULL ? "name" : "larger-than"),
			"dcc-rule \"%s\" %s: a chat has none", raw->title,
			rule->name != NULL ? "name" : "larger-than");
}

void
conf_dcc_check_listeners(struct conf_build *b)
{
	const struct conf_ports *ports = &b->conf->dcc.ports;

	for (size_t i = 0; i < b->conf->n_listen; i++) {
		const struct conf_listen *l = &b->conf->listen[i];

		if (b->conf->dcc.mode != CONF_DCC_OFF && l->kind == CONF_LISTEN_INET &&
			l->port >= ports->first && l->port <= ports->last)
			conf_faults_add(b->faults, l->place.file, l->place.line,
				"listen \"%s\": the port is one of dcc ports, %u-%u", l->title,
				(unsigned)ports->first, (unsigned)ports->last);
	}
}
