/* What a server, or whoever sits in its place, may say to conclavectl: each line of the input is a line of the answer. */
#include <stdint.h>

#include "tests/fuzz/fuzz_ctl_answer.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct view rest = view_of(data, size), line;
	enum ctl_end end = CTL_GOES_ON;
	struct ctl_answer a;

	ctl_answer_begin(&a);
	while (end == CTL_GOES_ON && view_cut(&rest, '\n', &line))
		end = ctl_answer_line(&a, line);
	ctl_answer_end(&a, end);
	return 0;
}
