#include "tests/fuzz/fuzz_script.h"

#include <string.h>

size_t
script_put_line(uint8_t *data, size_t size, size_t max_size, struct view line, unsigned seed)
{
	size_t at = seed / 3 % (size + 1), gone = 0;

	while (at > 0 && data[at - 1] != '\n')
		at--;
	if (seed % 3 == 0) {
		while (at + gone < size && data[at + gone++] != '\n')
			;
	}
	if (size - gone + line.n > max_size)
		return size;
	memmove(data + at + line.n, data + at + gone, size - at - gone);
	memcpy(data + at, line.p, line.n);
	return size - gone + line.n;
}

uint32_t
script_number(struct view v, uint32_t most)
{
	uint32_t n = 0;

	for (size_t i = 0; i < v.n && v.p[i] >= '0' && v.p[i] <= '9' && n < most; i++)
		n = n * 10 + (uint32_t)(v.p[i] - '0');
	return n;
}
