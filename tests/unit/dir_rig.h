/* A directory of a test's own, which goes with the test. */
#ifndef CONCLAVE_TESTS_DIR_RIG_H
#define CONCLAVE_TESTS_DIR_RIG_H

#include "core/util.h"

/* path: "/tmp/name.XXXXXX", whose last letters are filled in.  0, or -1 with errno. */
int dir_rig_make(char *path) WARN_UNUSED;
/* With the files in it; directories in it must be gone. */
void dir_rig_remove(const char *path);

#endif
