/* NumPy .npy and .npz: a dense matrix; its words stand in a list beside it, or inside the .npz. */
#include "formats.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "npy_header.h"
#include "npz.h"
#include "row_names.h"
#include "spacy.h"
#include "word_list.h"

static int npy_sniff(const char *head, size_t n, const struct source *src)
{
	struct dense d;

	if (n < NPY_MAGIC_LEN || memcmp(head, NPY_MAGIC, NPY_MAGIC_LEN) != 0)
		return 0;
	/* in an archive: the matrix, not the words or the counts that lie beside it */
	return !src && (npy_header_parse(&d, head, n, NULL) || d.rows < 2) ? 10 : 100;
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

/* Inside the .npz, in spaCy's files, or in a list. ST_FAILED: there are none. */
static enum status find_words(struct word_list *words, const struct source *src,
			      const char *vocab_path, const struct dense *d, struct error *err)
{
	enum status st = ST_FAILED;

	if (!vocab_path)
		st = npz_words(words, src, (size_t)d->rows, err);
	if (!vocab_path && st == ST_FAILED)
		st = spacy_words(words, src, (size_t)d->rows, err);
	if (st == ST_FAILED)
		st = word_list_find(words, src, vocab_path, (size_t)d->rows, (size_t)d->cols, err);
	return st;
}

/* The words are read before the numbers, so that a list that does not fit is told at once. */
static enum status read_named(struct source *src, const struct dense *d, struct builder *b,
			      const struct read_options *opt, const struct progress *progress,
			      struct error *err)
{
	struct word_list words = { 0 };
	struct error none = ERROR_INIT;
	enum status found = find_words(&words, src, opt->vocab_path, d, &none), st = ST_OK;
	bool numbered = found == ST_FAILED && !opt->vocab_path;
	char *why;

	if (found && !numbered)
		return error_set(err, none.status, "%s", none.text);
	st = dense_read(src, d, b, opt->threads, progress, err);
	why = xasprintf("it holds no words (%s)", none.text);
	if (!st)
		st = numbered ? row_names_add(b, why, true, err) : word_list_add(&words, b, err);
	free(why);
	word_list_release(&words);
	return st;
}

static enum status npy_read(struct source *src, struct builder *b, const struct read_options *opt,
			    const struct progress *progress, struct error *err)
{
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
	return st ? st : read_named(src, &d, b, opt, progress, err);
}

static enum status npy_list(struct source *src, const char *tensor, struct tensor_list *out,
			    struct error *err)
{
	(void)tensor;
	return npz_list(src, out, err);
}

static void npy_beside(const char *name, const struct name_sink *out)
{
	word_list_names(name, out);
	spacy_names(out);
}

const struct format format_npy = {
	.name = "npy",
	.title = "NumPy array",
	.suffixes = " .npy .npz ",
	.gives =
		"a NumPy array; the words, one a line, in NAME.vocab beside it, or inside an .npz; "
		"else row numbers",
	.sniff = npy_sniff,
	.read = npy_read,
	.list = npy_list,
	.beside = npy_beside,
	.write = npy_write,
};
