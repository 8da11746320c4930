/* Somebody as server bans see him.  Made on the stack; views are borrowed. */
#ifndef CONCLAVE_STATE_BAN_SUBJECT_H
#define CONCLAVE_STATE_BAN_SUBJECT_H

#include <stdbool.h>
#include <stddef.h>

#include "core/util.h"
#include "core/view.h"
#include "proto/cloak.h"
#include "proto/ip_block.h"

struct client;

/* As it is shown, address, name, cloaks of the account and the address. */
#define BAN_SUBJECT_HOSTS (5 + CLOAK_OLD_MAX)

struct ban_subject {
	struct view user;	 /* p NULL: not known yet; then only bans on any user hit */
	struct view realname;	 /* p NULL: not known */
	struct view account;	 /* empty: none */
	struct view cert;	 /* 64 hex digits; empty: none */
	bool has_address;	 /* false: it has none, a Unix socket */
	struct ip_block address; /* all of its bits */
	struct view host[BAN_SUBJECT_HOSTS];
	size_t n_hosts, n_plain;  /* behind n_plain: cloaks of the address that it need not wear */
	struct view cloak_suffix; /* what cloaks end with; empty: there are none */
	/* of ban_subject.c */
	const struct client *cloaks_of; /* NULL: they are there already, or there are none */
	char cloak[2 + CLOAK_OLD_MAX][HOST_LEN + 1];
};

/* What state knows of it: all but address and certificate. */
void ban_subject_of(struct ban_subject *s, const struct client *c);
/* Of an address alone. */
void ban_subject_of_address(struct ban_subject *s, const struct ip_block *address);
/*
 * Adds the cloaks of the address: they cost hashes, so they wait until a mask names one.  Whether
 * or not they are worn, they are for masks that name cloaks; by "*abc*" nobody is to be hit for a cloak that nobody sees.
 */
void ban_subject_add_cloaks(struct ban_subject *s);
/* A mask of hosts that ends as cloaks do, "*.0d8e4rzy.ip". */
bool ban_subject_is_cloak_mask(const struct ban_subject *s, struct view mask) WARN_UNUSED;

#endif
