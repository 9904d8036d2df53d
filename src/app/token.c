#include "token.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/strbuf.h"

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool may_open(const char *line, size_t at, size_t begin)
{
	return (line[at] == '\'' || line[at] == '"') &&
	       (at == begin || strchr("=*(,", line[at - 1]));
}

/* Index of the quote that closes the one at `at`, or 0. */
static size_t find_close(const char *line, size_t at)
{
	char quote = line[at];

	for (size_t i = at + 1; line[i]; i++) {
		if (quote == '"' && line[i] == '\\' && (line[i + 1] == '"' || line[i + 1] == '\\'))
			i++;
		else if (line[i] == quote &&
			 (!line[i + 1] || is_space(line[i + 1]) || strchr(")*,:", line[i + 1])))
			return i;
	}
	return 0;
}

static void add_quoted(struct strbuf *out, const char *line, size_t open, size_t close)
{
	for (size_t i = open + 1; i < close; i++) {
		if (line[open] == '"' && line[i] == '\\' && i + 1 < close &&
		    (line[i + 1] == '"' || line[i + 1] == '\\'))
			i++;
		strbuf_addc(out, line[i]);
	}
}

/* The token that starts at `begin`; returns its end. */
static size_t read_token(const char *line, size_t begin, struct strbuf *out, bool *quoted)
{
	size_t i = begin;

	*quoted = false;
	while (line[i] && !is_space(line[i])) {
		size_t close = may_open(line, i, begin) ? find_close(line, i) : 0;

		if (close) {
			*quoted = *quoted || i == begin;
			add_quoted(out, line, i, close);
			i = close + 1;
		} else {
			strbuf_addc(out, line[i++]);
		}
	}
	return i;
}

void tokens_split(struct tokens *out, const char *line)
{
	*out = (struct tokens){ NULL, 0, 0 };
	for (size_t i = 0;;) {
		struct strbuf text = STRBUF_INIT;
		struct token t = { 0 };

		while (is_space(line[i]))
			i++;
		if (!line[i])
			return;
		t.begin = i;
		i = t.end = read_token(line, i, &text, &t.quoted);
		t.text = strbuf_detach(&text, NULL);
		ARRAY_RESERVE(out->items, out->cap, out->count + 1);
		out->items[out->count++] = t;
	}
}

void tokens_release(struct tokens *t)
{
	for (size_t i = 0; i < t->count; i++)
		free(t->items[i].text);
	free(t->items);
	*t = (struct tokens){ NULL, 0, 0 };
}

#define NAME_MAX_BYTES 32

size_t name_distance(const char *a, const char *b)
{
	size_t d[NAME_MAX_BYTES + 1][NAME_MAX_BYTES + 1];
	size_t n = strlen(a), m = strlen(b);

	if (n > NAME_MAX_BYTES || m > NAME_MAX_BYTES)
		return SIZE_MAX;
	for (size_t i = 0; i <= n; i++)
		d[i][0] = i;
	for (size_t j = 0; j <= m; j++)
		d[0][j] = j;
	for (size_t i = 1; i <= n; i++) {
		for (size_t j = 1; j <= m; j++) {
			size_t best = d[i - 1][j - 1] + (a[i - 1] != b[j - 1]);

			best = MIN(best, MIN(d[i - 1][j], d[i][j - 1]) + 1);
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
				best = MIN(best, d[i - 2][j - 2] + 1);
			d[i][j] = best;
		}
	}
	return d[n][m];
}

void token_quote(const char *word, struct strbuf *out)
{
	bool plain = *word && !strpbrk(word, " \t\n\r\"'\\()") && *word != '-' && *word != '#';
	char quote = strchr(word, '\'') ? '"' : '\'';

	if (plain) {
		strbuf_adds(out, word);
		return;
	}
	strbuf_addc(out, quote);
	for (const char *p = word; *p; p++) {
		if (quote == '"' && (*p == '"' || *p == '\\'))
			strbuf_addc(out, '\\');
		strbuf_addc(out, *p);
	}
	strbuf_addc(out, quote);
}
