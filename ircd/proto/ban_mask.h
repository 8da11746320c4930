/*
 * What a server ban names.
 *   K-line  user@host | user@block | host | block | $a:account | $f:fingerprint     masks, but for block and fingerprint
 *   D-line  block
 *   X-line  real name                                  a mask; "\s" stands for a blank
 *   RESV    nick | #channel                            masks
 *   E-line  as a K-line, and $r:real name
 *   DCCDENY file name                                  a mask, without a path; '?' stands for a blank
 */
#ifndef CONCLAVE_PROTO_BAN_MASK_H
#define CONCLAVE_PROTO_BAN_MASK_H

#include <stdbool.h>
#include <stddef.h>

#include "core/util.h"
#include "core/view.h"
#include "proto/ip_block.h"
#include "proto/limits.h"

enum ban_kind { BAN_KLINE, BAN_DLINE, BAN_XLINE, BAN_RESV, BAN_ELINE, BAN_DCCDENY, BAN_KIND_N };

enum ban_form {
	BAN_FORM_BLOCK,	  /* user@block */
	BAN_FORM_HOST,	  /* user@host */
	BAN_FORM_ACCOUNT, /* $a: */
	BAN_FORM_CERT,	  /* $f: */
	BAN_FORM_REALNAME,
	BAN_FORM_NICK,
	BAN_FORM_CHANNEL,
	BAN_FORM_FILE,
};

struct ban_mask {
	enum ban_form form;
	struct view user;      /* BLOCK and HOST: a mask, "*" for anybody */
	struct view text;      /* what is behind: a mask; of BLOCK and CERT a text of one spelling */
	struct ip_block block; /* BLOCK */
};

/* "K", and as operators call it, "K-line". */
struct view ban_kind_letter(enum ban_kind k) WARN_UNUSED;
const char *ban_kind_name(enum ban_kind k) WARN_UNUSED;
/* By its letter, in any case, or by its name, "kline" or "k-line"; BAN_KIND_N if there is none. */
enum ban_kind ban_kind_find(struct view word) WARN_UNUSED;

/*
 * ban_mask_normalise: what a person typed, in its one spelling.
 *   out  dst NUL-terminated, size BAN_MASK_LEN + 1 or more; one word, fit for the middle of a message
 *   ret  length; 0 if it is no mask of this kind, or too long: nothing is cut or widened
 */
size_t ban_mask_normalise(enum ban_kind k, struct view typed, char *dst, size_t size) WARN_UNUSED;
/* Of what ban_mask_normalise() has made, and of nothing else: true.  The views are parts of it. */
bool ban_mask_parse(enum ban_kind k, struct view mask, struct ban_mask *out) WARN_UNUSED;
/* The text with "\s" as blanks, of BAN_FORM_REALNAME: what is compared.  dst: as long as text, not NUL-terminated.  The length. */
size_t ban_mask_realname(struct view text, char *dst);
/* A real name, the other way round; cut at size - 1, NUL-terminated. */
size_t ban_mask_escape(struct view realname, char *dst, size_t size);
/* It names nobody in particular: nothing but wildcards, or a block of more than a 256th of all addresses. */
bool ban_mask_is_wide(const struct ban_mask *m) WARN_UNUSED;

#endif
