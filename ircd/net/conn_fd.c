/*
 * A plain socket.  send(2) and recv(2) instead of write(2) and read(2): the same without the file layer, which costs some 100 ns a
 * call, and without SIGPIPE.
 */
#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "net/conn_priv.h"

static bool
is_again(int error)
{
	return error == EAGAIN || error == EINTR;
}

enum io_result
conn_fd_read(struct conn *c, char *dst, size_t max, size_t *n)
{
	ssize_t got = recv(c->watch.fd, dst, max, 0);

	if (got > 0) {
		*n = (size_t)got;
		return IO_OK;
	}
	if (got == 0)
		return IO_EOF;
	if (is_again(errno))
		return IO_AGAIN;
	c->error = errno;
	return IO_ERROR;
}

/* A short write means that the socket's buffer is full: IO_AGAIN at once, without asking the system again. */
static enum io_result
fd_write(struct conn *c)
{
	struct iovec *iov = c->net->iov;
	size_t n = sendq_iov(&c->sendq, iov, CONN_IOV);
	size_t want = 0;
	ssize_t sent;

	for (size_t i = 0; i < n; i++)
		want += iov[i].iov_len;
	if (n == 1)
		sent = send(c->watch.fd, iov[0].iov_base, iov[0].iov_len, MSG_NOSIGNAL);
	else
		sent = writev(c->watch.fd, iov, (int)n);
	if (sent == -1 && is_again(errno))
		return IO_AGAIN;
	if (sent == -1) {
		c->error = errno;
		return IO_ERROR;
	}
	sendq_take(&c->sendq, (size_t)sent);
	return (size_t)sent == want ? IO_OK : IO_AGAIN;
}

static void
unmap_ipv4(struct addr *a)
{
	const struct sockaddr_in6 in6 = a->u.in6;

	if (in6.sin6_family != AF_INET6 || !IN6_IS_ADDR_V4MAPPED(&in6.sin6_addr))
		return;
	*a = (struct addr){ .len = sizeof(a->u.in) };
	a->u.in.sin_family = AF_INET;
	a->u.in.sin_port = in6.sin6_port;
	memcpy(&a->u.in.sin_addr, &in6.sin6_addr.s6_addr[12], sizeof(a->u.in.sin_addr));
}

int
conn_local(const struct conn *c, struct addr *out)
{
	*out = (struct addr){ .len = sizeof(out->u) };
	if (c->watch.fd == -1 || getsockname(c->watch.fd, &out->u.sa, &out->len) == -1)
		return -1;
	unmap_ipv4(out);
	return out->u.sa.sa_family == AF_INET || out->u.sa.sa_family == AF_INET6 ? 0 : -1;
}

void
conn_fd_want(struct conn *c, unsigned want)
{
	loop_want(c->net->loop, &c->watch, want);
}

/* As they were at connect(2): what the peer has become since does not count. */
int
conn_fd_peer_uid(const struct conn *c, uint32_t *uid)
{
	struct ucred cred;
	socklen_t len = sizeof(cred);

	if (getsockopt(c->watch.fd, SOL_SOCKET, SO_PEERCRED, &cred, &len) == -1 || len != sizeof(cred))
		return -1;
	*uid = cred.uid;
	return 0;
}

static enum io_result
fd_finish(struct conn *c)
{
	return shutdown(c->watch.fd, SHUT_WR) == 0 ? IO_OK : IO_ERROR;
}

const struct conn_ops conn_fd_ops = {
	.read = conn_fd_read,
	.write = fd_write,
	.want = conn_fd_want,
	.finish = fd_finish,
	.discard = conn_fd_read,
	.peer_uid = conn_fd_peer_uid,
};
