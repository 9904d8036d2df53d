#include "train/options.h"

#include <math.h>

#include "base/compiler.h"
#include "base/thread.h"

const char *train_architecture_name(enum train_architecture a)
{
	return a == TRAIN_CBOW ? "cbow" : "skipgram";
}

void train_options_init(struct train_options *o)
{
	*o = (struct train_options){
		.architecture = TRAIN_SKIPGRAM,
		.dims = 100,
		.window = 5,
		.negative = 5,
		.ns_exponent = 0.75,
		.sample = 1e-4,
		.epochs = 5,
		.alpha = (double)NAN,
		.min_alpha = (double)NAN,
		.bucket = 2000000,
		.seed = 1,
		.checkpoint_seconds = 60,
	};
}

/* Measured on 50 MB of Wikipedia, 5 epochs: 0.05 answers 29.4 % of the analogies (skip-gram) and
 * 27.1 % (CBOW), 0.025 27.0 % and 17.1 % (tests/bench/peers/quality.tsv). */
double train_default_alpha(const struct train_options *o)
{
	(void)o;
	return 0.05;
}

static enum status refuse_size(const char *what, size_t value, size_t low, size_t high,
			       struct error *err)
{
	return error_set(err, ST_USAGE, "%s must be between %zu and %zu, not %zu", what, low, high,
			 value);
}

static enum status check_sizes(const struct train_options *o, struct error *err)
{
	const struct {
		const char *what;
		size_t value, low, high;
	} sizes[] = {
		{ "the number of dimensions", o->dims, 1, TRAIN_DIMS_MAX },
		{ "the window", o->window, 1, TRAIN_WINDOW_MAX },
		{ "the number of negative samples", o->negative, o->hierarchical ? 0 : 1,
		  TRAIN_NEGATIVE_MAX },
		{ "the number of epochs", o->epochs, 1, TRAIN_EPOCHS_MAX },
		{ "the longest n-gram", o->max_ngram, 0, TRAIN_NGRAM_MAX },
		{ "the shortest n-gram", o->min_ngram, o->max_ngram ? 1 : 0,
		  MAX(o->max_ngram, o->min_ngram * !o->max_ngram) },
		{ "the number of buckets", o->bucket, o->max_ngram ? 1 : 0, TRAIN_BUCKET_MAX },
	};

	for (size_t i = 0; i < ARRAY_LEN(sizes); i++) {
		if (sizes[i].value < sizes[i].low || sizes[i].value > sizes[i].high)
			return refuse_size(sizes[i].what, sizes[i].value, sizes[i].low,
					   sizes[i].high, err);
	}
	return ST_OK;
}

static enum status check_numbers(const struct train_options *o, struct error *err)
{
	if (!(o->alpha >= 0 && o->alpha <= 10) || !(o->min_alpha >= 0 && o->min_alpha <= 10))
		return error_set(err, ST_USAGE,
				 "the learning rate must be between 0 and 10, not %g to %g",
				 o->alpha, o->min_alpha);
	if (!(o->ns_exponent >= -10 && o->ns_exponent <= 10))
		return error_set(err, ST_USAGE,
				 "the exponent of negative samples must be between -10 and 10, not "
				 "%g",
				 o->ns_exponent);
	if (!(o->sample >= 0 && o->sample <= 1))
		return error_set(err, ST_USAGE,
				 "the subsampling threshold must be between 0 and 1, not %g",
				 o->sample);
	if (!(o->holdout >= 0 && o->holdout <= 0.5))
		return error_set(err, ST_USAGE,
				 "at most half of the sentences can be held out, not %g %%",
				 100 * o->holdout);
	if (o->stop_early && o->holdout == 0)
		return error_set(err, ST_USAGE,
				 "to stop early there must be sentences held out: --holdout 1%%");
	return ST_OK;
}

enum status train_options_check(struct train_options *o, struct error *err)
{
	struct train_options c = *o;
	enum status st;

	if (isnan(c.alpha))
		c.alpha = train_default_alpha(&c);
	if (isnan(c.min_alpha))
		c.min_alpha = c.alpha * 1e-4;
	st = check_sizes(&c, err);
	if (!st)
		st = check_numbers(&c, err);
	if (st)
		return st;
	if (!c.max_ngram)
		c.min_ngram = c.bucket = 0;
	c.threads = c.reproducible ? 1 : thread_count(c.threads);
	*o = c;
	return ST_OK;
}
