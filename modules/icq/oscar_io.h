/* What a connection of OSCAR reads from and writes to: a stream of net/, or a test. */
#ifndef CONCLAVE_ICQ_OSCAR_IO_H
#define CONCLAVE_ICQ_OSCAR_IO_H

#include <stdbool.h>
#include <stddef.h>

#include "core/util.h"
#include "net/addr.h"
#include "net/stream.h"

struct oscar_io_ops {
	/* As in net/stream.h. */
	enum stream_result (*read)(void *io, void *dst, size_t max, size_t *n);
	enum stream_result (*write)(void *io, const void *src, size_t n, size_t *sent);
	/* LOOP_READ | LOOP_WRITE: what oscar_conn_ready() shall be called for. */
	void (*want)(void *io, unsigned want);
	/* Bytes are there that no poll will tell of. */
	bool (*has_pending)(const void *io);
	/* Nothing more will be written.  AGAIN: once more when writable. */
	enum stream_result (*shut)(void *io);
	/* The last call. */
	void (*close)(void *io);
};

struct oscar_io {
	const struct oscar_io_ops *ops;
	void *io;
	struct peer_addr peer;
	const char *tls;	  /* NULL: plain; static */
	char here[ADDR_TEXT_MAX]; /* where the client has connected to, "192.0.2.1:5190" */
};

#endif
