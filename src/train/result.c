/* What was learned, copied out: rows, snapshots, whole results. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "internal.h"
#include "model/builder.h"
#include "model/format.h"
#include "model/trained.h"

void trainer_compose(const struct trainer *t, uint32_t word, float *out)
{
	const struct weights *w = &t->weights;
	uint64_t begin, end;
	float share;

	memcpy(out, matrix_row(&w->in, word), w->dims * sizeof(float));
	if (!t->sub.begin)
		return;
	begin = t->sub.begin[word];
	end = t->sub.begin[word + 1];
	for (uint64_t g = begin; g < end; g++) {
		const float *row = matrix_row(&w->in, t->sub.rows[g]);

		for (size_t i = 0; i < w->dims; i++)
			out[i] += row[i];
	}
	share = 1.0f / (float)(end - begin + 1);
	for (size_t i = 0; i < w->dims; i++)
		out[i] *= share;
}

void trainer_copy_rows(const struct trainer *t, const uint32_t *ids, size_t n, float *out)
{
	for (size_t i = 0; i < n; i++)
		trainer_compose(t, ids[i], out + i * t->weights.dims);
}

static enum status name_rows(struct builder *b, const struct corpus *c, struct error *err)
{
	enum status st = ST_OK;

	for (size_t i = 0; i < c->word_count && !st; i++)
		st = builder_add_word(b, c->bytes + c->offsets[i],
				      (size_t)(c->offsets[i + 1] - c->offsets[i]), err);
	return st;
}

static enum status build(const struct trainer *t, struct builder *b, struct model **out,
			 struct error *err)
{
	const struct corpus *c = t->corpus;
	struct matrix *rows;
	enum status st = builder_set_shape(b, t->weights.dims, c->word_count, UINT64_MAX, err);

	if (!st)
		st = builder_reserve_rows(b, c->word_count, &rows, err);
	if (st)
		return st;
	for (size_t i = 0; i < c->word_count; i++)
		trainer_compose(t, (uint32_t)i, matrix_row(rows, i));
	st = name_rows(b, c, err);
	if (!st)
		st = builder_finish(b, out, err);
	return st;
}

enum status trainer_snapshot(const struct trainer *t, struct model **out, struct error *err)
{
	struct builder *b = builder_new("row");
	enum status st = build(t, b, out, err);

	builder_free(b);
	if (st)
		return st;
	free((*out)->name);
	(*out)->name = xstrdup("trained");
	(*out)->format = "trained";
	return ST_OK;
}

/* `count` rows from `first` on, without padding beyond what a matrix has. */
static enum status copy_part(struct matrix *to, const struct matrix *from, size_t first,
			     size_t count, size_t dims, struct error *err)
{
	enum status st = matrix_init(to, count, dims, err);

	for (size_t i = 0; i < count && !st; i++)
		memcpy(matrix_row(to, i), matrix_row(from, first + i), dims * sizeof(float));
	return st;
}

static void copy_settings(const struct trainer *t, struct trained *out)
{
	const struct train_options *o = &t->opt;
	struct place place = trainer_place(t);

	out->cbow = o->architecture == TRAIN_CBOW;
	out->hierarchical = o->hierarchical;
	out->window = o->window;
	out->negative = o->negative;
	out->epochs = o->epochs;
	out->seed = o->seed;
	out->min_ngram = o->min_ngram;
	out->max_ngram = o->max_ngram;
	out->bucket = o->bucket;
	out->epoch = place.epoch;
	out->piece = place.piece;
	out->words = place.words;
	out->tokens = t->corpus->token_count;
	out->ns_exponent = o->ns_exponent;
	out->sample = o->sample;
	out->alpha = o->alpha;
	out->min_alpha = o->min_alpha;
	out->holdout = o->holdout;
	out->loss = atomic_load(&t->loss);
}

static void copy_losses(const struct trainer *t, struct trained *out)
{
	out->losses = xcalloc(t->opt.epochs, 2 * sizeof(*out->losses));
	for (size_t e = 0; e < t->opt.epochs; e++) {
		out->losses[2 * e] = trainer_epoch_loss(t, e);
		out->losses[2 * e + 1] = trainer_holdout_loss(t, e);
	}
}

static enum status copy_subwords(const struct trainer *t, struct trained *out, struct error *err)
{
	const struct weights *w = &t->weights;
	size_t words = t->corpus->word_count, grams = t->sub.gram_count;
	void *p = NULL;
	enum status st = mem_try_calloc(&p, grams, sizeof(uint32_t), "the n-grams", err);

	if (st)
		return st;
	out->grams = p;
	out->gram_count = grams;
	if (grams)
		memcpy(out->grams, t->sub.grams, grams * sizeof(uint32_t));
	st = copy_part(&out->word_rows, &w->in, 0, words, w->dims, err);
	return st ? st : copy_part(&out->gram_rows, &w->in, words, grams, w->dims, err);
}

static enum status copy_learned(const struct trainer *t, struct trained *out, struct error *err)
{
	const struct weights *w = &t->weights;
	size_t words = t->corpus->word_count;
	void *counts = NULL;
	enum status st = mem_try_calloc(&counts, words, sizeof(uint64_t), "the counts", err);

	if (st)
		return st;
	out->counts = counts;
	memcpy(out->counts, t->corpus->counts, words * sizeof(uint64_t));
	copy_settings(t, out);
	copy_losses(t, out);
	st = copy_part(&out->output, &w->out, 0, w->out.rows, w->dims, err);
	if (!st && t->sub.begin)
		st = copy_subwords(t, out, err);
	return st;
}

enum status trainer_result(const struct trainer *t, struct model **out, struct error *err)
{
	struct trained *trained = trained_new();
	enum status st = copy_learned(t, trained, err);

	if (!st)
		st = trainer_snapshot(t, out, err);
	if (st) {
		trained_free(trained);
		return st;
	}
	(*out)->trained = trained;
	(*out)->composer = composer_for_trained(trained);
	return ST_OK;
}

static bool saving_step(void *ctx, uint64_t done, uint64_t total)
{
	struct trainer *t = ctx;

	(void)done, (void)total;
	return atomic_load(&t->phase) == TRAIN_DONE || trainer_report(t);
}

enum status trainer_save(struct trainer *t, const char *path, struct error *err)
{
	struct write_options opt = { .force = true };
	struct progress progress = { saving_step, t };
	struct model *m;
	enum status st = trainer_result(t, &m, err);

	if (st)
		return st;
	st = model_save(m, path, format_find("safetensors"), &opt, &progress, err);
	model_unref(m);
	return st;
}
