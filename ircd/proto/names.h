/* What may be a nick, a user name, a host, a channel, a key, a server name. */
#ifndef CONCLAVE_PROTO_NAMES_H
#define CONCLAVE_PROTO_NAMES_H

#include <stdbool.h>

#include "core/util.h"
#include "core/view.h"

/* RFC 2812 2.3.1: letter or special first; then also digits and '-'.  1..max bytes. */
bool name_is_nick(struct view v, size_t max) WARN_UNUSED;
/* '#' first; no NUL BELL CR LF SPACE comma, no control byte; valid UTF-8; 2..CHANNEL_LEN bytes (RFC 2812 1.3). */
bool name_is_channel(struct view v) WARN_UNUSED;
/* True if a client that writes this target means a channel (first byte '#'). */
bool name_looks_like_channel(struct view v) WARN_UNUSED;
/* Printable ASCII but no space, comma, colon at the start; 1..KEY_LEN bytes. */
bool name_is_key(struct view v) WARN_UNUSED;
/* Valid UTF-8 without blanks, control bytes, ',' '!' '@' '$' '*' '?', no ':' first: whole in a mask; 1..ACCOUNT_LEN bytes. */
bool name_is_account(struct view v) WARN_UNUSED;
/*
 * What may be shown as a host: letters, digits, '-' '_' '.' '/', with a letter, so that nobody is called like an address; no '.' or '-' at
 * either end; 1..HOST_LEN bytes.
 */
bool name_is_host(struct view v) WARN_UNUSED;
/* Letters, digits, '-' '_' '.'; 1..SERVER_NAME_LEN bytes with at least one dot. */
bool name_is_server(struct view v) WARN_UNUSED;
/*
 * The same as linked servers may say it (TS6 in the dialect of charybdis): a nick with a digit first is the UID of who lost a collision;
 * users may have '~' in front; a host is an address, too, and never begins with ':'.
 */
bool name_is_remote_nick(struct view v, size_t max) WARN_UNUSED;
bool name_is_remote_user(struct view v) WARN_UNUSED;
bool name_is_remote_host(struct view v) WARN_UNUSED;
/* TS6: a digit and two of A-Z 0-9; the same, a letter A-Z and five of A-Z 0-9. */
bool name_is_sid(struct view v) WARN_UNUSED;
bool name_is_uid(struct view v) WARN_UNUSED;
/*
 * name_clean_user: the user name out of USER's first parameter.
 *   out  dst: letters, digits, . - _ only, at most USER_LEN, NUL-terminated; dst[USER_LEN + 1]
 *   ret  length; 0 when nothing was left (468)
 */
size_t name_clean_user(struct view v, char *dst) WARN_UNUSED;

#endif
