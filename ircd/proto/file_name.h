/* Names of files that strangers offer: made harmless, and what types they claim. */
#ifndef CONCLAVE_PROTO_FILE_NAME_H
#define CONCLAVE_PROTO_FILE_NAME_H

#include <stdbool.h>
#include <stddef.h>

#include "core/util.h"
#include "core/view.h"

#define FILE_NAME_MAX	   100 /* bytes of a name made harmless */
#define FILE_NAME_TYPE_MAX 32  /* bytes of a last extension, dot included, that is kept when a name is cut */

/*
 * file_name_clean: a name that does no harm in any file system, terminal or command line.
 *   in   name          any bytes; of a path the last component counts, behind '/' and '\'
 *        with_letters  letters beyond ASCII stay in the part before the first dot, of scripts written from left to right without joining
 *                      marks; else each becomes '_'
 *   out  dst           [A-Za-z0-9._+-] and those letters; never '.' or '-' first, '.' or '_' last, ".." or "__" within; no device of Windows
 *                      ("CON.txt" is "_CON.txt"); control, format, bidi and combining characters are gone; NUL-terminated
 *   ret  bytes in dst, 1..FILE_NAME_MAX; "file" if nothing was left.  The clean name of a clean name is itself
 */
size_t file_name_clean(struct view name, bool with_letters, char dst[FILE_NAME_MAX + 1]) WARN_UNUSED;
/* The last component of a path, as it is; trailing separators do not count. */
struct view file_name_base(struct view path) WARN_UNUSED;
/*
 * file_name_next_type: each dotted part behind the first, empty ones left out: of "photo.jpg.exe" "jpg", then "exe".
 *   in/out  *rest  begins as the name
 *   out     *type  as written, so compare without regard to case
 *   ret     false: there are no more
 */
bool file_name_next_type(struct view *rest, struct view *type) WARN_UNUSED;

#endif
