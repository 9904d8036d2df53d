#include "app/glossary.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "app/lesson.h"
#include "app/wrap.h"
#include "base/mem.h"
#include "base/path.h"

static void add_term(struct glossary *g, const char *line, size_t n)
{
	const char *colon = memchr(line, ':', n);
	size_t names, skip;

	if (!colon || *line == '#')
		return;
	names = (size_t)(colon - line);
	skip = names + 1 + strspn(colon + 1, " ");
	if (skip >= n)
		return;
	ARRAY_RESERVE(g->terms, g->cap, g->count + 1);
	g->terms[g->count++] = (struct glossary_term){ .names = xstrndup(line, names),
						       .text = xstrndup(line + skip, n - skip) };
}

void glossary_parse(struct glossary *out, const char *text)
{
	*out = (struct glossary){ 0 };
	while (*text) {
		size_t n = strcspn(text, "\n");

		add_term(out, text, n);
		text += n + (text[n] == '\n');
	}
}

enum status glossary_load(struct glossary *out, struct error *err)
{
	char *path = path_asset("glossary/terms.txt"), *text;
	enum status st;

	if (!path)
		return error_set(err, ST_FAILED,
				 "the glossary is not installed: there is no file "
				 "glossary/terms.txt beside the models");
	st = lesson_read_file(&text, path, err);
	free(path);
	if (st != ST_OK)
		return st;
	glossary_parse(out, text);
	free(text);
	return ST_OK;
}

void glossary_release(struct glossary *g)
{
	for (size_t i = 0; i < g->count; i++) {
		free(g->terms[i].names);
		free(g->terms[i].text);
	}
	free(g->terms);
	*g = (struct glossary){ 0 };
}

/* Lower case; blanks, hyphens and underscores are one. */
static int plain(int c)
{
	return c == '-' || c == '_' ? ' ' : tolower(c);
}

/* Bytes of `text` that are the name, with a plural s if there is one; 0 = it does not begin so. */
static size_t match_name(const char *text, const char *name, size_t n)
{
	size_t i = 0;

	while (i < n && text[i] && plain((unsigned char)text[i]) == plain((unsigned char)name[i]))
		i++;
	if (i < n)
		return 0;
	if (text[i] == 's' && !isalnum((unsigned char)text[i + 1]))
		i++;
	return isalnum((unsigned char)text[i]) ? 0 : i;
}

static bool has_name(const struct glossary_term *t, const char *wanted)
{
	for (const char *name = t->names; *name;) {
		size_t n = strcspn(name, ",");

		if (match_name(wanted, name, n) == strlen(wanted) && *wanted)
			return true;
		name += n;
		name += strspn(name, ", ");
	}
	return false;
}

const struct glossary_term *glossary_find(const struct glossary *g, const char *name)
{
	for (size_t i = 0; i < g->count; i++)
		if (has_name(&g->terms[i], name))
			return &g->terms[i];
	return NULL;
}

static bool stands_in(const char *text, const char *name, size_t n)
{
	for (const char *p = text; *p; p++) {
		bool begins = p == text || !isalnum((unsigned char)p[-1]);

		if (begins && match_name(p, name, n))
			return true;
	}
	return false;
}

static bool is_in(const struct glossary_term *t, const char *text)
{
	for (const char *name = t->names; *name;) {
		size_t n = strcspn(name, ",");

		if (stands_in(text, name, n))
			return true;
		name += n;
		name += strspn(name, ", ");
	}
	return false;
}

void glossary_describe(const struct glossary_term *t, size_t cols, struct strbuf *out)
{
	strbuf_addf(out, "%s\n", t->names);
	wrap_paragraph(out, "  ", t->text, strlen(t->text), cols);
}

size_t glossary_find_all(const struct glossary *g, const char *text, size_t cols,
			 struct strbuf *out)
{
	size_t found = 0;

	for (size_t i = 0; i < g->count; i++) {
		const struct glossary_term *t = &g->terms[i];

		if (!is_in(t, text))
			continue;
		strbuf_adds(out, found ? "\n" : "");
		glossary_describe(t, cols, out);
		found++;
	}
	return found;
}
