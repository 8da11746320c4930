#include "tests/unit/store/audit_dir.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <sodium.h>
#include <string.h>
#include <unistd.h>

#include "core/mem.h"
#include "tests/unit/store/store_rig.h"

#define NUMBERS_MAX 200

const char *
audit_dir_path(const char *dir, const char *name)
{
	static char path[300];

	(void)snprintf(path, sizeof(path), "%s/%s", dir, name);
	return path;
}

static const char *
path_of(const char *dir, unsigned number)
{
	char name[40];

	(void)snprintf(name, sizeof(name), "audit-%06u.log", number);
	return audit_dir_path(dir, name);
}

static void
take_secrets(const char *dir, struct audit_verify *v, struct rig_bytes *keys)
{
	struct rig_bytes head = rig_read(audit_dir_path(dir, "audit.head"));
	struct rig_bytes public = rig_read(audit_dir_path(dir, "audit.pub"));
	uint8_t key[AUDIT_KEY_BYTES];
	struct audit_head h;

	cr_assert(audit_head_read(view_of(head.p, head.n), &h));
	cr_assert_eq(public.n, 65);
	cr_assert_eq(sodium_hex2bin(key, sizeof(key), public.p, 64, NULL, NULL, NULL), 0);
	*keys = rig_read(audit_dir_path(dir, "audit.keys"));
	audit_verify_init(v);
	audit_verify_head(v, &h);
	audit_verify_key(v, key);
	audit_verify_keys(v, view_of(keys->p, keys->n));
	mem_free(head.p);
	mem_free(public.p);
}

enum audit_verdict
audit_dir_verify(const char *dir, struct audit_verify *v)
{
	struct rig_bytes keys, text;
	unsigned last = 0;
	bool good = true;

	take_secrets(dir, v, &keys);
	for (unsigned i = 1; i < NUMBERS_MAX; i++) {
		if (access(path_of(dir, i), F_OK) == 0)
			last = i;
	}
	for (unsigned i = 1; i <= last && good; i++) {
		if (access(path_of(dir, i), F_OK) != 0)
			continue;
		text = rig_read(path_of(dir, i));
		good = audit_verify_file(v, view_of(text.p, text.n), i, i == last);
		mem_free(text.p);
	}
	(void)!(good && audit_verify_end(v));
	mem_free(keys.p);
	return v->verdict;
}

size_t
audit_dir_count(const char *dir, const char *text)
{
	struct view want = view_z(text);
	size_t n = 0;

	for (unsigned i = 1; i < NUMBERS_MAX; i++) {
		struct rig_bytes bytes;

		if (access(path_of(dir, i), F_OK) != 0)
			continue;
		bytes = rig_read(path_of(dir, i));
		for (struct view v = view_of(bytes.p, bytes.n); v.n != 0; v = view_skip(v, 1))
			n += view_starts(v, want);
		mem_free(bytes.p);
	}
	return n;
}
