/* Server bans as the configuration has them.  What is said in conf_types.h holds here. */
#ifndef CONCLAVE_CONF_CONF_BANS_H
#define CONCLAVE_CONF_CONF_BANS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct conf_who;

struct conf_bans {
	uint32_t max;		       /* bans of all kinds */
	uint32_t confirm_percent;      /* of the users that a ban may hit without being asked for again */
	uint32_t confirm_least;	       /* hits that are never asked about, whatever share they are */
	bool tell_setter;	       /* who is banned is told by whom */
	const struct conf_who *exempt; /* whom no ban hits; n_exempt may be 0 */
	size_t n_exempt;
};

#endif
