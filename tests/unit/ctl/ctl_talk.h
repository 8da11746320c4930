/* A server of few words for conclavectl. */
#ifndef CONCLAVE_TESTS_UNIT_CTL_TALK_H
#define CONCLAVE_TESTS_UNIT_CTL_TALK_H

#include <pthread.h>
#include <stddef.h>

/* It says `says` to the one who connects, then reads until the end. */
struct talk {
	char dir[32], path[64];
	int fd;
	const char *says;
	size_t n;
	char heard[1024];
	pthread_t thread;
};

void talk_begin(struct talk *t, const char *says, size_t n);
/* Then all that it has heard is in t->heard. */
void talk_end(struct talk *t);

#endif
