#include "module/module_record.h"

#include "audit/audit.h"
#include "module/module_priv.h"

void
module_record(
	struct module_host *h, const char *deed, const struct module_field *field, size_t n, bool is_limited)
{
	struct audit_record r;

	if (is_limited)
		audit_begin_limited(&r, h->set->env.audit, ACT_MODULE);
	else
		audit_begin(&r, h->set->env.audit, ACT_MODULE);
	audit_text(&r, "module", h->module->name);
	audit_text(&r, "deed", view_z(deed));
	for (size_t i = 0; i < n; i++) {
		if (field[i].text.n != 0)
			audit_text(&r, field[i].key, field[i].text);
	}
	audit_end(&r);
}
