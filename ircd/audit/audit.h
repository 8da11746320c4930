/*
 * The audit log: who did what.  One record for each act of an operator or of conclavectl, each way in that failed, each change of bans and
 * of the configuration.  A record is a JSON object; where it goes, and what chains it to the one before, is the sink's business.
 *
 *   struct audit_record r;
 *   audit_begin(&r, audit, ACT_OPER);
 *   audit_client(&r, "by", src);
 *   audit_text(&r, "role", view_z(role->name));
 *   audit_end(&r);
 *
 * Commands of operators and requests of conclavectl need none of this: dispatch and control_request begin the record of each one, and
 * handlers add to it what they find out (cx->act).
 */
#ifndef CONCLAVE_AUDIT_AUDIT_H
#define CONCLAVE_AUDIT_AUDIT_H

#include <stddef.h>
#include <stdint.h>

#include "core/util.h"
#include "core/view.h"
#include "proto/audit_event.h"
#include "proto/json_build.h"

#define AUDIT_RECORD_MAX 3072 /* bytes of the object; longer texts are cut, and it says so */

struct audit;
struct client;
struct loop;

/* On the loop's thread; must not block.  object: complete, on one line, dies with the call. */
typedef void audit_sink_fn(void *arg, struct view object);

/* loop: borrowed.  sink NULL: nothing is recorded. */
struct audit *audit_new(struct loop *loop, audit_sink_fn *sink, void *arg) WARN_UNUSED;
void audit_free(struct audit *a); /* NULL is fine */
/* What it leaves out: sets of AUDIT_EVENT_BIT(), and of each kind of audit_begin_limited() what is beyond a rate; count 0: nothing. */
struct audit_conf {
	uint64_t omit;
	uint32_t limit;
	uint64_t per_ms;
};
void audit_configure(struct audit *a, const struct audit_conf *conf);
/* Records so far. */
uint64_t audit_count(const struct audit *a) WARN_UNUSED;

/* On the stack; between begin and end in one turn of the loop. */
struct audit_record {
	struct audit *audit;
	struct json_build json;
	char bytes[AUDIT_RECORD_MAX];
};

/* audit NULL: what follows does nothing.  {"time":"2026-11-27T17:00:00.000Z","event":"oper" */
void audit_begin(struct audit_record *r, struct audit *a, enum audit_event e);
/*
 * The same for what strangers can cause at will: of each kind only so many are recorded in a time; how many more there were is one record
 * when it is over, {"event":"refused","more":17,"seconds":60}.
 */
void audit_begin_limited(struct audit_record *r, struct audit *a, enum audit_event e);
/* r NULL: does nothing, for all of these.  key: a literal. */
void audit_text(struct audit_record *r, const char *key, struct view v);
void audit_textf(struct audit_record *r, const char *key, const char *fmt, ...) PRINTF_LIKE(3, 4);
void audit_number(struct audit_record *r, const char *key, uint64_t n);
void audit_list(struct audit_record *r, const char *key, const struct view *v, size_t n);
/* {"nick":,"user":,"host":,"address":,"account":,"oper":,"role":}: address where it is not the host, the last three where there are any. */
void audit_client(struct audit_record *r, const char *key, const struct client *c);
void audit_end(struct audit_record *r);

#endif
