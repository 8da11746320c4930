/* MD5, which protocols of the nineties log in by.  It keeps no secret and proves nothing: for them only. */
#ifndef CONCLAVE_NET_TLS_MD5_H
#define CONCLAVE_NET_TLS_MD5_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/util.h"
#include "core/view.h"

enum { TLS_MD5_LEN = 16 };

/* Of the pieces, one after the other.  False: OpenSSL has no MD5 here (it may be forbidden), or no memory; dst is zeros then. */
bool tls_md5(uint8_t dst[TLS_MD5_LEN], const struct view *piece, size_t n_pieces) WARN_UNUSED;

#endif
