/*
 * TensorFlow Projector's pair: vectors.tsv, numbers separated by tabs, a row a line, and metadata.tsv
 * beside it, with what the rows are called. Metadata of one column have no header; of several they
 * have one, and the column called word, label, token or name (else the first) is taken.
 * (tensorflow/embedding-projector-standalone: oss_data)
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "base/number.h"
#include "base/path.h"
#include "formats.h"
#include "rows.h"

#define STEP	     ((size_t)1 << 20)
#define LINE_MAX     ((size_t)BUILDER_DIMS_MAX * 40)
#define METADATA_MAX ((uint64_t)2 << 30)

/* --- names ---------------------------------------------------------------------------------------- */

/* "iris_tensors.tsv" → "iris_labels.tsv"; NULL if it is not called so. Caller frees. */
static char *renamed(const char *name, const char *to)
{
	static const char *const kinds[] = { "tensors", "vectors" };

	for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
		const char *at = strstr(name, kinds[i]);

		if (at)
			return xasprintf("%.*s%s%s", (int)(at - name), name, to,
					 at + strlen(kinds[i]));
	}
	return NULL;
}

static void projector_beside(const char *name, const struct name_sink *out)
{
	char *names[] = { renamed(name, "metadata"), renamed(name, "labels"),
			  xstrdup("metadata.tsv"), xstrdup("labels.tsv") };

	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		if (names[i])
			out->take(out->ctx, names[i]);
		free(names[i]);
	}
}

struct opening {
	const struct source *src;
	struct source *metadata; /* the first that is there */
	struct error fault;	 /* why it cannot be opened */
};

static void open_one(void *ctx, const char *name)
{
	struct opening *o = ctx;

	struct error fault = ERROR_INIT;

	if (!o->metadata && !o->fault.status && strcmp(name, source_name(o->src)) != 0 &&
	    source_open_sibling(&o->metadata, o->src, name, &fault) != ST_OK &&
	    fault.status != ST_FAILED)
		o->fault = fault;
}

static enum status open_metadata(struct source **out, const struct source *src, struct error *err)
{
	struct opening o = { .src = src };

	projector_beside(source_name(src), &(struct name_sink){ open_one, &o });
	if (!o.metadata && o.fault.status)
		return error_set(err, o.fault.status, "%s", o.fault.text);
	if (!o.metadata)
		return error_set(err, ST_FORMAT, "there is no metadata.tsv beside it");
	*out = o.metadata;
	return ST_OK;
}

/* The first line is numbers with tabs between them. */
static bool is_numbers(const char *head, size_t n)
{
	const char *lf = memchr(head, '\n', n);
	size_t end = lf ? (size_t)(lf - head) : n;
	double d;

	end -= end && head[end - 1] == '\r';
	for (size_t i = 0; i <= end;) {
		const char *tab = memchr(head + i, '\t', end - i);
		size_t k = tab ? (size_t)(tab - head) - i : end - i;

		if (!number_parse_f64(head + i, k, &d))
			return !lf && i > 0; /* cut in the middle of a number */
		i += k + 1;
	}
	return end > 0;
}

static int projector_sniff(const char *head, size_t n, const struct source *src)
{
	struct source *metadata = NULL;
	enum status st;

	if (!src || !path_has_suffix(source_name(src), ".tsv") || !is_numbers(head, n))
		return 0;
	st = open_metadata(&metadata, src, NULL);
	source_close(metadata);
	return st == ST_FORMAT ? 0 : 90; /* what cannot be opened, reading will say */
}

/* --- numbers -------------------------------------------------------------------------------------- */

/* Lines of a source one after the other. */
struct lines {
	struct source *src;
	char *buf;
	size_t cap, n, at;
	uint64_t number; /* of the line that was given last, 1-based */
	bool end;
};

static enum status read_more(struct lines *l, struct error *err)
{
	size_t got = 0;
	enum status st = ST_OK;

	if (l->at)
		memmove(l->buf, l->buf + l->at, l->n - l->at);
	l->n -= l->at;
	l->at = 0;
	if (l->cap - l->n < STEP) {
		void *p = l->buf;

		if (l->n > LINE_MAX)
			return error_set(err, ST_FORMAT,
					 "line %" PRIu64 " is longer than a row can be",
					 l->number + 1);
		st = mem_try_realloc(&p, l->cap + 2 * STEP, 1, "a line", err);
		l->buf = st ? l->buf : p;
		l->cap += st ? 0 : 2 * STEP;
	}
	if (!st)
		st = source_read(l->src, l->buf + l->n, l->cap - l->n, &got, err);
	l->n += got;
	l->end = !st && !got;
	return st;
}

/* The next line without its end; *line = NULL behind the last. Blank lines are left out. */
static enum status next_line(struct lines *l, char **line, size_t *n, struct error *err)
{
	for (;;) {
		enum status st = l->buf ? ST_OK : read_more(l, err);
		char *from, *lf;
		size_t len;

		if (st)
			return st;
		from = l->buf + l->at;
		lf = memchr(from, '\n', l->n - l->at);
		len = lf ? (size_t)(lf - from) : l->n - l->at;
		if (!lf && !l->end) {
			st = read_more(l, err);
			if (st)
				return st;
			continue;
		}
		*line = len || lf ? from : NULL;
		if (!*line)
			return ST_OK;
		l->at += len + (lf ? 1 : 0);
		l->number++;
		len -= len && from[len - 1] == '\r';
		*n = len;
		if (len)
			return ST_OK;
	}
}

/* The numbers of a line; returns how many there are, 0 if one is none. */
static size_t parse_row(const char *line, size_t n, float *out, size_t max)
{
	size_t count = 0;

	for (size_t i = 0; i <= n;) {
		const char *tab = memchr(line + i, '\t', n - i);
		size_t k = tab ? (size_t)(tab - line) - i : n - i;
		float v;

		if (!number_parse_f32(line + i, k, &v))
			return 0;
		if (count < max)
			out[count] = v;
		count++;
		i += k + 1;
	}
	return count;
}

/* --- metadata ------------------------------------------------------------------------------------- */

struct metadata {
	char *text;
	size_t n, lines;
};

static enum status read_metadata(struct metadata *out, const struct source *beside,
				 struct error *err)
{
	struct source *src = NULL;
	size_t cap = 0, got = 1;
	enum status st = open_metadata(&src, beside, err);

	while (!st && got) {
		void *p = out->text;

		if (cap - out->n < 2) {
			cap = cap * 2 + STEP;
			st = cap > METADATA_MAX
				     ? error_set(err, ST_FORMAT, "its metadata are too large")
				     : mem_try_realloc(&p, cap, 1, "the metadata", err);
			out->text = p;
		}
		if (!st)
			st = source_read(src, out->text + out->n, cap - out->n - 1, &got, err);
		out->n += st ? 0 : got;
	}
	source_close(src);
	for (size_t i = 0; !st && i < out->n; i++)
		out->lines += out->text[i] == '\n' || i + 1 == out->n;
	return st;
}

/* Field `column` of a line. */
static size_t field_of(const char **line, size_t n, size_t column)
{
	const char *p = *line, *end = p + n;

	for (; column; column--) {
		const char *tab = memchr(p, '\t', (size_t)(end - p));

		if (!tab)
			break;
		p = tab + 1;
	}
	*line = p;
	end = memchr(p, '\t', (size_t)(end - p)) ? memchr(p, '\t', (size_t)(end - p)) : end;
	return (size_t)(end - p);
}

static size_t label_column(const char *header, size_t n)
{
	static const char *const names[] = { "word", "label", "token", "name" };

	for (size_t k = 0; k < ARRAY_LEN(names); k++)
		for (size_t column = 0; column < 64; column++) {
			const char *field = header;
			size_t len = field_of(&field, n, column);

			if (len == strlen(names[k]) && strncasecmp(field, names[k], len) == 0)
				return column;
			if (field + len >= header + n)
				break;
		}
	return 0;
}

static enum status name_rows(const struct metadata *m, struct builder *b, struct error *err)
{
	const char *p = m->text, *end = p + m->n;
	bool header = m->lines == builder_rows(b) + 1;
	size_t column = 0;
	enum status st = ST_OK;

	if (!header && m->lines != builder_rows(b))
		return error_set(err, ST_FORMAT,
				 "its metadata have %zu lines, but there are %zu rows", m->lines,
				 builder_rows(b));
	while (p < end && !st) {
		const char *lf = memchr(p, '\n', (size_t)(end - p)), *field = p;
		size_t n = (size_t)((lf ? lf : end) - p);

		n -= n && p[n - 1] == '\r';
		if (header) {
			column = label_column(p, n);
			header = false;
		} else {
			n = field_of(&field, n, column);
			st = builder_add_word(b, field, n, err);
		}
		p = lf ? lf + 1 : end;
	}
	return st;
}

/* --- reading -------------------------------------------------------------------------------------- */

struct table {
	struct lines lines;
	struct builder *b;
	const struct progress *progress;
	struct matrix *m;
};

static enum status shape_table(struct table *t, size_t rows, struct error *err)
{
	char *line = NULL;
	size_t n = 0, cols;
	enum status st = next_line(&t->lines, &line, &n, err);

	if (st || !line)
		return st ? st : error_set(err, ST_FORMAT, "there is not one row of numbers in it");
	cols = parse_row(line, n, NULL, 0);
	t->lines.at = 0; /* the first line again: it is still in the buffer */
	t->lines.number = 0;
	if (rows > source_size(t->lines.src) / MAX(2 * cols - 1, (size_t)1) + 1)
		return error_set(err, ST_FORMAT,
				 "it is too short for the %zu lines of its metadata", rows);
	st = builder_set_shape(t->b, cols, rows, source_size(t->lines.src), err);
	return st ? st : builder_reserve_rows(t->b, rows, &t->m, err);
}

static enum status read_rows(struct table *t, struct error *err)
{
	size_t rows = builder_rows(t->b), cols = builder_cols(t->b), row = 0;

	for (;; row++) {
		char *line = NULL;
		size_t n = 0, found;
		enum status st = next_line(&t->lines, &line, &n, err);

		if (st)
			return st;
		if (!line)
			break;
		found = parse_row(line, n, row < rows ? matrix_row(t->m, row) : NULL,
				  row < rows ? cols : 0);
		if (found != cols)
			return error_set(err, ST_FORMAT,
					 "line %" PRIu64 " has %zu numbers, the first line %zu",
					 t->lines.number, found, cols);
		if (row % 256 == 0 && !progress_step(t->progress, source_consumed(t->lines.src),
						     source_file_size(t->lines.src)))
			return progress_cancelled(err);
	}
	if (row != rows)
		return error_set(err, ST_FORMAT, "its metadata name %zu rows, but there are %zu",
				 rows, row);
	return ST_OK;
}

/* Metadata with a header have a line more than there are rows: several columns, or the count says. */
static size_t rows_named(const struct metadata *m)
{
	const char *lf = m->n ? memchr(m->text, '\n', m->n) : NULL;
	size_t first = lf ? (size_t)(lf - m->text) : m->n;

	return m->lines - (m->n && memchr(m->text, '\t', first) ? 1 : 0);
}

static enum status projector_read(struct source *src, struct builder *b,
				  const struct read_options *opt, const struct progress *progress,
				  struct error *err)
{
	struct table t = { .lines = { .src = src }, .b = b, .progress = progress };
	struct metadata metadata = { NULL, 0, 0 };
	enum status st = source_make_seekable(src, err);

	(void)opt;
	if (!st)
		st = read_metadata(&metadata, src, err);
	if (!st)
		st = shape_table(&t, rows_named(&metadata), err);
	if (!st)
		st = read_rows(&t, err);
	if (!st)
		st = name_rows(&metadata, b, err);
	free(metadata.text);
	free(t.lines.buf);
	return st;
}

/* --- writing -------------------------------------------------------------------------------------- */

static void write_numbers(struct sink *sink, const float *x, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		char text[NUMBER_TEXT_MAX];
		size_t k = number_format_f32(text, x[i]);

		text[k++] = i + 1 < n ? '\t' : '\n';
		sink_write(sink, text, k);
	}
}

static enum status write_rows(struct sink *numbers, struct sink *names, const struct rows *r,
			      const struct write_options *opt, const struct progress *progress)
{
	static const struct word_rules rules = { .bytes = "\t\n", .at_ends = "\r" };
	struct strbuf word = STRBUF_INIT;
	size_t altered = 0;

	for (size_t i = 0; i < r->count; i++) {
		size_t n;
		const char *s = rows_word(r, i, &n);

		if (i % 256 == 0 && !progress_step(progress, i, r->count)) {
			strbuf_release(&word);
			return ST_CANCELLED;
		}
		write_numbers(numbers, rows_numbers(r, i), model_dims(r->m));
		strbuf_clear(&word);
		altered += rows_put_word(&word, s, n, &rules);
		strbuf_addc(&word, '\n');
		sink_write(names, word.buf, word.len);
	}
	strbuf_release(&word);
	rows_report_altered(opt, altered, "a tab or a line end");
	return ST_OK;
}

static enum status projector_write(struct sink *sink, const struct model *m,
				   const struct write_options *opt, const struct progress *progress,
				   struct error *err)
{
	struct sink *names = NULL;
	char *dir, *name, *path;
	struct rows r;
	enum status st = rows_init(&r, m, opt, err);

	if (st)
		return st;
	if (!opt->path || strcmp(opt->path, "-") == 0)
		return error_set(err, ST_USAGE,
				 "the Projector's form is two files (the words stand in "
				 "metadata.tsv): give a file name");
	dir = path_dir(opt->path);
	name = renamed(path_base(opt->path), "metadata");
	path = path_join(dir, name ? name : "metadata.tsv");
	st = strcmp(path_base(path), path_base(opt->path)) == 0
		     ? error_set(err, ST_USAGE,
				 "%s is where the words go: name the numbers "
				 "vectors.tsv",
				 path)
		     : sink_open(&names, path, opt->force, err);
	free(dir);
	free(name);
	free(path);
	if (st)
		return st;
	if (write_rows(sink, names, &r, opt, progress) != ST_OK) {
		sink_abort(names);
		return progress_cancelled(err);
	}
	return sink_commit(names, err);
}

const struct format format_projector = {
	.name = "projector",
	.title = "TensorFlow Projector",
	.suffixes = " vectors.tsv tensors.tsv ",
	.gives = "numbers in vectors.tsv, words in metadata.tsv beside it",
	.beside = projector_beside,
	.place_unit = "line",
	.sniff = projector_sniff,
	.read = projector_read,
	.write = projector_write,
};
