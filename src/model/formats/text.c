/*
 * Text embeddings: word2vec and fastText text with a header line, GloVe without, tables separated
 * by commas or semicolons.
 *
 * Lines are split from the right, because words hold spaces; only spaces and tabs separate,
 * because words hold every other kind of white space. The header's number of rows is a hint.
 * A line without enough numbers is skipped and counted; too many of them, and the file is refused.
 */
#include "formats.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/number_scan.h"
#include "model/ingest.h"
#include "text_row.h"
#include "text_shape.h"

#define LINE_MAX_BYTES ((size_t)4 << 20)
/* A file with more bad lines than this near its beginning is not read to its end. */
#define EARLY_LINES 1000
#define EARLY_BAD   250

struct text {
	struct text_shape shape;
	bool take_all; /* the last line, which has no LF, counts too */
	/* bad lines, in file order */
	uint64_t early_bad, bad, bad_place;
	char sample[48];
	size_t sample_n;
};

/* --- recognising ------------------------------------------------------------------------------- */

/* The scanner reads a little behind the end of the last number. */
static void shape_of_head(struct text_shape *shape, const char *head, size_t n, bool whole)
{
	char *copy = xmalloc(n + NUMBER_SCAN_PAD);

	memcpy(copy, head, n);
	memset(copy + n, 0, NUMBER_SCAN_PAD);
	text_shape_find(shape, copy, n, whole);
	free(copy);
}

static struct text_shape sniff_shape(const char *head, size_t n)
{
	struct text_shape shape;

	shape_of_head(&shape, head, n, n < SOURCE_HEAD);
	return shape;
}

static int sniff_word2vec(const char *head, size_t n, const struct source *src)
{
	struct text_shape shape = sniff_shape(head, n);

	(void)src;
	if (shape.kind == TEXT_ROWS)
		return shape.header ? 80 : 0;
	return shape.kind == TEXT_NONE ? 0 : 70;
}

static int sniff_glove(const char *head, size_t n, const struct source *src)
{
	struct text_shape shape = sniff_shape(head, n);

	(void)src;
	return shape.kind == TEXT_ROWS && !shape.header ? 60 : 0;
}

/* --- parsing a block --------------------------------------------------------------------------- */

static enum status cut_lines(void *ctx, const char *bytes, size_t n, bool end, size_t *take,
			     bool *done, struct error *err)
{
	const struct text *t = ctx;
	const char *lf = memrchr(bytes, '\n', n);

	(void)done, (void)err;
	*take = lf ? (size_t)(lf + 1 - bytes) : 0;
	if (end && t->take_all)
		*take = n;
	return ST_OK;
}

static enum status add_quoted(struct ingest_block *out, struct text_word w, uint64_t place,
			      struct error *err)
{
	struct strbuf sb = STRBUF_INIT;
	enum status st;

	for (size_t i = 0; i < w.n; i++) {
		strbuf_addc(&sb, w.p[i]);
		if (w.p[i] == '"' && i + 1 < w.n && w.p[i + 1] == '"')
			i++;
	}
	st = ingest_add(out, sb.buf, sb.len, place, err);
	strbuf_release(&sb);
	return st;
}

static enum status accept_row(const struct text *t, struct text_line line, struct text_word word,
			      struct ingest_block *out, struct error *err)
{
	uint64_t place = out->places;
	enum status st = word.quoted ? add_quoted(out, word, place, err)
				     : ingest_add(out, word.p, word.n, place, err);

	if (st == ST_OK && isnan(out->norms[out->rows - 1]) &&
	    text_has_overflow(line, t->shape.sep, t->shape.dims))
		report_add(&out->report, REPORT_OVERFLOW, place);
	return st;
}

/* A line that the fast scanner does not take: spaces in the word, other separators, trouble. */
static enum status parse_line(const struct text *t, struct text_line line, struct ingest_block *out,
			      float *row, struct error *err)
{
	struct text_word word;

	if (line.begin == line.end) {
		report_add(&out->report, REPORT_BLANK, out->places);
		return ST_OK;
	}
	if (text_split_row(line, t->shape.sep, row, t->shape.dims, &word))
		return accept_row(t, line, word, out, err);
	ingest_bad(out, out->places, line.begin, (size_t)(line.end - line.begin));
	return ST_OK;
}

static enum status parse_lines(const void *ctx, const char *bytes, size_t n,
			       struct ingest_block *out, struct error *err)
{
	const struct text *t = ctx;
	const char *end = bytes + n, *next;
	enum status st = ST_OK;

	for (const char *p = bytes; p < end && st == ST_OK; p = next) {
		struct text_line line;
		struct text_word word;
		float *row;

		st = ingest_row(out, &row, err);
		if (st != ST_OK)
			break;
		out->places++;
		next = t->shape.sep ? NULL : text_scan_row(p, row, t->shape.dims, &word);
		if (next) {
			line = (struct text_line){ p, next - 1 };
			st = accept_row(t, line, word, out, err);
			continue;
		}
		line = text_line_at(p, end, t->shape.sep, &next);
		st = parse_line(t, line, out, row, err);
	}
	return st;
}

/* --- trouble ------------------------------------------------------------------------------------ */

static enum status not_an_embedding(const struct text *t, uint64_t bad, uint64_t lines,
				    struct error *err)
{
	return error_set(err, ST_FORMAT,
			 "this is no embedding file: at least %" PRIu64 " of %" PRIu64
			 " lines do not end in %zu numbers; line %" PRIu64 ": %.*s",
			 bad, lines, t->shape.dims, t->bad_place, (int)t->sample_n, t->sample);
}

static enum status after_block(void *ctx, const struct ingest_block *block, uint64_t first_place,
			       struct error *err)
{
	struct text *t = ctx;

	if (block->bad_count && !t->bad) {
		t->bad_place = first_place - 1 + block->bad[0];
		t->sample_n = block->sample_n;
		memcpy(t->sample, block->sample, block->sample_n);
	}
	t->bad += block->report.kind[REPORT_SHORT_ROW].count;
	for (size_t i = 0; i < block->bad_count; i++)
		t->early_bad += first_place - 1 + block->bad[i] <= EARLY_LINES;
	/* only what is true for every way of cutting blocks may be judged here */
	if (t->early_bad > EARLY_BAD)
		return not_an_embedding(t, EARLY_BAD, EARLY_LINES, err);
	return ST_OK;
}

/* One bad row in a hundred is damage; more is another kind of file. A few are always forgiven, if
 * there are more sound ones. */
static bool too_many_bad(const struct text *t, size_t rows)
{
	return t->bad * 100 > rows && (t->bad > 10 || t->bad > rows);
}

static void note_end(const struct text *t, const struct ingest *in, struct report *r, size_t rows)
{
	const struct text_shape *s = &t->shape;

	if (in->damage.status != ST_OK)
		report_notef(r, "%s; the %zu rows before that are here", in->damage.text, rows);
	else if (in->rest_n)
		report_notef(r, "the file ends in the middle of a row, which was left out");
	if (s->header && s->header_rows != rows + t->bad)
		report_notef(r, "the header says %" PRIu64 " row%s, the file has %zu",
			     s->header_rows, s->header_rows == 1 ? "" : "s", rows);
	if (s->header && s->header_dims != s->dims)
		report_notef(r, "the header says %" PRIu64 " dimension%s, the rows have %zu",
			     s->header_dims, s->header_dims == 1 ? "" : "s", s->dims);
}

static enum status refuse_kind(const struct text_shape *s, struct error *err)
{
	if (s->kind == TEXT_FLORET)
		return error_set(err, ST_FORMAT,
				 "a floret table: it holds vectors of hash buckets and no words; "
				 "make a word list into vectors with floret print-word-vectors");
	if (s->kind == TEXT_SPARSE)
		return error_set(err, ST_FORMAT,
				 "sparse vectors (index:value, such as PPMI), as wide as the "
				 "vocabulary: vecscope explores dense ones");
	if (s->kind == TEXT_CLASSES)
		return error_set(err, ST_FORMAT,
				 "a list of words with a class or a count each, not vectors");
	if (s->kind == TEXT_COMMA)
		return error_set(err, ST_FORMAT,
				 "its numbers have a decimal comma: write points in their place, "
				 "for example with sed 's/\\([0-9]\\),\\([0-9]\\)/\\1.\\2/g'");
	if (s->kind == TEXT_WIDE)
		return error_set(err, ST_FORMAT,
				 "its rows have more than %d numbers: vecscope takes no more "
				 "dimensions",
				 BUILDER_DIMS_MAX);
	return error_set(err, ST_FORMAT,
			 "its first lines are not words followed by numbers: no text embedding");
}

/* --- reading ------------------------------------------------------------------------------------ */

/* The first bytes, at least up to the end of ten lines or LINE_MAX_BYTES. */
struct first_bytes {
	char *p;
	size_t n;
	bool whole;
};

static size_t count_lines(const char *p, size_t n)
{
	size_t lines = 0;

	for (const char *end = p + n; (p = memchr(p, '\n', (size_t)(end - p))) != NULL; p++)
		lines++;
	return lines;
}

static enum status read_first(struct source *src, struct first_bytes *f, struct error *damage,
			      struct error *err)
{
	size_t cap = SOURCE_HEAD;
	enum status st = ST_OK;

	f->p = xmalloc(cap + NUMBER_SCAN_PAD);
	while (st == ST_OK) {
		size_t got;

		st = source_read(src, f->p + f->n, cap - f->n, &got, damage);
		if (st != ST_OK)
			break;
		f->n += got;
		f->whole = got == 0;
		if (f->whole)
			break;
		if (f->n < cap)
			continue;
		if (f->n >= LINE_MAX_BYTES || count_lines(f->p, f->n) > TEXT_SHAPE_LINES)
			break;
		cap *= 2;
		f->p = xreallocarray(f->p, cap + NUMBER_SCAN_PAD, 1);
	}
	memset(f->p + f->n, 0, NUMBER_SCAN_PAD);
	if (st == ST_OK || (f->n && st != ST_FAILED))
		return ST_OK; /* damage shows again when reading goes on */
	if (err)
		*err = *damage;
	return st;
}

/* How many rows there may be, from the mean length of those in view. */
static uint64_t guess_rows(const struct source *src, const struct text_shape *s,
			   const struct first_bytes *f)
{
	size_t rows = count_lines(f->p + s->skip, f->n - s->skip);
	uint64_t size = source_size(src);

	if (f->n <= s->skip || !rows || !size)
		return s->header && size ? s->header_rows : 0;
	return (uint64_t)((double)size / (double)(f->n - s->skip) * (double)rows * 1.1) + 16;
}

/* The last line has no LF. Where rows are missing it is the stump of one, which may end in half a
 * number; otherwise it is whole. */
static enum status read_last_line(struct text *t, struct ingest *in, struct error *err)
{
	struct ingest last = *in;
	enum status st;

	if (in->damage.status != ST_OK || !in->rest_n ||
	    (t->shape.header && t->shape.header_rows > builder_rows(in->builder) + t->bad + 1))
		return ST_OK;
	t->take_all = true;
	last.first = in->rest;
	last.first_n = in->rest_n;
	last.places_before = in->places;
	last.threads = 1;
	st = ingest_run(&last, err);
	if (st == ST_OK)
		free(last.rest);
	in->rest_n = 0;
	return st;
}

static enum status read_rows(struct text *t, struct ingest *in, struct error *err)
{
	struct report *r = builder_report(in->builder);
	enum status st = ingest_run(in, err);
	size_t rows;

	if (st != ST_OK)
		return st;
	st = read_last_line(t, in, err);
	if (st != ST_OK) {
		free(in->rest);
		return st;
	}
	rows = builder_rows(in->builder);
	if (rows && too_many_bad(t, rows))
		st = not_an_embedding(t, t->bad, rows + t->bad, err);
	else if (!rows && in->damage.status != ST_OK)
		st = error_set(err, in->damage.status, "%s", in->damage.text);
	else if (!rows)
		st = error_set(err, ST_FORMAT, "there is not one whole row of numbers in it");
	if (st == ST_OK)
		note_end(t, in, r, rows);
	free(in->rest);
	return st;
}

static enum status text_read(struct source *src, struct builder *b, const struct read_options *opt,
			     const struct progress *progress, struct error *err)
{
	static const struct ingest_ops ops = { cut_lines, parse_lines, after_block };
	struct first_bytes first = { 0 };
	struct text t = { 0 };
	struct ingest in = {
		.src = src,
		.builder = b,
		.ops = &ops,
		.ctx = &t,
		.threads = opt->threads,
		.block_bytes = opt->block_bytes,
		.row_max = LINE_MAX_BYTES,
		.progress = progress,
	};
	struct error damage = ERROR_INIT;
	enum status st = read_first(src, &first, &damage, err);

	if (st == ST_OK) {
		text_shape_find(&t.shape, first.p, first.n, first.whole);
		if (t.shape.kind != TEXT_ROWS)
			st = refuse_kind(&t.shape, err);
	}
	if (st == ST_OK)
		st = builder_set_shape(b, t.shape.dims, guess_rows(src, &t.shape, &first),
				       source_size(src), err);
	if (st == ST_OK) {
		in.first = first.p + t.shape.skip;
		in.first_n = first.n - t.shape.skip;
		in.places_before = t.shape.skip_lines;
		st = read_rows(&t, &in, err);
	}
	free(first.p);
	return st;
}

const struct format format_word2vec_text = {
	.name = "word2vec-text",
	.title = "word2vec text",
	.suffixes = " .vec .txt ",
	.gives = "one word and its numbers a line, below a line with rows and dimensions",
	.place_unit = "line",
	.sniff = sniff_word2vec,
	.read = text_read,
	.write = word2vec_text_write,
};

const struct format format_glove_text = {
	.name = "glove-text",
	.title = "GloVe text",
	.suffixes = " .txt .glove .csv .tsv ",
	.gives = "one word and its numbers a line, nothing above them",
	.place_unit = "line",
	.sniff = sniff_glove,
	.read = text_read,
	.write = glove_text_write,
};
