#include "stopwords.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/path.h"
#include "io/source.h"
#include "normalise.h"

#define LIST_MAX ((size_t)16 << 20) /* bytes: nobody's list is longer */

static bool is_language(const char *name)
{
	size_t n = strlen(name);

	if (n < 2 || n > 3)
		return false;
	for (size_t i = 0; i < n; i++)
		if (name[i] < 'a' || name[i] > 'z')
			return false;
	return true;
}

/* The path of the list, or NULL with a sentence. Caller frees. */
static char *find_list(const char *name, struct error *err)
{
	char *asset, *path;

	if (!is_language(name))
		return xstrdup(name);
	asset = xasprintf("wordlists/stopwords-%s.txt", name);
	path = path_asset(asset);
	free(asset);
	if (path)
		return path;
	if (access(name, R_OK) == 0)
		return xstrdup(name);
	error_set(err, ST_USAGE,
		  "there is no list of stop words for the language %s: name a file with one word "
		  "a line",
		  name);
	return NULL;
}

static enum status read_all(const char *path, struct strbuf *text, struct error *err)
{
	struct source *src;
	char buf[4096];
	size_t got = 1;
	enum status st = source_open(&src, path, NULL, NULL, err);

	if (st != ST_OK)
		return st;
	while (st == ST_OK && got && text->len <= LIST_MAX) {
		st = source_read(src, buf, sizeof(buf), &got, err);
		if (st == ST_OK)
			strbuf_add(text, buf, got);
	}
	source_close(src);
	if (st == ST_OK && text->len > LIST_MAX)
		return error_set(err, ST_FORMAT, "%s is too long for a list of stop words", path);
	return st;
}

static enum status add_word(struct word_table *t, struct normaliser *n, const char *s, size_t len,
			    struct error *err)
{
	uint32_t id;

	while (len && strchr(" \t\r", s[len - 1]))
		len--;
	while (len && strchr(" \t", s[0])) {
		s++;
		len--;
	}
	if (len == 0 || len > TEXT_WORD_MAX || (len > 1 && s[0] == '#' && s[1] == ' '))
		return ST_OK;
	if (normalise_word(n, s, len) != WORD_KEPT)
		return ST_OK;
	return word_table_add(t, n->word.buf, n->word.len, 1, &id, err);
}

enum status stopwords_load(struct word_table *t, const char *name, struct error *err)
{
	struct text_options plain = { .keep_case = false };
	struct normaliser n = NORMALISER_INIT(&plain, NULL);
	struct strbuf text = STRBUF_INIT;
	char *path = find_list(name, err), *line, *end;
	enum status st = path ? read_all(path, &text, err) : ST_USAGE;

	line = text.buf;
	while (st == ST_OK && line < text.buf + text.len) {
		end = memchr(line, '\n', (size_t)(text.buf + text.len - line));
		if (!end)
			end = text.buf + text.len;
		st = add_word(t, &n, line, (size_t)(end - line), err);
		line = end + 1;
	}
	normaliser_release(&n);
	strbuf_release(&text);
	free(path);
	return st;
}
