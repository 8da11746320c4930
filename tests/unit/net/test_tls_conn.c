#include "config.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <openssl/err.h>

#include "core/log.h"
#include "core/util.h"
#include "tests/unit/net/tls_rig.h"

struct site {
	struct tls_dir dir;
	struct rig *rig;
	struct tls_contexts *contexts;
	struct tls_client k;
};

static void
site_open_on(struct site *s, enum loop_backend backend, const struct net_conf *conf)
{
	tls_dir_make(&s->dir);
	s->rig = rig_new(backend, false, conf);
	s->rig->echo = true;
	s->contexts = tls_rig_contexts(&s->dir, NULL);
	tls_client_init(&s->k, s->rig);
}

static void
site_open(struct site *s)
{
	site_open_on(s, LOOP_BACKEND_BEST, &rig_conf);
}

static void
site_close(struct site *s)
{
	tls_client_release(&s->k);
	rig_free(s->rig);
	tls_contexts_unref(s->contexts);
	tls_dir_remove(&s->dir);
}

static struct rig_conn *
site_connect(struct site *s)
{
	tls_client_open(&s->k, s->contexts, NULL);
	cr_assert(tls_client_connect(&s->k));
	cr_assert_eq(s->rig->n, 1);
	return &s->rig->conn[0];
}

static char logged[4096];

static void
keep_log(void *arg, enum log_level level, const char *area, const char *text)
{
	size_t n = strlen(logged);

	(void)arg, (void)level;
	(void)snprintf(logged + n, sizeof(logged) - n, "%s: %s\n", area, text);
}

Test(tls_conn, lines_go_both_ways)
{
	static const enum loop_backend backends[] = { LOOP_BACKEND_BEST, LOOP_BACKEND_POLL };

	for (size_t i = 0; i < ARRAY_LEN(backends); i++) {
		struct site s;

		site_open_on(&s, backends[i], &rig_conf);
		(void)site_connect(&s);
		tls_client_expect_echo(&s.k, "PING :one");
		tls_client_expect_echo(&s.k, "PING :two");
		site_close(&s);
	}
}

/* With TLS 1.3: with 1.2 a client has to wait for the server's last message. */
Test(tls_conn, lines_that_come_with_the_end_of_the_handshake_are_given)
{
	struct site s;

	site_open(&s);
	tls_client_open(&s.k, s.contexts, NULL);
	(void)SSL_connect(s.k.ssl);
	rig_turns(s.rig, 1);
	cr_assert_eq(SSL_connect(s.k.ssl), 1);
	cr_assert_eq(SSL_write(s.k.ssl, "NICK a\r\nUSER b", 14), 14);
	rig_turns(s.rig, 1);
	cr_assert_eq(s.rig->n, 1);
	cr_expect_str_eq(rig_lines(&s.rig->conn[0]), "NICK a\n");
	tls_client_write(&s.k, "\r\n", 2);
	rig_turns(s.rig, 1);
	cr_expect_str_eq(rig_lines(&s.rig->conn[0]), "NICK a\nUSER b\n");
	site_close(&s);
}

static void
many_records_in_one_read_are_all_taken(int version)
{
	struct site s;
	struct rig_conn *rc;

	site_open(&s);
	SSL_CTX_set_max_proto_version(s.k.ctx, version);
	rc = site_connect(&s);
	rc->echo = false;
	for (size_t i = 0; i < 50; i++)
		tls_client_write(&s.k, "PRIVMSG #a :b\r\n", 15);
	rig_turns(s.rig, 1);
	cr_expect_eq(rc->n_lines, 50);
	for (size_t i = 0; i < 2 * CONN_LINE_BUDGET + 1; i++)
		tls_client_write(&s.k, "x\n", 2);
	rig_turns(s.rig, 1);
	cr_expect_eq(rc->n_lines, 50 + CONN_LINE_BUDGET);
	rig_turns(s.rig, 2);
	cr_expect_eq(rc->n_lines, 50 + 2 * CONN_LINE_BUDGET + 1);
	site_close(&s);
}

Test(tls_conn, many_records_in_one_read_are_all_taken)
{
	many_records_in_one_read_are_all_taken(TLS1_2_VERSION);
	many_records_in_one_read_are_all_taken(TLS1_3_VERSION);
}

static void
large_records_pass(int version)
{
	struct site s;
	struct rig_conn *rc;
	static char bytes[16384];

	site_open(&s);
	SSL_CTX_set_max_proto_version(s.k.ctx, version);
	rc = site_connect(&s);
	rc->echo = false;
	memset(bytes, 'x', sizeof(bytes));
	for (size_t i = 255; i < sizeof(bytes); i += 256)
		bytes[i] = '\n';
	for (size_t i = 0; i < 8; i++)
		tls_client_write(&s.k, bytes, sizeof(bytes));
	rig_turns(s.rig, 40);
	cr_expect_eq(rc->n_lines, 8 * 64);
	site_close(&s);
}

Test(tls_conn, large_records_pass)
{
	large_records_pass(TLS1_2_VERSION);
	large_records_pass(TLS1_3_VERSION);
}

static void
what_is_sent_in_a_turn_is_one_record(int version)
{
	struct site s;
	struct rig_conn *rc;
	char got[1000];
	size_t n;

	site_open(&s);
	SSL_CTX_set_max_proto_version(s.k.ctx, version);
	rc = site_connect(&s);
	rig_send(rc, "one");
	(void)line_end(
		s.rig->pool, 0, (line_begin(s.rig->pool, 0, 10) != NULL) * 10); /* for somebody else: a gap */
	rig_send(rc, "two");
	rig_send(rc, "three");
	n = tls_client_read(&s.k, got, sizeof(got));
	cr_expect(view_eq(view_of(got, n), VIEW("one\r\ntwo\r\nthree\r\n")), "%.*s", (int)n, got);
	site_close(&s);
}

Test(tls_conn, what_is_sent_in_a_turn_is_one_record)
{
	what_is_sent_in_a_turn_is_one_record(TLS1_2_VERSION);
	what_is_sent_in_a_turn_is_one_record(TLS1_3_VERSION);
}

static void
a_peer_that_does_not_read_gets_everything_in_order_later(int version)
{
	struct site s;
	struct rig_conn *rc;
	static char got[16384];
	size_t n = 0, sent = 0;

	site_open(&s);
	SSL_CTX_set_max_proto_version(s.k.ctx, version);
	rc = site_connect(&s);
	conn_set_limits(rc->c, 8 << 20, 8192);
	for (size_t i = 0; i < 600; i++) {
		rig_send_bytes(rc, 2600);
		sent += 2600;
		if (i % 3 == 0)
			rig_turns(s.rig, 1);
	}
	rig_turns(s.rig, 2);
	cr_expect_gt(conn_counts(rc->c).sendq, 100000);
	cr_expect_lt(slab_count(), 200, "a blocked peer pins %zu slabs", slab_count());
	while (n < sent) {
		size_t more = tls_client_read(&s.k, got, sizeof(got));

		cr_assert_gt(more, 0);
		for (size_t i = 0; i < more; i++)
			cr_assert_eq(got[i], 'a' + (char)((n + i) % 26));
		n += more;
		rig_turns(s.rig, 1);
	}
	cr_expect_eq(n, sent);
	rig_turns(s.rig, 1);
	cr_expect_eq(conn_counts(rc->c).sendq, 0);
	site_close(&s);
}

Test(tls_conn, a_peer_that_does_not_read_gets_everything_in_order_later)
{
	a_peer_that_does_not_read_gets_everything_in_order_later(TLS1_2_VERSION);
	a_peer_that_does_not_read_gets_everything_in_order_later(TLS1_3_VERSION);
}

static void
close_with_flush_sends_the_last_line_and_says_goodbye(int version)
{
	struct site s;
	struct rig_conn *rc;
	char got[100];
	size_t n;

	site_open(&s);
	SSL_CTX_set_max_proto_version(s.k.ctx, version);
	rc = site_connect(&s);
	rig_send(rc, "ERROR :bye");
	conn_close(rc->c, CLOSE_LOCAL, true);
	n = tls_client_read(&s.k, got, sizeof(got));
	cr_expect(view_eq(view_of(got, n), VIEW("ERROR :bye\r\n")));
	cr_expect_eq(tls_client_read(&s.k, got, sizeof(got)), 0);
	cr_expect_eq(SSL_get_shutdown(s.k.ssl) & SSL_RECEIVED_SHUTDOWN, SSL_RECEIVED_SHUTDOWN);
	tls_client_close(&s.k);
	rig_turns(s.rig, 1);
	cr_expect(rc->gone);
	site_close(&s);
}

Test(tls_conn, close_with_flush_sends_the_last_line_and_says_goodbye)
{
	close_with_flush_sends_the_last_line_and_says_goodbye(TLS1_2_VERSION);
	close_with_flush_sends_the_last_line_and_says_goodbye(TLS1_3_VERSION);
}

static void
both_ways_of_leaving_are_the_end_of_file(int version)
{
	for (size_t polite = 0; polite < 2; polite++) {
		struct site s;
		struct rig_conn *rc;

		site_open(&s);
		SSL_CTX_set_max_proto_version(s.k.ctx, version);
		rc = site_connect(&s);
		tls_client_expect_echo(
			&s.k, "PING"); /* which reads the session ticket: unread input makes a reset */
		if (polite)
			(void)SSL_shutdown(s.k.ssl);
		tls_client_close(&s.k);
		rig_turns(s.rig, 3);
		cr_expect(rc->gone);
		cr_expect_eq(rc->why, CLOSE_EOF, "%zu: %s", polite, rc->why_text);
		site_close(&s);
	}
}

Test(tls_conn, both_ways_of_leaving_are_the_end_of_file)
{
	both_ways_of_leaving_are_the_end_of_file(TLS1_2_VERSION);
	both_ways_of_leaving_are_the_end_of_file(TLS1_3_VERSION);
}

Test(tls_conn, an_old_error_in_the_queue_harms_no_connection)
{
	struct site s;

	site_open(&s);
	(void)site_connect(&s);
	tls_client_write(&s.k, "PING\r\n", 6);
	ERR_raise(ERR_LIB_SSL, SSL_R_BAD_LENGTH);
	rig_turns(s.rig, 1);
	cr_expect_str_eq(rig_lines(&s.rig->conn[0]), "PING\n");
	cr_expect_not(s.rig->conn[0].gone);
	site_close(&s);
}

/* Bytes instead of a handshake: the connection is closed and counted, nobody is told, and the log says `reason`. */
static void
expect_refused(const char *bytes, size_t n, const char *reason)
{
	struct site s;

	site_open(&s);
	logged[0] = '\0';
	log_init(LOG_LEVEL_INFO, false);
	log_set_sink(keep_log, NULL);
	tls_client_open(&s.k, s.contexts, NULL);
	cr_assert_eq(write(s.k.fd, bytes, n), (ssize_t)n);
	rig_turns(s.rig, 2);
	cr_expect_eq(net_stats(s.rig->net).conns, 0);
	cr_expect_eq(net_stats(s.rig->net).tls_failed, 1);
	cr_expect_eq(s.rig->n, 0);
	cr_expect(strstr(logged, reason) != NULL, "%s", logged);
	log_set_sink(NULL, NULL);
	site_close(&s);
}

Test(tls_conn, what_is_not_tls_is_refused_with_a_reason)
{
	char record[300];

	expect_refused("NICK a\r\nUSER a 0 * :a\r\n", 23,
		"tls: 192.0.2.1: no handshake: no TLS, but plain text on a TLS port");
	expect_refused("GET / HTTP/1.0\r\n\r\n", 18, "plain text on a TLS port");
	expect_refused("\x16\x03\x01garbage garbage garbage", 26, "no handshake: ");
	memset(record, 0xff, sizeof(record));
	memcpy(record, "\x16\x03\x01\x01\x00", 5);
	expect_refused(record, sizeof(record), "no handshake: ");
}

Test(tls_conn, failed_handshakes_are_told_only_so_often_in_a_minute)
{
	struct site s;
	size_t lines = 0;

	site_open(&s);
	logged[0] = '\0';
	log_init(LOG_LEVEL_INFO, false);
	log_set_sink(keep_log, NULL);
	for (size_t i = 0; i < 31; i++) {
		if (i == 30)
			s.rig->now_ms += 60000;
		tls_client_open(&s.k, s.contexts, NULL);
		cr_assert_eq(write(s.k.fd, "x", 1), 1);
		rig_turns(s.rig, 2);
		tls_client_close(&s.k);
	}
	for (const char *p = logged; (p = strchr(p, '\n')) != NULL; p++)
		lines++;
	cr_expect_eq(lines, 22);
	cr_expect(strstr(logged, "10 more handshakes failed") != NULL);
	log_set_sink(NULL, NULL);
	site_close(&s);
}

Test(tls_conn, a_handshake_that_does_not_end_is_closed_in_time)
{
	struct site s;

	site_open(&s);
	tls_client_open(&s.k, s.contexts, NULL);
	cr_assert_eq(write(s.k.fd, "\x16\x03", 2), 2);
	s.rig->now_ms += rig_conf.handshake_ms - 1;
	rig_turns(s.rig, 2);
	cr_expect_eq(net_stats(s.rig->net).handshaking, 1);
	s.rig->now_ms += 1;
	rig_turns(s.rig, 1);
	cr_expect_eq(net_stats(s.rig->net).conns, 0);
	cr_expect_eq(net_stats(s.rig->net).handshaking, 0);
	site_close(&s);
}

Test(tls_conn, a_hello_that_comes_byte_by_byte_is_understood)
{
	struct site s;
	char hello[2000];
	ssize_t n;
	int fd[2];

	site_open(&s);
	tls_client_open(&s.k, s.contexts, NULL);
	/* The client writes its hello to a pair of its own, from where it is passed on in bytes. */
	cr_assert_eq(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, fd), 0);
	cr_assert_eq(SSL_set_fd(s.k.ssl, fd[0]), 1);
	(void)SSL_connect(s.k.ssl);
	n = read(fd[1], hello, sizeof(hello));
	cr_assert_gt(n, 100);
	for (ssize_t i = 0; i < n; i++) {
		cr_assert_eq(write(s.k.fd, hello + i, 1), 1);
		rig_turns(s.rig, 1);
	}
	cr_assert_eq(SSL_set_fd(s.k.ssl, s.k.fd), 1);
	(void)close(fd[0]);
	(void)close(fd[1]);
	cr_expect(tls_client_connect(&s.k));
	tls_client_expect_echo(&s.k, "PING");
	site_close(&s);
}

enum { STORM = 200 };

Test(tls_conn, while_a_storm_of_handshakes_waits_others_are_served_every_turn)
{
	static struct tls_client storm[STORM];
	struct net_conf conf = rig_conf;
	struct rig_conn *chat;
	struct site s;
	size_t turns = 0;
	int fd;

	conf.max_conns = STORM + 1;
	conf.handshake_ms = 1000000;
	site_open_on(&s, LOOP_BACKEND_BEST, &conf);
	chat = rig_pair(s.rig, &fd);
	for (size_t i = 0; i < STORM; i++) {
		tls_client_init(&storm[i], s.rig);
		tls_client_open(&storm[i], s.contexts, NULL);
		cr_assert_eq(SSL_connect(storm[i].ssl), -1);
	}
	/* Every hello is there.  Two are answered in a turn; who waits raises no events. */
	for (; turns < STORM / 2; turns++) {
		uint64_t events = loop_stats(s.rig->loop).events;
		size_t before = chat->n_lines;

		cr_assert_eq(write(fd, "PING\r\n", 6), 6);
		rig_turns(s.rig, 1);
		cr_assert_eq(chat->n_lines, before + 1, "turn %zu", turns);
		if (turns > 0)
			cr_assert_leq(loop_stats(s.rig->loop).events - events, 3, "turn %zu", turns);
	}
	ERR_clear_error();
	for (size_t i = 0; i < STORM; i++)
		cr_expect_eq(SSL_connect(storm[i].ssl), 1, "handshake %zu was not answered", i);
	rig_turns(s.rig, STORM / 2 + 1);
	cr_expect_eq(net_stats(s.rig->net).handshaking, 0);
	cr_expect_eq(s.rig->n, STORM + 1);
	for (size_t i = 0; i < STORM; i++)
		tls_client_release(&storm[i]);
	(void)close(fd);
	site_close(&s);
}
