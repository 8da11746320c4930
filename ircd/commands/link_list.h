/* The links of the server: those that are there, and those that a section is about and that are not. */
#ifndef CONCLAVE_COMMANDS_LINK_LIST_H
#define CONCLAVE_COMMANDS_LINK_LIST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "commands/command.h"
#include "core/util.h"
#include "core/view.h"
#include "link/link.h"

struct link_entry {
	struct view name;  /* "*": it has not said yet who it is */
	struct view sid;   /* "" unless it is up */
	struct view state; /* up, new, closing; down: there is a section alone */
	bool is_there;	   /* else all that follows is 0 */
	struct link_figures figures;
	uint64_t open_s;       /* since when there is a connection */
	size_t servers, users; /* behind it, its own among them */
};

/* Entry i, in no order but that those that are there come first; false past the last. */
bool link_list_at(const struct cmd_ctx *cx, size_t i, struct link_entry *out) WARN_UNUSED;

#endif
