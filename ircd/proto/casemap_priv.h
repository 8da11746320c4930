/* The fold table itself, for loops over bytes that can't afford a call for each. */
#ifndef CONCLAVE_PROTO_CASEMAP_PRIV_H
#define CONCLAVE_PROTO_CASEMAP_PRIV_H

/* 256 entries: the lower case of each byte under the server's casemapping. */
const unsigned char *casemap_table(void);

#endif
