/*
 * A name server that knows no name: ircd-hybrid looks every address up and cannot be told not to.  With this
 * on loopback the look-up is answered at once and no question leaves the machine.
 */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

enum { DNS_HEADER = 12, DNS_MAX = 512 };

/* nxdomain PORT: answers on 127.0.0.1 until it is killed. */
int
main(int argc, char **argv)
{
	struct sockaddr_in at = { .sin_family = AF_INET }, from;
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	unsigned char packet[DNS_MAX];

	if (argc != 2 || fd == -1)
		return 2;
	at.sin_port = htons((in_port_t)strtoul(argv[1], NULL, 10));
	at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (bind(fd, (const struct sockaddr *)&at, sizeof(at)) == -1) {
		perror("nxdomain: bind");
		return 1;
	}
	for (;;) {
		socklen_t len = sizeof(from);
		ssize_t n = recvfrom(fd, packet, sizeof(packet), 0, (struct sockaddr *)&from, &len);

		if (n == -1)
			return 1;
		if (n < DNS_HEADER)
			continue;
		packet[2] |= 0x80;		       /* an answer */
		packet[3] = (unsigned char)(0x80 | 3); /* recursion available, no such name */
		(void)sendto(fd, packet, (size_t)n, 0, (const struct sockaddr *)&from, len);
	}
}
