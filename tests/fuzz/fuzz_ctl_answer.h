/* An answer of the control socket as conclavectl shows it, in both forms, and what must hold of these. */
#ifndef CONCLAVE_FUZZ_CTL_ANSWER_H
#define CONCLAVE_FUZZ_CTL_ANSWER_H

#include <stdio.h>

#include "core/view.h"
#include "ctl/ctl_show.h"

#define CTL_ANSWER_FORMS 2 /* for people, JSON */

struct ctl_answer {
	struct ctl_answer_form {
		struct ctl_show *show;
		FILE *out, *err;
		char *out_text, *err_text;
		size_t out_n, err_n;
	} form[CTL_ANSWER_FORMS];
};

void ctl_answer_begin(struct ctl_answer *a);
/* The next line; both forms must think alike of it. */
enum ctl_end ctl_answer_line(struct ctl_answer *a, struct view line);
/* end: what the last line gave.  No control byte may stand in the form for people; a whole answer is a text of JSON. */
void ctl_answer_end(struct ctl_answer *a, enum ctl_end end);

#endif
