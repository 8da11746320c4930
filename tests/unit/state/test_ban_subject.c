#include "state/ban_subject.h"

#include <criterion/criterion.h>
#include <sys/socket.h>

#include "tests/unit/state/state_rig.h"

Test(ban_subject, has_every_host_that_somebody_has)
{
	struct world *w;
	struct client *c;
	struct ban_subject s;

	hash_init();
	w = rig_world();
	c = client_new(w, VIEW("192.0.2.9"));
	client_set_user(c, VIEW("~u"), VIEW("Real"));
	client_set_name(c, VIEW("host.example"));
	client_set_host(c, VIEW("shown.example"));
	ban_subject_of(&s, c);
	cr_assert_eq(s.n_hosts, 3);
	cr_expect(view_eq(s.host[0], VIEW("shown.example")));
	cr_expect(view_eq(s.host[1], VIEW("192.0.2.9")));
	cr_expect(view_eq(s.host[2], VIEW("host.example")));
	cr_expect(view_eq(s.user, VIEW("~u")) && view_eq(s.realname, VIEW("Real")) && s.account.n == 0);
	ban_subject_add_cloaks(&s);
	cr_expect_eq(s.n_hosts, 3);
	client_free(c);
	world_free(w);
}

Test(ban_subject, of_an_address_knows_nothing_else)
{
	const uint8_t ip[16] = { 10, 0, 0, 1 };
	struct ip_block b = ip_block_of(AF_INET, ip, 32);
	struct ban_subject s;

	ban_subject_of_address(&s, &b);
	cr_expect(s.has_address && s.n_hosts == 0 && s.user.p == NULL && s.realname.p == NULL);
}
