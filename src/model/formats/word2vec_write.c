/* word2vec binary: "rows dimensions\n", then for each row the word, a space, the numbers, "\n". */
#include "formats.h"
#include "rows.h"

#define PROGRESS_ROWS 1024

static const struct word_rules binary_rules = { .bytes = " \n", .at_ends = "" };

enum status word2vec_binary_write(struct sink *sink, const struct model *m,
				  const struct write_options *opt, const struct progress *progress,
				  struct error *err)
{
	struct strbuf text = STRBUF_INIT;
	struct rows r;
	size_t altered = 0;
	enum status st = rows_init(&r, m, opt, err);

	if (st)
		return st;
	strbuf_addf(&text, "%zu %zu\n", r.count, model_dims(m));
	for (size_t i = 0; i < r.count && !st; i++) {
		size_t n;
		const char *word = rows_word(&r, i, &n);

		altered += rows_put_word(&text, word, n, &binary_rules);
		strbuf_addc(&text, ' ');
		sink_write(sink, text.buf, text.len);
		rows_write_f32(sink, rows_numbers(&r, i), model_dims(m));
		strbuf_clear(&text);
		strbuf_addc(&text, '\n');
		if (i % PROGRESS_ROWS == 0 && !progress_step(progress, i, r.count))
			st = progress_cancelled(err);
	}
	sink_write(sink, text.buf, text.len);
	strbuf_release(&text);
	rows_report_altered(opt, altered, "a space or a line feed");
	return st;
}
