#include "oscar_rig.h"

#include <criterion/criterion.h>
#include <stdio.h>

void
oscar_rig_init(struct oscar_rig *r)
{
	r->icq = icq_fake_new();
	r->server = oscar_server_new(r->icq, NULL);
	cr_assert(oscar_server_start(r->server, NULL) == 0);
}

void
oscar_rig_release(struct oscar_rig *r)
{
	oscar_server_stop(r->server);
	for (uint32_t uin = 100001; uin <= 100000 + ICQ_FAKE_SESSIONS; uin++) {
		struct icq_session *s = icq_fake_session(r->icq, uin);

		if (s != NULL)
			s->ops->end(s->link, ICQ_END_STOP, VIEW("The server ends"));
	}
	oscar_server_free(r->server);
	icq_fake_free(r->icq);
}

void
oscar_rig_connect(struct oscar_rig *r, struct oscar_client *c)
{
	cr_assert(oscar_client_connect(c, r->server, r->icq->loop, "192.0.2.1"));
}

void
oscar_rig_enter(struct oscar_rig *r, struct oscar_client *c, unsigned number)
{
	uint8_t cookie[OSCAR_COOKIE_BYTES];

	oscar_cookies_give(oscar_server_cookies(r->server), 100000 + number, r->icq->now_ms, cookie);
	oscar_rig_connect(r, c);
	oscar_client_show_cookie(c, view_of(cookie, sizeof(cookie)));
	oscar_client_run(c);
}

void
oscar_rig_ready(struct oscar_rig *r, struct oscar_client *c, unsigned number)
{
	oscar_rig_enter(r, c, number);
	oscar_client_get_ready(c);
	oscar_client_forget(c);
}
