/* The life of the server's process: its log goes through a pipe, in which its being ready and its end can be waited for. */
#include "tests/scenario/scn_live.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/mem.h"
#include "tests/scenario/scn_cert.h"
#include "tests/scenario/scn_live_priv.h"
#include "tests/scenario/scn_peer.h"
#include "tests/scenario/scn_rig.h"

enum { LOG_MAX = 1 << 20, LOG_SHOWN = 700, STARTS_MAX = 3, END_WAIT_MS = 20000 };

static const struct {
	const char *name;
	const struct scn_wire *wire;
	enum scn_port port;
} transports[] = {
	{ "tcp", &scn_wire_tcp, SCN_PORT_PLAIN },
	{ "tls", &scn_wire_tls, SCN_PORT_TLS },
	{ "websocket", &scn_wire_ws, SCN_PORT_WEBSOCKET },
};

int
scn_over_find(struct scn_over *over, const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(transports); i++) {
		if (strcmp(name, transports[i].name) != 0)
			continue;
		over->name = transports[i].name;
		over->wire = transports[i].wire;
		over->port = transports[i].port;
		return 0;
	}
	return -1;
}

struct scn_live *
scn_live_new(const struct scn_over *over)
{
	struct scn_live *live = mem_zalloc(sizeof(*live));

	live->over = over;
	live->wants_tls = over->port == SCN_PORT_TLS;
	live->log_fd = -1;
	buf_init(&live->log, LOG_MAX);
	return live;
}

void
scn_live_want_tls(struct scn_live *live)
{
	live->wants_tls = true;
}

uint16_t
scn_live_port(const struct scn_live *live, enum scn_port port)
{
	return live->port[port];
}

bool
scn_live_runs(const struct scn_live *live)
{
	return live->pid != 0;
}

const struct scn_wire *
scn_live_wire(const struct scn_live *live, const struct scn_peer *p)
{
	if (p->addr.family == AF_UNIX)
		return &scn_wire_tcp;
	return p->is_tls ? &scn_wire_tls : live->over->wire;
}

/* Nobody listens on them now. */
static void
pick_ports(struct scn_live *live)
{
	int fd[SCN_PORT_N];

	for (size_t i = 0; i < SCN_PORT_N; i++) {
		struct sockaddr_in at = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
		socklen_t n = sizeof(at);

		fd[i] = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
		if (fd[i] != -1 && bind(fd[i], (const struct sockaddr *)&at, n) == 0 &&
			getsockname(fd[i], (struct sockaddr *)&at, &n) == 0)
			live->port[i] = ntohs(at.sin_port);
	}
	for (size_t i = 0; i < SCN_PORT_N; i++) {
		if (fd[i] != -1)
			(void)close(fd[i]);
	}
}

void
scn_live_listeners(const struct scn_live *live, struct buf *conf)
{
	bool ok = buf_putf(conf, "listen \"127.0.0.1:%u\" { }\n", live->port[SCN_PORT_PLAIN]) == 0;

	if (live->over->port == SCN_PORT_WEBSOCKET)
		ok &= buf_putf(conf, "listen \"127.0.0.1:%u\" { websocket = yes }\n",
			      live->port[SCN_PORT_WEBSOCKET]) == 0;
	if (live->wants_tls)
		ok &= buf_putf(conf,
			      "tls { certificate = \"live.crt\" key = \"live.key\" }\n"
			      "listen \"127.0.0.1:%u\" { tls = yes }\n",
			      live->port[SCN_PORT_TLS]) == 0;
	if (!ok)
		(void)fprintf(stderr, "the configuration is too long for our listeners\n");
}

bool
scn_live_read_log(struct scn_live *live)
{
	char bytes[4096];
	ssize_t n;

	while ((n = read(live->log_fd, bytes, sizeof(bytes))) > 0 || (n == -1 && errno == EINTR)) {
		if (n > 0 && buf_put(&live->log, view_of(bytes, (size_t)n)) == -1)
			buf_clear(&live->log);
	}
	return n == -1 && errno == EAGAIN;
}

static bool
is_ready(const struct scn_live *live)
{
	struct view log = buf_view(&live->log);

	return log.n != 0 && memmem(log.p, log.n, " is ready: ", 11) != NULL;
}

/* Until it is ready, or until its end; false when neither comes in time. */
static bool
wait_for(struct scn_live *live, bool ready)
{
	struct pollfd one = { .fd = live->log_fd, .events = POLLIN };

	while (scn_live_read_log(live)) {
		if (ready && is_ready(live))
			return true;
		if (poll(&one, 1, END_WAIT_MS) == 0)
			return false;
	}
	return !ready;
}

/* In the child: the server must not outlive us, whatever ends us. */
static void
become_server(const struct scn_live *live, const char *dir, int log_fd)
{
	char conf[256];
	int null = open("/dev/null", O_RDONLY);

	(void)snprintf(conf, sizeof(conf), "%s/conclave.conf", dir);
	(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
	(void)signal(SIGPIPE, SIG_DFL);
	if (dup2(null, 0) != -1 && dup2(log_fd, 1) != -1 && dup2(log_fd, 2) != -1)
		(void)execl(live->over->program, live->over->program, "-f", conf, (char *)NULL);
	_exit(127);
}

static int
launch(struct scn_live *live, const char *dir)
{
	int end[2];

	if (pipe2(end, O_CLOEXEC) == -1)
		return -1;
	buf_clear(&live->log);
	live->pid = fork();
	if (live->pid == 0)
		become_server(live, dir, end[1]);
	(void)close(end[1]);
	if (live->pid == -1 || fcntl(end[0], F_SETFL, O_NONBLOCK) == -1) {
		(void)close(end[0]);
		live->pid = 0;
		return -1;
	}
	live->log_fd = end[0];
	return 0;
}

/* What it has left: the status of exit(), or -1 for another end. */
static int
reap(struct scn_live *live)
{
	int status = 0;

	(void)close(live->log_fd);
	live->log_fd = -1;
	while (waitpid(live->pid, &status, 0) == -1 && errno == EINTR)
		;
	live->pid = 0;
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static int
stop(struct scn_live *live)
{
	(void)kill(live->pid, SIGTERM);
	if (!wait_for(live, false))
		(void)kill(live->pid, SIGKILL);
	return reap(live);
}

/* The end of the log says why. */
static int
log_fault(struct scn_rig *rig, const char *what)
{
	struct view log = view_trim(buf_view(&rig->live->log));
	char text[LOG_SHOWN + 1];

	(void)view_copy(view_skip(log, log.n > LOG_SHOWN ? log.n - LOG_SHOWN : 0), text, sizeof(text));
	return scn_rig_fault(rig, what, text);
}

static int
put_certificate(struct scn_rig *rig)
{
	const struct scn_cert *cert = scn_cert_get();

	if (cert == NULL)
		return scn_rig_fault(rig, "certificate", "cannot be made");
	if (scn_rig_put(rig, "live.crt", view_z(cert->certificate)) == -1)
		return -1;
	return scn_rig_put(rig, "live.key", view_z(cert->key));
}

/* Somebody else may have taken a port since it was picked: then others are tried. */
int
scn_live_start(struct scn_rig *rig)
{
	struct scn_live *live = rig->live;

	if (live->wants_tls && put_certificate(rig) == -1)
		return -1;
	for (unsigned i = 0; i < STARTS_MAX; i++) {
		pick_ports(live);
		if (scn_rig_put_conf(rig) == -1)
			return -1;
		if (launch(live, rig->dir) == -1)
			return scn_rig_fault(rig, "fork", strerror(errno));
		if (wait_for(live, true))
			return 0;
		(void)stop(live);
		if (memmem(buf_view(&live->log).p, live->log.len, "in use", 6) == NULL)
			break;
	}
	return log_fault(rig, "the server does not start");
}

int
scn_live_stop(struct scn_rig *rig)
{
	struct scn_live *live = rig->live;

	return live->pid == 0 || stop(live) == 0 ? 0 : log_fault(rig, "the server's end");
}

bool
scn_live_free(struct scn_rig *rig)
{
	struct scn_live *live = rig->live;
	bool ok;

	if (live == NULL)
		return true;
	ok = scn_live_stop(rig) == 0;
	buf_release(&live->log);
	mem_free(live);
	rig->live = NULL;
	return ok;
}
