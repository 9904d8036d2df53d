#include "base/key.h"

#include <stdio.h>
#include <string.h>

#include "base/compiler.h"
#include "base/utf8.h"

/* Keys with a name; `raw` is what readline understands, with a place for the modifiers if the
 * sequence has one ("1;%u" of xterm). */
static const struct named_key {
	const char *name;
	enum key_code code;
	const char *raw, *raw_mods;
} named_keys[] = {
	{ "CR", KEY_ENTER_, "\r", NULL },
	{ "Esc", KEY_ESC_, "\033", NULL },
	{ "Tab", KEY_TAB_, "\t", NULL },
	{ "BS", KEY_BACKSPACE_, "\177", NULL },
	{ "Del", KEY_DELETE_, "\033[3~", "\033[3;%u~" },
	{ "Ins", KEY_INSERT_, "\033[2~", "\033[2;%u~" },
	{ "Up", KEY_UP_, "\033[A", "\033[1;%uA" },
	{ "Down", KEY_DOWN_, "\033[B", "\033[1;%uB" },
	{ "Left", KEY_LEFT_, "\033[D", "\033[1;%uD" },
	{ "Right", KEY_RIGHT_, "\033[C", "\033[1;%uC" },
	{ "Home", KEY_HOME_, "\033[H", "\033[1;%uH" },
	{ "End", KEY_END_, "\033[F", "\033[1;%uF" },
	{ "PgUp", KEY_PAGE_UP_, "\033[5~", "\033[5;%u~" },
	{ "PgDn", KEY_PAGE_DOWN_, "\033[6~", "\033[6;%u~" },
};

static const struct {
	const char *name;
	enum mouse_action action;
} mouse_actions[] = {
	{ "press", MOUSE_PRESS },      { "release", MOUSE_RELEASE },	  { "drag", MOUSE_DRAG },
	{ "wheelup", MOUSE_WHEEL_UP }, { "wheeldown", MOUSE_WHEEL_DOWN },
};

static void set_raw(struct key *k, const char *bytes, size_t n)
{
	if (n >= sizeof(k->raw))
		return;
	memcpy(k->raw, bytes, n);
	k->raw[n] = '\0';
	k->raw_len = n;
}

/* xterm counts modifiers from 1: shift 1, meta 2, control 4. */
static unsigned xterm_mods(unsigned mods)
{
	return 1 + (mods & KEY_SHIFT_ ? 1u : 0) + (mods & KEY_META_ ? 2u : 0) +
	       (mods & KEY_CTRL_ ? 4u : 0);
}

static void raw_named(struct key *k, const struct named_key *named)
{
	char bytes[16];
	const char *pct = named->raw_mods ? strchr(named->raw_mods, '%') : NULL;
	int n;

	if (k->code == KEY_TAB_ && k->mods == KEY_SHIFT_) {
		set_raw(k, "\033[Z", 3);
	} else if (k->mods && pct) {
		n = snprintf(bytes, sizeof(bytes), "%.*s%u%s", (int)(pct - named->raw_mods),
			     named->raw_mods, xterm_mods(k->mods), pct + 2);
		set_raw(k, bytes, (size_t)n);
	} else {
		n = snprintf(bytes, sizeof(bytes), "%s%s", k->mods & KEY_META_ ? "\033" : "",
			     named->raw);
		set_raw(k, bytes, (size_t)n);
	}
}

static void raw_char(struct key *k)
{
	char bytes[8];
	size_t n = 0;

	if (k->mods & KEY_META_)
		bytes[n++] = '\033';
	if (!(k->mods & KEY_CTRL_))
		n += utf8_encode(k->cp, bytes + n);
	else if (k->cp == ' ')
		bytes[n++] = '\0';
	else if (k->cp == '?')
		bytes[n++] = '\177';
	else
		bytes[n++] = (char)(k->cp & 0x1F);
	set_raw(k, bytes, n);
}

static const struct named_key *find_code(enum key_code code)
{
	for (size_t i = 0; i < ARRAY_LEN(named_keys); i++)
		if (named_keys[i].code == code)
			return &named_keys[i];
	return NULL;
}

static void become_named(struct key *k, enum key_code code)
{
	k->code = code;
	k->cp = 0;
	raw_named(k, find_code(code));
}

static bool is_ascii_letter(uint32_t cp)
{
	return (cp | 0x20) >= 'a' && (cp | 0x20) <= 'z';
}

/* One spelling for each key: what a terminal cannot tell apart is the same key here. */
static bool finish_char(struct key *k, uint32_t cp)
{
	k->code = KEY_CHAR_;
	k->cp = cp;
	if ((k->mods & KEY_SHIFT_) && is_ascii_letter(cp)) {
		k->cp = cp & ~0x20u;
		k->mods &= ~(unsigned)KEY_SHIFT_;
	}
	if (k->mods & KEY_CTRL_) {
		if (is_ascii_letter(cp))
			k->cp = cp | 0x20;
		else if (cp == '@')
			k->cp = ' ';
		else if (cp != ' ' && cp != '?' && !(cp >= '[' && cp <= '_'))
			return false;
		if (k->cp == 'i' || k->cp == 'm' || k->cp == '[') {
			k->mods &= ~(unsigned)KEY_CTRL_;
			become_named(k, k->cp == 'i'   ? KEY_TAB_
					: k->cp == 'm' ? KEY_ENTER_
						       : KEY_ESC_);
			return true;
		}
	}
	raw_char(k);
	return true;
}

/* A byte below 0x20 or 0x7F as a terminal sends it. */
static void finish_control(struct key *k, uint32_t c)
{
	if (c == '\n')
		become_named(k, KEY_ENTER_);
	else if (c == 0x7F)
		become_named(k, KEY_BACKSPACE_);
	else {
		k->mods |= KEY_CTRL_;
		finish_char(k, c + 0x40);
	}
}

static bool same_name(const char *s, size_t n, const char *name)
{
	return strlen(name) == n && strncasecmp(s, name, n) == 0;
}

static bool parse_number(const char **s, const char *end, int *out)
{
	int v = 0;
	const char *p = *s;

	while (p < end && *p >= '0' && *p <= '9' && v < 100000)
		v = v * 10 + (*p++ - '0');
	if (p == *s)
		return false;
	*s = p;
	*out = v;
	return true;
}

static bool parse_comma_number(const char **s, const char *end, int *out)
{
	if (*s >= end || **s != ',')
		return false;
	(*s)++;
	return parse_number(s, end, out);
}

/* "press,x,y" or "press,x,y,button" */
static bool parse_mouse(const char *s, const char *end, struct key *k)
{
	size_t len;

	for (size_t i = 0; i < ARRAY_LEN(mouse_actions); i++) {
		len = strlen(mouse_actions[i].name);
		if ((size_t)(end - s) <= len || memcmp(s, mouse_actions[i].name, len) != 0)
			continue;
		s += len;
		k->code = KEY_MOUSE_;
		k->mouse.action = mouse_actions[i].action;
		k->mouse.button = 1;
		if (!parse_comma_number(&s, end, &k->mouse.x) ||
		    !parse_comma_number(&s, end, &k->mouse.y))
			return false;
		if (s < end && !parse_comma_number(&s, end, &k->mouse.button))
			return false;
		return s == end && k->mouse.button >= 1 && k->mouse.button <= 3;
	}
	return false;
}

static bool parse_resize(const char *s, const char *end, struct key *k)
{
	k->code = KEY_RESIZE_;
	if (!parse_number(&s, end, &k->mouse.x) || s >= end || *s != 'x')
		return false;
	s++;
	return parse_number(&s, end, &k->mouse.y) && s == end;
}

static bool parse_function(const char *s, size_t n, struct key *k)
{
	const char *p = s + 1;
	int number;

	if (n < 2 || (s[0] != 'F' && s[0] != 'f') || !parse_number(&p, s + n, &number))
		return false;
	if (p != s + n || number < 1 || number > 12)
		return false;
	k->code = KEY_FUNCTION_;
	k->cp = (uint32_t)number;
	return true;
}

static bool parse_mods(const char **s, size_t *n, unsigned *mods)
{
	unsigned mod;

	while (*n > 2 && (*s)[1] == '-') {
		switch ((*s)[0]) {
		case 'C':
		case 'c':
			mod = KEY_CTRL_;
			break;
		case 'M':
		case 'm':
		case 'A':
		case 'a':
			mod = KEY_META_;
			break;
		case 'S':
		case 's':
			mod = KEY_SHIFT_;
			break;
		default:
			return false;
		}
		*mods |= mod;
		*s += 2;
		*n -= 2;
	}
	return true;
}

/* What stands between < and >. */
static bool parse_name(const char *s, size_t n, struct key *k)
{
	uint32_t cp;

	if (n > 7 && memcmp(s, "Resize:", 7) == 0)
		return parse_resize(s + 7, s + n, k);
	if (!parse_mods(&s, &n, &k->mods))
		return false;
	if (n > 6 && memcmp(s, "Mouse:", 6) == 0)
		return parse_mouse(s + 6, s + n, k);
	for (size_t i = 0; i < ARRAY_LEN(named_keys); i++)
		if (same_name(s, n, named_keys[i].name)) {
			become_named(k, named_keys[i].code);
			return true;
		}
	if (parse_function(s, n, k))
		return true;
	if (same_name(s, n, "Space"))
		return finish_char(k, ' ');
	if (same_name(s, n, "lt"))
		return finish_char(k, '<');
	return k->mods && n && utf8_decode(s, n, &cp) == n && cp > 0x20 && cp != 0x7F &&
	       finish_char(k, cp);
}

static enum status unknown_key(const char *text, size_t n, struct error *err)
{
	return error_set(err, ST_USAGE,
			 "\"%.*s\" is no key: write <CR>, <Esc>, <Up>, <F1>, <C-x>, <M-x> …, and "
			 "<lt> for a literal <",
			 (int)MIN(n, 40), text);
}

enum status key_parse(const char *text, struct key *out, size_t *used, struct error *err)
{
	size_t n = strlen(text), len;
	struct key k = { .code = KEY_NONE_ };
	const char *end;
	uint32_t cp;

	if (!n)
		return error_set(err, ST_USAGE, "a key is missing");
	if (text[0] == '<') {
		/* the key of <C->> is >, so look behind the first character of the name */
		end = n > 2 ? strchr(text + 2, '>') : NULL;
		if (end && end[-1] == '-' && end[1] == '>')
			end++;
		if (!end || !parse_name(text + 1, (size_t)(end - text) - 1, &k))
			return unknown_key(text, end ? (size_t)(end - text) + 1 : n, err);
		*out = k;
		*used = (size_t)(end - text) + 1;
		return ST_OK;
	}
	len = utf8_decode(text, n, &cp);
	if (!len)
		return error_set(err, ST_USAGE, "the keys are not valid UTF-8");
	if (cp < 0x20 || cp == 0x7F)
		finish_control(&k, cp);
	else
		finish_char(&k, cp);
	*out = k;
	*used = len;
	return ST_OK;
}

static const char *name_mouse(const struct key *k, char out[32])
{
	const char *action = "press";
	char button[4] = "";

	for (size_t i = 0; i < ARRAY_LEN(mouse_actions); i++)
		if (mouse_actions[i].action == k->mouse.action)
			action = mouse_actions[i].name;
	if (k->mouse.button > 1 && k->mouse.button <= 3)
		snprintf(button, sizeof(button), ",%c", '0' + k->mouse.button);
	snprintf(out, 32, "<%s%s%sMouse:%.9s,%hu,%hu%.2s>", k->mods & KEY_CTRL_ ? "C-" : "",
		 k->mods & KEY_META_ ? "M-" : "", k->mods & KEY_SHIFT_ ? "S-" : "", action,
		 (unsigned short)k->mouse.x, (unsigned short)k->mouse.y, button);
	return out;
}

/* The bare name of a key without its modifiers; true if it needs < >. */
static bool bare_name(const struct key *k, char out[8])
{
	const struct named_key *named = find_code(k->code);

	if (k->code == KEY_FUNCTION_) {
		snprintf(out, 8, "F%u", (unsigned)k->cp & 0xF);
		return true;
	}
	if (k->code == KEY_CHAR_) {
		size_t len = utf8_encode(k->cp, out);

		out[len] = '\0';
		if (k->cp == ' ')
			memcpy(out, "Space", 6);
		else if (k->cp == '<')
			memcpy(out, "lt", 3);
		return k->cp == ' ' || k->cp == '<';
	}
	snprintf(out, 8, "%.7s", named ? named->name : k->code == KEY_PASTE_ ? "Paste" : "");
	return named || k->code == KEY_PASTE_;
}

const char *key_format(const struct key *key, char out[32])
{
	char bare[8];
	bool brackets;

	if (key->code == KEY_MOUSE_)
		return name_mouse(key, out);
	if (key->code == KEY_RESIZE_) {
		snprintf(out, 32, "<Resize:%ux%u>", (unsigned)key->mouse.x & 0xFFFFF,
			 (unsigned)key->mouse.y & 0xFFFFF);
		return out;
	}
	brackets = bare_name(key, bare) || key->mods;
	if (!brackets)
		snprintf(out, 32, "%.7s", bare);
	else
		snprintf(out, 32, "<%s%s%s%.7s>", key->mods & KEY_CTRL_ ? "C-" : "",
			 key->mods & KEY_META_ ? "M-" : "", key->mods & KEY_SHIFT_ ? "S-" : "",
			 bare);
	return out;
}

bool key_equal(const struct key *a, const struct key *b)
{
	return a->code == b->code && a->cp == b->cp && a->mods == b->mods;
}
