/* JSON is jansson's business (decision 0014).  What it says may have come from anybody: control bytes are never written to a terminal. */
#include "ctl/ctl_audit_show.h"

#include <inttypes.h>
#include <jansson.h>
#include <string.h>

#include "core/clock.h"
#include "ctl/ctl_show.h"
#include "proto/mask.h"

static json_t *
parse(struct view line)
{
	json_t *o = line.n < AUDIT_LINE_MAX ? json_loadb(line.p, line.n, 0, NULL) : NULL;

	if (json_is_object(o))
		return o;
	json_decref(o);
	return NULL;
}

/* NULL: there is none, or it is no text. */
static const char *
text_of(const json_t *o, const char *key)
{
	return json_string_value(json_object_get(o, key));
}

int
ctl_audit_since(struct ctl_audit_filter *f, const char *text, uint64_t now_ms)
{
	static const char form[] = "0000-00-00T00:00:00.000Z";
	static const struct {
		char letter;
		uint32_t seconds;
	} units[] = { { 's', 1 }, { 'm', 60 }, { 'h', 3600 }, { 'd', 86400 } };
	struct view v = view_z(text);
	uint32_t n;

	for (size_t i = 0; i < ARRAY_LEN(units); i++) {
		if (v.n < 2 || v.p[v.n - 1] != units[i].letter ||
			view_to_u32(view_left(v, v.n - 1), &n) == -1)
			continue;
		if ((uint64_t)n * units[i].seconds > now_ms / 1000)
			return -1;
		clock_utc(now_ms - (uint64_t)n * units[i].seconds * 1000, f->since);
		return 0;
	}
	if (v.n < 4 || v.n > AUDIT_LINE_TIME)
		return -1;
	for (size_t i = 0; i < v.n; i++) {
		bool is_digit = v.p[i] >= '0' && v.p[i] <= '9';

		if (form[i] == '0' ? !is_digit : form[i] != v.p[i] && !(form[i] == 'T' && v.p[i] == ' '))
			return -1;
	}
	(void)view_copy(v, f->since, sizeof(f->since));
	if (v.n > 10)
		f->since[10] = 'T';
	return 0;
}

static bool
is_in_list(const char *list, const char *word)
{
	struct view rest = view_z(list), one;

	while (view_cut(&rest, ',', &one)) {
		if (view_eq(one, view_z(word)))
			return true;
	}
	return false;
}

/* What the log writes itself. */
static bool
is_own(const char *event)
{
	return is_in_list("file,checkpoint,end", event);
}

static bool
fits(const char *mask, const char *text)
{
	return text != NULL && mask_match(view_z(mask), view_z(text));
}

/* {"nick":,"user":,"host":,...} */
static bool
is_person(const char *mask, const json_t *o)
{
	static const char *const keys[] = { "nick", "address", "account", "oper" };
	const char *nick = text_of(o, "nick"), *user = text_of(o, "user"), *host = text_of(o, "host");
	char whole[512];

	for (size_t i = 0; i < ARRAY_LEN(keys); i++) {
		if (fits(mask, text_of(o, keys[i])))
			return true;
	}
	(void)snprintf(whole, sizeof(whole), "%s!%s@%s", nick != NULL ? nick : "", user != NULL ? user : "",
		host != NULL ? host : "");
	return fits(mask, whole) || fits(mask, host);
}

static bool
is_about(const char *mask, json_t *o)
{
	static const char *const texts[] = { "by", "account", "oper", "nick", "address", "founder" };
	const char *key;
	json_t *value;

	json_object_foreach(o, key, value)
	{
		if (json_is_object(value) && is_person(mask, value))
			return true;
	}
	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		if (fits(mask, text_of(o, texts[i])))
			return true;
	}
	value = json_object_get(o, "uid");
	if (json_is_integer(value)) {
		char uid[32];

		(void)snprintf(uid, sizeof(uid), "%" JSON_INTEGER_FORMAT, json_integer_value(value));
		return fits(mask, uid);
	}
	return false;
}

static bool
is_command(const char *command, const json_t *o)
{
	const char *verb = text_of(o, "command"), *request = text_of(o, "request");

	return (verb != NULL && view_eq_nocase(view_z(verb), view_z(command))) ||
		(request != NULL && view_eq_nocase(view_z(request), view_z(command)));
}

bool
ctl_audit_wants(const struct ctl_audit_filter *f, struct view line)
{
	json_t *o = parse(line);
	const char *event, *time;
	bool wants;

	if (o == NULL)
		return f->who == NULL && f->command == NULL && f->events == NULL;
	event = text_of(o, "event");
	time = text_of(o, "time");
	wants = event != NULL && (f->events != NULL ? is_in_list(f->events, event) : !is_own(event));
	wants = wants && (f->since[0] == '\0' || (time != NULL && strcmp(time, f->since) >= 0));
	wants = wants && (f->who == NULL || is_about(f->who, o));
	wants = wants && (f->command == NULL || is_command(f->command, o));
	json_decref(o);
	return wants;
}

/* In quotes where a blank or nothing would be read wrongly. */
static void
print_text(FILE *out, const char *text)
{
	bool plain = text[0] != '\0' && strpbrk(text, " \"=") == NULL;

	if (plain)
		ctl_show_plain(out, view_z(text));
	else
		ctl_show_string(out, view_z(text));
}

static void
print_person(FILE *out, const json_t *o)
{
	static const char *const more[] = { "address", "account", "oper", "role" };
	const char *nick = text_of(o, "nick"), *user = text_of(o, "user"), *host = text_of(o, "host");
	const char *before = " (";

	ctl_show_plain(out, view_z(nick != NULL ? nick : "?"));
	(void)fputc('!', out);
	ctl_show_plain(out, view_z(user != NULL ? user : "?"));
	(void)fputc('@', out);
	ctl_show_plain(out, view_z(host != NULL ? host : "?"));
	for (size_t i = 0; i < ARRAY_LEN(more); i++) {
		const char *text = text_of(o, more[i]);

		if (text == NULL)
			continue;
		(void)fprintf(out, "%s%s ", before, more[i]);
		print_text(out, text);
		before = ", ";
	}
	if (before[0] == ',')
		(void)fputc(')', out);
}

static void
print_value(FILE *out, const json_t *value)
{
	char *text;

	if (json_is_string(value)) {
		print_text(out, json_string_value(value));
	} else if (json_is_object(value) && text_of(value, "nick") != NULL) {
		print_person(out, value);
	} else {
		text = json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY);
		ctl_show_plain(out, view_z(text != NULL ? text : "?"));
		free(text);
	}
}

/* Keys that every line has, and that signatures have: they are for the check. */
static bool
is_hidden(const char *key)
{
	return is_in_list("seq,time,event,mac,signature,previous,key,next,signer,owner", key);
}

/* 2026-11-27 17:00:00 command     by=ann!~ann@host.example (oper ann) command=KILL params=["bob"] outcome=done */
void
ctl_audit_print(FILE *out, struct view line)
{
	json_t *o = parse(line), *value;
	const char *time, *event, *key;

	time = text_of(o, "time");
	event = text_of(o, "event");
	if (time == NULL || event == NULL || strlen(time) != AUDIT_LINE_TIME) {
		(void)fputs("?? ", out);
		ctl_show_plain(out, view_left(line, 200));
		(void)fputc('\n', out);
		json_decref(o);
		return;
	}
	ctl_show_plain(out, view_left(view_z(time), 10));
	(void)fputc(' ', out);
	ctl_show_plain(out, view_left(view_skip(view_z(time), 11), 8));
	(void)fputc(' ', out);
	ctl_show_plain(out, view_z(event));
	for (size_t n = strlen(event); n < 11; n++)
		(void)fputc(' ', out);
	json_object_foreach(o, key, value)
	{
		if (is_hidden(key))
			continue;
		(void)fputc(' ', out);
		ctl_show_plain(out, view_z(key));
		(void)fputc('=', out);
		print_value(out, value);
	}
	(void)fputc('\n', out);
	json_decref(o);
}
