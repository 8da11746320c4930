/* Accounts that a script has before anybody comes, or while the server in memory runs. */
#ifndef CONCLAVE_TESTS_SCENARIO_SCN_ACCOUNT_H
#define CONCLAVE_TESTS_SCENARIO_SCN_ACCOUNT_H

#include "core/err.h"
#include "core/util.h"
#include "core/view.h"
#include "registry/registry_account.h"
#include "tests/scenario/scn_rig.h"

/* "NAME PASSWORD [fp=HEX]": registered through the registry, as an administrator would.  -1 with r->fault. */
int scn_account_add(struct scn_rig *r, struct view line) WARN_UNUSED;

/* An invite code for `uses` accounts, registered while the server in memory runs.  -1 with r->fault. */
int scn_account_code(struct scn_rig *r, uint32_t uses, char dst[REGISTRY_CODE_TEXT]) WARN_UNUSED;

/* store_open(), but a database that is not there is a copy of the first one: making one waits for the disk several times. */
struct store *scn_store_open(const char *path, struct err *e) WARN_UNUSED;

#endif
