#include <criterion/criterion.h>

#include <openssl/evp.h>
#include <openssl/x509.h>

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
}

static void
site_close(struct site *s)
{
	tls_client_release(&s->k);
	rig_free(s->rig);
	tls_contexts_unref(s->contexts);
	tls_dir_remove(&s->dir);
}

/* Connects, expects success, and hangs up. */
static void
connect_once(struct site *s)
{
	tls_client_open(&s->k, s->contexts, NULL);
	cr_assert(tls_client_connect(&s->k));
	tls_client_expect_echo(&s->k, "PING");
	tls_client_close(&s->k);
	rig_turns(s->rig, 2);
}

Test(tls_ctx, the_certificate_is_chosen_by_the_name_that_the_client_asks_for)
{
	static const struct {
		const char *asked, *served;
	} cases[] = {
		{ NULL, "first" },
		{ "unknown.test", "first" },
		{ "irc.example.org", "exact" },
		{ "IRC.Example.ORG", "exact" },
		{ "other.example.org", "wild" },
		{ "a.b.example.org", "first" },
		{ "example.org", "first" },
	};
	static const char *const exact[] = { "irc.example.org" };
	static const char *const wild[] = { "*.example.org" };
	struct tls_cert_conf cert[3] = {
		{ NULL, NULL, NULL, 0 },
		{ NULL, NULL, wild, 1 },
		{ NULL, NULL, exact, 1 },
	};
	static const char *const names[] = { "first", "wild", "exact" };
	const struct tls_conf conf = { .cert = cert, .n_certs = 3 };
	struct site s;
	struct err e;

	site_open(&s);
	for (size_t i = 0; i < 3; i++)
		cert[i].certificate = cert[i].key = tls_dir_cert(&s.dir, names[i]);
	tls_contexts_unref(s.contexts);
	s.contexts = tls_contexts_new(&conf, NULL, &e);
	cr_assert_not_null(s.contexts);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		tls_client_open(&s.k, s.contexts, cases[i].asked);
		cr_assert(tls_client_connect(&s.k));
		cr_expect_str_eq(tls_client_server_name(&s.k), cases[i].served, "asked for %s",
			cases[i].asked != NULL ? cases[i].asked : "nothing");
		tls_client_close(&s.k);
	}
	site_close(&s);
}

Test(tls_ctx, old_connections_live_on_over_a_reload_and_new_ones_see_the_new_certificate)
{
	struct tls_client old;
	struct tls_contexts *fresh;
	struct tls_cert_conf cert = { NULL, NULL, NULL, 0 };
	const struct tls_conf conf = { .cert = &cert, .n_certs = 1 };
	struct site s;
	struct err e;

	site_open(&s);
	tls_client_init(&old, s.rig);
	tls_client_open(&old, s.contexts, NULL);
	cr_assert(tls_client_connect(&old));
	cert.certificate = cert.key = tls_dir_cert(&s.dir, "second");
	fresh = tls_contexts_new(&conf, s.contexts, &e);
	cr_assert_not_null(fresh);
	tls_contexts_unref(s.contexts);
	s.contexts = fresh;
	tls_client_open(&s.k, s.contexts, NULL);
	cr_assert(tls_client_connect(&s.k));
	cr_expect_str_eq(tls_client_server_name(&s.k), "second");
	cr_expect_str_eq(tls_client_server_name(&old), "first");
	tls_client_expect_echo(&old, "still here");
	tls_client_expect_echo(&s.k, "me too");
	tls_client_release(&old);
	site_close(&s);
}

static SSL_SESSION *kept_session;

static int
keep_session(SSL *ssl, SSL_SESSION *session)
{
	(void)ssl;
	SSL_SESSION_free(kept_session);
	kept_session = session;
	return 1;
}

static void
expect_resumed(struct site *s, bool want)
{
	tls_client_open(&s->k, s->contexts, NULL);
	cr_assert_eq(SSL_set_session(s->k.ssl, kept_session), 1);
	cr_assert(tls_client_connect(&s->k));
	tls_client_expect_echo(&s->k, "PING");
	cr_expect_eq(
		SSL_session_reused(s->k.ssl) == 1, want, "%s, wanted %d", SSL_get_version(s->k.ssl), want);
	tls_client_close(&s->k);
	rig_turns(s->rig, 2);
}

Test(tls_ctx, a_session_is_resumed_by_ticket_also_after_a_reload)
{
	static const int versions[] = { TLS1_2_VERSION, TLS1_3_VERSION };

	for (size_t i = 0; i < ARRAY_LEN(versions); i++) {
		struct site s;
		struct tls_contexts *fresh;

		site_open(&s);
		SSL_CTX_set_max_proto_version(s.k.ctx, versions[i]);
		SSL_CTX_set_session_cache_mode(s.k.ctx, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
		SSL_CTX_sess_set_new_cb(s.k.ctx, keep_session);
		connect_once(&s);
		cr_assert_not_null(kept_session);
		expect_resumed(&s, true);
		fresh = tls_rig_contexts(&s.dir, s.contexts);
		tls_contexts_unref(s.contexts);
		s.contexts = fresh;
		expect_resumed(&s, true);
		/* Contexts that are not told of the old ones can't read their tickets, and make a full handshake of it. */
		fresh = tls_rig_contexts(&s.dir, NULL);
		tls_contexts_unref(s.contexts);
		s.contexts = fresh;
		expect_resumed(&s, false);
		SSL_SESSION_free(kept_session);
		kept_session = NULL;
		site_close(&s);
	}
}

/* SHA-256 of the certificate in a file, in hex. */
static void
file_fingerprint(const char *path, char dst[65])
{
	SSL_CTX *ctx = SSL_CTX_new(TLS_client_method());
	unsigned char md[EVP_MAX_MD_SIZE];
	unsigned n;

	cr_assert_eq(SSL_CTX_use_certificate_file(ctx, path, SSL_FILETYPE_PEM), 1);
	cr_assert_eq(X509_digest(SSL_CTX_get0_certificate(ctx), EVP_sha256(), md, &n), 1);
	for (size_t i = 0; i < n; i++)
		(void)snprintf(dst + 2 * i, 3, "%02x", md[i]);
	SSL_CTX_free(ctx);
}

Test(tls_ctx, the_fingerprint_of_a_client_certificate_is_known_also_when_resumed)
{
	static const int versions[] = { TLS1_2_VERSION, TLS1_3_VERSION };

	for (size_t i = 0; i < ARRAY_LEN(versions); i++) {
		struct site s;
		char want[65], got[65];
		const char *file;

		site_open(&s);
		file = tls_dir_cert(&s.dir, "alice");
		file_fingerprint(file, want);
		SSL_CTX_set_max_proto_version(s.k.ctx, versions[i]);
		SSL_CTX_set_session_cache_mode(s.k.ctx, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
		SSL_CTX_sess_set_new_cb(s.k.ctx, keep_session);
		cr_assert_eq(SSL_CTX_use_certificate_file(s.k.ctx, file, SSL_FILETYPE_PEM), 1);
		cr_assert_eq(SSL_CTX_use_PrivateKey_file(s.k.ctx, file, SSL_FILETYPE_PEM), 1);
		for (size_t j = 0; j < 2; j++) {
			tls_client_open(&s.k, s.contexts, NULL);
			if (j == 1)
				cr_assert_eq(SSL_set_session(s.k.ssl, kept_session), 1);
			cr_assert(tls_client_connect(&s.k));
			tls_client_expect_echo(&s.k, "PING");
			cr_expect_eq(SSL_session_reused(s.k.ssl), (int)j);
			cr_assert_eq(conn_tls_fingerprint(s.rig->conn[j].c, got), 0);
			cr_expect_str_eq(got, want);
			tls_client_close(&s.k);
		}
		SSL_SESSION_free(kept_session);
		kept_session = NULL;
		site_close(&s);
	}
}

Test(tls_ctx, a_client_without_certificate_has_no_fingerprint)
{
	struct site s;
	char got[65];

	site_open(&s);
	tls_client_open(&s.k, s.contexts, NULL);
	cr_assert(tls_client_connect(&s.k));
	cr_expect_eq(conn_tls_fingerprint(s.rig->conn[0].c, got), -1);
	site_close(&s);
}

static void
expect_version(int version, bool min_13, const char *want)
{
	struct tls_cert_conf cert = { NULL, NULL, NULL, 0 };
	const struct tls_conf conf = { .cert = &cert, .n_certs = 1, .min_13 = min_13 };
	struct site s;
	struct err e;

	site_open(&s);
	cert.certificate = cert.key = tls_dir_cert(&s.dir, "first");
	tls_contexts_unref(s.contexts);
	s.contexts = tls_contexts_new(&conf, NULL, &e);
	SSL_CTX_set_security_level(s.k.ctx, 0);
	SSL_CTX_set_min_proto_version(s.k.ctx, version);
	SSL_CTX_set_max_proto_version(s.k.ctx, version);
	tls_client_open(&s.k, s.contexts, NULL);
	cr_expect_eq(tls_client_connect(&s.k), want != NULL);
	rig_turns(s.rig, 2);
	cr_expect_eq(s.rig->n, want != NULL ? 1 : 0);
	cr_expect_eq(net_stats(s.rig->net).tls_failed, want != NULL ? 0 : 1);
	cr_expect_eq(net_stats(s.rig->net).handshaking, 0);
	if (want != NULL) {
		cr_expect_str_eq(conn_tls_version(s.rig->conn[0].c), want);
		cr_expect_str_eq(conn_tls_cipher(s.rig->conn[0].c), SSL_get_cipher_name(s.k.ssl));
		cr_expect(conn_is_tls(s.rig->conn[0].c));
	} else {
		cr_expect_eq(net_stats(s.rig->net).conns, 0);
	}
	site_close(&s);
}

Test(tls_ctx, versions_below_the_smallest_are_refused)
{
	expect_version(TLS1_1_VERSION, false, NULL);
	expect_version(TLS1_2_VERSION, false, "TLSv1.2");
	expect_version(TLS1_3_VERSION, false, "TLSv1.3");
	expect_version(TLS1_2_VERSION, true, NULL);
	expect_version(TLS1_3_VERSION, true, "TLSv1.3");
}

Test(tls_ctx, files_that_do_not_fit_are_named_with_the_reason)
{
	struct tls_dir d;
	struct tls_cert_conf cert = { NULL, NULL, NULL, 0 };
	const struct tls_conf conf = { .cert = &cert, .n_certs = 1 };
	const char *a, *b, *bad;
	struct err e;

	tls_dir_make(&d);
	a = tls_dir_cert(&d, "a");
	b = tls_dir_cert(&d, "b");
	bad = tls_dir_text(&d, "no certificate");
	cert = (struct tls_cert_conf){ .certificate = "/nowhere/at.all", .key = a };
	cr_expect_null(tls_contexts_new(&conf, NULL, &e));
	cr_expect(strstr(e.text, "/nowhere/at.all") != NULL, "%s", e.text);
	cert = (struct tls_cert_conf){ .certificate = bad, .key = a };
	cr_expect_null(tls_contexts_new(&conf, NULL, &e));
	cr_expect(strstr(e.text, bad) != NULL, "%s", e.text);
	cert = (struct tls_cert_conf){ .certificate = a, .key = b };
	cr_expect_null(tls_contexts_new(&conf, NULL, &e));
	cr_expect(strstr(e.text, b) != NULL && strstr(e.text, "mismatch") != NULL, "%s", e.text);
	cert = (struct tls_cert_conf){ .certificate = a, .key = a };
	tls_contexts_unref(tls_contexts_new(&conf, NULL, &e));
	tls_dir_remove(&d);
}
