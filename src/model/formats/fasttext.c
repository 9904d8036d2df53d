/*
 * fastText models with sub-words. A word's vector is the mean of its own input row and the rows of
 * its n-grams, as fastText itself answers; it is made for every word when the file is opened. The
 * rows of n-grams stay where they are (in a plain file: on disk) for words that are not there.
 *
 * Tables: "words"; "labels", the output rows of a supervised model; "output", the output rows of
 * another.
 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/thread.h"
#include "fasttext_file.h"
#include "formats.h"
#include "model/subword.h"

#define CHUNK 512 /* words that a thread composes at a time */

static int fasttext_sniff(const char *head, size_t n, const struct source *src)
{
	(void)src;
	if (n >= 4 && memcmp(head, "\xba\x16\x4f\x2f", 4) == 0)
		return 95;
	return fasttext_is_old(head, n) ? 80 : 0;
}

/* --- rows of one of its matrices → memory ------------------------------------------------------- */

struct unpacking {
	const struct quantised *q;
	uint64_t first;
	const struct matrix *m;
};

static void unpack_rows(void *ctx, size_t begin, size_t end, size_t worker)
{
	const struct unpacking *u = ctx;

	(void)worker;
	for (size_t i = begin; i < end; i++)
		quantised_row(u->q, (size_t)u->first + i, matrix_row(u->m, i));
}

/* Rows first … of the file's matrix into all rows of m. */
static enum status load_rows(const struct source *src, const struct fasttext_matrix *from,
			     uint64_t first, const struct matrix *m,
			     const struct dense_options *opt, struct error *err)
{
	struct dense d = { .element = ELEMENT_F32,
			   .offset = from->offset + first * from->cols * sizeof(float),
			   .rows = m->rows,
			   .cols = m->cols };
	struct unpacking u = { &from->quantised, first, m };

	if (!from->quantised.codes)
		return m->rows ? dense_fill(src, &d, m, opt, err) : ST_OK;
	parallel_for(opt->threads, m->rows, CHUNK, unpack_rows, &u);
	return ST_OK;
}

/* --- composing ---------------------------------------------------------------------------------- */

struct composing {
	const struct composer *c;
	const struct matrix *grams, *words;
	const struct vocab *vocab;
	const struct progress *progress;
	atomic_size_t done;
	atomic_bool stop;
};

struct one_word {
	const struct composing *all;
	float *row;
	size_t count;
};

static void add_gram(void *ctx, const char *gram, size_t n, uint32_t bucket)
{
	struct one_word *w = ctx;
	size_t row = composer_find(w->all->c, bucket);
	const float *x;

	(void)gram, (void)n;
	if (row == SIZE_MAX)
		return;
	x = matrix_row(w->all->grams, row);
	for (size_t i = 0; i < w->all->grams->cols; i++)
		w->row[i] += x[i];
	w->count++;
}

/* In fastText's order and arithmetic: f32 sums, then one multiplication. */
static void compose_word(struct composing *all, uint32_t word)
{
	struct one_word w = { all, matrix_row(all->words, word), 1 };
	size_t n;
	const char *text = vocab_word(all->vocab, word, &n);
	float share;

	subword_each(text, n, all->c->min, all->c->max, all->c->bucket, add_gram, &w);
	share = (float)(1.0 / (double)w.count);
	for (size_t i = 0; i < all->words->cols; i++)
		w.row[i] *= share;
}

static void compose_range(void *ctx, size_t begin, size_t end, size_t worker)
{
	struct composing *all = ctx;
	size_t done;

	if (atomic_load(&all->stop))
		return;
	for (size_t i = begin; i < end; i++)
		compose_word(all, (uint32_t)i);
	done = atomic_fetch_add(&all->done, end - begin) + end - begin;
	if (worker == 0 && !progress_step(all->progress, done, all->words->rows))
		atomic_store(&all->stop, true);
}

/* --- the table of words ------------------------------------------------------------------------- */

struct job {
	struct source *src;
	const struct fasttext_file *f;
	struct builder *b;
	const struct read_options *opt;
	struct dense_options dense;
};

static struct composer *new_composer(const struct fasttext_file *f)
{
	struct composer *c = xcalloc(1, sizeof(*c));

	c->dims = (size_t)f->dim;
	c->min = (size_t)f->min;
	c->max = (size_t)f->max;
	c->bucket = (uint32_t)f->bucket;
	c->row_count = (size_t)(f->input.rows - f->words);
	return c;
}

static enum status copy_pruned(struct composer *c, const struct fasttext_file *f, struct error *err)
{
	void *buckets = NULL, *rows = NULL;
	enum status st;

	if (!f->pruned)
		return ST_OK;
	st = mem_try_calloc(&buckets, f->pruned_count, sizeof(uint32_t), "the n-grams", err);
	if (!st)
		st = mem_try_calloc(&rows, f->pruned_count, sizeof(uint32_t), "the n-grams", err);
	c->buckets = buckets;
	c->bucket_rows = rows;
	if (st)
		return st;
	memcpy(buckets, f->buckets, f->pruned_count * sizeof(uint32_t));
	memcpy(rows, f->bucket_rows, f->pruned_count * sizeof(uint32_t));
	c->row_count = f->pruned_count;
	return ST_OK;
}

/* Leave the rows of n-grams in a plain file; keep them when the file is packed or quantised. */
static void keep_grams(struct job *j, struct composer *c, struct matrix *grams)
{
	const struct fasttext_file *f = j->f;
	uint64_t offset = f->input.offset + (uint64_t)f->words * f->input.cols * sizeof(float);

	if (!f->input.quantised.codes && !*source_packing(j->src) &&
	    gram_rows_in_file(&c->rows, source_path(j->src), offset, grams->rows, grams->cols,
			      NULL) == ST_OK)
		return;
	gram_rows_in_matrix(&c->rows, grams);
}

static enum status compose_all(struct job *j, const struct matrix *words, struct error *err)
{
	struct composer *c = new_composer(j->f);
	struct matrix grams = { 0 };
	struct composing all = { .c = c,
				 .grams = &grams,
				 .words = words,
				 .vocab = builder_vocab(j->b),
				 .progress = j->dense.progress };
	enum status st = matrix_init(&grams, c->row_count, c->dims, err);

	if (!st)
		st = load_rows(j->src, &j->f->input, j->f->words, &grams, &j->dense, err);
	if (!st)
		st = copy_pruned(c, j->f, err);
	if (!st)
		parallel_for(j->dense.threads, words->rows, CHUNK, compose_range, &all);
	if (!st && atomic_load(&all.stop))
		st = progress_cancelled(err);
	if (!st)
		keep_grams(j, c, &grams);
	matrix_release(&grams);
	if (st)
		composer_free(c);
	else
		builder_set_composer(j->b, c);
	return st;
}

/* Name the rows by the words (or the labels) of the dictionary. */
static enum status add_entries(struct job *j, bool labels, struct error *err)
{
	struct strbuf word = STRBUF_INIT;
	struct cursor c;
	uint64_t size = (uint64_t)j->f->words + (labels ? j->f->labels : 0);
	enum status st = ST_OK;

	cursor_init(&c, j->src, err);
	cursor_seek(&c, j->f->dictionary);
	for (uint64_t i = 0; i < size && !st; i++) {
		bool label = false;

		st = fasttext_entry(&c, &word, &label);
		if (!st && label == labels)
			st = builder_add_word(j->b, word.buf, word.len, err);
	}
	cursor_release(&c);
	strbuf_release(&word);
	return st;
}

static enum status reserve(struct job *j, uint64_t rows, uint64_t cols, struct matrix **m,
			   struct error *err)
{
	struct dense d = { .element = ELEMENT_F32, .rows = rows, .cols = cols };
	uint64_t bytes = 0;
	enum status st = dense_bytes(&d, &bytes, err);

	if (!st)
		st = builder_set_shape(j->b, (size_t)cols, rows, bytes, err);
	return st ? st : builder_reserve_rows(j->b, (size_t)rows, m, err);
}

static enum status read_words(struct job *j, struct error *err)
{
	struct matrix *m = NULL;
	enum status st = reserve(j, j->f->words, j->f->input.cols, &m, err);

	if (!st)
		st = load_rows(j->src, &j->f->input, 0, m, &j->dense, err);
	if (!st)
		st = add_entries(j, false, err);
	if (!st && fasttext_has_grams(j->f))
		st = compose_all(j, m, err);
	return st;
}

/* --- the table of labels, or of output rows ----------------------------------------------------- */

static enum status read_output(struct job *j, struct error *err)
{
	const struct fasttext_file *f = j->f;
	bool labels = f->kind == FASTTEXT_SUPERVISED;
	uint64_t rows = labels ? f->labels : f->words;
	struct matrix *m = NULL;
	enum status st;

	if (f->loss == FASTTEXT_HS)
		return error_set(err, ST_FORMAT,
				 "it was trained with hierarchical softmax: the rows of its output "
				 "are nodes of a tree, not words or labels");
	if (f->output.rows != rows || !rows)
		return error_set(err, ST_FORMAT, "its output has %llu rows for %llu %s",
				 (unsigned long long)f->output.rows, (unsigned long long)rows,
				 labels ? "labels" : "words");
	st = reserve(j, rows, f->output.cols, &m, err);
	if (!st)
		st = load_rows(j->src, &f->output, 0, m, &j->dense, err);
	return st ? st : add_entries(j, labels, err);
}

static const char *output_name(const struct fasttext_file *f)
{
	return f->kind == FASTTEXT_SUPERVISED ? "labels" : "output";
}

static enum status read_table(struct job *j, struct error *err)
{
	const char *tensor = j->opt->tensor;

	if (!tensor || strcmp(tensor, "words") == 0)
		return read_words(j, err);
	if (strcmp(tensor, output_name(j->f)) == 0)
		return read_output(j, err);
	return error_set(err, ST_FAILED, "it has no table \"%.60s\"; there are: words, %s", tensor,
			 output_name(j->f));
}

static enum status fasttext_read(struct source *src, struct builder *b,
				 const struct read_options *opt, const struct progress *progress,
				 struct error *err)
{
	struct fasttext_file f = { 0 };
	struct job j = { src, &f, b, opt, { opt->threads, progress, builder_report(b) } };
	enum status st = source_make_seekable(src, err);

	if (!st)
		st = fasttext_parse(&f, src, err);
	if (st)
		return st;
	if (f.tail)
		report_notef(builder_report(b), "%llu bytes behind the model are ignored",
			     (unsigned long long)f.tail);
	st = read_table(&j, err);
	fasttext_release(&f);
	return st;
}

/* --- listing ------------------------------------------------------------------------------------ */

static void list_matrix(struct tensor_list *out, const char *name, const struct fasttext_matrix *m,
			uint64_t rows, bool used)
{
	uint64_t shape[] = { rows, m->cols };
	bool quantised = m->quantised.codes != NULL;
	struct tensor_info *t = tensor_list_add(out, name, quantised ? "PQ" : "F32", shape, 2);

	t->bytes = quantised ? rows * (m->quantised.pq.nsubq + (m->quantised.norm_codes ? 1 : 0))
			     : rows * m->cols * sizeof(float);
	t->used = used;
}

static enum status fasttext_list(struct source *src, const char *tensor, struct tensor_list *out,
				 struct error *err)
{
	struct fasttext_file f = { 0 };
	enum status st = source_make_seekable(src, err);

	if (!st)
		st = fasttext_parse(&f, src, err);
	if (st)
		return st;
	list_matrix(out, "words", &f.input, f.words, !tensor || strcmp(tensor, "words") == 0);
	if (f.input.rows > f.words)
		list_matrix(out, "n-grams", &f.input, f.input.rows - f.words, false);
	list_matrix(out, output_name(&f), &f.output, f.output.rows,
		    tensor && strcmp(tensor, output_name(&f)) == 0);
	fasttext_release(&f);
	return ST_OK;
}

const struct format format_fasttext_binary = {
	.name = "fasttext-binary",
	.title = "fastText binary",
	.suffixes = " .bin .ftz ",
	.gives = "a fastText model: unknown words get a vector from their sub-words",
	.sniff = fasttext_sniff,
	.read = fasttext_read,
	.write = fasttext_write,
	.list = fasttext_list,
};
