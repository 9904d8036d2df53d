/*
 * Train on a text (a sentence a line, words between spaces) and measure speed and quality:
 *
 *	bench_train TEXT [name=value …]
 *
 * model=skipgram|cbow dim= window= negative= sample= epochs= alpha= threads= seed= sequential=1
 * hs=1 minn= maxn= bucket= min-count= eval=FOLDER (questions-words.txt, wordsim353.tsv) out=FILE
 * One line in the manner of the peers' (tests/bench/peers). Speed is that of the training alone.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "base/compiler.h"
#include "base/mem.h"
#include "model/format.h"
#include "quality.h"
#include "train/trainer.h"
#include "words_corpus.h"

struct bench {
	struct train_options opt;
	uint64_t min_count;
	const char *eval, *out, *model;
};

static int set_number(struct train_options *o, const char *name, const char *value)
{
	const struct {
		const char *name;
		size_t *out;
	} sizes[] = {
		{ "dim", &o->dims },	  { "window", &o->window },   { "negative", &o->negative },
		{ "epochs", &o->epochs }, { "minn", &o->min_ngram },  { "maxn", &o->max_ngram },
		{ "bucket", &o->bucket }, { "threads", &o->threads },
	};
	const struct {
		const char *name;
		double *out;
	} numbers[] = {
		{ "sample", &o->sample },	{ "alpha", &o->alpha },
		{ "min-alpha", &o->min_alpha }, { "holdout", &o->holdout },
		{ "ns", &o->ns_exponent },
	};

	for (size_t i = 0; i < ARRAY_LEN(sizes); i++)
		if (strcmp(sizes[i].name, name) == 0)
			return *sizes[i].out = strtoul(value, NULL, 10), 1;
	for (size_t i = 0; i < ARRAY_LEN(numbers); i++)
		if (strcmp(numbers[i].name, name) == 0)
			return *numbers[i].out = strtod(value, NULL), 1;
	return 0;
}

static int set(struct bench *b, char *arg)
{
	char *value = strchr(arg, '=');

	if (!value)
		return 0;
	*value++ = '\0';
	if (set_number(&b->opt, arg, value))
		return 1;
	if (strcmp(arg, "model") == 0)
		b->opt.architecture = strcmp(value, "cbow") == 0 ? TRAIN_CBOW : TRAIN_SKIPGRAM;
	else if (strcmp(arg, "seed") == 0)
		b->opt.seed = strtoul(value, NULL, 10);
	else if (strcmp(arg, "sequential") == 0)
		b->opt.sequential = *value == '1';
	else if (strcmp(arg, "reproducible") == 0)
		b->opt.reproducible = *value == '1';
	else if (strcmp(arg, "hs") == 0)
		b->opt.hierarchical = *value == '1';
	else if (strcmp(arg, "min-count") == 0)
		b->min_count = strtoul(value, NULL, 10);
	else if (strcmp(arg, "eval") == 0)
		b->eval = value;
	else if (strcmp(arg, "out") == 0)
		b->out = value;
	else
		return 0;
	return 1;
}

static void print_line(const struct bench *b, const struct trainer *t, const struct model *m,
		       double cpu)
{
	const struct train_options *o = trainer_options(t);
	struct train_state s;
	struct quality q = { 0 };

	trainer_observe(t, &s);
	printf("vecscope\t%s\tdim\t%zu\tworkers\t%zu\tepochs\t%zu\talpha\t%g\tseed\t%llu\twords/s\t"
	       "%.0f\twords/cpu-s\t%.0f",
	       train_architecture_name(o->architecture), o->dims, o->threads, o->epochs, o->alpha,
	       (unsigned long long)o->seed, (double)s.words_done / s.seconds,
	       (double)s.words_done / cpu);
	if (b->eval) {
		char *questions = xasprintf("%s/questions-words.txt", b->eval);
		char *wordsim = xasprintf("%s/wordsim353.tsv", b->eval);

		q = quality_measure(m, questions, wordsim);
		printf("\tanalogies\t%.2f\tof\t%zu\twordsim\t%.3f", q.analogies, q.questions,
		       q.wordsim);
		free(questions);
		free(wordsim);
	}
	printf("\tloss\t%.4f\twords\t%llu\tholdout\t%.4f\n", trainer_epoch_loss(t, o->epochs - 1),
	       (unsigned long long)s.words_done / o->epochs, s.holdout_loss);
}

static int save(const struct model *m, const char *path, struct error *err)
{
	struct write_options opt = { .force = true };
	const struct format *f = format_for_path(path);

	return !f || model_save(m, path, f, &opt, NULL, err);
}

/* Of all threads: what a busy machine cannot spoil as much as the clock on the wall. */
static double cpu_seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static int run(const struct bench *b, const struct corpus *c, struct error *err)
{
	struct trainer *t = NULL;
	struct model *m = NULL;
	double cpu = 0;
	int failed = trainer_new(&t, c, &b->opt, err);

	if (!failed) {
		cpu = cpu_seconds();
		failed = trainer_run(t, NULL, err);
		cpu = cpu_seconds() - cpu;
	}
	failed = failed || trainer_result(t, &m, err);
	if (!failed)
		print_line(b, t, m, cpu);
	if (!failed && b->out)
		failed = save(m, b->out, err);
	model_unref(m);
	trainer_free(t);
	return failed;
}

/* Vectors of another program, by the same measure. */
static int judge(const char *path, const char *eval, struct error *err)
{
	struct bench b = { .eval = eval };
	struct model *m;
	char *questions = xasprintf("%s/questions-words.txt", b.eval);
	char *wordsim = xasprintf("%s/wordsim353.tsv", b.eval);
	struct quality q;

	if (model_load(&m, path, NULL, NULL, err))
		return 1;
	q = quality_measure(m, questions, wordsim);
	printf("%s\tanalogies\t%.2f\tof\t%zu\twordsim\t%.3f\n", path, q.analogies, q.questions,
	       q.wordsim);
	model_unref(m);
	free(questions);
	free(wordsim);
	return 0;
}

int main(int argc, char **argv)
{
	struct bench b = { .min_count = 5 };
	struct error err = ERROR_INIT;
	struct corpus *c;
	int failed;

	if (argc == 4 && strcmp(argv[1], "judge") == 0) {
		failed = judge(argv[2], argv[3], &err);
		if (failed)
			fprintf(stderr, "%s\n", err.text);
		return failed;
	}
	train_options_init(&b.opt);
	for (int i = 2; i < argc; i++)
		if (!set(&b, argv[i])) {
			fprintf(stderr, "what is %s?\n", argv[i]);
			return 2;
		}
	c = argc > 1 ? words_corpus_read(argv[1], b.min_count) : NULL;
	if (!c) {
		fprintf(stderr, "usage: bench_train TEXT [name=value ...]\n");
		return 2;
	}
	failed = run(&b, c, &err);
	if (failed)
		fprintf(stderr, "%s\n", err.text);
	words_corpus_free(c);
	return failed;
}
