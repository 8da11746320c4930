/* Only what the configuration decides, and all of it that layers copy; what nobody copies is compared by conf_diff(). */
#include "tests/unit/main/server_digest.h"

#include <criterion/criterion.h>
#include <inttypes.h>
#include <string.h>

#include "auth/class.h"

#define PUT(out, ...) cr_assert_eq(buf_putf((out), __VA_ARGS__), 0)

static void
digest_world(const struct world_conf *wc, struct buf *out)
{
	char cloak[HOST_LEN + 1] = "";

	if (cloak_make(&wc->cloak, VIEW("192.0.2.1"), cloak) == 0)
		cloak[0] = '\0';
	PUT(out, "world %s|%s|%s|%s|%s|%s\n", wc->server_name, wc->description, wc->network,
		wc->client_tag_deny, wc->icon, cloak);
	PUT(out, "limits %zu %zu %zu %zu modes %" PRIx64 " %" PRIx64 " %d%d%d%d\n", wc->nick_len,
		wc->max_clients, wc->max_channels, wc->whowas_entries, wc->channel_modes, wc->user_modes,
		wc->account_cloaks, wc->utf8_only, wc->only_ov, wc->founder_owns);
}

/* Those that the configuration has are in its order or not: they are told by name.  One that it has not must be empty. */
static void
digest_class(const struct class *c, struct buf *out)
{
	PUT(out,
		"class %s ping %" PRIu64
		" queues %zu %zu max %u %u %u block %u %u channels %u flood %u %u %u",
		c->name, c->ping_ms, c->sendq, c->recvq, c->max_clients, c->max_per_address, c->max_per_block,
		c->block_bits[0], c->block_bits[1], c->max_channels, c->flood.burst, c->flood.rate,
		c->flood_bytes);
	for (size_t i = 0; i < CONF_RATE_N; i++)
		PUT(out, " %u:%" PRIu64, c->rate[i].count, c->rate[i].per_ms);
	PUT(out, "\n");
}

static void
digest_classes(const struct gate *g, struct buf *out)
{
	const struct conf *conf = gate_conf(g);
	size_t n = 0;

	for (size_t i = 0; i < conf->n_class; i++)
		digest_class(class_set_get(gate_classes(g), conf->class[i].name), out);
	for (const struct class *c = class_next(gate_classes(g), NULL); c != NULL;
		c = class_next(gate_classes(g), c))
		n++;
	PUT(out, "classes %zu\n", n);
}

void
server_digest(const struct server *s, struct buf *out)
{
	const struct isupport *is = gate_isupport(s->gate);

	buf_clear(out);
	digest_world(&s->world->conf, out);
	digest_classes(s->gate, out);
	for (size_t i = 0; i < is->n_lines; i++)
		PUT(out, "005 %s\n", is->line[i]);
	PUT(out, "throttle %d\n", s->throttle != NULL);
}

static void
put_line(void *to, const char *line)
{
	PUT(to, "%s\n", line);
}

void
server_digest_ports(const struct ports *p, struct buf *out)
{
	buf_clear(out);
	ports_tell(p, put_line, out);
}

/* Some line begins so. */
static bool
has_line(struct view text, const char *start, size_t n)
{
	struct view line;

	while (view_cut(&text, '\n', &line))
		if (line.n > n && memcmp(line.p, start, n) == 0 && line.p[n] == ' ')
			return true;
	return false;
}

void
server_digest_listen(const struct conf *conf, struct view open, struct buf *out)
{
	struct view line;

	buf_clear(out);
	while (view_cut(&open, '\n', &line)) {
		for (size_t i = 0; i < conf->n_listen; i++) {
			const struct conf_listen *l = &conf->listen[i];
			const char *name = l->title;

			if (!has_line(line, name, strlen(name)))
				continue;
			PUT(out, "%s %s%s%s class %s\n", name, l->tls ? "tls" : "plain",
				l->websocket ? " websocket" : "", l->proxy ? " proxy" : "",
				l->class != NULL ? l->class->name : "by rule");
		}
	}
}
