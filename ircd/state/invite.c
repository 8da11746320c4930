/*
 * Invitations hang on two lists, the client's and the channel's, and die with either.  The client's is
 * walked: it is bounded by INVITES_MAX, the channel's only by how many clients there are.
 */
#include "state/invite.h"

#include "core/mem.h"
#include "proto/limits.h"
#include "state/channel.h"
#include "state/client.h"

static struct invite *
of_client_link(struct list *l)
{
	return CONTAINER_OF(l, struct invite, of_client);
}

static struct invite *
invite_find(const struct channel *ch, const struct client *c)
{
	LIST_FOR_EACH (it, &c->invites) {
		struct invite *i = of_client_link(it);

		if (i->channel == ch)
			return i;
	}
	return NULL;
}

static void
invite_free(struct invite *i)
{
	list_del(&i->of_client);
	list_del(&i->of_channel);
	mem_free(i);
}

void
invite_add(struct channel *ch, struct client *c)
{
	struct invite *i = invite_find(ch, c);

	if (i != NULL) { /* the newest again, so that it is not the next to go */
		list_del(&i->of_client);
		list_add_tail(&c->invites, &i->of_client);
		return;
	}
	if (invite_count(c) >= INVITES_MAX)
		invite_free(of_client_link(c->invites.next));
	i = mem_alloc(sizeof(*i));
	i->channel = ch;
	i->client = c;
	list_add_tail(&c->invites, &i->of_client);
	list_add_tail(&ch->invites, &i->of_channel);
}

bool
invite_has(const struct channel *ch, const struct client *c)
{
	return invite_find(ch, c) != NULL;
}

void
invite_del(struct channel *ch, struct client *c)
{
	struct invite *i = invite_find(ch, c);

	if (i != NULL)
		invite_free(i);
}

void
invite_clear_client(struct client *c)
{
	LIST_FOR_EACH_SAFE (it, nx, &c->invites)
		invite_free(of_client_link(it));
}

void
invite_clear_channel(struct channel *ch)
{
	LIST_FOR_EACH_SAFE (it, nx, &ch->invites)
		invite_free(CONTAINER_OF(it, struct invite, of_channel));
}

size_t
invite_count(const struct client *c)
{
	size_t n = 0;

	LIST_FOR_EACH (it, &c->invites)
		n++;
	return n;
}
