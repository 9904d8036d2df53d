/*
 * The block engines against their definition, computed plainly in double precision from the same
 * negatives and windows; and their mean over many draws against the exact gradient of the
 * sequential loop.
 */
#include "unit.h"

#include <math.h>

#include "base/compiler.h"
#include "toy_model.h"
#include "train/block.h"
#include "words_corpus.h"

/* Thirty words of a made-up text, three sentences. */
static struct corpus *small_corpus(void)
{
	static const char text[] = "a b c d e f a g h a b i c j k d l\nm a n b o c p q\n"
				   "r a b s t u a v w b x y z a c d e q p o i\n";

	return words_corpus_new(text, sizeof(text) - 1, 1);
}

static struct trainer *make(const struct corpus *c, enum train_architecture arch, size_t grams,
			    uint64_t seed)
{
	struct train_options o;
	struct trainer *t;

	train_options_init(&o);
	o.architecture = arch;
	o.dims = 20;
	o.window = 3;
	o.sample = 0;
	o.threads = 1;
	o.seed = seed;
	o.min_ngram = grams ? 2 : 0;
	o.max_ngram = grams;
	o.bucket = 40;
	if (trainer_new(&t, c, &o, NULL))
		fail_msg("no trainer");
	return t;
}

/* All rows as they were, in double: in.rows + out.rows. */
struct plain {
	double *in, *out;
	size_t n;
};

static struct plain copy(const struct weights *w)
{
	struct plain p = { calloc(w->in.rows * w->n, sizeof(double)),
			   calloc(w->out.rows * w->n, sizeof(double)), w->n };

	for (size_t i = 0; i < w->in.rows * w->n; i++)
		p.in[i] = (double)w->in.data[i];
	for (size_t i = 0; i < w->out.rows * w->n; i++)
		p.out[i] = (double)w->out.data[i];
	return p;
}

static void plain_release(struct plain *p)
{
	free(p->in);
	free(p->out);
}

static void stir(struct weights *w)
{
	uint64_t state = 31;

	for (size_t r = 0; r < w->in.rows + w->out.rows; r++)
		for (size_t i = 0; i < w->dims; i++)
			(r < w->in.rows ? matrix_row(&w->in, r)
					: matrix_row(&w->out, r - w->in.rows))[i] =
				(float)toy_normal(&state) * 0.4f;
}

/* hidden of a list of words; returns how many rows went in */
static size_t add_rows(const struct trainer *t, const struct plain *p, uint32_t word, double *h)
{
	size_t rows = 1;

	for (size_t i = 0; i < p->n; i++)
		h[i] += p->in[word * p->n + i];
	for (uint64_t g = t->sub.begin ? t->sub.begin[word] : 0;
	     t->sub.begin && g < t->sub.begin[word + 1]; g++, rows++)
		for (size_t i = 0; i < p->n; i++)
			h[i] += p->in[t->sub.rows[g] * p->n + i];
	return rows;
}

static void add_error(const struct trainer *t, struct plain *to, uint32_t word, const double *e)
{
	for (size_t i = 0; i < to->n; i++)
		to->in[word * to->n + i] += e[i];
	for (uint64_t g = t->sub.begin ? t->sub.begin[word] : 0;
	     t->sub.begin && g < t->sub.begin[word + 1]; g++)
		for (size_t i = 0; i < to->n; i++)
			to->in[t->sub.rows[g] * to->n + i] += e[i];
}

/* One (hidden, output) evaluation of weight w: error += …, output row of `to` += … */
static void evaluate(const struct plain *from, struct plain *to, const double *h, uint32_t out,
		     double label, double weight, double *error)
{
	const double *y = from->out + out * from->n;
	double dot = 0, g;

	for (size_t i = 0; i < from->n; i++)
		dot += h[i] * y[i];
	g = weight * (label - 1 / (1 + exp(-dot)));
	for (size_t i = 0; i < from->n; i++) {
		error[i] += g * y[i];
		to->out[out * from->n + i] += g * h[i];
	}
}

/* The shared negatives by their definition: one that is a target counts for the other pairs. */
static void learn_negatives(const struct trainer *t, const struct block *b,
			    const struct plain *from, struct plain *to, const double *h,
			    const uint32_t *targets, size_t count, double alpha, double *error)
{
	for (size_t k = 0; k < b->shared; k++) {
		size_t others = 0;

		for (size_t j = 0; j < count; j++)
			others += targets[j] != b->negatives[k];
		evaluate(from, to, h, b->negatives[k], 0,
			 alpha * (double)(others * t->opt.negative) / (double)b->shared, error);
	}
}

struct input {
	double h[64], error[64];
	uint32_t targets[16];
	size_t count;
};

static struct input make_input(const struct trainer *t, const struct plain *from, size_t i)
{
	const struct block *b = t->workers[0].space;
	const struct passage *p = &t->workers[0].passage;
	bool cbow = t->opt.architecture == TRAIN_CBOW;
	struct input in = { .count = 0 };
	size_t at = b->first + i, rows = 0, low, high;

	block_window(b, p, at, &low, &high);
	for (size_t j = low; j < high; j++)
		if (j != at && cbow)
			rows += add_rows(t, from, p->ids[j], in.h);
		else if (j != at)
			in.targets[in.count++] = p->ids[j];
	if (!cbow)
		rows = add_rows(t, from, p->ids[at], in.h);
	else if (rows)
		in.targets[in.count++] = p->ids[at];
	for (size_t d = 0; d < from->n && rows; d++)
		in.h[d] /= (double)rows;
	return in;
}

static void spread(const struct trainer *t, struct plain *to, const struct input *in, size_t i)
{
	const struct block *b = t->workers[0].space;
	const struct passage *p = &t->workers[0].passage;
	size_t low, high;

	if (t->opt.architecture == TRAIN_SKIPGRAM) {
		add_error(t, to, p->ids[b->first + i], in->error);
		return;
	}
	block_window(b, p, b->first + i, &low, &high);
	for (size_t j = low; j < high; j++)
		if (j != b->first + i)
			add_error(t, to, p->ids[j], in->error);
}

/* All from the state before. */
static void expect_block(const struct trainer *t, const struct plain *from, struct plain *to,
			 double alpha)
{
	const struct block *b = t->workers[0].space;

	for (size_t i = 0; i < b->count; i++) {
		struct input in = make_input(t, from, i);

		for (size_t j = 0; j < in.count; j++)
			evaluate(from, to, in.h, in.targets[j], 1, alpha, in.error);
		learn_negatives(t, b, from, to, in.h, in.targets, in.count, alpha, in.error);
		spread(t, to, &in, i);
	}
}

static void compare(const struct weights *w, const struct plain *want, const char *what)
{
	for (size_t i = 0; i < w->in.rows * w->n; i++)
		if (!(fabs((double)w->in.data[i] - want->in[i]) < 2e-6))
			fail_msg("%s: input row %zu: %g, not %g", what, i / w->n,
				 (double)w->in.data[i], want->in[i]);
	for (size_t i = 0; i < w->out.rows * w->n; i++)
		if (!(fabs((double)w->out.data[i] - want->out[i]) < 2e-6))
			fail_msg("%s: output row %zu: %g, not %g", what, i / w->n,
				 (double)w->out.data[i], want->out[i]);
}

/* One block of the passage, from the first word on. */
static void learn_one_block(struct trainer *t, float alpha)
{
	struct worker *w = &t->workers[0];
	struct block *b = w->space;

	w->rng = rng_make(t->opt.seed, 0, 0);
	passage_read(&w->passage, &t->pieces, 0, false, &t->sampler, &w->rng);
	w->passage.count = block_size(b, &w->passage, 0);
	for (size_t i = 0; i < w->passage.count; i++)
		w->passage.end[i] = MIN(w->passage.end[i], (uint32_t)w->passage.count);
	t->engine->learn(w, alpha);
}

/* Blocks that follow one another hold all words of a text, none of them a third time, and no block is
 * smaller than that asks for (but where two words share a counter, which is seldom). */
static void no_word_is_an_input_three_times(void **unused)
{
	char text[6001];
	struct corpus *c;
	struct trainer *t;
	struct worker *w;
	struct block *b;
	size_t first = 0, short_ones = 0;

	(void)unused;
	for (size_t i = 0; i < 3000; i++) {
		text[2 * i] = i % 3 && i < 1500 ? 'x' : (char)('a' + i * i / 7 % 23);
		text[2 * i + 1] = i % 100 == 99 ? '\n' : ' ';
	}
	c = words_corpus_new(text, 6000, 1);
	t = make(c, TRAIN_SKIPGRAM, 0, 1);
	w = &t->workers[0];
	b = w->space;
	passage_read(&w->passage, &t->pieces, 0, false, &t->sampler, &w->rng);
	while (first < w->passage.count) {
		size_t n = block_size(b, &w->passage, first), most = 0;
		uint8_t times[32] = { 0 };

		for (size_t i = 0; i < n; i++) {
			size_t now = ++times[w->passage.ids[first + i]];

			most = MAX(most, now);
		}
		assert_true(n >= 1 && n <= b->inputs && most <= BLOCK_SAME);
		short_ones += n < b->inputs && first + n < w->passage.count &&
			      times[w->passage.ids[first + n]] < BLOCK_SAME;
		first += n;
	}
	assert_true(first == w->passage.count && short_ones <= first / 50);
	trainer_free(t);
	words_corpus_free(c);
}

static void check_engine(enum train_architecture arch, size_t grams)
{
	static const char *const names[] = { "scalar", "avx2", "avx512", "neon" };

	for (size_t k = 0; k < ARRAY_LEN(names); k++) {
		struct corpus *c = small_corpus();
		struct trainer *t = make(c, arch, grams, 5 + k);
		struct plain from, to;

		if (train_kernels_find(names[k])) {
			t->kernels = train_kernels_find(names[k]);
			stir(&t->weights);
			from = copy(&t->weights);
			to = copy(&t->weights);
			learn_one_block(t, 0.01f);
			expect_block(t, &from, &to, 0.01);
			compare(&t->weights, &to, names[k]);
			plain_release(&from);
			plain_release(&to);
		}
		trainer_free(t);
		words_corpus_free(c);
	}
}

static void a_block_does_what_its_definition_says(void **unused)
{
	(void)unused;
	check_engine(TRAIN_SKIPGRAM, 0);
	check_engine(TRAIN_CBOW, 0);
	check_engine(TRAIN_SKIPGRAM, 3);
	check_engine(TRAIN_CBOW, 3);
}

/* E[Δ in(word)] per pair of the sequential loop: α (1 − σ(x y_t)) y_t − α negative Σ_{v ≠ t} p_v
 * σ(x y_v) y_v, summed over the expected pairs of the passage. */
static void expect_gradient(const struct trainer *t, const struct plain *from, double alpha,
			    double *want)
{
	const struct passage *p = &t->workers[0].passage;
	double *share = calloc(t->corpus->word_count, sizeof(double)), total = 0;

	for (size_t v = 0; v < t->corpus->word_count; v++)
		total += share[v] = pow((double)t->corpus->counts[v], 0.75);
	for (size_t i = 0; i < p->count; i++)
		for (size_t j = p->begin[i]; j < p->end[i]; j++) {
			size_t far = i > j ? i - j : j - i, window = t->opt.window;
			double chance = (double)(window + 1 - far) / (double)window;
			const double *x = from->in + p->ids[i] * from->n;

			if (j == i || far > window)
				continue;
			for (size_t v = 0; v < t->corpus->word_count; v++) {
				const double *y = from->out + v * from->n;
				double dot = 0, w;

				for (size_t d = 0; d < from->n; d++)
					dot += x[d] * y[d];
				w = v == p->ids[j] ? 1 - 1 / (1 + exp(-dot))
						   : -(double)t->opt.negative * share[v] / total /
							     (1 + exp(-dot));
				for (size_t d = 0; d < from->n; d++)
					want[p->ids[i] * from->n + d] += chance * alpha * w * y[d];
			}
		}
	free(share);
}

static void the_mean_of_blocks_is_the_gradient_of_the_loop(void **unused)
{
	enum { RUNS = 3000 };
	struct corpus *c = small_corpus();
	struct trainer *t = make(c, TRAIN_SKIPGRAM, 0, 1);
	size_t numbers = t->weights.in.rows * t->weights.n, far = 0;
	double *sum = calloc(numbers, sizeof(double)), *square = calloc(numbers, sizeof(double));
	double *want = calloc(numbers, sizeof(double));
	struct weights start;
	struct plain from;

	(void)unused;
	stir(&t->weights);
	assert_int_equal(weights_copy_init(&start, &t->weights, NULL), ST_OK);
	from = copy(&start);
	for (size_t run = 0; run < RUNS; run++) {
		weights_copy(&t->weights, &start);
		t->opt.seed = run;
		learn_one_block(t, 0.01f);
		for (size_t i = 0; i < numbers; i++) {
			double moved = (double)t->weights.in.data[i] - from.in[i];

			sum[i] += moved;
			square[i] += moved * moved;
		}
	}
	expect_gradient(t, &from, 0.01, want);
	for (size_t i = 0; i < numbers; i++) {
		double mean = sum[i] / RUNS;
		double error = sqrt(fmax(square[i] / RUNS - mean * mean, 0) / RUNS);

		far += !(fabs(mean - want[i]) <= 3 * error + 1e-7);
		if (!(fabs(mean - want[i]) <= 5 * error + 1e-7))
			fail_msg("number %zu: mean %g +- %g, not %g", i, mean, error, want[i]);
	}
	assert_true(far <= numbers / 50); /* 0.3 % lie beyond three standard errors */
	weights_release(&start);
	plain_release(&from);
	free(sum);
	free(square);
	free(want);
	trainer_free(t);
	words_corpus_free(c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_word_is_an_input_three_times),
		cmocka_unit_test(a_block_does_what_its_definition_says),
		cmocka_unit_test(the_mean_of_blocks_is_the_gradient_of_the_loop),
	};

	return cmocka_run_group_tests_name("train/block", tests, NULL, NULL);
}
