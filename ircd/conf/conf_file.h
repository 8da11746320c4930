/* Files that belong to the configuration: they lie in its directory, because the jail shows no other. */
#ifndef CONCLAVE_CONF_CONF_FILE_H
#define CONCLAVE_CONF_CONF_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "conf/conf_arena.h"
#include "core/err.h"
#include "core/util.h"

/*
 * conf_file_dir: the directory of a configuration file.
 *   ret  absolute, without symbolic links, in the arena; NULL with *e
 */
const char *conf_file_dir(struct conf_arena *arena, const char *path, struct err *e) WARN_UNUSED;
/*
 * conf_file_inside: where a file of the configuration is.
 *   in   name  relative to dir, or absolute
 *   ret  its absolute path in the arena, a last symbolic link unresolved so that a reload follows a new one;
 *        NULL with *e when it is out of reach (code = errno), or it or what it links to is not below dir
 *        (code 0)
 */
const char *
conf_file_inside(struct conf_arena *arena, const char *dir, const char *name, struct err *e) WARN_UNUSED;
/*
 * conf_file_read: a regular file whole.
 *   out  text->p  heap, NUL-terminated, the caller frees with mem_free(); n bytes without that NUL
 *   ret  0, or -1 with *e: system error, no regular file, more than max bytes, a NUL byte in it
 */
struct conf_file_text {
	char *p;
	size_t n;
	bool is_public; /* everybody on the host may read it */
};
int conf_file_read(const char *path, size_t max, struct conf_file_text *text, struct err *e) WARN_UNUSED;

#endif
