/* What the server knows of a connection is what its client knows, or nothing. */
#include <criterion/criterion.h>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <string.h>

#include "net/conn_proof.h"
#include "tests/unit/net/tls_rig.h"

#define LABEL "EXPORTER-Channel-Binding"

struct site {
	struct tls_dir dir;
	struct rig *rig;
	struct tls_contexts *contexts;
	struct tls_client k;
	const struct conn *c;
};

/* more: SSL_OP_... of the client */
static void
site_open(struct site *s, int version, uint64_t more)
{
	tls_dir_make(&s->dir);
	s->rig = rig_new(LOOP_BACKEND_BEST, false, &rig_conf);
	s->contexts = tls_rig_contexts(&s->dir, NULL);
	tls_client_init(&s->k, s->rig);
	(void)SSL_CTX_set_options(s->k.ctx, more);
	cr_assert_eq(SSL_CTX_set_max_proto_version(s->k.ctx, version), 1);
	tls_client_open(&s->k, s->contexts, NULL);
	cr_assert(tls_client_connect(&s->k));
	cr_assert_eq(SSL_version(s->k.ssl), version);
	s->c = s->rig->conn[0].c;
}

static void
site_close(struct site *s)
{
	tls_client_release(&s->k);
	rig_free(s->rig);
	tls_contexts_unref(s->contexts);
	tls_dir_remove(&s->dir);
}

static void
expect_binding(const struct site *s, enum tls_binding type, const void *want, size_t n)
{
	uint8_t got[TLS_BINDING_MAX];

	cr_expect_eq(conn_tls_binding(s->c, type, got), n);
	cr_expect(n == 0 || memcmp(got, want, n) == 0);
}

static void
expect_exporter(const struct site *s)
{
	uint8_t want[32];

	cr_assert_eq(SSL_export_keying_material(
			     s->k.ssl, want, sizeof(want), LABEL, sizeof(LABEL) - 1, NULL, 0, 1),
		1);
	expect_binding(s, TLS_BINDING_EXPORTER, want, sizeof(want));
}

static void
expect_server_end_point(const struct site *s)
{
	X509 *cert = SSL_get1_peer_certificate(s->k.ssl);
	unsigned char want[EVP_MAX_MD_SIZE];
	unsigned n;

	cr_assert_eq(X509_digest(cert, EVP_sha256(), want, &n), 1);
	X509_free(cert);
	expect_binding(s, TLS_BINDING_SERVER_END_POINT, want, n);
}

Test(tls_binding, of_tls_1_3_are_the_exporter_and_the_certificate)
{
	struct site s;

	site_open(&s, TLS1_3_VERSION, 0);
	expect_exporter(&s);
	expect_server_end_point(&s);
	expect_binding(&s, TLS_BINDING_UNIQUE, NULL, 0);
	site_close(&s);
}

Test(tls_binding, of_tls_1_2_with_the_extended_master_secret_are_all_three)
{
	struct site s;
	uint8_t want[TLS_BINDING_MAX];
	size_t n;

	site_open(&s, TLS1_2_VERSION, 0);
	expect_exporter(&s);
	expect_server_end_point(&s);
	n = SSL_get_finished(s.k.ssl, want, sizeof(want));
	cr_assert_gt(n, 0);
	expect_binding(&s, TLS_BINDING_UNIQUE, want, n);
	site_close(&s);
}

/* Two connections could be made to have the same. */
Test(tls_binding, of_tls_1_2_without_it_is_the_certificate_alone)
{
	struct site s;

	site_open(&s, TLS1_2_VERSION, SSL_OP_NO_EXTENDED_MASTER_SECRET);
	expect_binding(&s, TLS_BINDING_EXPORTER, NULL, 0);
	expect_server_end_point(&s);
	expect_binding(&s, TLS_BINDING_UNIQUE, NULL, 0);
	site_close(&s);
}

Test(tls_binding, there_is_none_without_tls)
{
	struct rig *r = rig_new(LOOP_BACKEND_BEST, false, &rig_conf);
	struct conn_mem *end;
	const struct rig_conn *rc = rig_mem(r, &end);
	uint8_t got[TLS_BINDING_MAX];

	for (int i = 0; i < TLS_BINDING_N; i++)
		cr_expect_eq(conn_tls_binding(rc->c, (enum tls_binding)i, got), 0);
	rig_free(r);
	conn_mem_free(end);
}
