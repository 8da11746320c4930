#include "link/registered.h"

#include "link/burst.h"
#include "route/mode_event.h"
#include "state/registration.h"

static size_t
add_letters(char *dst, char sign, uint64_t bits)
{
	size_t n = 0;

	for (size_t i = 0; i < n_channel_modes; i++) {
		if (channel_modes[i].kind != MODE_FLAG || (channel_modes[i].bit & bits) == 0)
			continue;
		dst[n++] = sign;
		dst[n++] = channel_modes[i].letter;
	}
	return n;
}

static void
lock_again(struct links *ls, struct channel *ch)
{
	const struct registration *r = ch->registration;
	char letters[4 * MODE_CHANGES_MAX];
	size_t n = add_letters(letters, '+', r->locked_on & ~ch->modes);

	n += add_letters(letters + n, '-', r->locked_off & ch->modes);
	if (n != 0)
		(void)mode_event_change(ls->env.route, ch, view_of(letters, n), NULL, 0);
}

void
registered_changed(struct links *ls, struct channel *ch, bool answer)
{
	if (ch->registration == NULL)
		return;
	if (answer)
		lock_again(ls, ch);
	if (ls->env.channel_changed != NULL)
		ls->env.channel_changed(ls->env.arg, ch);
}

void
registered_joined(struct links *ls, struct member *m)
{
	const struct registration *r = m->channel->registration;

	if (r != NULL)
		mode_event_give(ls->env.route, m, registration_ranks(r, m->client));
}

void
registered_begun(struct links *ls, struct channel *ch)
{
	if (ch->registration == NULL || (ch->modes & CMODE_PERMANENT) != 0)
		return;
	for (unsigned i = 1; i <= NODE_LINKS_MAX; i++) {
		if (ls->neighbour[i] != NULL)
			burst_channel(ls->neighbour[i], ch, true);
	}
}
