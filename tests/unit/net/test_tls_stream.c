#include "config.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <openssl/err.h>

#include "core/util.h"
#include "tests/unit/net/tls_rig.h"

struct site {
	struct tls_dir dir;
	struct rig *rig;
	struct tls_contexts *contexts;
	struct tls_client k;
};

static void
site_open(struct site *s)
{
	tls_dir_make(&s->dir);
	s->rig = rig_new(LOOP_BACKEND_BEST, false, &rig_conf);
	s->rig->echo = true;
	s->contexts = tls_rig_contexts(&s->dir, NULL);
	tls_client_init(&s->k, s->rig);
	SSL_CTX_set_min_proto_version(s->k.ctx, TLS1_3_VERSION);
}

static struct rig_conn *
site_connect(struct site *s)
{
	tls_client_open(&s->k, s->contexts, NULL);
	cr_assert(tls_client_connect(&s->k));
	cr_assert_eq(s->rig->n, 1);
	return &s->rig->conn[0];
}

static void
site_close(struct site *s)
{
	tls_client_release(&s->k);
	rig_free(s->rig);
	tls_contexts_unref(s->contexts);
	tls_dir_remove(&s->dir);
}

Test(tls_stream, speaks_every_suite_of_tls_13)
{
	static const char *const suites[] = { "TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384",
		"TLS_CHACHA20_POLY1305_SHA256" };

	for (size_t i = 0; i < ARRAY_LEN(suites); i++) {
		struct site s;
		const struct rig_conn *rc;

		site_open(&s);
		cr_assert_eq(SSL_CTX_set_ciphersuites(s.k.ctx, suites[i]), 1);
		rc = site_connect(&s);
		cr_expect_str_eq(conn_tls_cipher(rc->c), suites[i]);
		cr_expect_str_eq(conn_tls_version(rc->c), "TLSv1.3");
		for (size_t j = 0; j < 20; j++)
			tls_client_expect_echo(&s.k, "PING :a line");
		site_close(&s);
	}
}

Test(tls_stream, keys_are_changed_when_the_client_changes_or_asks)
{
	struct site s;

	site_open(&s);
	(void)site_connect(&s);
	for (size_t i = 0; i < 100; i++) {
		cr_assert_eq(SSL_key_update(s.k.ssl,
				     i % 2 == 0 ? SSL_KEY_UPDATE_REQUESTED : SSL_KEY_UPDATE_NOT_REQUESTED),
			1);
		tls_client_expect_echo(&s.k, "PING :after the change");
		tls_client_expect_echo(&s.k, "PING :and once more");
	}
	site_close(&s);
}

/* n changes of keys without a line between. */
static void
change_keys(struct site *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		cr_assert_eq(SSL_key_update(s->k.ssl, SSL_KEY_UPDATE_NOT_REQUESTED), 1);
		cr_assert_eq(SSL_do_handshake(s->k.ssl), 1);
		rig_turns(s->rig, 1);
	}
}

Test(tls_stream, changes_of_keys_without_data_are_taken_up_to_a_limit)
{
	struct site s;
	struct rig_conn *rc;

	site_open(&s);
	rc = site_connect(&s);
	change_keys(&s, 32);
	cr_expect_not(rc->gone);
	tls_client_expect_echo(&s.k, "PING");
	change_keys(&s, 33);
	cr_expect(rc->gone);
	cr_expect_eq(rc->why, CLOSE_TLS);
	cr_expect_str_eq(rc->why_text, "too many key updates");
	site_close(&s);
}

Test(tls_stream, padded_records_are_understood)
{
	struct site s;

	site_open(&s);
	cr_assert_eq(SSL_CTX_set_block_padding(s.k.ctx, 512), 1);
	(void)site_connect(&s);
	tls_client_expect_echo(&s.k, "PING");
	tls_client_expect_echo(&s.k, "PONG");
	site_close(&s);
}

Test(tls_stream, records_that_come_byte_by_byte_are_understood)
{
	struct site s;
	struct rig_conn *rc;
	char wire[200];
	ssize_t n;
	int fd[2];

	site_open(&s);
	rc = site_connect(&s);
	cr_assert_eq(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, fd), 0);
	cr_assert_eq(SSL_set_fd(s.k.ssl, fd[0]), 1);
	tls_client_write(&s.k, "NICK a\r\n", 8);
	tls_client_write(&s.k, "USER b\r\n", 8);
	n = read(fd[1], wire, sizeof(wire));
	for (ssize_t i = 0; i < n; i++) {
		cr_assert_eq(write(s.k.fd, wire + i, 1), 1);
		rig_turns(s.rig, 1);
	}
	cr_expect_str_eq(rig_lines(rc), "NICK a\nUSER b\n");
	(void)close(fd[0]);
	(void)close(fd[1]);
	site_close(&s);
}

/* Raw bytes in place of a record: the connection closes with this reason, and the client is told by an alert. */
static void
expect_refused(const char *bytes, size_t n, const char *reason)
{
	struct site s;
	struct rig_conn *rc;
	char got[16];

	site_open(&s);
	rc = site_connect(&s);
	tls_client_expect_echo(&s.k, "PING");
	cr_assert_eq(write(s.k.fd, bytes, n), (ssize_t)n);
	rig_turns(s.rig, 1);
	cr_expect(rc->gone);
	cr_expect_eq(rc->why, CLOSE_TLS);
	cr_expect_str_eq(rc->why_text, reason);
	ERR_clear_error();
	cr_expect_leq(SSL_read(s.k.ssl, got, sizeof(got)), 0);
	cr_expect_eq(ERR_GET_LIB(ERR_peek_error()), ERR_LIB_SSL);
	cr_expect_geq(ERR_GET_REASON(ERR_peek_error()), SSL_AD_REASON_OFFSET, "no alert came");
	ERR_clear_error();
	site_close(&s);
}

Test(tls_stream, what_is_no_record_closes_the_connection_with_an_alert)
{
	expect_refused("PRIVMSG #a :in the clear\r\n", 26, "bad record");
	expect_refused("\x15\x03\x03\x00\x02\x02\x28", 7, "bad record");
	expect_refused("\x14\x03\x03\x00\x01\x01", 6, "bad record");
	expect_refused("\x17\x03\x03\x00\x14"
		       "aaaaaaaaaaaaaaaaaaaa",
		25, "bad record");
	expect_refused("\x17\x03\x03\x41\x01", 5, "record too long");
}

Test(tls_stream, a_fatal_alert_of_the_peer_is_told)
{
	struct site s;
	struct rig_conn *rc;

	site_open(&s);
	rc = site_connect(&s);
	tls_client_expect_echo(&s.k, "PING");
	rig_send(rc, "damaged on the way");
	/* The client reads what the server sent, plus a byte that no record begins with, and answers with an alert. */
	cr_assert_eq(rc->gone, false);
	rig_turns(s.rig, 1);
	{
		char wire[200];
		ssize_t n = read(s.k.fd, wire, sizeof(wire));
		int fd[2];

		cr_assert_gt(n, 20);
		wire[10] = (char)(wire[10] ^ 1);
		cr_assert_eq(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, fd), 0);
		cr_assert_eq(write(fd[1], wire, (size_t)n), n);
		SSL_set0_rbio(s.k.ssl, BIO_new_socket(fd[0], BIO_NOCLOSE));
		cr_expect_leq(SSL_read(s.k.ssl, wire, sizeof(wire)), 0);
		(void)close(fd[0]);
		(void)close(fd[1]);
	}
	ERR_clear_error();
	rig_turns(s.rig, 2);
	cr_expect(rc->gone);
	cr_expect_eq(rc->why, CLOSE_TLS);
	cr_expect_str_eq(rc->why_text, "the peer reported a TLS error");
	site_close(&s);
}

Test(tls_stream, a_goodbye_behind_a_line_leaves_the_line)
{
	struct site s;
	struct rig_conn *rc;

	site_open(&s);
	rc = site_connect(&s);
	tls_client_expect_echo(&s.k, "PING");
	tls_client_write(&s.k, "QUIT\r\n", 6);
	cr_expect_eq(SSL_shutdown(s.k.ssl), 0);
	rig_turns(s.rig, 2);
	cr_expect_str_eq(rig_lines(rc), "PING\nQUIT\n");
	cr_expect(rc->gone);
	cr_expect_eq(rc->why, CLOSE_EOF);
	site_close(&s);
}

Test(tls_stream, an_answer_to_a_change_of_keys_reaches_a_client_that_had_stopped_reading)
{
	static char got[16384];
	struct site s;
	struct rig_conn *rc;
	size_t n = 0, sent = 0;

	site_open(&s);
	rc = site_connect(&s);
	conn_set_limits(rc->c, 8 << 20, 8192);
	for (size_t i = 0; i < 300; i++) {
		rig_send_bytes(rc, 2600);
		sent += 2600;
		if (i == 150) {
			rig_turns(s.rig, 2);
			cr_assert_eq(SSL_key_update(s.k.ssl, SSL_KEY_UPDATE_REQUESTED), 1);
			cr_assert_eq(SSL_do_handshake(s.k.ssl), 1);
			rig_turns(s.rig, 2);
		}
	}
	while (n < sent) {
		size_t more = tls_client_read(&s.k, got, sizeof(got));

		cr_assert_gt(more, 0);
		for (size_t i = 0; i < more; i++)
			cr_assert_eq(got[i], 'a' + (char)((n + i) % 26));
		n += more;
	}
	tls_client_expect_echo(&s.k, "PING");
	site_close(&s);
}
