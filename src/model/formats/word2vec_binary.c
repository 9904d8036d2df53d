/*
 * word2vec binary: a line "rows dimensions", then for each row its word, one space, and the numbers
 * as 32-bit floats, little-endian; some writers put a newline behind each row, some do not, so any
 * number of them is skipped in front of a word.
 *
 * Nothing marks where a row begins: a reader that takes one wrong step reads noise from then on
 * (gensim writes words with spaces that way). Words that no text contains give it away.
 */
#include "formats.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "model/ingest.h"

#define HEADER_MAX   4096
#define CHECKED_ROWS 8
#define WORD_USUAL   4096 /* a longer word with control characters is no word */

struct header {
	uint64_t rows, dims; /* saturated */
	size_t length;	     /* with its LF */
};

struct reader {
	struct header header;
	size_t dims;
	uint64_t cut_rows;		       /* rows that cut() has seen */
	uint64_t offset;		       /* of the bytes that cut() gets */
	uint64_t suspicious, first_suspicious; /* rows; the first is 1-based */
};

/* --- recognising ------------------------------------------------------------------------------- */

static size_t scan_count(const char *p, size_t n, uint64_t *value)
{
	size_t i = 0;

	*value = 0;
	for (; i < n && p[i] >= '0' && p[i] <= '9'; i++)
		if (__builtin_mul_overflow(*value, 10, value) ||
		    __builtin_add_overflow(*value, (uint64_t)(p[i] - '0'), value))
			*value = UINT64_MAX;
	return i;
}

static size_t skip(const char *p, size_t n, const char *set)
{
	size_t i = 0;

	while (i < n && p[i] && strchr(set, p[i]))
		i++;
	return i;
}

/* blanks digits blanks digits blanks LF */
static bool parse_header(struct header *h, const char *p, size_t n)
{
	size_t at, k;

	n = MIN(n, (size_t)HEADER_MAX);
	at = skip(p, n, " ");
	k = scan_count(p + at, n - at, &h->rows);
	at += k;
	if (k == 0 || (k = skip(p + at, n - at, " \t")) == 0)
		return false;
	at += k;
	k = scan_count(p + at, n - at, &h->dims);
	at += k;
	at += skip(p + at, n - at, " \t\r");
	h->length = at + 1;
	return k && at < n && p[at] == '\n';
}

/* The word of the row at p: *word is its offset, *length its bytes. False: no space within n. */
static bool find_word(const char *p, size_t n, size_t *word, size_t *length)
{
	const char *space;

	*word = skip(p, n, "\n");
	space = memchr(p + *word, ' ', MIN(n - *word, (size_t)BUILDER_WORD_MAX + 1));
	if (!space)
		return false;
	*length = (size_t)(space - p) - *word;
	return true;
}

static bool has_control(const char *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if ((unsigned char)p[i] < 0x20 || p[i] == 0x7F)
			return true;
	return false;
}

static float load_float(const char *p)
{
	uint32_t bits;
	float x;

	memcpy(&bits, p, 4);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	bits = __builtin_bswap32(bits);
#endif
	memcpy(&x, &bits, 4);
	return x;
}

/* How many of these floats have the size of embeddings. */
static size_t count_plausible(const char *p, size_t floats)
{
	size_t good = 0;

	for (size_t i = 0; i < floats; i++)
		good += fabsf(load_float(p + 4 * i)) < 1e6f; /* false for NaN */
	return good;
}

/* Do the first rows that are in view look like rows? *seen counts them, a cut one too. */
static bool rows_fit(const struct header *h, const char *p, size_t n, size_t *seen)
{
	size_t wanted = (size_t)MIN(h->rows, (uint64_t)CHECKED_ROWS);
	size_t floats = 0, plausible = 0;

	for (*seen = 0; *seen < wanted && n > 0; (*seen)++) {
		size_t word, length, room;

		if (!find_word(p, n, &word, &length))
			return *seen > 0 && n < WORD_USUAL;
		if (length > WORD_USUAL || has_control(p + word, length))
			return false;
		p += word + length + 1;
		n -= word + length + 1;
		room = MIN(n, (size_t)h->dims * 4);
		floats += room / 4;
		plausible += count_plausible(p, room / 4);
		p += room;
		n -= room;
	}
	return floats > 0 && plausible * 10 >= floats * 9;
}

static int sniff(const char *head, size_t n, const struct source *src)
{
	struct header h;
	size_t seen;

	(void)src;
	if (!parse_header(&h, head, n))
		return 0;
	if (h.dims == 0 || h.dims > BUILDER_DIMS_MAX || h.rows == 0)
		return 25; /* to say so */
	return rows_fit(&h, head + h.length, n - h.length, &seen) ? 75 : 25;
}

/* --- cutting and parsing ------------------------------------------------------------------------- */

static enum status lost(const struct reader *r, size_t at, struct error *err)
{
	return error_set(err, ST_FORMAT,
			 "lost the rows at row %" PRIu64 ", byte %" PRIu64
			 ": no word stands there (are there spaces in the words, or is the header "
			 "wrong?)",
			 r->cut_rows + 1, r->offset + at);
}

/* No space in view: more to come, or no word at all? */
static bool is_lost(const char *p, size_t n)
{
	size_t begun = skip(p, n, "\n");

	n -= begun;
	return n > BUILDER_WORD_MAX || (n > WORD_USUAL && has_control(p + begun, WORD_USUAL));
}

static enum status cut_rows(void *ctx, const char *bytes, size_t n, bool end, size_t *take,
			    bool *done, struct error *err)
{
	struct reader *r = ctx;
	size_t at = 0, vector = r->dims * 4;
	uint64_t rows = 0, left = r->header.rows - r->cut_rows;

	(void)end;
	while (at < n && rows < left) {
		size_t word, length;

		if (!find_word(bytes + at, n - at, &word, &length)) {
			if (rows == 0 && is_lost(bytes + at, n - at))
				return lost(r, at, err);
			break;
		}
		word += length + 1;
		if (n - at - word < vector)
			break;
		at += word + vector;
		rows++;
	}
	*take = at;
	*done = rows == left;
	r->cut_rows += rows;
	r->offset += at;
	return ST_OK;
}

static void copy_floats(float *out, const char *p, size_t n)
{
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	for (size_t i = 0; i < n; i++)
		out[i] = load_float(p + 4 * i);
#else
	memcpy(out, p, n * sizeof(float));
#endif
}

static enum status parse_rows(const void *ctx, const char *bytes, size_t n,
			      struct ingest_block *out, struct error *err)
{
	const struct reader *r = ctx;
	enum status st = ST_OK;

	for (size_t at = 0; at < n && st == ST_OK;) {
		size_t word, length;
		float *row;

		if (!find_word(bytes + at, n - at, &word, &length))
			break;
		st = ingest_row(out, &row, err);
		if (st != ST_OK)
			break;
		word += at;
		copy_floats(row, bytes + word + length + 1, r->dims);
		out->places++;
		if (has_control(bytes + word, length) && !out->suspicious++)
			out->first_suspicious = out->places;
		st = ingest_add(out, bytes + word, length, out->places, err);
		at = word + length + 1 + r->dims * 4;
	}
	return st;
}

static enum status after_block(void *ctx, const struct ingest_block *block, uint64_t first_place,
			       struct error *err)
{
	struct reader *r = ctx;

	(void)err;
	if (block->suspicious && !r->suspicious)
		r->first_suspicious = first_place - 1 + block->first_suspicious;
	r->suspicious += block->suspicious;
	return ST_OK;
}

/* --- reading ------------------------------------------------------------------------------------ */

static enum status check_header(struct reader *r, struct source *src, struct error *err)
{
	const struct header *h = &r->header;
	const char *head;
	size_t n, seen;
	enum status st = source_head(src, &head, &n, err);

	if (st != ST_OK)
		return st;
	if (!parse_header(&r->header, head, n))
		return error_set(
			err, ST_FORMAT,
			"it does not begin with a line of two numbers, rows and dimensions");
	if (h->rows == 0 || h->dims == 0)
		return error_set(err, ST_FORMAT,
				 "its header says %" PRIu64 " rows of %" PRIu64
				 " numbers: there is nothing in it",
				 h->rows, h->dims);
	if (h->dims > BUILDER_DIMS_MAX)
		return error_set(err, ST_FORMAT,
				 "its header says %" PRIu64 " dimensions; vecscope takes up to %d",
				 h->dims, BUILDER_DIMS_MAX);
	if (h->rows > BUILDER_ROWS_MAX)
		return error_set(err, ST_FORMAT,
				 "its header says %" PRIu64 " rows; vecscope takes up to %zu",
				 h->rows, BUILDER_ROWS_MAX);
	if (n == h->length)
		return error_set(err, ST_FORMAT,
				 "its header announces %" PRIu64 " x %" PRIu64
				 " numbers, but nothing follows",
				 h->rows, h->dims);
	if (!rows_fit(h, head + h->length, n - h->length, &seen))
		return error_set(err, ST_FORMAT,
				 "it begins like a word2vec file (%" PRIu64 " rows of %" PRIu64
				 " numbers), but what follows is neither such rows as text nor as "
				 "32-bit numbers",
				 h->rows, h->dims);
	r->dims = (size_t)h->dims;
	r->offset = h->length;
	return ST_OK;
}

static enum status skip_header(const struct reader *r, struct source *src, struct error *err)
{
	char bytes[HEADER_MAX];
	size_t left = r->header.length;

	while (left) {
		size_t got;
		enum status st = source_read(src, bytes, left, &got, err);

		if (st != ST_OK)
			return st;
		if (got == 0)
			return error_set(err, ST_FORMAT, "it ends within its header");
		left -= got;
	}
	return ST_OK;
}

/* Is there more than newlines and NULs behind the last row? */
static bool more_follows(struct ingest *in)
{
	char buf[4096];
	size_t got = 0;

	if (skip(in->rest, in->rest_n, "\n\r") < in->rest_n)
		for (size_t i = 0; i < in->rest_n; i++)
			if (in->rest[i] && !strchr("\n\r", in->rest[i]))
				return true;
	if (source_read(in->src, buf, sizeof(buf), &got, NULL) != ST_OK)
		return false;
	for (size_t i = 0; i < got; i++)
		if (buf[i] && !strchr("\n\r", buf[i]))
			return true;
	return false;
}

static void note_end(const struct reader *r, struct ingest *in, struct report *report)
{
	size_t rows = builder_rows(in->builder);

	if (in->damage.status != ST_OK)
		report_notef(report, "%s; the %zu rows before that are here", in->damage.text,
			     rows);
	else if (rows < r->header.rows)
		report_notef(report,
			     "the file is cut off at row %zu of %" PRIu64
			     ": the rows before that are here",
			     rows + 1, r->header.rows);
	else if (more_follows(in))
		report_notef(report,
			     "the file goes on behind the %" PRIu64
			     " row%s that its header announces: what follows was not read",
			     r->header.rows, r->header.rows == 1 ? "" : "s");
}

/* A word with a space in it shifts the numbers of its row, and leaves some in front of the next
 * word; then the rows are found again. */
static void note_suspicious(const struct reader *r, struct report *report)
{
	report_notef(report,
		     "%" PRIu64 " word%s control characters, the first in row %" PRIu64
		     ": it and the row before it may be wrong (a space in a word?)",
		     r->suspicious, r->suspicious == 1 ? " holds" : "s hold", r->first_suspicious);
}

static enum status judge(const struct reader *r, struct ingest *in, struct error *err)
{
	size_t rows = builder_rows(in->builder);

	if (!rows && in->damage.status != ST_OK)
		return error_set(err, in->damage.status, "%s", in->damage.text);
	if (!rows)
		return error_set(err, ST_FORMAT, "it is cut off before the end of its first row");
	if (r->suspicious > 10 && r->suspicious * 50 > rows)
		return error_set(err, ST_FORMAT,
				 "%" PRIu64 " of %zu words hold control characters: the rows were "
				 "lost on the way (are there spaces in the words, or is the "
				 "header wrong?)",
				 r->suspicious, rows);
	if (r->suspicious)
		note_suspicious(r, builder_report(in->builder));
	note_end(r, in, builder_report(in->builder));
	return ST_OK;
}

static enum status read_binary(struct source *src, struct builder *b,
			       const struct read_options *opt, const struct progress *progress,
			       struct error *err)
{
	static const struct ingest_ops ops = { cut_rows, parse_rows, after_block };
	struct reader r = { 0 };
	struct ingest in = {
		.src = src,
		.builder = b,
		.ops = &ops,
		.ctx = &r,
		.threads = opt->threads,
		.block_bytes = opt->block_bytes,
		.progress = progress,
	};
	enum status st = check_header(&r, src, err);

	if (st == ST_OK)
		st = skip_header(&r, src, err);
	if (st == ST_OK)
		st = builder_set_shape(b, r.dims, r.header.rows, source_size(src) / 4, err);
	if (st != ST_OK)
		return st;
	in.row_max = r.dims * 4 + 2 * BUILDER_WORD_MAX;
	st = ingest_run(&in, err);
	if (st != ST_OK)
		return st;
	st = judge(&r, &in, err);
	free(in.rest);
	return st;
}

const struct format format_word2vec_binary = {
	.name = "word2vec-binary",
	.title = "word2vec binary",
	.suffixes = " .bin ",
	.gives = "words and 32-bit numbers, as word2vec, gensim and GoogleNews have them",
	.sniff = sniff,
	.read = read_binary,
	.write = word2vec_binary_write,
};
