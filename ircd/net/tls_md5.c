#include "config.h"

#include "net/tls_md5.h"

#include <string.h>

#include <openssl/evp.h>

bool
tls_md5(uint8_t dst[TLS_MD5_LEN], const struct view *piece, size_t n_pieces)
{
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	bool fine = ctx != NULL && EVP_DigestInit_ex(ctx, EVP_md5(), NULL) == 1;

	for (size_t i = 0; fine && i < n_pieces; i++)
		fine = EVP_DigestUpdate(ctx, piece[i].p, piece[i].n) == 1;
	fine = fine && EVP_DigestFinal_ex(ctx, dst, NULL) == 1;
	if (!fine)
		memset(dst, 0, TLS_MD5_LEN);
	EVP_MD_CTX_free(ctx);
	return fine;
}
