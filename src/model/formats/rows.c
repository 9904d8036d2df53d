#include "rows.h"

#include <stdlib.h>
#include <string.h>

#include "element.h"

#define PROGRESS_ROWS 1024

enum status rows_init(struct rows *r, const struct model *m, const struct write_options *opt,
		      struct error *err)
{
	size_t count = opt->rows ? opt->row_count : model_rows(m);

	if (!count)
		return error_set(err, ST_USAGE, "there are no words to write");
	for (size_t i = 0; opt->rows && i < count; i++) {
		if (opt->rows[i] >= model_rows(m))
			return error_set(err, ST_USAGE, "row %u does not exist (there are %zu)",
					 opt->rows[i] + 1, model_rows(m));
	}
	*r = (struct rows){ m, opt->rows, count };
	return ST_OK;
}

void rows_write_f32(struct sink *sink, const float *x, size_t n)
{
	if (__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__) {
		sink_write(sink, x, n * sizeof(*x));
		return;
	}
	for (size_t i = 0; i < n; i++) {
		float turned = x[i];

		element_swap(&turned, 1, sizeof(turned));
		sink_write(sink, &turned, sizeof(turned));
	}
}

enum status rows_write_matrix(struct sink *sink, const struct rows *r,
			      const struct progress *progress, struct error *err)
{
	for (size_t i = 0; i < r->count; i++) {
		if (i % PROGRESS_ROWS == 0 && !progress_step(progress, i, r->count))
			return progress_cancelled(err);
		rows_write_f32(sink, rows_numbers(r, i), model_dims(r->m));
	}
	return ST_OK;
}

static bool is_one_of(char c, const char *set)
{
	return c == '\0' || strchr(set, c);
}

bool rows_put_word(struct strbuf *out, const char *word, size_t n, const struct word_rules *rules)
{
	size_t at = out->len;
	bool altered = n == 0;

	strbuf_add(out, n ? word : "_", n ? n : 1);
	for (char *c = out->buf + at; c < out->buf + out->len; c++) {
		bool edge = c == out->buf + at || c + 1 == out->buf + out->len;

		if (is_one_of(*c, rules->bytes) || (edge && is_one_of(*c, rules->at_ends))) {
			*c = '_';
			altered = true;
		}
	}
	return altered;
}

void rows_report_altered(const struct write_options *opt, size_t words, const char *what)
{
	if (words && opt->report)
		report_notef(opt->report, "%zu %s written with _ for %s", words,
			     words == 1 ? "word was" : "words were", what);
}
