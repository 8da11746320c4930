/* SHA-1 proves nothing here: the protocol wants it only to see that the other end speaks WebSocket. */
#include "net/tls_accept_key.h"

#include <string.h>

#include <openssl/evp.h>

#define KEY_SIZE   24
#define SHA1_SIZE  20
#define FIXED_TEXT "258EAFA5-E914-47DA-95CA-C5AB0DC85B11" /* RFC 6455 1.3 */
#define FIXED_SIZE (sizeof(FIXED_TEXT) - 1)

int
tls_accept_key(struct view key, char dst[TLS_ACCEPT_KEY_SIZE])
{
	unsigned char text[KEY_SIZE + FIXED_SIZE], md[EVP_MAX_MD_SIZE];
	unsigned n = 0;

	if (key.n != KEY_SIZE)
		return -1;
	memcpy(text, key.p, KEY_SIZE);
	memcpy(text + KEY_SIZE, FIXED_TEXT, FIXED_SIZE);
	if (EVP_Digest(text, sizeof(text), md, &n, EVP_sha1(), NULL) != 1 || n != SHA1_SIZE)
		return -1;
	(void)EVP_EncodeBlock((unsigned char *)dst, md, SHA1_SIZE);
	return 0;
}
