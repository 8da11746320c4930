/* Family 01 of OSCAR, what every session begins with and has in common, but for its rates (oscar_rate.h); and family 04's limits. */
#ifndef CONCLAVE_ICQ_OSCAR_SERVICE_H
#define CONCLAVE_ICQ_OSCAR_SERVICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/util.h"
#include "core/view.h"
#include "icq/icq_bytes.h"

enum { OSCAR_FAMILIES_MAX = 32 /* that we read */ };

struct oscar_family {
	uint16_t family, version;
};

struct oscar_families {
	size_t n;
	struct oscar_family family[OSCAR_FAMILIES_MAX];
};

/* What our servers have, and our clients use. */
extern const struct oscar_families oscar_families_ours;

/*
 * 01/03 has families alone, and all versions are 0; 01/17 and its answer 01/18 have versions; 01/02 has more numbers behind them, which say
 * nothing that is known.  False: cut short, or more than OSCAR_FAMILIES_MAX.
 */
bool oscar_families_parse(struct oscar_families *f, struct view body) WARN_UNUSED;
bool oscar_versions_parse(struct oscar_families *f, struct view body) WARN_UNUSED;
bool oscar_ready_parse(struct oscar_families *f, struct view body) WARN_UNUSED;
void oscar_families_put(struct icq_out *out, const struct oscar_families *f);
void oscar_versions_put(struct icq_out *out, const struct oscar_families *f);
void oscar_ready_put(struct icq_out *out, const struct oscar_families *f);

/* 01/04: another server for a family. */
bool oscar_service_ask_parse(uint16_t *family, struct view body) WARN_UNUSED;
/* 01/11: seconds, 0 for who is back. */
bool oscar_idle_parse(uint32_t *seconds, struct view body) WARN_UNUSED;
void oscar_idle_put(struct icq_out *out, uint32_t seconds);
/* 01/13. */
void oscar_motd_put(struct icq_out *out, struct view text);

/* 01/1E; each of the two may come alone. */
struct oscar_status {
	bool has_status, has_note;
	uint32_t status;  /* what icq_status takes apart */
	struct view note; /* UTF-8, may be empty */
};

bool oscar_status_parse(struct oscar_status *s, struct view body) WARN_UNUSED;
/* Without any address. */
void oscar_status_put(struct icq_out *out, const struct oscar_status *s);

/* 04/02 and 04/05, which look the same. */
struct oscar_icbm_params {
	uint16_t channel; /* 0 for all of them */
	uint32_t flags;	  /* enum oscar_icbm_may */
	uint16_t max;	  /* bytes of a message */
	uint16_t warn_sender, warn_receiver;
	uint32_t interval_ms;
};

enum oscar_icbm_may { OSCAR_ICBM_MESSAGES = 1, OSCAR_ICBM_MISSED = 2, OSCAR_ICBM_TYPING = 8 };

bool oscar_icbm_params_parse(struct oscar_icbm_params *p, struct view body) WARN_UNUSED;
void oscar_icbm_params_put(struct icq_out *out, const struct oscar_icbm_params *p);

#endif
