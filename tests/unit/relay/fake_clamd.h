/* A scanner on a Unix socket, played by the test: what it was told, and what it says. */
#ifndef CONCLAVE_TESTS_UNIT_RELAY_FAKE_CLAMD_H
#define CONCLAVE_TESTS_UNIT_RELAY_FAKE_CLAMD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct fake_clamd {
	char dir[64], path[96];
	int listener, fd; /* fd -1: nobody has come */
	uint8_t *raw;	  /* what came, since the last fake_clamd_take() */
	size_t n;
	uint8_t *file; /* the pieces put together */
	size_t file_n;
	size_t at;		     /* of raw, behind what was understood */
	bool greeted, ended, broken; /* the command came; the length 0 came; something else came */
	bool deaf;		     /* reads nothing */
};

void fake_clamd_open(struct fake_clamd *f);
void fake_clamd_close(struct fake_clamd *f);
/* Takes a caller and what he has sent; doesn't wait. */
void fake_clamd_look(struct fake_clamd *f);
/* With its NUL, if the text has one: n bytes. */
void fake_clamd_say(struct fake_clamd *f, const char *text, size_t n);
void fake_clamd_hang_up(struct fake_clamd *f);

#endif
