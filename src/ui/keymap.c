#include "ui/keymap.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"

static void binding_release(struct binding *b)
{
	free(b->context);
	free(b->command);
	free(b->label);
	free(b->shown);
	free(b->note);
	free(b->group);
}

void keymap_release(struct keymap *map)
{
	for (size_t i = 0; i < map->count; i++)
		binding_release(&map->items[i]);
	free(map->items);
	memset(map, 0, sizeof(*map));
}

const struct binding *keymap_find(const struct keymap *map, const char *context,
				  const struct key *key)
{
	for (size_t i = 0; i < map->count; i++) {
		const struct binding *b = &map->items[i];

		if (strcmp(b->context, context) == 0 && key_equal(&b->key, key))
			return b;
	}
	return NULL;
}

const struct binding *keymap_for_command(const struct keymap *map, const char *command)
{
	size_t n = strlen(command);

	for (size_t i = 0; i < map->count; i++) {
		const char *c = map->items[i].command;

		if (strncmp(c, command, n) == 0 && (c[n] == '\0' || c[n] == ' '))
			return &map->items[i];
	}
	return NULL;
}

static const char *skip_blanks(const char *s)
{
	while (*s == ' ' || *s == '\t')
		s++;
	return s;
}

static char *trimmed(const char *s, size_t n)
{
	while (n > 0 && isspace((unsigned char)*s))
		s++, n--;
	while (n > 0 && isspace((unsigned char)s[n - 1]))
		n--;
	return xstrndup(s, n);
}

/* "{zoom|+/-} zoom in" → label, shown, note. */
static void parse_note(struct binding *b, const char *note)
{
	const char *end = *note == '{' ? strchr(note, '}') : NULL;

	if (end) {
		const char *bar = memchr(note, '|', (size_t)(end - note));

		b->label = trimmed(note + 1, (size_t)((bar ? bar : end) - note) - 1);
		if (bar)
			b->shown = trimmed(bar + 1, (size_t)(end - bar) - 1);
		note = skip_blanks(end + 1);
	}
	b->note = trimmed(note, strlen(note));
}

/* Where the note starts: the last "#" with two blanks before it and one behind. */
static const char *find_note(const char *line)
{
	const char *found = NULL;

	for (const char *p = line; (p = strstr(p, "  # ")) != NULL; p++)
		found = p;
	return found;
}

static void keymap_put(struct keymap *map, struct binding *b)
{
	for (size_t i = 0; i < map->count; i++) {
		struct binding *old = &map->items[i];

		if (strcmp(old->context, b->context) == 0 && key_equal(&old->key, &b->key)) {
			binding_release(old);
			*old = *b;
			map->replaced++;
			return;
		}
	}
	ARRAY_RESERVE(map->items, map->cap, map->count + 1);
	map->items[map->count++] = *b;
}

static void keymap_remove(struct keymap *map, const struct binding *b)
{
	for (size_t i = 0; i < map->count; i++) {
		struct binding *old = &map->items[i];

		if (strcmp(old->context, b->context) || !key_equal(&old->key, &b->key))
			continue;
		binding_release(old);
		memmove(old, old + 1, (map->count - i - 1) * sizeof(*old));
		map->count--;
		return;
	}
}

static enum status parse_line(struct binding *b, const char *line, struct error *err)
{
	size_t n = strcspn(line, " \t");
	const char *key = skip_blanks(line + n);
	size_t used = 0;

	if (!*key)
		return error_set(err, ST_USAGE, "needs a context, a key and a command");
	if (key_parse(key, &b->key, &used, err) != ST_OK)
		return err ? err->status : ST_USAGE;
	const char *command = skip_blanks(key + used);
	const char *note = find_note(key + used);
	size_t command_len = note ? (size_t)(note > command ? note - command : 0) : strlen(command);

	if (command_len == 0 || command == key + used)
		return error_set(err, ST_USAGE, "needs a command after the key");
	b->context = xstrndup(line, n);
	b->command = trimmed(command, command_len);
	parse_note(b, note ? skip_blanks(note + 4) : "");
	return ST_OK;
}

static enum status add_line(struct keymap *map, const char *line, const char *group, size_t number,
			    struct error *err)
{
	struct binding b = { .line = number };
	enum status st = parse_line(&b, line, err);

	if (st != ST_OK)
		return st;
	b.group = xstrdup(group);
	if (strcmp(b.command, "-") == 0) {
		keymap_remove(map, &b);
		binding_release(&b);
	} else {
		keymap_put(map, &b);
	}
	return ST_OK;
}

enum status keymap_add(struct keymap *map, const char *text, const char *name, struct error *err)
{
	char *group = xstrdup("Keys");
	enum status st = ST_OK;

	for (size_t number = 1; *text && st == ST_OK; number++) {
		size_t n = strcspn(text, "\n");
		char *line = trimmed(text, n);
		size_t len = strlen(line);

		if (len > 2 && line[0] == '[' && line[len - 1] == ']') {
			free(group);
			group = xstrndup(line + 1, len - 2);
		} else if (len && line[0] != '#') {
			st = add_line(map, line, group, number, err);
			if (st != ST_OK)
				error_wrap(err, "%s:%zu", name, number);
		}
		free(line);
		text += n + (text[n] == '\n');
	}
	free(group);
	return st;
}

struct shown_name {
	enum key_code code;
	const char *name, *ascii;
};

static const struct shown_name shown_names[] = {
	{ KEY_ENTER_, "Enter", NULL },	{ KEY_ESC_, "Esc", NULL },
	{ KEY_TAB_, "Tab", NULL },	{ KEY_BACKSPACE_, "⌫", "BS" },
	{ KEY_DELETE_, "Del", NULL },	{ KEY_INSERT_, "Ins", NULL },
	{ KEY_UP_, "↑", "Up" },		{ KEY_DOWN_, "↓", "Down" },
	{ KEY_LEFT_, "←", "Left" },	{ KEY_RIGHT_, "→", "Right" },
	{ KEY_HOME_, "Home", NULL },	{ KEY_END_, "End", NULL },
	{ KEY_PAGE_UP_, "PgUp", NULL }, { KEY_PAGE_DOWN_, "PgDn", NULL },
};

static void show_char(const struct key *key, struct strbuf *out)
{
	char bytes[4];
	uint32_t cp = key->cp;

	if ((key->mods & KEY_CTRL_) && cp >= 'a' && cp <= 'z')
		cp -= 'a' - 'A';
	if (cp == ' ')
		strbuf_adds(out, "Space");
	else
		strbuf_add(out, bytes, utf8_encode(cp, bytes));
}

void keymap_show_key(const struct key *key, bool ascii, struct strbuf *out)
{
	if (key->mods & KEY_CTRL_)
		strbuf_adds(out, "Ctrl-");
	if (key->mods & KEY_META_)
		strbuf_adds(out, "Alt-");
	if (key->mods & KEY_SHIFT_)
		strbuf_adds(out, "Shift-");
	if (key->code == KEY_CHAR_) {
		show_char(key, out);
		return;
	}
	if (key->code == KEY_FUNCTION_) {
		strbuf_addf(out, "F%u", (unsigned)key->cp);
		return;
	}
	for (size_t i = 0; i < ARRAY_LEN(shown_names); i++) {
		const struct shown_name *s = &shown_names[i];

		if (s->code == key->code)
			strbuf_adds(out, ascii && s->ascii ? s->ascii : s->name);
	}
}

void keymap_show(const struct binding *b, bool ascii, struct strbuf *out)
{
	if (b->shown)
		strbuf_adds(out, b->shown);
	else
		keymap_show_key(&b->key, ascii, out);
}
