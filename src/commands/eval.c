/* Judging a model: eval KIND [FILE]. What each kind does stands in eval_*.c. */
#include "eval.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/path.h"
#include "commands.h"

#define GENSIM_RANK 300000

static const struct kind {
	const char *name;
	bool file;
	size_t most; /* arguments behind the name */
	enum status (*prepare)(struct session *s, struct task *t, struct error *err);
	enum status (*work)(struct task *t, const struct progress *p, struct error *err);
} kinds[] = {
	{ "analogies", true, 1, NULL, eval_analogies_work },
	{ "pairs", true, 1, NULL, eval_pairs_work },
	{ "odd", true, 1, NULL, eval_odd_work },
	{ "outliers", true, 1, NULL, eval_outliers_work },
	{ "weat", false, 4, NULL, eval_weat_work },
	{ "list", false, 0, eval_list, NULL },
	{ "diff", false, 2, eval_diff, NULL },
};

static const struct kind *find_kind(const struct task *t)
{
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
		if (!strcmp(kinds[i].name, args_word(&t->args, 0)))
			return &kinds[i];
	return NULL; /* the table of arguments lets none of these through */
}

static enum eval_method method_named(const char *name)
{
	static const char *const names[] = { "add", "mul", "direction", "average", "only-b" };

	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (!strcmp(names[i], name))
			return (enum eval_method)i;
	return EVAL_ADD;
}

static void read_options(struct eval_data *d, const struct session *s, const struct args *a)
{
	bool exact = !strcmp(args_text(a, "case"), "exact");

	d->opt.word2vec = !strcmp(args_text(a, "like"), "word2vec");
	d->opt.fold = exact ? EVAL_CASE_EXACT : d->opt.word2vec ? EVAL_CASE_ASCII : EVAL_CASE_UPPER;
	d->opt.method = method_named(args_text(a, "method"));
	d->opt.max_rank = (size_t)args_int(a, "max-rank");
	d->opt.missing_wrong = args_given(a, "count-missing");
	d->opt.threads = (size_t)s->settings.threads;
	d->seed = (uint64_t)s->settings.seed;
}

static enum status prepare(struct session *s, struct task *t, struct error *err)
{
	const struct kind *k = find_kind(t);
	struct eval_data *d = t->data;
	const char *file = args_word(&t->args, 1);

	if (!k)
		return error_set(err, ST_USAGE, "eval knows no %s", args_word(&t->args, 0));
	if (k->work && !t->model)
		return error_set(err, ST_FAILED,
				 "eval %s needs a model: open one with \"open FILE\"", k->name);
	if (k->file && !file)
		return error_set(err, ST_USAGE, "eval %s needs a file; usage: eval %s FILE",
				 k->name, k->name);
	if (t->args.count > 1 + k->most)
		return error_set(err, ST_USAGE, "eval %s: \"%.80s\" is too much", k->name,
				 args_word(&t->args, 1 + k->most));
	if (!strcmp(k->name, "weat") && t->args.count != 1 && t->args.count != 5)
		return error_set(
			err, ST_USAGE,
			"eval weat takes no list, or four: two of targets, two of attributes");
	read_options(d, s, &t->args);
	d->path = file ? path_word_list(file) : NULL;
	return k->prepare ? k->prepare(s, t, err) : ST_OK;
}

static enum status work(struct task *t, const struct progress *progress, struct error *err)
{
	const struct kind *k = find_kind(t);

	return k->work ? k->work(t, progress, err) : ST_OK;
}

static void free_data(void *data)
{
	free(((struct eval_data *)data)->path);
}

/* clang-format off */
const struct command cmd_eval = {
	.name = "eval", .group = "Judge",
	.summary = "Measure how good a model is: analogies, similarity, odd ones out, bias.",
	.details =
		"analogies FILE: questions in the form of questions-words.txt (which ships: eval analogies questions-words). "
		"Numbers equal gensim's evaluate_word_analogies; --like word2vec gives those of compute-accuracy. Unlike in "
		"gensim, --method mul really is 3CosMul.\n"
		"pairs FILE: two words and people's number a line; Pearson and Spearman with p as in evaluate_word_pairs.\n"
		"odd FILE: words a line, the odd one last. outliers FILE: a group of words, an empty line, words that do not "
		"belong to it (Camacho-Collados and Navigli 2016: accuracy, and the outlier's position in per cent).\n"
		"weat: the ten tests of Caliskan and others (2017), effect size and permutation p; or one test with four lists of "
		"your own, two of targets and two of attributes.\n"
		"list: the runs that the history keeps. diff A B: which questions run B won and lost against run A.",
	.args = {
		{ ARG_CHOICE, "kind", "what to measure", 1, 1, "analogies|pairs|odd|outliers|weat|list|diff" },
		{ ARG_PATH, "file", "the questions, four lists for weat, or two numbers of runs for diff", 0, 4, NULL },
	},
	.opts = {
		{ 0, "method", ARG_CHOICE, "NAME", "add", "how analogies are answered: 3CosAdd, 3CosMul, PairDirection, 3CosAvg, or b alone",
		  "add|mul|direction|average|only-b", 0, 0 },
		{ 'r', "max-rank", ARG_INT, "N", "300000", "only the most frequent N words; 0 = all", NULL, 0, INT32_MAX },
		{ 0, "case", ARG_CHOICE, "RULE", "ignore", "ignore: words are compared in upper case; exact: as they are", "ignore|exact", 0, 0 },
		{ 0, "like", ARG_CHOICE, "TOOL", "gensim", "whose rules: gensim or word2vec", "gensim|word2vec", 0, 0 },
		{ 0, "count-missing", ARG_NONE, NULL, NULL, "questions with unknown words count as wrong (pairs: as similarity 0)", NULL, 0, 0 },
		{ 0, "answers", ARG_NONE, NULL, NULL, "analogies: list every question with the model's answer and its cosine", NULL, 0, 0 },
		{ 0, "missing", ARG_NONE, NULL, NULL, "list the words of the questions that the model lacks", NULL, 0, 0 },
	},
	.examples = {
		{ "eval analogies questions-words --max-rank 5000", "the questions whose words are among the most frequent 5,000" },
		{ "eval weat", "associations measured by the ten tests" },
		{ "eval list", "runs that were made before" },
	},
	.data_size = sizeof(struct eval_data),
	.prepare = prepare, .work = work, .free_data = free_data,
};
