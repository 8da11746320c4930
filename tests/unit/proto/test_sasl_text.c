#include "proto/sasl_text.h"

#include <criterion/criterion.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

/* RFC 7677 3. */
#define RFC_BARE   "n=user,r=rOprNGfwEbeRWgbNEkqO"
#define RFC_FIRST  "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096"
#define RFC_FINAL  "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0"
#define RFC_PROOF  "dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ="
#define RFC_SERVER "6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4="

static void
base64(const uint8_t *bytes, size_t n, char *dst, size_t size)
{
	(void)sodium_bin2base64(dst, size, bytes, n, sodium_base64_VARIANT_ORIGINAL);
}

static void
rfc_key(struct scram_key *key)
{
	size_t n;

	key->iterations = 4096;
	cr_assert_eq(sodium_base642bin(key->salt, sizeof(key->salt), "W22ZaJ0SNY7soEsUEjb6gQ==", 24, NULL, &n,
			     NULL, sodium_base64_VARIANT_ORIGINAL),
		0);
	cr_assert_eq(n, sizeof(key->salt));
	scram_key_derive(key, VIEW("pencil"));
}

Test(scram, exchange_of_rfc_7677)
{
	const struct scram_said said = { VIEW(RFC_BARE), VIEW(RFC_FIRST), VIEW(RFC_FINAL) };
	uint8_t proof[SCRAM_KEY_BYTES], signature[SCRAM_KEY_BYTES];
	struct scram_final final;
	struct scram_key key;
	char text[64];

	rfc_key(&key);
	cr_assert_eq(scram_final_parse(VIEW(RFC_FINAL ",p=" RFC_PROOF), &final), 0);
	cr_expect(view_eq(final.without_proof, VIEW(RFC_FINAL)));
	cr_expect(scram_check(&key, &said, final.proof, signature));
	base64(signature, sizeof(signature), text, sizeof(text));
	cr_expect_str_eq(text, RFC_SERVER);
	scram_prove(VIEW("pencil"), &key, &said, proof);
	base64(proof, sizeof(proof), text, sizeof(text));
	cr_expect_str_eq(text, RFC_PROOF);
}

Test(scram, one_bit_or_byte_else_is_wrong)
{
	struct scram_said said = { VIEW(RFC_BARE), VIEW(RFC_FIRST), VIEW(RFC_FINAL) };
	uint8_t signature[SCRAM_KEY_BYTES];
	struct scram_final final;
	struct scram_key key;

	rfc_key(&key);
	cr_assert_eq(scram_final_parse(VIEW(RFC_FINAL ",p=" RFC_PROOF), &final), 0);
	final.proof[31] ^= 1;
	cr_expect_not(scram_check(&key, &said, final.proof, signature));
	final.proof[31] ^= 1;
	said.client_first_bare = VIEW("n=user,r=rOprNGfwEbeRWgbNEkqP");
	cr_expect_not(scram_check(&key, &said, final.proof, signature));
}

Test(scram, first_message_is_taken_apart)
{
	struct scram_first f;

	cr_assert_eq(scram_first_parse(VIEW("n,," RFC_BARE), &f), 0);
	cr_expect_eq(f.flag, SCRAM_NO_BINDING);
	cr_expect(view_eq(f.gs2, VIEW("n,,")));
	cr_expect(view_eq(f.bare, VIEW(RFC_BARE)));
	cr_expect_str_eq(f.user, "user");
	cr_expect(view_eq(f.nonce, VIEW("rOprNGfwEbeRWgbNEkqO")));
	cr_assert_eq(scram_first_parse(VIEW("p=tls-exporter,a=a=2Cb=3D,n==3D=2C,r=x,e=1"), &f), 0);
	cr_expect_eq(f.flag, SCRAM_BINDING);
	cr_expect(view_eq(f.type, VIEW("tls-exporter")));
	cr_expect_str_eq(f.authzid, "a,b=");
	cr_expect_str_eq(f.user, "=,");
	cr_expect(view_eq(f.gs2, VIEW("p=tls-exporter,a=a=2Cb=3D,")));
	cr_expect(view_eq(f.nonce, VIEW("x")));
}

Test(scram, first_messages_that_are_none)
{
	static const char *const bad[] = { "", "n", "n,", "n,,", "n,,n=user", "n,,n=user,",
		"n,,n=user,r=", "x,,n=user,r=a", "p=,,n=user,r=a", "p,,n=user,r=a", "n,b,n=user,r=a",
		"n,a=,n=user,r=a", "n,,n=,r=a", "n,,n=a=b,r=a", "n,,n=a=2c,r=a", "n,,m=x,n=user,r=a",
		"n,,r=a,n=user", "n,,n=user,r=\x7f", "n,,n=user,r=a b", "n n=user,r=a" };
	struct scram_first f;

	for (size_t i = 0; i < ARRAY_LEN(bad); i++)
		cr_expect_eq(scram_first_parse(view_z(bad[i]), &f), -1, "%s", bad[i]);
}

Test(scram, name_and_message_of_the_greatest_length_and_one_above)
{
	char text[SCRAM_MESSAGE_MAX + 2];
	struct scram_first f;
	size_t n;

	n = (size_t)snprintf(text, sizeof(text), "n,,n=%0*d,r=a", ACCOUNT_LEN, 1);
	cr_expect_eq(scram_first_parse(view_of(text, n), &f), 0);
	n = (size_t)snprintf(text, sizeof(text), "n,,n=%0*d,r=a", ACCOUNT_LEN + 1, 1);
	cr_expect_eq(scram_first_parse(view_of(text, n), &f), -1);
	n = (size_t)snprintf(text, sizeof(text), "n,,n=a,r=%0*d", SCRAM_MESSAGE_MAX - 9, 1);
	cr_assert_eq(n, SCRAM_MESSAGE_MAX);
	cr_expect_eq(scram_first_parse(view_of(text, n), &f), 0);
	n = (size_t)snprintf(text, sizeof(text), "n,,n=a,r=%0*d", SCRAM_MESSAGE_MAX - 8, 1);
	cr_expect_eq(scram_first_parse(view_of(text, n), &f), -1);
}

Test(scram, final_messages_that_are_none)
{
	static const char *const bad[] = { "", "c=biws", "c=biws,r=x", "c=biws,p=" RFC_PROOF,
		"r=x,c=biws,p=" RFC_PROOF, "c=biws,r=x,p=AAAA",
		"c=biws,r=x,p=", "c=biws,r=x,p=" RFC_PROOF ",e=1", "c=biws,r=x,p=!" };
	struct scram_final f;

	for (size_t i = 0; i < ARRAY_LEN(bad); i++)
		cr_expect_eq(scram_final_parse(view_z(bad[i]), &f), -1, "%s", bad[i]);
	cr_expect_eq(scram_final_parse(VIEW("c=biws,r=x,e=ext,p=" RFC_PROOF), &f), 0);
	cr_expect(view_eq(f.without_proof, VIEW("c=biws,r=x,e=ext")));
}

Test(scram, binding_is_header_and_channel)
{
	cr_expect(scram_binding_fits(VIEW("biws"), VIEW("n,,"), VIEW("")));
	cr_expect_not(scram_binding_fits(VIEW("eSws"), VIEW("n,,"), VIEW("")));
	cr_expect(scram_binding_fits(VIEW("cD14LCxhYmM="), VIEW("p=x,,"), VIEW("abc")));
	cr_expect_not(scram_binding_fits(VIEW("cD14LCxhYmM="), VIEW("p=x,,"), VIEW("abd")));
	cr_expect_not(scram_binding_fits(VIEW(""), VIEW("n,,"), VIEW("")));
}

Test(scram, server_first_message_says_both_nonces)
{
	char text[SCRAM_SERVER_FIRST_MAX];
	struct scram_key key;
	size_t n;

	rfc_key(&key);
	n = scram_server_first(text, VIEW("rOprNGfwEbeRWgbNEkqO"), "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0", &key);
	cr_expect(view_eq(view_of(text, n), VIEW(RFC_FIRST)));
}

Test(sasl_plain, parts_are_between_nuls)
{
	struct sasl_plain p;

	cr_assert_eq(sasl_plain_parse(VIEW("a\0b\0c"), &p), 0);
	cr_expect(view_eq(p.authzid, VIEW("a")));
	cr_expect(view_eq(p.authcid, VIEW("b")));
	cr_expect(view_eq(p.password, VIEW("c")));
	cr_expect_eq(sasl_plain_parse(VIEW("\0b\0c"), &p), 0);
	cr_expect_eq(sasl_plain_parse(VIEW(""), &p), -1);
	cr_expect_eq(sasl_plain_parse(VIEW("a"), &p), -1);
	cr_expect_eq(sasl_plain_parse(VIEW("\0b"), &p), -1);
	cr_expect_eq(sasl_plain_parse(VIEW("\0b\0"), &p), -1);
	cr_expect_eq(sasl_plain_parse(VIEW("\0\0c"), &p), -1);
	cr_expect_eq(sasl_plain_parse(VIEW("\0b\0c\0"), &p), -1);
	cr_expect_eq(sasl_plain_parse(VIEW("\0b\0c\0d"), &p), -1);
}
