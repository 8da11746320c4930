#include "tests/fuzz/fuzz_ctl_answer.h"

#include <assert.h>
#include <stdbool.h>
#include <stdlib.h>

#include "core/utf8.h"
#include "tests/fuzz/fuzz_json.h"

void
ctl_answer_begin(struct ctl_answer *a)
{
	for (size_t i = 0; i < CTL_ANSWER_FORMS; i++) {
		struct ctl_answer_form *f = &a->form[i];

		f->out = open_memstream(&f->out_text, &f->out_n);
		f->err = open_memstream(&f->err_text, &f->err_n);
		assert(f->out != NULL && f->err != NULL);
		f->show = ctl_show_new(f->out, f->err, i == 1);
	}
}

enum ctl_end
ctl_answer_line(struct ctl_answer *a, struct view line)
{
	enum ctl_end end = ctl_show_line(a->form[0].show, line);

	assert(ctl_show_line(a->form[1].show, line) == end);
	return end;
}

/* UTF-8 without C0 (but for the end of a line), DEL and C1. */
static void
check_plain(struct view v)
{
	while (v.n != 0) {
		size_t n = utf8_first(v);
		unsigned char c = (unsigned char)v.p[0];

		assert(n != 0 && (c >= 0x20 || c == '\n') && c != 0x7f);
		assert(c != 0xc2 || (unsigned char)v.p[1] >= 0xa0);
		v = view_skip(v, n);
	}
}

void
ctl_answer_end(struct ctl_answer *a, enum ctl_end end)
{
	for (size_t i = 0; i < CTL_ANSWER_FORMS; i++) {
		struct ctl_answer_form *f = &a->form[i];

		ctl_show_free(f->show);
		assert(fclose(f->out) == 0 && fclose(f->err) == 0);
		check_plain(view_of(f->err_text, f->err_n));
		if (i == 0)
			check_plain(view_of(f->out_text, f->out_n));
		else if (end != CTL_GOES_ON && end != CTL_GARBAGE)
			assert(json_is_text(view_of(f->out_text, f->out_n)));
		free(f->out_text);
		free(f->err_text);
	}
}
