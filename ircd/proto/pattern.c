/* PCRE2 is named in this file only.  Its just-in-time compiler needs memory that is writable and executable, which the jail forbids. */
#define PCRE2_CODE_UNIT_WIDTH 8

#include "proto/pattern.h"

#include <pcre2.h>
#include <stdio.h>

#include "core/mem.h"

struct pattern {
	pcre2_code *code;
	pcre2_match_data *found;
	pcre2_match_context *limits;
};

#define NEST_MAX 40 /* groups within groups */

static pcre2_code *
compile(struct view text, char why[PATTERN_WHY_MAX])
{
	pcre2_compile_context *cc = pcre2_compile_context_create(NULL);
	PCRE2_UCHAR words[128];
	pcre2_code *code = NULL;
	PCRE2_SIZE at;
	int error;

	if (cc == NULL)
		return NULL;
	(void)pcre2_set_parens_nest_limit(cc, NEST_MAX);
	code = pcre2_compile((PCRE2_SPTR)text.p, text.n,
		PCRE2_DOTALL | PCRE2_DOLLAR_ENDONLY | PCRE2_NEVER_UTF | PCRE2_NEVER_UCP |
			PCRE2_NEVER_BACKSLASH_C,
		&error, &at, cc);
	pcre2_compile_context_free(cc);
	if (code != NULL)
		return code;
	if (pcre2_get_error_message(error, words, sizeof(words)) < 0)
		words[0] = '\0';
	(void)snprintf(why, PATTERN_WHY_MAX, "%s, at byte %zu", (const char *)words, (size_t)at + 1);
	return NULL;
}

struct pattern *
pattern_new(struct view text, char why[PATTERN_WHY_MAX])
{
	struct pattern *p;
	pcre2_code *code;

	(void)snprintf(why, PATTERN_WHY_MAX, "it is empty, or longer than %d bytes", PATTERN_MAX);
	if (text.n == 0 || text.n > PATTERN_MAX)
		return NULL;
	code = compile(text, why);
	if (code == NULL)
		return NULL;
	p = mem_zalloc(sizeof(*p));
	p->code = code;
	p->found = pcre2_match_data_create(1, NULL);
	p->limits = pcre2_match_context_create(NULL);
	if (p->found == NULL || p->limits == NULL) {
		(void)snprintf(why, PATTERN_WHY_MAX, "out of memory");
		pattern_free(p);
		return NULL;
	}
	(void)pcre2_set_depth_limit(p->limits, PATTERN_DEPTH_MAX);
	(void)pcre2_set_heap_limit(p->limits, PATTERN_HEAP_KIB);
	return p;
}

void
pattern_free(struct pattern *p)
{
	if (p == NULL)
		return;
	pcre2_match_context_free(p->limits);
	pcre2_match_data_free(p->found);
	pcre2_code_free(p->code);
	mem_free(p);
}

enum pattern_found
pattern_find(struct pattern *p, struct view text, uint32_t limit, struct view *where)
{
	const PCRE2_SIZE *at;
	int n;

	(void)pcre2_set_match_limit(p->limits, limit);
	n = pcre2_match(p->code, (PCRE2_SPTR)(text.n != 0 ? text.p : ""), text.n, 0, 0, p->found, p->limits);
	if (n == PCRE2_ERROR_NOMATCH)
		return PATTERN_NO;
	if (n < 0) /* a limit; whatever else it is, it is no match either */
		return PATTERN_CUT;
	at = pcre2_get_ovector_pointer(p->found);
	/* \K in a look-ahead can set the beginning behind the end. */
	*where = at[0] <= at[1] ? view_of(text.p + at[0], at[1] - at[0]) : VIEW("");
	return PATTERN_YES;
}

/* Loop's thread only: there is one text. */
const char *
pattern_library_version(void)
{
	static char text[64];

	if (pcre2_config(PCRE2_CONFIG_VERSION, NULL) > (int)sizeof(text) ||
		pcre2_config(PCRE2_CONFIG_VERSION, text) < 0)
		return "unknown";
	text[strcspn(text, " ")] = '\0'; /* the date of the release is behind it */
	return text;
}
