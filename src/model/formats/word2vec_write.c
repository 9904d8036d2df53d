/* word2vec binary: "rows dimensions\n", then for each row the word, a space, the numbers, "\n". */
#include "formats.h"
#include "rows.h"

#define PROGRESS_ROWS 1024

/* The space ends a word; readers know by control characters that they have lost the rows. */
static const struct word_rules binary_rules = {
	.bytes = " \x7F\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0A\x0B\x0C\x0D\x0E\x0F"
		 "\x10\x11\x12\x13\x14\x15\x16\x17\x18\x19\x1A\x1B\x1C\x1D\x1E\x1F",
	.at_ends = "",
};

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
	rows_report_altered(opt, altered, "a space or a control character");
	return st;
}
