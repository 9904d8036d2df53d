/*
 * Text: a word and its numbers a line, separated by spaces; word2vec's with a first line
 * "rows dimensions", GloVe's without. Numbers have the fewest digits that read back the same.
 * A name that ends in .csv or .tsv gets commas or tabs instead of the spaces.
 *
 * Turning numbers into digits is the whole cost, so a batch of rows is formatted in pieces on all
 * threads, each into its own buffer, and written in order.
 *
 * A word may hold spaces: readers that split from the right (as this program does) get it back;
 * the report warns of the others.
 */
#include <string.h>

#include "base/number.h"
#include "base/path.h"
#include "base/thread.h"
#include "formats.h"
#include "rows.h"

#define PIECE_ROWS   256
#define BATCH_PIECES 16
/* Without a header the dimensions are found in the first rows: their words must not look longer. */
#define HEAD_ROWS 100

static const struct word_rules text_rules = { .bytes = "\n", .at_ends = " \t\r" };
static const struct word_rules no_spaces = { .bytes = " \t\n", .at_ends = "\r" };
static const struct word_rules quoted = { .bytes = "\n", .at_ends = "" };

struct piece {
	struct strbuf text;
	size_t altered, spaced;
};

struct batch {
	const struct rows *rows;
	size_t first, count; /* of the batch */
	bool headless;
	char separator;
	struct piece pieces[BATCH_PIECES];
};

/* "route 66 0.1 0.2": without a header nobody knows that 66 is no number of the row. */
static bool ends_in_number(const char *word, size_t n)
{
	size_t start = n;
	double d;

	while (start && word[start - 1] != ' ' && word[start - 1] != '\t')
		start--;
	return start && number_parse_f64(word + start, n - start, &d);
}

/* RFC 4180: in quotes, and a quote inside is doubled. */
static bool put_quoted(struct strbuf *out, const char *word, size_t n)
{
	struct strbuf doubled = STRBUF_INIT;
	bool altered;

	strbuf_addc(&doubled, '"');
	for (size_t i = 0; i < n; i++) {
		strbuf_addc(&doubled, word[i]);
		if (word[i] == '"')
			strbuf_addc(&doubled, '"');
	}
	strbuf_addc(&doubled, '"');
	altered = rows_put_word(out, doubled.buf, doubled.len, &quoted);
	strbuf_release(&doubled);
	return altered;
}

static bool needs_quotes(const char *word, size_t n)
{
	static const char special[] = "\",; \t\r\n";

	for (size_t i = 0; i < n; i++) {
		if (word[i] && strchr(special, word[i]))
			return true;
	}
	return false;
}

static void put_word(const struct batch *b, size_t i, struct piece *p)
{
	size_t n, at = p->text.len;
	const char *word = rows_word(b->rows, i, &n);
	bool hide = b->headless && i < HEAD_ROWS && ends_in_number(word, n);

	if (b->headless && i == 0 && n >= 3 && memcmp(word, "\xEF\xBB\xBF", 3) == 0)
		strbuf_adds(&p->text, "\xEF\xBB\xBF"); /* the reader takes the first one off */
	if (b->separator == ',' && needs_quotes(word, n)) {
		p->altered += put_quoted(&p->text, word, n);
		return;
	}
	p->altered += rows_put_word(&p->text, word, n, hide ? &no_spaces : &text_rules);
	p->spaced += b->separator == ' ' && memchr(p->text.buf + at, ' ', p->text.len - at) != NULL;
}

static void put_numbers(struct strbuf *out, char separator, const float *x, size_t n)
{
	char digits[NUMBER_TEXT_MAX];

	for (size_t j = 0; j < n; j++) {
		strbuf_addc(out, separator);
		strbuf_add(out, digits, number_format_f32(digits, x[j]));
	}
	strbuf_addc(out, '\n');
}

static void format_piece(void *ctx, size_t begin, size_t end, size_t worker)
{
	struct batch *b = ctx;
	struct piece *p = &b->pieces[begin / PIECE_ROWS];

	(void)worker;
	strbuf_clear(&p->text);
	for (size_t i = b->first + begin; i < b->first + end; i++) {
		put_word(b, i, p);
		put_numbers(&p->text, b->separator, rows_numbers(b->rows, i),
			    model_dims(b->rows->m));
	}
}

static enum status write_batches(struct sink *sink, struct batch *b,
				 const struct progress *progress, struct error *err)
{
	size_t size = (size_t)PIECE_ROWS * BATCH_PIECES;

	for (b->first = 0; b->first < b->rows->count; b->first += b->count) {
		if (!progress_step(progress, b->first, b->rows->count))
			return progress_cancelled(err);
		b->count = MIN(size, b->rows->count - b->first);
		parallel_for(0, b->count, PIECE_ROWS, format_piece, b);
		for (size_t i = 0; i * PIECE_ROWS < b->count; i++)
			sink_write(sink, b->pieces[i].text.buf, b->pieces[i].text.len);
	}
	return ST_OK;
}

static void report_words(const struct write_options *opt, const struct batch *b)
{
	size_t altered = 0, spaced = 0;

	for (size_t i = 0; i < BATCH_PIECES; i++) {
		altered += b->pieces[i].altered;
		spaced += b->pieces[i].spaced;
	}
	rows_report_altered(opt, altered, "a line feed or a space that would not be read back");
	if (spaced && opt->report)
		report_notef(opt->report, "%zu %s spaces, which some other programs cannot read",
			     spaced, spaced == 1 ? "word has" : "words have");
}

static char separator_for(const char *path)
{
	if (path && path_has_suffix(path, ".csv"))
		return ',';
	return path && path_has_suffix(path, ".tsv") ? '\t' : ' ';
}

static enum status write_text(struct sink *sink, const struct rows *rows, bool headless,
			      const struct write_options *opt, const struct progress *progress,
			      struct error *err)
{
	struct batch b = { .rows = rows,
			   .headless = headless,
			   .separator = headless ? separator_for(opt->path) : ' ' };
	enum status st;

	for (size_t i = 0; i < BATCH_PIECES; i++)
		b.pieces[i].text = (struct strbuf)STRBUF_INIT;
	st = write_batches(sink, &b, progress, err);
	report_words(opt, &b);
	for (size_t i = 0; i < BATCH_PIECES; i++)
		strbuf_release(&b.pieces[i].text);
	return st;
}

enum status word2vec_text_write(struct sink *sink, const struct model *m,
				const struct write_options *opt, const struct progress *progress,
				struct error *err)
{
	struct strbuf head = STRBUF_INIT;
	struct rows rows;
	enum status st = rows_init(&rows, m, opt, err);

	if (st)
		return st;
	strbuf_addf(&head, "%zu %zu\n", rows.count, model_dims(m));
	sink_write(sink, head.buf, head.len);
	strbuf_release(&head);
	return write_text(sink, &rows, false, opt, progress, err);
}

enum status glove_text_write(struct sink *sink, const struct model *m,
			     const struct write_options *opt, const struct progress *progress,
			     struct error *err)
{
	struct rows rows;
	enum status st = rows_init(&rows, m, opt, err);

	return st ? st : write_text(sink, &rows, true, opt, progress, err);
}
