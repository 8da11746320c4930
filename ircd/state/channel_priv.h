/* How channels come and go, for state/ alone: others join and member_del(). */
#ifndef CONCLAVE_STATE_CHANNEL_PRIV_H
#define CONCLAVE_STATE_CHANNEL_PRIV_H

struct channel;

/* It has no member left. */
void channel_free(struct channel *ch);

#endif
