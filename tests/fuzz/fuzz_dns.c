/*
 * Answers of DNS servers.  The first byte chooses what was asked; the rest is the answer, whose question is written over with ours when it is
 * long enough, so that the fuzzer need not guess it.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "net/dns_answer.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct peer_addr v4 = { .family = AF_INET, .ip = { 192, 0, 2, 1 } };
static const struct peer_addr v6 = { .family = AF_INET6, .ip = { 0x20, 1, 0xd, 0xb8, [15] = 1 } };

static void
check_names(struct view answer)
{
	struct dns_names names = { .n = SIZE_MAX };
	char question[DNS_NAME_LEN + 1];
	enum dns_verdict v;

	assert(dns_reverse_name(&v4, question));
	v = dns_answer_names(answer, question, &names);
	assert((v == DNS_FOUND) == (names.n != 0 && v != DNS_BAD && v != DNS_FAILED));
	assert(names.n <= DNS_NAMES_MAX && names.ttl_s <= INT32_MAX);
	for (size_t i = 0; i < names.n; i++) {
		struct view name = view_z(names.name[i]);

		assert(dns_is_host(name) &&
			!view_has_any(name, VIEW("ABCDEFGHIJKLMNOPQRSTUVWXYZ@!*?:/ \x01")));
		for (size_t j = 0; j < i; j++)
			assert(strcmp(names.name[i], names.name[j]) != 0);
	}
}

static void
check_addresses(struct view answer, const struct peer_addr *a)
{
	uint32_t ttl_s = 77;
	enum dns_verdict v = dns_answer_has(answer, "pc.example.org", a, &ttl_s);

	assert(ttl_s <= 77);
	if (v == DNS_FOUND)
		assert(memmem(answer.p, answer.n, a->ip, a->family == AF_INET ? 4 : 16) != NULL);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct view question[] = {
		VIEW_INIT("\x01"
			  "1\x01"
			  "2\x01"
			  "0\x03"
			  "192\x07in-addr\x04"
			  "arpa\0\0\x0c\0\x01"),
		VIEW_INIT("\x02pc\x07"
			  "example\x03org\0\0\x01\0\x01"),
		VIEW_INIT("\x02pc\x07"
			  "example\x03org\0\0\x1c\0\x01"),
	};
	size_t which = size != 0 ? data[0] % 4 : 3;
	char *copy;
	size_t n = size != 0 ? size - 1 : 0;

	copy = malloc(n != 0 ? n : 1); /* of its own, for AddressSanitizer to see its end */
	assert(copy != NULL);
	if (n != 0)
		memcpy(copy, data + 1, n);
	if (which < 3 && n >= 12 + question[which].n) {
		copy[4] = 0;
		copy[5] = 1;
		memcpy(copy + 12, question[which].p, question[which].n);
	}
	check_names(view_of(copy, n));
	check_addresses(view_of(copy, n), &v4);
	check_addresses(view_of(copy, n), &v6);
	(void)dns_is_host(view_of(copy, n));
	free(copy);
	return 0;
}
