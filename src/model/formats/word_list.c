/*
 * People keep the words of a matrix in many ways: plain lines, lines with a count (word2vec's
 * -save-vocab), a table with a header (TensorFlow's projector), the text file the matrix was made
 * from, JSON. All are recognised by looking at every line, never at the first few, so that a list
 * is read either right or not at all:
 *
 *   1. as many words as rows, after at most one header line;
 *   2. a count is dropped only if every line ends in one, the row's own numbers likewise;
 *   3. words are bytes: only LF (and one CR before it) ends a line.
 */
#include "word_list.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/number.h"
#include "base/path.h"
#include "io/json.h"

/* A list is refused beyond this many bytes per row: it is something else then. */
#define BYTES_PER_ROW 1024
#define BYTES_FREE    ((uint64_t)1 << 20)
#define BYTES_MAX     ((uint64_t)8 << 30)
#define READ_STEP     ((size_t)1 << 16)

struct wanted {
	size_t rows, cols;
};

/* How the list is called in sentences. */
static char *name_of(const struct source *src)
{
	const char *member = source_member(src);

	return *member ? xasprintf("%s in %s", member, source_path(src))
		       : xstrdup(source_path(src));
}

static uint64_t bytes_max(const struct wanted *w)
{
	return MIN((uint64_t)w->rows * BYTES_PER_ROW + BYTES_FREE, BYTES_MAX);
}

static enum status too_large(const struct source *src, const struct wanted *w, struct error *err)
{
	return error_set(err, ST_FORMAT, "%s is too large to be the words of %zu rows",
			 source_path(src), w->rows);
}

/* All bytes of src; *text is the caller's even on failure. */
static enum status slurp(struct source *src, const struct wanted *w, char **text, size_t *len,
			 struct error *err)
{
	size_t cap = 0, got = 1;

	if (source_size(src) > bytes_max(w))
		return too_large(src, w, err);
	for (*len = 0; got; *len += got) {
		enum status st = ST_OK;

		if (*len > bytes_max(w))
			return too_large(src, w, err);
		if (cap - *len < READ_STEP) {
			void *p = *text;

			cap = cap * 2 + READ_STEP;
			st = mem_try_realloc(&p, cap, 1, "a list of words", err);
			*text = p;
		}
		if (!st)
			st = source_read(src, *text + *len, cap - *len, &got, err);
		if (st)
			return st;
	}
	return ST_OK;
}

static size_t count_lines(const char *text, size_t len)
{
	const char *end = text + len;
	size_t lines = 0;

	for (const char *p = text; p < end; lines++) {
		const char *lf = memchr(p, '\n', (size_t)(end - p));

		p = lf ? lf + 1 : end;
	}
	return lines;
}

static void split_lines(struct word_list *out, const char *text, size_t len)
{
	const char *end = text + len;

	for (const char *p = text; p < end;) {
		const char *lf = memchr(p, '\n', (size_t)(end - p));
		const char *stop = lf ? lf : end;
		size_t n = (size_t)(stop - p);

		if (n && p[n - 1] == '\r')
			n--;
		out->words[out->count++] = (struct word_slice){ p, n };
		p = lf ? lf + 1 : end;
	}
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static bool is_number(const char *s, size_t n, bool whole)
{
	uint64_t u;
	double d;

	return whole ? number_parse_u64(s, n, &u) : number_parse_f64(s, n, &d);
}

bool word_list_trim(const char *line, size_t *n, size_t fields)
{
	size_t end = *n;

	for (size_t i = 0; i < fields; i++) {
		size_t start;

		while (end && is_blank(line[end - 1]))
			end--;
		start = end;
		while (start && !is_blank(line[start - 1]))
			start--;
		if (start == end || !start || !is_number(line + start, end - start, fields == 1))
			return false;
		end = start;
	}
	*n = end ? end - 1 : 0;
	return *n > 0;
}

/* Drop `fields` numbers behind each word if every line has them. */
static bool trim_all(struct word_list *list, size_t fields)
{
	for (size_t i = 0; i < list->count; i++) {
		size_t n = list->words[i].n;

		if (!word_list_trim(list->words[i].s, &n, fields))
			return false;
	}
	for (size_t i = 0; i < list->count; i++)
		word_list_trim(list->words[i].s, &list->words[i].n, fields);
	return true;
}

static void keep_first_column(struct word_list *list)
{
	for (size_t i = 0; i < list->count; i++) {
		const char *tab = memchr(list->words[i].s, '\t', list->words[i].n);

		if (tab)
			list->words[i].n = (size_t)(tab - list->words[i].s);
	}
}

static enum status make_room(struct word_list *out, size_t count, struct error *err)
{
	void *p = NULL;
	enum status st = mem_try_calloc(&p, count, sizeof(*out->words), "a list of words", err);

	out->words = p;
	return st;
}

static enum status check_count(size_t count, const struct source *src, const struct wanted *w,
			       struct error *err)
{
	char *name;

	if (count == w->rows)
		return ST_OK;
	name = name_of(src);
	error_set(err, ST_FORMAT, "%s has %zu words, but the matrix has %zu rows", name, count,
		  w->rows);
	free(name);
	return ST_FORMAT;
}

static void note_origin(struct word_list *out, const struct source *src, const char *more)
{
	char *name = name_of(src);

	out->note = xasprintf("words from %s%s", name, more);
	free(name);
}

static void drop_first(struct word_list *list)
{
	memmove(list->words, list->words + 1, (list->count - 1) * sizeof(*list->words));
	list->count--;
}

static enum status read_lines(struct word_list *out, const struct source *src, size_t len,
			      const struct wanted *w, struct error *err)
{
	const char *text = out->text;
	size_t lines;
	enum status st;

	if (len >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0)
		text += 3, len -= 3;
	lines = count_lines(text, len);
	if (lines != w->rows + 1) {
		st = check_count(lines, src, w, err);
		if (st)
			return st;
	}
	st = make_room(out, lines, err);
	if (st)
		return st;
	split_lines(out, text, len);
	if (lines > w->rows)
		drop_first(out);
	if (path_has_suffix(source_name(src), ".tsv"))
		keep_first_column(out);
	else if (w->cols < 2 || !trim_all(out, w->cols))
		trim_all(out, 1);
	note_origin(out, src, lines > w->rows ? " (its first line is a header)" : "");
	return ST_OK;
}

struct placing {
	struct word_list *list;
	size_t rows;
	bool ok;
};

static bool place_member(void *ctx, const char *key, const json_value *v)
{
	struct placing *p = ctx;
	uint64_t row = 0;

	p->ok = json_get_u64(v, &row) && row < p->rows && !p->list->words[row].s;
	if (!p->ok)
		return false;
	p->list->words[row] = (struct word_slice){ key, strlen(key) };
	p->list->count++;
	return true;
}

/* ["the", "of", …] or {"the": 0, "of": 1, …} */
static bool place_json(struct word_list *out, const json_value *root, size_t rows)
{
	struct placing p = { .list = out, .rows = rows, .ok = true };

	if (json_is_object_value(root)) {
		json_each_member(root, place_member, &p);
		return p.ok;
	}
	for (; out->count < rows; out->count++) {
		struct word_slice *w = &out->words[out->count];

		w->s = json_get_string(json_item(root, out->count), &w->n);
		if (!w->s)
			return false;
	}
	return true;
}

static enum status read_json(struct word_list *out, const struct source *src, size_t len,
			     const struct wanted *w, struct error *err)
{
	enum status st = json_parse(&out->doc, out->text, len, err);
	const json_value *root;

	if (st)
		return error_wrap(err, "%s", source_path(src));
	root = json_root(out->doc);
	if (json_is_array_value(root))
		st = check_count(json_length(root), src, w, err);
	if (!st)
		st = make_room(out, w->rows, err);
	if (st)
		return st;
	if (!place_json(out, root, w->rows))
		return error_set(err, ST_FORMAT,
				 "%s is neither a list of words nor an object of word: row",
				 source_path(src));
	note_origin(out, src, "");
	return check_count(out->count, src, w, err);
}

static enum status read_list(struct word_list *out, struct source *src, const struct wanted *w,
			     struct error *err)
{
	struct word_list list = { 0 };
	size_t len = 0;
	enum status st = slurp(src, w, &list.text, &len, err);

	if (!st && path_has_suffix(source_name(src), ".json"))
		st = read_json(&list, src, len, w, err);
	else if (!st)
		st = read_lines(&list, src, len, w, err);
	if (st)
		word_list_release(&list);
	else
		*out = list;
	return st;
}

/* The name without its last suffix. */
static char *stem_of(const char *name)
{
	const char *dot = strrchr(name, '.');

	return xstrndup(name, dot && dot != name ? (size_t)(dot - name) : strlen(name));
}

char *word_list_path(const char *path)
{
	const char *base = path_base(path);
	char *stem = stem_of(base);
	char *out = xasprintf("%.*s%s.vocab", (int)(base - path), path, stem);

	free(stem);
	return out;
}

/* Where words are looked for. A list that has the matrix's own name belongs to it, and that it does
 * not fit is a fault; the others may belong to anything in the folder. */
static const struct {
	bool own; /* the matrix's name before it */
	const char *name;
} places[] = {
	{ true, ".vocab" },	{ true, ".txt" },	{ true, ".words" },	 { true, ".tsv" },
	{ false, "vocab.txt" }, { false, "words.txt" }, { false, "labels.txt" }, { true, ".json" },
};

static char *place_name(size_t i, const char *stem)
{
	return xasprintf("%s%s", places[i].own ? stem : "", places[i].name);
}

void word_list_names(const char *name, const struct name_sink *out)
{
	char *stem = stem_of(name);

	for (size_t i = 0; i < ARRAY_LEN(places); i++) {
		char *place = place_name(i, stem);

		out->take(out->ctx, place);
		free(place);
	}
	free(stem);
}

/* A list in the archive that the matrix stands in, or beside the file. */
static enum status open_list(struct source **out, const struct source *src, const char *name,
			     bool inside, struct error *err)
{
	char *dir, *path;
	enum status st;

	if (inside || !*source_member(src))
		return source_open_sibling(out, src, name, err);
	dir = path_dir(source_path(src));
	path = path_join(dir, name);
	st = access(path, F_OK) == 0 ? source_open(out, path, NULL, NULL, err) : ST_FAILED;
	free(path);
	free(dir);
	return st;
}

struct search {
	const struct source *src;
	const struct wanted *w;
	char *stem;
	struct error own, other; /* the first fault of either kind of list */
};

/* ST_FAILED: it is not there. ST_FORMAT: it is, and does not fit. */
static enum status try_list(struct word_list *out, const struct search *s, const char *name,
			    bool inside, struct error *err)
{
	struct source *list = NULL;
	enum status st = open_list(&list, s->src, name, inside, err);

	if (st)
		return st;
	st = read_list(out, list, s->w, err);
	source_close(list);
	return st == ST_FAILED ? ST_FORMAT : st; /* unpacking it would never end */
}

/* Every name a list may have. What the system refuses is no lack of words: it ends the search. */
static enum status search_for(struct word_list *out, struct search *s, bool inside)
{
	const char *path = source_path(s->src), *member = source_member(s->src);
	const char *self = path_base(inside && *member ? member : path);
	enum status st = ST_FAILED;

	free(s->stem);
	s->stem = stem_of(inside ? source_name(s->src) : path_base(path));
	for (size_t i = 0; i < ARRAY_LEN(places) && st; i++) {
		char *name = place_name(i, s->stem);
		struct error fault = ERROR_INIT, *first = places[i].own ? &s->own : &s->other;

		/* a matrix that is called like a list holds no words */
		if (strcmp(name, self) != 0)
			st = try_list(out, s, name, inside, &fault);
		if (st == ST_FORMAT && !first->status)
			*first = fault;
		free(name);
		if (st && st != ST_FORMAT && st != ST_FAILED)
			return error_set(&s->own, st, "%s", fault.text);
	}
	return st;
}

static enum status search_beside(struct word_list *out, const struct source *src,
				 const struct wanted *w, struct error *err)
{
	struct search s = { .src = src, .w = w };
	enum status st = search_for(out, &s, true);

	if (st && *source_member(src) && !s.own.status)
		st = search_for(out, &s, false);
	if (st && s.own.status)
		st = error_set(err, s.own.status, "%s", s.own.text);
	else if (st && s.other.status)
		st = error_set(err, ST_FAILED, "%s", s.other.text);
	else if (st)
		st = error_set(err, ST_FAILED, "there is no %s.vocab or vocab.txt beside it",
			       s.stem);
	free(s.stem);
	return st;
}

enum status word_list_find(struct word_list *out, const struct source *src, const char *vocab_path,
			   size_t rows, size_t cols, struct error *err)
{
	struct wanted w = { rows, cols };
	struct source *named = NULL;
	enum status st;

	if (!vocab_path)
		return search_beside(out, src, &w, err);
	st = source_open(&named, vocab_path, NULL, NULL, err);
	if (st)
		return st;
	st = read_list(out, named, &w, err);
	source_close(named);
	return st;
}

enum status word_list_add(const struct word_list *list, struct builder *b, struct error *err)
{
	for (size_t i = 0; i < list->count; i++) {
		enum status st = builder_add_word(b, list->words[i].s, list->words[i].n, err);

		if (st)
			return st;
	}
	report_notef(builder_report(b), "%s", list->note);
	return ST_OK;
}

void word_list_release(struct word_list *list)
{
	free(list->words);
	free(list->text);
	json_free(list->doc);
	free(list->note);
	*list = (struct word_list){ 0 };
}
