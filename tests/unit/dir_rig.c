#include "tests/unit/dir_rig.h"

#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int
dir_rig_make(char *path)
{
	return mkdtemp(path) != NULL ? 0 : -1;
}

void
dir_rig_remove(const char *path)
{
	DIR *d = opendir(path);
	const struct dirent *e;
	char file[PATH_MAX];

	while (d != NULL && (e = readdir(d)) != NULL) {
		if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
			continue;
		(void)snprintf(file, sizeof(file), "%s/%s", path, e->d_name);
		(void)unlink(file);
	}
	if (d != NULL)
		(void)closedir(d);
	(void)rmdir(path);
}
