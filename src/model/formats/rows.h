/* What every writer needs: which rows, their words as a format can hold them, progress. */
#ifndef MODEL_FORMATS_ROWS_H
#define MODEL_FORMATS_ROWS_H

#include "base/strbuf.h"
#include "model/format.h"

/* The rows to write, in order. */
struct rows {
	const struct model *m;
	const uint32_t *ids;	/* NULL = 0, 1, 2 … */
	size_t count;
};

/* Refuses an empty selection and rows that do not exist. */
enum status rows_init(struct rows *r, const struct model *m, const struct write_options *opt,
		      struct error *err);

static inline uint32_t rows_id(const struct rows *r, size_t i)
{
	return r->ids ? r->ids[i] : (uint32_t)i;
}

static inline const float *rows_numbers(const struct rows *r, size_t i)
{
	return model_row(r->m, rows_id(r, i));
}

static inline const char *rows_word(const struct rows *r, size_t i, size_t *n)
{
	return vocab_word(r->m->vocab, rows_id(r, i), n);
}

/* n floats as little-endian bytes. */
void rows_write_f32(struct sink *sink, const float *x, size_t n);
/* All rows as little-endian f32, without padding. */
enum status rows_write_matrix(struct sink *sink, const struct rows *r,
			      const struct progress *progress, struct error *err);

/* What a format cannot hold in a word becomes '_'. */
struct word_rules {
	const char *bytes;	/* these, wherever they stand; NUL always */
	const char *at_ends;	/* these, as first or last byte */
};

/* Append the word under the rules (an empty one as "_"); true if it was altered. */
bool rows_put_word(struct strbuf *out, const char *word, size_t n, const struct word_rules *rules);

/* One sentence on words that were altered; nothing when there are none or nobody listens. */
void rows_report_altered(const struct write_options *opt, size_t words, const char *what);

#endif
