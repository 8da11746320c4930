#include "auth/people.h"

#include <string.h>

#include "core/mem.h"

struct known {
	char *name;
	uint32_t uid;
};

struct people {
	struct known *known;
	size_t n; /* at most one for each section `person` of the start */
};

struct people *
people_new(void)
{
	return mem_zalloc(sizeof(struct people));
}

void
people_free(struct people *p)
{
	if (p == NULL)
		return;
	for (size_t i = 0; i < p->n; i++)
		mem_free(p->known[i].name);
	mem_free(p->known);
	mem_free(p);
}

void
people_add(struct people *p, const char *name, uint32_t uid)
{
	p->known = mem_grow(p->known, p->n + 1, sizeof(*p->known));
	p->known[p->n++] = (struct known){ .name = view_dup(view_z(name)), .uid = uid };
}

bool
people_uid(const struct people *p, const char *name, uint32_t *uid)
{
	if (view_to_u32(view_z(name), uid) == 0)
		return true;
	for (size_t i = 0; p != NULL && i < p->n; i++) {
		if (strcmp(p->known[i].name, name) == 0) {
			*uid = p->known[i].uid;
			return true;
		}
	}
	return false;
}

const char *
people_account(const struct people *p, const struct conf *conf, uint32_t uid)
{
	if (uid == PEOPLE_NOBODY)
		return NULL;
	for (size_t i = 0; i < conf->n_person; i++) {
		uint32_t one;

		if (conf->person[i].account != NULL && people_uid(p, conf->person[i].name, &one) &&
			one == uid)
			return conf->person[i].account;
	}
	return NULL;
}
