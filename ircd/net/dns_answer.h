/*
 * What we take from DNS answers (RFC 1035): the names of an address, and whether a name has an address.  The bytes come from anybody.
 * Pure functions; nothing is allocated, and the work is bounded whatever the answer holds.
 */
#ifndef CONCLAVE_NET_DNS_ANSWER_H
#define CONCLAVE_NET_DNS_ANSWER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/util.h"
#include "core/view.h"
#include "net/addr.h"

#define DNS_NAME_LEN  255 /* of any name, as text */
#define DNS_HOST_LEN  63  /* of a name that we show */
#define DNS_NAMES_MAX 4	  /* names of one address that are looked at */
#define DNS_LINKS_MAX 8	  /* CNAMEs in a row */
#define DNS_ROWS_MAX  64  /* resource records that are looked at */

enum dns_type { DNS_A = 1, DNS_CNAME = 5, DNS_PTR = 12, DNS_AAAA = 28 };

enum dns_verdict {
	DNS_FOUND,
	DNS_NOTHING, /* it says that there is no such thing */
	DNS_FAILED,  /* the server could not tell */
	DNS_BAD,     /* no answer to this question, or no answer at all */
};

struct dns_names {
	size_t n;				    /* 1..DNS_NAMES_MAX */
	uint32_t ttl_s;				    /* the least of all that was used */
	char name[DNS_NAMES_MAX][DNS_HOST_LEN + 1]; /* dns_is_host(), lower case, no two the same */
};

/* "1.2.0.192.in-addr.arpa", "…ip6.arpa"; false for Unix sockets. */
bool dns_reverse_name(const struct peer_addr *a, char dst[DNS_NAME_LEN + 1]) WARN_UNUSED;
/*
 * A name that may be shown: at most DNS_HOST_LEN bytes, two or more labels of 1..63 letters, digits and '-', none of which begins or ends
 * with '-'; the last begins with a letter, so that it is no address.
 */
bool dns_is_host(struct view name) WARN_UNUSED;
/*
 * dns_answer_names: the hosts that a PTR question was answered with, over CNAMEs too (RFC 2317).
 *   in   question  in lower case
 *   out  *names    filled when DNS_FOUND; names that are no hosts are left out
 */
enum dns_verdict
dns_answer_names(struct view answer, const char *question, struct dns_names *names) WARN_UNUSED;
/*
 * dns_answer_has: whether the A or AAAA question (by the family of `a`) was answered with this address, among others.
 *   out  *ttl_s  lowered to the least that was used
 *   ret  DNS_NOTHING also if there are other addresses only
 */
enum dns_verdict dns_answer_has(
	struct view answer, const char *question, const struct peer_addr *a, uint32_t *ttl_s) WARN_UNUSED;

#endif
