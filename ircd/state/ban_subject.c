#include "state/ban_subject.h"

#include "state/client.h"
#include "state/client_cloak.h"
#include "state/world.h"

static void
add_host(struct ban_subject *s, struct view host)
{
	if (host.n != 0)
		s->host[s->n_hosts++] = host;
}

void
ban_subject_of(struct ban_subject *s, const struct client *c)
{
	s->user = client_user(c);
	s->realname = view_z(c->realname);
	s->account = view_z(c->account);
	s->cert = VIEW("");
	s->has_address = false;
	s->n_hosts = 0;
	s->cloaks_of = c->world->conf.cloak.is_set ? c : NULL;
	s->cloak_suffix = s->cloaks_of != NULL ? view_z(c->world->conf.cloak.suffix) : VIEW("");
	add_host(s, client_host(c));
	add_host(s, view_z(c->address));
	add_host(s, view_z(c->name));
	add_host(s, view_of(s->cloak[0], client_account_cloak(c, s->cloak[0])));
	s->n_plain = s->n_hosts;
}

void
ban_subject_of_address(struct ban_subject *s, const struct ip_block *address)
{
	s->user = s->realname = (struct view){ NULL, 0 };
	s->account = s->cert = VIEW("");
	s->has_address = true;
	s->address = *address;
	s->n_hosts = s->n_plain = 0;
	s->cloaks_of = NULL;
	s->cloak_suffix = VIEW("");
}

static void
add_cloak(struct ban_subject *s, const struct cloak *ck, char dst[HOST_LEN + 1])
{
	add_host(s, view_of(dst, client_address_cloak(s->cloaks_of, ck, dst)));
}

void
ban_subject_add_cloaks(struct ban_subject *s)
{
	const struct world_conf *wc;

	if (s->cloaks_of == NULL)
		return;
	wc = &s->cloaks_of->world->conf;
	if (!ban_subject_is_cloak_mask(s, client_host(s->cloaks_of))) /* else it wears it */
		add_cloak(s, &wc->cloak, s->cloak[1]);
	for (size_t i = 0; i < wc->n_old_cloaks; i++)
		add_cloak(s, &wc->old_cloak[i], s->cloak[2 + i]);
	s->cloaks_of = NULL;
}

bool
ban_subject_is_cloak_mask(const struct ban_subject *s, struct view mask)
{
	size_t n = s->cloak_suffix.n;

	return n != 0 && mask.n > n + 1 && mask.p[mask.n - n - 1] == '.' &&
		view_eq_nocase(view_skip(mask, mask.n - n), s->cloak_suffix);
}
