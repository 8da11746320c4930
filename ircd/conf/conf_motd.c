/* Lines are cut and checked once, here: whoever sends them need not look at them. */
#include "conf/conf_motd.h"

#include <errno.h>
#include <string.h>

#include "conf/conf_file.h"
#include "core/mem.h"
#include "core/utf8.h"

/* Control bytes that clients take for colour, bold and the like, and TAB. */
static const struct view formatting = VIEW_INIT("\x02\x03\x04\x09\x0f\x11\x16\x1d\x1e\x1f");

static bool
has_control(struct view line)
{
	for (size_t i = 0; i < line.n; i++) {
		unsigned char c = (unsigned char)line.p[i];

		if ((c < ' ' && view_find(formatting, line.p[i]) == formatting.n) || c == 0x7f)
			return true;
	}
	return false;
}

static void
check_line(struct conf_build *b, const char *path, unsigned number, struct view line)
{
	if (line.n > CONF_MOTD_LINE_MAX)
		conf_faults_add(b->faults, path, number, "this line has %zu bytes; allowed: %d", line.n,
			CONF_MOTD_LINE_MAX);
	else if (!utf8_is_valid(line))
		conf_faults_add(b->faults, path, number, "this line is not valid UTF-8");
	else if (has_control(line))
		conf_faults_add(b->faults, path, number, "there is a control character in this line");
}

static size_t
count_lines(struct view text)
{
	size_t n = 0;

	for (size_t i = 0; i < text.n; i++)
		n += text.p[i] == '\n';
	return n + 1;
}

static void
take_lines(struct conf_build *b, struct conf_motd *motd, struct view text)
{
	struct view *lines = conf_arena_take(b->arena, count_lines(text), sizeof(*lines));
	struct view rest = text, line;
	size_t n = 0;

	while (view_cut(&rest, '\n', &line)) {
		if (rest.p == NULL && line.n == 0)
			break; /* behind the last line end */
		if (line.n != 0 && line.p[line.n - 1] == '\r')
			line.n--;
		lines[n++] = line;
		check_line(b, motd->path, (unsigned)n, line);
	}
	*motd->line = lines;
	*motd->n = n;
}

void
conf_motd_all(struct conf_server *server, struct conf_motd all[CONF_MOTD_TEXTS])
{
	const struct conf_motd texts[CONF_MOTD_TEXTS] = {
		{ "motd", server->motd_path, false, &server->motd, &server->n_motd },
		{ "rules", server->rules_path, false, &server->rules, &server->n_rules },
		{ "oper-motd", server->oper_motd_path, false, &server->oper_motd, &server->n_oper_motd },
	};

	memcpy(all, texts, sizeof(texts));
}

void
conf_motd_read(struct conf_build *b, struct conf_motd *motd)
{
	struct conf_file_text text;
	struct err e;

	if (motd->path == NULL)
		return;
	if (conf_file_read(motd->path, CONF_MOTD_MAX, &text, &e) == -1) {
		if (!motd->is_optional || e.code != ENOENT)
			conf_faults_add(b->faults, motd->path, 0, "%s", e.text);
		return;
	}
	take_lines(b, motd, view_of(conf_arena_text(b->arena, view_of(text.p, text.n)), text.n));
	mem_free(text.p);
}
