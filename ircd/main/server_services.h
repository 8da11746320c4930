/* What links have to do with the services of the network, wired to the rest: logins, SASL, bans. */
#ifndef CONCLAVE_MAIN_SERVER_SERVICES_H
#define CONCLAVE_MAIN_SERVER_SERVICES_H

struct links_env;
struct sasl_relay_ops;

/* Sets what services need of it; its arg is the server. */
void server_services_wire(struct links_env *env);
/* The way of SASL to their agent; the arg is the server. */
extern const struct sasl_relay_ops server_services_sasl;

#endif
