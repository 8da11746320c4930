/* What oper_check.h says, in the words of a plan. */
#include "auth/review_oper.h"

#include "auth/oper_check.h"

void
review_oper(const struct conf *conf, const struct client *c, struct review_oper *out)
{
	static const enum review_oper_fate fates[] = {
		[OPER_STAYS] = REVIEW_OPER_KEEPS,
		[OPER_CHANGES] = REVIEW_OPER_CHANGES,
		[OPER_ENDS] = REVIEW_OPER_LOWERED,
	};
	struct oper_outlook outlook;

	*out = (struct review_oper){ .fate = REVIEW_OPER_NONE };
	if (c->oper == NULL)
		return;
	oper_check_under(conf, c, &outlook);
	out->fate = fates[outlook.fate];
	out->role = outlook.role;
	if (outlook.fate == OPER_ENDS)
		out->why = oper_check_why(&outlook);
}
