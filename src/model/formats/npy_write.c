/*
 * A pair of files: X.npy with the numbers and X.vocab with the words, one a line. Both are written
 * under temporary names and appear only when both are whole.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "formats.h"
#include "npy_header.h"
#include "rows.h"
#include "word_list.h"

#define ALIGNMENT     64
#define PROGRESS_ROWS 1024

static const struct word_rules list_rules = { .bytes = "\n", .at_ends = "" };

static void put_header(struct strbuf *out, size_t rows, size_t cols)
{
	size_t length;

	strbuf_add(out, NPY_MAGIC "\x01\x00\x00\x00", 10);
	strbuf_addf(out, "{'descr': '<f4', 'fortran_order': False, 'shape': (%zu, %zu), }", rows,
		    cols);
	strbuf_add_repeat(out, ' ', ALIGNMENT - 1 - out->len % ALIGNMENT);
	strbuf_addc(out, '\n');
	length = out->len - 10;
	out->buf[8] = (char)(length & 0xFF);
	out->buf[9] = (char)(length >> 8);
}

/* Would the reader take the end of every word for a count, or for the numbers of its row? */
static bool all_end_in(const struct rows *r, size_t fields)
{
	for (size_t i = 0; i < r->count; i++) {
		size_t n;
		const char *word = rows_word(r, i, &n);

		if (!word_list_trim(word, &n, fields))
			return false;
	}
	return true;
}

static size_t write_words(struct sink *sink, const struct rows *r)
{
	static const struct word_rules no_blanks = { .bytes = " \t\n", .at_ends = "\r" };
	struct strbuf text = STRBUF_INIT;
	size_t dims = model_dims(r->m), altered = 0;
	bool ambiguous = all_end_in(r, 1) || (dims > 1 && all_end_in(r, dims));

	for (size_t i = 0; i < r->count; i++) {
		size_t n;
		const char *word = rows_word(r, i, &n);
		bool changed;

		strbuf_clear(&text);
		/* a byte order mark at the start of a list is taken off, so one goes before it */
		if (i == 0 && n >= 3 && memcmp(word, "\xEF\xBB\xBF", 3) == 0)
			strbuf_adds(&text, "\xEF\xBB\xBF");
		changed = rows_put_word(&text, word, n,
					i == 0 && ambiguous ? &no_blanks : &list_rules);
		if (text.buf[text.len - 1] == '\r') {
			text.buf[text.len - 1] = '_';
			changed = true;
		}
		strbuf_addc(&text, '\n');
		sink_write(sink, text.buf, text.len);
		altered += changed;
	}
	strbuf_release(&text);
	return altered;
}

enum status npy_write(struct sink *sink, const struct model *m, const struct write_options *opt,
		      const struct progress *progress, struct error *err)
{
	struct strbuf head = STRBUF_INIT;
	struct sink *list = NULL;
	struct rows r;
	char *path;
	enum status st = rows_init(&r, m, opt, err);

	if (st)
		return st;
	if (!opt->path || strcmp(opt->path, "-") == 0)
		return error_set(err, ST_USAGE,
				 "a .npy model is two files (the words stand in .vocab): give a "
				 "file name");
	path = word_list_path(opt->path);
	if (strcmp(path, opt->path) == 0)
		st = error_set(err, ST_USAGE, "%s is where the words go: name the matrix .npy",
			       path);
	else
		st = sink_open(&list, path, opt->force, err);
	free(path);
	if (st)
		return st;
	put_header(&head, r.count, model_dims(m));
	sink_write(sink, head.buf, head.len);
	strbuf_release(&head);
	st = rows_write_matrix(sink, &r, progress, err);
	if (st) {
		sink_abort(list);
		return st;
	}
	rows_report_altered(opt, write_words(list, &r),
			    "what would end its line or look like a count");
	return sink_commit(list, err);
}
