#include "markup.h"

#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "base/compiler.h"
#include "base/utf8.h"
#include "markup_names.h"

struct cleaner {
	struct markup *state;
	const char *s;
	size_t n;
	char *out; /* never overtakes what is read */
	size_t len;
	bool last;
};

static void put(struct cleaner *c, const char *bytes, size_t n)
{
	if (c->out + c->len != bytes)
		memmove(c->out + c->len, bytes, n);
	c->len += n;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool is_name_start(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_name(char c)
{
	return is_name_start(c) || (c >= '0' && c <= '9') || c == ':' || c == '-' || c == '_' ||
	       c == '.';
}

/* --- tags -------------------------------------------------------------------------------------- */

/* The length of the tag that s[0] = '<' begins, 0 if it begins none, SIZE_MAX if that cannot be
 * told before more text comes. */
static size_t tag_length(const char *s, size_t n)
{
	size_t i = 1, end;
	bool slash, equals = false;

	if (n > 1 && (s[1] == '!' || s[1] == '?'))
		i = 2;
	slash = n > i && s[i] == '/';
	i += slash;
	if (i < n && !is_name_start(s[i]))
		return 0;
	while (i < n && i < MARKUP_MAX && is_name(s[i]))
		i++;
	for (end = i; end < n && end < MARKUP_MAX && s[end] != '>'; end++) {
		if (s[end] == '<')
			return 0;
		equals |= s[end] == '=';
	}
	if (end == MARKUP_MAX)
		return 0;
	if (end == n)
		return SIZE_MAX;
	if (s[1] == '!' || s[1] == '?' || s[i] == '>')
		return end + 1;
	if (s[i] == '/')
		return i + 1 == end ? end + 1 : 0;
	if (!is_blank(s[i]))
		return 0;
	while (i < end && (is_blank(s[i]) || s[i] == '/'))
		i++;
	return i == end || equals || slash ? end + 1 : 0;
}

static void leave_for_tag(struct cleaner *c, const char *tag)
{
	bool closing = tag[1] == '/';
	const char *name = tag + 1 + closing;
	size_t n = 0;

	while (is_name(name[n]))
		n++;
	switch (markup_tag_kind(name, n)) {
	case TAG_INLINE:
		return;
	case TAG_LINE:
		put(c, "\n", 1);
		return;
	case TAG_BLOCK:
		put(c, "\n\n", 2);
		return;
	case TAG_SCRIPT:
		c->state->skip = closing ? MARKUP_NONE : MARKUP_SCRIPT;
		break;
	case TAG_STYLE:
		c->state->skip = closing ? MARKUP_NONE : MARKUP_STYLE;
		break;
	case TAG_OTHER:
		break;
	}
	put(c, " ", 1);
}

/* Something that begins with '<'; returns the bytes done, 0 if more text must come. */
static size_t take_angle(struct cleaner *c, const char *s, size_t n)
{
	size_t len;

	if (n < 4 && !c->last)
		return 0;
	if (n >= 4 && memcmp(s, "<!--", 4) == 0) {
		c->state->skip = MARKUP_COMMENT;
		return 4;
	}
	if (!c->last && n < 9 && s[1] == '!')
		return 0;
	if (n >= 9 && memcmp(s, "<![CDATA[", 9) == 0) {
		put(c, " ", 1);
		return 9;
	}
	len = tag_length(s, n);
	if (len == SIZE_MAX && !c->last)
		return 0;
	if (len == SIZE_MAX || len == 0) {
		put(c, s, 1);
		return 1;
	}
	leave_for_tag(c, s);
	return len;
}

/* --- entities ---------------------------------------------------------------------------------- */

static uint32_t number_value(const char *s, size_t n)
{
	bool hex = n > 1 && (s[0] == 'x' || s[0] == 'X');
	uint32_t value = 0;

	for (size_t i = hex; i < n; i++) {
		char c = (char)(s[i] | 0x20);
		uint32_t digit;

		if (s[i] >= '0' && s[i] <= '9')
			digit = (uint32_t)(s[i] - '0');
		else if (hex && c >= 'a' && c <= 'f')
			digit = (uint32_t)(c - 'a') + 10;
		else
			return 0;
		value = value * (hex ? 16 : 10) + digit;
		if (value > 0x10FFFF)
			return 0;
	}
	return value;
}

/* s[0] = '&'; returns the bytes done, 0 if more text must come. */
static size_t take_entity(struct cleaner *c, const char *s, size_t n)
{
	size_t i = 1, len;
	uint32_t cp = 0;
	char bytes[4];

	while (i < n && i <= ENTITY_MAX && (is_name(s[i]) || s[i] == '#'))
		i++;
	if (i == n && i <= ENTITY_MAX && !c->last)
		return 0;
	if (i < n && s[i] == ';' && i > 1)
		cp = s[1] == '#' ? number_value(s + 2, i - 2) : markup_entity(s + 1, i - 1);
	len = cp ? utf8_encode(cp, bytes) : 0;
	if (len == 0 || len > i + 1) {
		put(c, s, 1);
		return 1;
	}
	put(c, bytes, len);
	return i + 1;
}

/* --- what is left out -------------------------------------------------------------------------- */

/* Inside a comment, script or style: bytes to skip, 0 if more text must come. */
static size_t skip_on(struct cleaner *c, const char *s, size_t n)
{
	static const char *const ends[] = {
		[MARKUP_COMMENT] = "-->", [MARKUP_SCRIPT] = "</script", [MARKUP_STYLE] = "</style"
	};
	const char *end = ends[c->state->skip];
	size_t len = strlen(end);

	for (size_t i = 0; i + len <= n; i++) {
		if (s[i] != end[0] || strncasecmp(s + i, end, len) != 0)
			continue;
		i += c->state->skip == MARKUP_COMMENT ? len : 0;
		c->state->skip = MARKUP_NONE;
		return i ? i : SIZE_MAX;
	}
	return c->last ? n : n >= len ? n - len + 1 : 0;
}

/* Where the next `byte` stands at or behind `at`, n if nowhere; *cache is the answer of the last call. */
static size_t next_place(const struct cleaner *c, char byte, size_t at, size_t *cache)
{
	const char *p;

	if (*cache >= at && *cache != SIZE_MAX)
		return *cache;
	p = memchr(c->s + at, byte, c->n - at);
	*cache = p ? (size_t)(p - c->s) : c->n;
	return *cache;
}

bool markup_has_tags(const char *head, size_t n)
{
	const char *end = head + n, *p = head;

	while (p + 2 < end && (p = memchr(p, '<', (size_t)(end - p - 2)))) {
		if (p[1] == '/' && is_name_start(p[2]))
			return true;
		p++;
	}
	return false;
}

size_t markup_strip(struct markup *m, char *text, size_t n, bool last, size_t *rest)
{
	struct cleaner c = { .state = m, .s = text, .n = n, .out = text, .last = last };
	size_t at = 0, done, angle = m->tags ? SIZE_MAX : n, amp = SIZE_MAX;

	while (at < n) {
		const char *s = text + at;

		if (m->skip) {
			done = skip_on(&c, s, n - at);
		} else if (*s == '<' && m->tags) {
			done = take_angle(&c, s, n - at);
		} else if (*s == '&') {
			done = take_entity(&c, s, n - at);
		} else {
			done = next_place(&c, '<', at, &angle);
			done = MIN(done, next_place(&c, '&', at, &amp)) - at;
			put(&c, s, done);
		}
		if (done == 0)
			break;
		at += done == SIZE_MAX ? 0 : done;
	}
	*rest = n - at;
	return c.len;
}
