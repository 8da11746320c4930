#include "config.h"

#include "net/conn_adopt.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include "core/log.h"
#include "tests/unit/net/tls_rig.h"

/* A rig that dials, and its own certificate. */
struct caller {
	struct tls_dir dir;
	struct rig *rig;
	struct tls_contexts *tls;
};

static void
caller_open(struct caller *k)
{
	tls_dir_make(&k->dir);
	k->rig = rig_new(LOOP_BACKEND_BEST, false, &rig_conf);
	k->tls = tls_rig_contexts(&k->dir, NULL);
}

static void
caller_close(struct caller *k)
{
	if (k->rig != NULL)
		rig_free(k->rig);
	tls_contexts_unref(k->tls);
	tls_dir_remove(&k->dir);
}

/* Adopts one end of a socket pair; the other is *fd. */
static struct conn *
adopt(struct rig *r, struct tls_contexts *tls, int *fd)
{
	const struct conn_to to = { .peer = &rig_peer, .tls = tls, .data = r };
	struct conn *c;
	int pair[2];

	cr_assert_eq(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, pair), 0);
	c = conn_adopt(r->net, pair[0], &to);
	cr_assert_not_null(c);
	*fd = pair[1];
	return c;
}

Test(conn_adopt, a_plain_one_is_open_at_once_and_speaks_both_ways)
{
	struct rig *r = rig_new(LOOP_BACKEND_BEST, false, &rig_conf);
	char got[100];
	int fd;
	struct conn *c = adopt(r, NULL, &fd);

	cr_assert_eq(r->n, 1);
	cr_expect_eq(r->conn[0].c, c);
	cr_expect(conn_is_ours(c));
	cr_expect_not(conn_is_tls(c));
	cr_expect_eq(conn_listener_data(c), r);
	cr_expect_eq(conn_data(c), &r->conn[0]);
	cr_expect_eq(conn_peer(c)->port, 40000);
	cr_expect_eq(net_stats(r->net).accepted, 0);
	rig_send(&r->conn[0], "PASS x");
	cr_assert_eq(write(fd, "SERVER y\r\n", 10), 10);
	rig_turns(r, 1);
	cr_expect_str_eq(rig_lines(&r->conn[0]), "SERVER y\n");
	cr_expect_eq(read(fd, got, sizeof(got)), 8);
	(void)close(fd);
	rig_turns(r, 1);
	cr_expect(r->conn[0].gone);
	cr_expect_eq(r->n_failed, 0, "gone and failed");
	rig_free(r);
}

Test(conn_adopt, what_was_accepted_is_not_ours)
{
	struct rig *r = rig_new(LOOP_BACKEND_BEST, false, &rig_conf);
	int fd;

	cr_expect_not(conn_is_ours(rig_pair(r, &fd)->c));
	(void)close(fd);
	rig_free(r);
}

Test(conn_adopt, memory_is_open_at_once_and_says_what_the_test_wants)
{
	static const char print[] = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
	const struct conn_mem_tls tls = { "TLSv1.3", "TLS_AES_256_GCM_SHA384", print, 0 };
	struct rig *r = rig_new(LOOP_BACKEND_BEST, false, &rig_conf);
	struct conn *c = conn_adopt_mem(r->net, &rig_peer, r, &tls);
	struct conn *plain = conn_adopt_mem(r->net, &rig_peer, r, NULL);
	struct conn_mem *end[2] = { conn_mem_detach(c), conn_mem_detach(plain) };
	char got[65];

	cr_assert_eq(r->n, 2);
	cr_expect(conn_is_ours(c));
	cr_expect(conn_is_tls(c));
	cr_expect_eq(conn_listener_data(c), r);
	cr_assert_eq(conn_tls_fingerprint(c, got), 0);
	cr_expect_str_eq(got, print);
	cr_expect_not(conn_is_tls(plain));
	conn_mem_feed(end[1], VIEW("PING\r\n"));
	rig_turns(r, 1);
	cr_expect_str_eq(rig_lines(&r->conn[1]), "PING\n");
	conn_mem_free(end[0]);
	conn_mem_free(end[1]);
	rig_turns(r, 1);
	rig_free(r);
}

Test(conn_adopt, over_the_limit_the_descriptor_is_closed)
{
	struct net_conf conf = rig_conf;
	struct conn_to to = { .peer = &rig_peer };
	struct conn_mem *end;
	struct rig *r;
	int pair[2];

	conf.max_conns = 1;
	r = rig_new(LOOP_BACKEND_BEST, false, &conf);
	(void)rig_mem(r, &end);
	cr_assert_eq(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair), 0);
	cr_expect_null(conn_adopt(r->net, pair[0], &to));
	cr_expect_eq(fcntl(pair[0], F_GETFD), -1);
	cr_expect_null(conn_adopt_mem(r->net, &rig_peer, r, NULL));
	cr_expect_eq(r->n_failed, 0);
	(void)close(pair[1]);
	conn_mem_free(end);
	rig_free(r);
}

Test(conn_adopt, an_owner_that_refuses_hears_nothing_more)
{
	struct rig *r = rig_new(LOOP_BACKEND_BEST, false, &rig_conf);
	int fd;

	r->refuse = true;
	(void)adopt(r, NULL, &fd);
	rig_turns(r, 2);
	(void)close(fd);
	rig_turns(r, 2);
	cr_expect_eq(net_stats(r->net).conns, 0);
	cr_expect_eq(r->n_failed, 0);
	rig_free(r);
}

/* Two of ours with certificates of their own: each learns the other's, and a line goes each way. */
Test(conn_adopt, two_servers_know_each_other_by_their_certificates)
{
	struct caller a, b;
	struct conn_from from = { .peer = &rig_peer, .local_port = 6697 };
	char print[2][65];
	int fd;

	caller_open(&a);
	caller_open(&b);
	rig_free(b.rig); /* both ends live in one loop */
	b.rig = NULL;
	from.tls = b.tls;
	(void)adopt(a.rig, a.tls, &fd);
	cr_assert_eq(a.rig->n, 0);
	cr_assert_not_null(conn_accept(a.rig->net, fd, &from));
	rig_turns(a.rig, 10);
	cr_assert_eq(a.rig->n, 2);
	cr_expect_neq(conn_is_ours(a.rig->conn[0].c), conn_is_ours(a.rig->conn[1].c));
	for (size_t i = 0; i < 2; i++) {
		cr_expect_str_eq(conn_tls_version(a.rig->conn[i].c), "TLSv1.3");
		cr_assert_eq(conn_tls_fingerprint(a.rig->conn[i].c, print[i]), 0);
		rig_send(&a.rig->conn[i], "PASS x");
	}
	cr_expect_str_neq(print[0], print[1]);
	rig_turns(a.rig, 3);
	for (size_t i = 0; i < 2; i++)
		cr_expect_str_eq(rig_lines(&a.rig->conn[i]), "PASS x\n");
	caller_close(&a);
	caller_close(&b);
}

/* Whether the one that is accepted learns ours; the contexts ask for none. */
static bool
is_shown(bool ask)
{
	struct caller k;
	struct conn_from from = { .peer = &rig_peer, .ask_certificate = ask };
	struct tls_cert_conf cert = { NULL };
	const struct tls_conf conf = { .cert = &cert, .n_certs = 1 };
	char print[65];
	struct err e;
	bool shown;
	int fd;

	caller_open(&k);
	cert.certificate = cert.key = tls_dir_cert(&k.dir, "asks for none");
	from.tls = tls_contexts_new(&conf, NULL, &e);
	cr_assert_not_null(from.tls);
	(void)adopt(k.rig, k.tls, &fd);
	cr_assert_not_null(conn_accept(k.rig->net, fd, &from));
	rig_turns(k.rig, 10);
	cr_assert_eq(k.rig->n, 2);
	shown = conn_tls_fingerprint(k.rig->conn[conn_is_ours(k.rig->conn[0].c)].c, print) == 0;
	tls_contexts_unref(from.tls);
	caller_close(&k);
	return shown;
}

Test(conn_adopt, a_certificate_is_shown_only_to_who_asks_and_asking_needs_no_context_that_does)
{
	cr_expect_not(is_shown(false));
	cr_expect(is_shown(true));
}

/* A server in OpenSSL's own words. */
struct other {
	SSL_CTX *ctx;
	SSL *ssl;
};

static int
take_any(X509_STORE_CTX *store, void *arg)
{
	(void)store, (void)arg;
	return 1;
}

static void
other_open(struct other *o, struct tls_dir *d, int version, int fd)
{
	const char *file = tls_dir_cert(d, "other");

	o->ctx = SSL_CTX_new(TLS_server_method());
	cr_assert_not_null(o->ctx);
	cr_assert_eq(SSL_CTX_use_certificate_file(o->ctx, file, SSL_FILETYPE_PEM), 1);
	cr_assert_eq(SSL_CTX_use_PrivateKey_file(o->ctx, file, SSL_FILETYPE_PEM), 1);
	SSL_CTX_set_verify(o->ctx, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, NULL);
	SSL_CTX_set_cert_verify_callback(o->ctx, take_any, NULL);
	cr_assert_eq(SSL_CTX_set_max_proto_version(o->ctx, version), 1);
	o->ssl = SSL_new(o->ctx);
	cr_assert_eq(SSL_set_fd(o->ssl, fd), 1);
	SSL_set_accept_state(o->ssl);
}

static void
other_close(struct other *o)
{
	SSL_free(o->ssl);
	SSL_CTX_free(o->ctx);
	ERR_clear_error();
}

static bool
other_shake(struct other *o, struct rig *r)
{
	for (size_t i = 0; i < 100; i++) {
		int got, error;

		ERR_clear_error();
		got = SSL_do_handshake(o->ssl);
		if (got == 1)
			return true;
		error = SSL_get_error(o->ssl, got);
		if (error != SSL_ERROR_WANT_READ && error != SSL_ERROR_WANT_WRITE)
			return false;
		rig_turns(r, 1);
	}
	return false;
}

static void
print_of(X509 *x, char dst[65])
{
	unsigned char md[EVP_MAX_MD_SIZE];
	unsigned n = 0;

	cr_assert_not_null(x);
	cr_assert_eq(X509_digest(x, EVP_sha256(), md, &n), 1);
	cr_assert_eq(n, 32);
	for (size_t i = 0; i < 32; i++)
		(void)snprintf(dst + i * 2, 3, "%02x", md[i]);
}

/* What the server says together with the end of its handshake is given. */
static void
our_certificate_is_shown_and_the_servers_is_known(int version)
{
	struct caller k;
	struct other o;
	char cn[64], want[65], got[65];
	X509 *shown;
	int fd;

	caller_open(&k);
	(void)adopt(k.rig, k.tls, &fd);
	other_open(&o, &k.dir, version, fd);
	cr_assert(other_shake(&o, k.rig));
	cr_assert_eq(SSL_write(o.ssl, "ERROR :no\r\nx", 12), 12);
	rig_turns(k.rig, 3);
	cr_assert_eq(k.rig->n, 1);
	cr_expect_str_eq(rig_lines(&k.rig->conn[0]), "ERROR :no\n");
	shown = SSL_get0_peer_certificate(o.ssl);
	cr_assert_not_null(shown, "no certificate was shown");
	cr_assert_gt(
		X509_NAME_get_text_by_NID(X509_get_subject_name(shown), NID_commonName, cn, sizeof(cn)), 0);
	cr_expect_str_eq(cn, "first");
	print_of(SSL_get_certificate(o.ssl), want);
	cr_assert_eq(conn_tls_fingerprint(k.rig->conn[0].c, got), 0);
	cr_expect_str_eq(got, want);
	other_close(&o);
	(void)close(fd);
	rig_turns(k.rig, 3);
	cr_expect(k.rig->conn[0].gone);
	caller_close(&k);
}

Test(conn_adopt, our_certificate_is_shown_and_the_servers_is_known)
{
	our_certificate_is_shown_and_the_servers_is_known(TLS1_2_VERSION);
	our_certificate_is_shown_and_the_servers_is_known(TLS1_3_VERSION);
}

static void
expect_failed(const struct caller *k, enum conn_close why, const char *text)
{
	cr_assert_eq(k->rig->n_failed, 1, "told %zu times", k->rig->n_failed);
	cr_expect_eq(k->rig->failed_data, k->rig);
	cr_expect_eq(k->rig->failed_why, why, "%d", (int)k->rig->failed_why);
	cr_expect_not_null(strstr(k->rig->failed_text, text), "%s", k->rig->failed_text);
	cr_expect_eq(k->rig->n, 0);
	cr_expect_eq(net_stats(k->rig->net).conns, 0);
	cr_expect_eq(net_stats(k->rig->net).tls_failed, 0, "counted as a stranger's");
}

/* What is sent instead of a handshake; n 0: nothing but the end. */
static void
fails_with(const char *bytes, size_t n, enum conn_close why, const char *text)
{
	struct caller k;
	int fd;

	caller_open(&k);
	(void)adopt(k.rig, k.tls, &fd);
	if (n > 0)
		cr_assert_eq(write(fd, bytes, n), (ssize_t)n);
	else
		cr_assert_eq(shutdown(fd, SHUT_WR), 0);
	rig_turns(k.rig, 2);
	expect_failed(&k, why, text);
	(void)close(fd);
	caller_close(&k);
}

Test(conn_adopt, a_handshake_that_fails_is_told_once_with_its_reason)
{
	fails_with("NOTICE * :hello\r\n", 17, CLOSE_TLS, "no TLS there, but plain text");
	fails_with("\x15\x03\x03\x00\x02\x02\x28", 7, CLOSE_TLS, "handshake failure");
	fails_with("\x16\x03\x03garbage garbage garbage", 26, CLOSE_TLS, "");
	fails_with("", 0, CLOSE_EOF, "Connection closed");
}

static char logged[1000];

static void
keep_log(void *arg, enum log_level level, const char *area, const char *text)
{
	(void)arg, (void)level;
	(void)snprintf(logged, sizeof(logged), "%s: %s", area, text);
}

Test(conn_adopt, a_handshake_that_fails_is_logged_by_who_asked_for_it)
{
	logged[0] = '\0';
	log_init(LOG_LEVEL_DEBUG, false);
	log_set_sink(keep_log, NULL);
	fails_with("NOTICE * :hello\r\n", 17, CLOSE_TLS, "plain text");
	cr_expect_str_eq(logged, "");
	log_set_sink(NULL, NULL);
}

Test(conn_adopt, a_silent_server_is_given_up_in_time)
{
	struct caller k;
	int fd;

	caller_open(&k);
	(void)adopt(k.rig, k.tls, &fd);
	k.rig->now_ms += rig_conf.handshake_ms - 1;
	rig_turns(k.rig, 2);
	cr_expect_eq(k.rig->n_failed, 0);
	k.rig->now_ms += 1;
	rig_turns(k.rig, 2);
	expect_failed(&k, CLOSE_TIMEOUT, "timed out");
	(void)close(fd);
	caller_close(&k);
}

Test(conn_adopt, closed_by_its_owner_or_with_the_net_it_is_told_too)
{
	struct caller k;
	struct conn *c;
	int fd[2];

	caller_open(&k);
	c = adopt(k.rig, k.tls, &fd[0]);
	conn_close(c, CLOSE_LOCAL, true);
	cr_expect_eq(k.rig->n_failed, 0, "told before the turn's end");
	rig_turns(k.rig, 1);
	expect_failed(&k, CLOSE_LOCAL, "");
	(void)adopt(k.rig, k.tls, &fd[1]);
	net_free(k.rig->net);
	k.rig->net = NULL;
	cr_expect_eq(k.rig->n_failed, 2);
	(void)close(fd[0]);
	(void)close(fd[1]);
	caller_close(&k);
}
