#include "tokenizer.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define TEXT_MAX ((uint64_t)100 * 1000 * 1000) /* the largest that people have takes 35 MB */
#define STEP	 ((size_t)1 << 16)

void tokenizer_set(struct tokenizer *t, uint64_t row, const char *s, size_t n, bool literal)
{
	if (row >= t->rows)
		t->beyond++;
	else
		t->tokens[row] = (struct token){ s, n, literal };
}

/* All bytes of the file, a NUL behind them. */
static enum status slurp(struct source *src, char **text, size_t *len, struct error *err)
{
	size_t cap = 0, got = 1;

	for (*len = 0; got; *len += got) {
		enum status st = ST_OK;

		if (source_size(src) > TEXT_MAX || *len > TEXT_MAX)
			return error_set(err, ST_FORMAT, "%s is too large to be a tokenizer",
					 source_path(src));
		if (cap - *len < STEP) {
			void *p = *text;

			cap = cap * 2 + STEP;
			st = mem_try_realloc(&p, cap, 1, "a tokenizer", err);
			*text = st ? *text : p;
		}
		if (!st)
			st = source_read(src, *text + *len, cap - *len - 1, &got, err);
		if (st)
			return st;
	}
	(*text)[*len] = '\0';
	return ST_OK;
}

/* --- lists ---------------------------------------------------------------------------------------- */

/* One token a line, the first is row 0; an empty line is a token too. */
static enum status read_lines(struct tokenizer *t, size_t n)
{
	const char *p = t->text, *end = p + n;
	uint64_t row = 0;

	while (p < end) {
		const char *lf = memchr(p, '\n', (size_t)(end - p)), *stop = lf ? lf : end;
		size_t len = (size_t)(stop - p);

		if (len && p[len - 1] == '\r')
			len--;
		tokenizer_set(t, row++, p, len, false);
		p = lf ? lf + 1 : end;
	}
	return ST_OK;
}

static bool starts(const struct token *t, const char *mark)
{
	return t->n > strlen(mark) && memcmp(t->s, mark, strlen(mark)) == 0;
}

/* Which mark do many of the tokens begin with? */
static enum token_scheme guess_scheme(const struct tokenizer *t)
{
	size_t bytes = 0, pieces = 0, inside = 0;

	for (size_t i = 0; i < t->rows; i++) {
		const struct token *x = &t->tokens[i];

		if (!x->s || x->literal)
			continue;
		bytes += starts(x, "\xC4\xA0");
		pieces += starts(x, "\xE2\x96\x81");
		inside += starts(x, "##");
	}
	if (pieces && pieces >= bytes && pieces >= inside)
		return TOKENS_PIECES;
	if (bytes && bytes >= inside)
		return TOKENS_BYTES;
	return inside ? TOKENS_WORDPIECE : TOKENS_PLAIN;
}

/* --- which kind ----------------------------------------------------------------------------------- */

static bool is_base64(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
	       c == '+' || c == '/' || c == '=';
}

/* The first lines are base64, a blank and a number. */
static bool looks_like_ranks(const char *text, size_t n)
{
	size_t lines = 0, i = 0;

	while (i < n && lines < 8) {
		size_t begin = i;

		while (i < n && is_base64(text[i]))
			i++;
		if (i == begin || (i - begin) % 4 || i == n || text[i++] != ' ')
			return false;
		begin = i;
		while (i < n && text[i] >= '0' && text[i] <= '9')
			i++;
		if (i == begin || (i < n && text[i] != '\n'))
			return false;
		i++;
		lines++;
	}
	return lines > 0;
}

/* ["a", … or [["a", 0], …; a list of tokens may begin with the line [PAD]. */
static bool is_json_list(const char *p)
{
	if (*p != '[')
		return false;
	p++;
	p += strspn(p, " \t\r\n");
	return *p == '"' || *p == '[' || *p == ']';
}

static enum status read_text(struct tokenizer *t, size_t n, struct error *err)
{
	const char *p = t->text + strspn(t->text, " \t\r\n");

	t->scheme = TOKENS_PLAIN;
	if (*p == '{' || is_json_list(p))
		return tokenizer_read_json(t, n, err);
	if (*t->text == 0x0A && n > 2)
		return tokenizer_read_pieces(t, n, err);
	return looks_like_ranks(t->text, n) ? tokenizer_read_ranks(t, n, err) : read_lines(t, n);
}

static enum status read_tokenizer(struct tokenizer *out, struct source *src, size_t rows,
				  struct error *err)
{
	struct tokenizer t = { .rows = rows };
	void *tokens = NULL;
	size_t n = 0;
	enum status st = slurp(src, &t.text, &n, err);

	if (!st)
		st = mem_try_calloc(&tokens, rows, sizeof(*t.tokens), "the tokens", err);
	t.tokens = tokens;
	if (!st && read_text(&t, n, err))
		st = error_wrap(err, "%s", source_path(src));
	if (st) {
		tokenizer_release(&t);
		return st;
	}
	if (t.scheme == TOKENS_PLAIN)
		t.scheme = guess_scheme(&t);
	t.note = xasprintf("tokens from %s", source_path(src));
	*out = t;
	return ST_OK;
}

static const char *const tokenizer_files[] = {
	"tokenizer.json",      "vocab.txt",
	"vocab.json",	       "tokenizer.model",
	"sentencepiece.model", "spiece.model",
	"source.spm",	       "tokenizer.tiktoken",
	"qwen.tiktoken",       "sentencepiece.bpe.model",
};

void tokenizer_names(const struct name_sink *out)
{
	for (size_t i = 0; i < ARRAY_LEN(tokenizer_files); i++)
		out->take(out->ctx, tokenizer_files[i]);
}

enum status tokenizer_find(struct tokenizer *out, const struct source *src, const char *path,
			   size_t rows, struct error *err)
{
	struct source *beside = NULL;
	enum status st = ST_FAILED;

	if (path)
		st = source_open(&beside, path, NULL, NULL, err);
	for (size_t i = 0; !path && st == ST_FAILED && i < ARRAY_LEN(tokenizer_files); i++)
		st = source_open_sibling(&beside, src, tokenizer_files[i], err);
	if (st)
		return path || st != ST_FAILED
			       ? st
			       : error_set(err, ST_FAILED, "there is no tokenizer beside it");
	st = read_tokenizer(out, beside, rows, err);
	source_close(beside);
	return st == ST_FAILED ? ST_FORMAT : st; /* unpacking it would never end */
}

/* --- naming --------------------------------------------------------------------------------------- */

static void note_counts(const struct tokenizer *t, size_t named, struct report *r)
{
	report_notef(r, "%s", t->note);
	if (t->beyond)
		report_notef(r, "%zu tokens have numbers beyond the table: they are left out",
			     t->beyond);
	if (named < t->rows)
		report_notef(r, "%zu rows have no token: they are called <row:N>", t->rows - named);
}

enum status tokenizer_add(const struct tokenizer *t, struct builder *b, struct error *err)
{
	struct token_namer namer;
	size_t named = 0;
	enum status st = ST_OK;

	token_namer_init(&namer, b, t->scheme);
	for (size_t i = 0; i < t->rows && !st; i++) {
		const struct token *x = &t->tokens[i];

		named += x->s != NULL;
		st = token_namer_add(&namer, x->s ? x->s : "", x->s ? x->n : 0, x->literal, err);
	}
	if (!st) {
		token_namer_finish(&namer);
		note_counts(t, named, builder_report(b));
	}
	token_namer_release(&namer);
	return st;
}

void tokenizer_release(struct tokenizer *t)
{
	free(t->tokens);
	free(t->text);
	free(t->bytes);
	json_free(t->doc);
	free(t->note);
	*t = (struct tokenizer){ 0 };
}
