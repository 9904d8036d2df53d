/* NumPy .npy: a dense matrix; its words stand in a list beside it. */
#include "formats.h"

#include <string.h>

#include "base/mem.h"
#include "npy_header.h"
#include "word_list.h"

static int npy_sniff(const char *head, size_t n, const struct source *src)
{
	(void)src;
	return n >= NPY_MAGIC_LEN && memcmp(head, NPY_MAGIC, NPY_MAGIC_LEN) == 0 ? 100 : 0;
}

static enum status check_size(const struct source *src, const struct dense *d,
			      struct report *report, struct error *err)
{
	uint64_t bytes = 0, have = source_size(src);
	enum status st = dense_bytes(d, &bytes, err);

	if (st)
		return st;
	have -= have < d->offset ? have : d->offset;
	if (have < bytes)
		return error_set(err, ST_FORMAT,
				 "it is cut short: %llu x %llu numbers take %llu bytes, but only "
				 "%llu are there",
				 (unsigned long long)d->rows, (unsigned long long)d->cols,
				 (unsigned long long)bytes, (unsigned long long)have);
	if (have > bytes)
		report_notef(report, "%llu bytes behind the matrix are ignored",
			     (unsigned long long)(have - bytes));
	return ST_OK;
}

static enum status npy_read(struct source *src, struct builder *b, const struct read_options *opt,
			    const struct progress *progress, struct error *err)
{
	struct word_list words = { 0 };
	struct dense d = { 0 };
	const char *head = NULL;
	size_t n = 0;
	enum status st = source_head(src, &head, &n, err);

	if (!st)
		st = npy_header_parse(&d, head, n, err);
	if (!st)
		st = source_make_seekable(src, err);
	if (!st)
		st = check_size(src, &d, builder_report(b), err);
	if (!st)
		st = word_list_find(&words, src, opt->vocab_path, (size_t)d.rows, (size_t)d.cols,
				    err);
	if (st)
		return st;
	st = dense_read(src, &d, b, opt->threads, progress, err);
	if (!st)
		st = word_list_add(&words, b, err);
	word_list_release(&words);
	return st;
}

const struct format format_npy = {
	.name = "npy",
	.title = "NumPy array",
	.suffixes = " .npy ",
	.gives = "a NumPy array; the words, one a line, in NAME.vocab beside it",
	.sniff = npy_sniff,
	.read = npy_read,
	.write = npy_write,
};
