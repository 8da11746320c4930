/*
 * Connections that we began.  What differs from one that was accepted: TLS has to speak first, and who asked for it is told when its
 * handshake fails, for nobody else will.
 */
#include "config.h"

#include "net/conn_adopt.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include "net/conn_priv.h"

struct conn *
conn_adopt(struct net *net, int fd, const struct conn_to *to)
{
	struct conn *c = conn_on_fd(net, fd, to->peer, to->data);
	const int on = 1;

	if (c == NULL)
		return NULL;
	/* What a turn has to say is one write already; a socket pair of a test has no such option. */
	(void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	c->ours = true;
	if (to->tls == NULL) {
		conn_opened(c);
		return c;
	}
	c->awaited = true;
	conn_move(c, CONN_HANDSHAKE);
	if (conn_start_handshake(c, to->tls, NULL) == -1)
		conn_fail(c, CLOSE_TLS);
	else
		conn_service(c, LOOP_WRITE);
	return c;
}

bool
conn_is_ours(const struct conn *c)
{
	return c->ours;
}
