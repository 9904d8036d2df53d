/* Going on where a file stopped. */
#include <inttypes.h>
#include <string.h>

#include "base/compiler.h"
#include "internal.h"
#include "model/trained.h"

static enum status check_vocabulary(const struct corpus *c, const struct model *m,
				    struct error *err)
{
	const struct trained *t = m->trained;

	if (model_rows(m) != c->word_count || t->tokens != c->token_count)
		return error_set(err, ST_FAILED,
				 "this is not the text that the model was trained on: it has %zu "
				 "words in %" PRIu64 " places, that had %zu in %" PRIu64,
				 c->word_count, c->token_count, model_rows(m), t->tokens);
	for (size_t i = 0; i < c->word_count; i++) {
		uint64_t n = c->offsets[i + 1] - c->offsets[i];
		const char *word = c->bytes + c->offsets[i], *other;
		size_t other_n;

		other = vocab_word(m->vocab, (uint32_t)i, &other_n);
		if (other_n != n || memcmp(word, other, n) != 0 || t->counts[i] != c->counts[i])
			return error_set(err, ST_FAILED,
					 "this is not the text that the model was trained on: word "
					 "%zu is \"%.*s\" %" PRIu64
					 " times, it was \"%.100s\" %" PRIu64 " times",
					 i + 1, (int)MIN(n, (uint64_t)100), word, c->counts[i],
					 other, t->counts[i]);
	}
	return ST_OK;
}

static void take_settings(struct train_options *o, const struct model *m)
{
	const struct trained *t = m->trained;

	o->architecture = t->cbow ? TRAIN_CBOW : TRAIN_SKIPGRAM;
	o->dims = model_dims(m);
	o->window = (size_t)t->window;
	o->negative = (size_t)t->negative;
	o->ns_exponent = t->ns_exponent;
	o->sample = t->sample;
	o->alpha = t->alpha;
	o->min_alpha = t->min_alpha;
	o->hierarchical = t->hierarchical != 0;
	o->min_ngram = (size_t)t->min_ngram;
	o->max_ngram = (size_t)t->max_ngram;
	o->bucket = (size_t)t->bucket;
	o->seed = t->seed;
	o->holdout = t->holdout;
}

static void copy_rows(struct matrix *to, size_t first, const struct matrix *from)
{
	for (size_t i = 0; i < from->rows; i++)
		memcpy(matrix_row(to, first + i), matrix_row(from, i), from->cols * sizeof(float));
}

static enum status take_rows(struct trainer *t, const struct model *m, struct error *err)
{
	const struct trained *from = m->trained;
	size_t words = t->corpus->word_count;

	if (from->output.rows != t->weights.out.rows || from->gram_count != t->sub.gram_count ||
	    (from->gram_count &&
	     memcmp(from->grams, t->sub.grams, from->gram_count * sizeof(*from->grams)) != 0))
		return error_set(err, ST_FAILED,
				 "the file's training state does not fit its vocabulary");
	copy_rows(&t->weights.in, 0, t->sub.begin ? &from->word_rows : &m->matrix);
	if (t->sub.begin)
		copy_rows(&t->weights.in, words, &from->gram_rows);
	copy_rows(&t->weights.out, 0, &from->output);
	if (t->has_good)
		weights_copy(&t->good, &t->weights);
	return ST_OK;
}

static void take_place(struct trainer *t, const struct trained *from)
{
	struct place place = { (size_t)MIN(from->epoch, (uint64_t)t->opt.epochs),
			       (size_t)MIN(from->piece, (uint64_t)t->pieces.count),
			       MIN(from->words, t->total_words) };

	atomic_store(&t->epoch, place.epoch);
	atomic_store(&t->pieces_done, place.piece);
	atomic_store(&t->words_done, place.words);
	t->good_place = place;
	t->next_check = place.words;
}

/* What the epochs before have come to: early stopping compares with it, and the curve shows it. */
static void take_losses(struct trainer *t, const struct trained *from)
{
	size_t known = (size_t)MIN(from->epochs, (uint64_t)atomic_load(&t->epoch) + 1);

	for (size_t e = 0; from->losses && e < MIN(known, t->opt.epochs); e++) {
		atomic_store(&t->epoch_loss[e], from->losses[2 * e]);
		atomic_store(&t->holdout_loss[e], from->losses[2 * e + 1]);
	}
}

enum status trainer_resume(struct trainer **out, const struct corpus *corpus,
			   const struct model *from, const struct train_options *opt,
			   struct error *err)
{
	struct train_options o = *opt;
	struct trainer *t;
	enum status st;

	if (!from->trained)
		return error_set(err, ST_FAILED,
				 "%s cannot be trained on: it holds vectors only; what vecscope "
				 "trained and saved as .safetensors can",
				 *from->path ? from->path : "this model");
	st = check_vocabulary(corpus, from, err);
	if (st)
		return st;
	take_settings(&o, from);
	st = trainer_new(&t, corpus, &o, err);
	if (st)
		return st;
	st = take_rows(t, from, err);
	if (st) {
		trainer_free(t);
		return st;
	}
	take_place(t, from->trained);
	take_losses(t, from->trained);
	*out = t;
	return ST_OK;
}
