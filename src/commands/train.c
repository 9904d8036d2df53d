#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/training.h"
#include "base/mem.h"
#include "base/number.h"
#include "base/path.h"
#include "commands.h"

struct train_data {
	char *path;
	struct training *training;
};

/* --- what was asked for --- */

/* "0.01" or "1%". */
static enum status parse_share(const char *text, double *out, struct error *err)
{
	size_t n = text ? strlen(text) : 0;
	bool percent = n && text[n - 1] == '%';

	*out = 0;
	if (!text)
		return ST_OK;
	if (!number_parse_f64(text, n - percent, out) || !(*out >= 0))
		return error_set(err, ST_USAGE,
				 "--holdout is a share, as 1%% or 0.01, not \"%.40s\"", text);
	*out /= percent ? 100 : 1;
	return ST_OK;
}

static void read_text_options(const struct args *a, const struct session *s, struct text_options *o)
{
	const char *numbers = args_text(a, "numbers"), *sentences = args_text(a, "sentences");

	o->keep_case = args_given(a, "keep-case");
	o->keep_markup = args_given(a, "keep-markup");
	o->numbers = !strcmp(numbers, "hash")	? TEXT_NUMBERS_HASH
		     : !strcmp(numbers, "drop") ? TEXT_NUMBERS_DROP
						: TEXT_NUMBERS_KEEP;
	o->sentences = !strcmp(sentences, "line")   ? TEXT_SENTENCES_LINE
		       : !strcmp(sentences, "text") ? TEXT_SENTENCES_TEXT
						    : TEXT_SENTENCES_AUTO;
	o->stopwords = args_text(a, "stopwords");
	o->min_count = (uint64_t)args_int(a, "min-count");
	o->max_vocab = (size_t)args_int(a, "max-vocab");
	o->phrase_passes = (size_t)args_int(a, "phrases");
	o->phrase_threshold = args_float(a, "phrase-threshold");
	o->threads = (size_t)s->settings.threads;
}

static double number_or_nan(const struct args *a, const char *option)
{
	return args_given(a, option) ? args_float(a, option) : (double)NAN;
}

static void read_subwords(const struct args *a, struct train_options *o)
{
	if (!args_given(a, "subwords") && !args_given(a, "minn") && !args_given(a, "maxn") &&
	    !args_given(a, "bucket"))
		return;
	o->min_ngram = (size_t)args_int(a, "minn");
	o->max_ngram = (size_t)args_int(a, "maxn");
	o->bucket = (size_t)args_int(a, "bucket");
}

static enum status read_train_options(const struct args *a, const struct session *s,
				      struct train_options *o, struct error *err)
{
	o->architecture = !strcmp(args_text(a, "model"), "cbow") ? TRAIN_CBOW : TRAIN_SKIPGRAM;
	o->dims = (size_t)args_int(a, "dim");
	o->window = (size_t)args_int(a, "window");
	o->negative = (size_t)args_int(a, "negative");
	o->ns_exponent = args_float(a, "exponent");
	o->sample = args_float(a, "sample");
	o->epochs = (size_t)args_int(a, "epochs");
	o->alpha = number_or_nan(a, "alpha");
	o->min_alpha = number_or_nan(a, "min-alpha");
	o->hierarchical = args_given(a, "hs");
	read_subwords(a, o);
	o->threads =
		(size_t)(args_given(a, "threads") ? args_int(a, "threads") : s->settings.threads);
	o->seed = (uint64_t)(args_given(a, "seed") ? args_int(a, "seed") : s->settings.seed);
	o->reproducible = s->settings.reproducible;
	o->stop_early = args_given(a, "stop-early");
	o->checkpoint_seconds = args_float(a, "checkpoint-every");
	return parse_share(args_text(a, "holdout"), &o->holdout, err);
}

/* "town" is the text of that name that ships, unless there is such a file. Caller frees. */
static char *resolve_text(const char *given)
{
	char *path = path_expand_home(given), *name, *asset;

	if (access(path, F_OK) == 0 || strchr(given, '/') || !strcmp(given, "-"))
		return path;
	name = xasprintf("texts/%s.txt", given);
	asset = path_asset(name);
	free(name);
	if (!asset)
		return path;
	free(path);
	return asset;
}

static enum status prepare(struct session *s, struct task *t, struct error *err)
{
	const struct args *a = &t->args;
	struct train_data *d = t->data;
	struct training_request request = {
		.path = d->path = resolve_text(args_word(a, 0)),
		.name = args_text(a, "as"),
		.save_vocab = args_text(a, "save-vocab"),
		.resume = args_text(a, "resume"),
		.checkpoint = args_text(a, "checkpoint"),
		.force = args_given(a, "force"),
		.count = !strcmp(args_text(a, "model"), "count"),
		/* a training that goes on does so as it began */
		.fit_sample = !args_given(a, "sample") && !args_given(a, "resume"),
		.fit_epochs = !args_given(a, "epochs") && !args_given(a, "resume"),
	};
	enum status st;

	if (session_training(s))
		return error_set(err, ST_FAILED,
				 "%s is being trained: \"stop\" ends that and keeps what was "
				 "learned",
				 training_name(s->training));
	if (s->has_screen && strcmp(request.path, "-") == 0)
		return error_set(err, ST_USAGE,
				 "on the screen standard input is the keyboard: name a file");
	text_options_init(&request.text);
	train_options_init(&request.train);
	read_text_options(a, s, &request.text);
	st = read_train_options(a, s, &request.train, err);
	if (st == ST_OK && request.count && (request.resume || request.checkpoint))
		return error_set(
			err, ST_USAGE,
			"--model count learns nothing that could be resumed or checkpointed");
	if (st == ST_OK)
		st = training_new(&d->training, &request, err);
	if (st != ST_OK)
		return st;
	training_unref(s->training);
	s->training = training_ref(d->training);
	return ST_OK;
}

static enum status work(struct task *t, const struct progress *progress, struct error *err)
{
	struct train_data *d = t->data;

	return training_run(d->training, progress, err);
}

/* --- what was done --- */

static void put_number(struct result *r, const char *key, double v)
{
	char text[NUMBER_TEXT_MAX];

	number_format_f32(text, (float)v);
	result_add_pair(r, key, "%s", text);
}

static void describe_text(struct result *r, const struct training *tr)
{
	const struct text_report *report = training_report(tr);
	const struct corpus *c = training_corpus(tr);

	result_add_pair(r, "words of text", "%llu", (unsigned long long)report->words);
	result_add_pair(r, "words learned from", "%llu", (unsigned long long)c->token_count);
	result_add_pair(r, "sentences", "%llu", (unsigned long long)c->sentence_count);
	for (size_t i = 0; i < report->note_count; i++)
		result_notef(r, "%s", report->notes[i]);
}

static void describe_counting(struct result *r, const struct count_report *c)
{
	result_add_pair(r, "architecture", "count");
	result_add_pair(r, "meetings", "%llu", (unsigned long long)c->meetings);
	result_add_pair(r, "pairs", "%llu", (unsigned long long)c->pairs);
	put_number(r, "largest singular value", c->largest);
	put_number(r, "smallest kept", c->smallest);
	result_notef(r,
		     "counted within the window, as PPMI, the %zu largest singular directions: no "
		     "learning, no chance",
		     c->dims);
}

static void describe_learning(struct result *r, const struct training *tr)
{
	const struct trainer *trainer = training_trainer(tr);
	const struct train_options *o = trainer_options(trainer);
	struct train_state s;

	trainer_observe(trainer, &s);
	result_add_pair(r, "architecture", "%s", train_architecture_name(o->architecture));
	result_add_pair(r, "epochs", "%zu of %zu", MIN(s.epoch, s.epochs), s.epochs);
	put_number(r, "alpha", o->alpha);
	put_number(r, "loss", s.epoch_loss > 0 ? s.epoch_loss : s.loss);
	if (isfinite(s.holdout_loss))
		put_number(r, "held-out loss", s.holdout_loss);
	result_add_pair(r, "seconds", "%.1f", s.seconds);
	if (s.seconds > 0)
		result_add_pair(r, "words per second", "%.0f", (double)s.words_done / s.seconds);
	if (s.stopped_early)
		result_notef(r, "stopped early: the loss on the held-out sentences fell no more");
	else if (s.words_done < s.words_total)
		result_notef(r, "stopped after %.0f %% of the training; what was learned is kept",
			     100.0 * (double)s.words_done / (double)s.words_total);
}

/* In the place of its own snapshot, if there is one. */
static const struct model *hand_over(struct session *s, struct training *tr)
{
	struct model *m = training_take_model(tr);

	if (m && !(s->live && session_replace_model(s, s->live, m)))
		session_add_model(s, m);
	s->live = NULL;
	return m;
}

static enum status commit(struct session *s, struct task *t, struct error *err)
{
	struct train_data *d = t->data;
	struct result *r = &t->result;
	const struct model *m = hand_over(s, d->training);

	(void)err;
	result_set_title(r, "Trained on %s", training_path(d->training));
	result_add_pair(r, "name", "%s", m->name);
	result_add_pair(r, "rows", "%zu", model_rows(m));
	result_add_pair(r, "dimensions", "%zu", model_dims(m));
	describe_text(r, d->training);
	if (training_counted(d->training))
		describe_counting(r, training_counted(d->training));
	else
		describe_learning(r, d->training);
	return ST_OK;
}

static void rescue(struct session *s, struct task *t)
{
	struct train_data *d = t->data;

	if (d && d->training)
		hand_over(s, d->training);
}

static void free_data(void *data)
{
	struct train_data *d = data;

	training_unref(d->training);
	free(d->path);
}

/* clang-format off */
const struct command cmd_train = {
	.name = "train", .group = "Train",
	.summary = "Learn word vectors from a text of your own.",
	.details =
		"Reads a file (also packed), a folder of files, or - for standard input, and trains a model that becomes "
		"the current one; \"export FILE\" writes it. Ctrl-C, x or \"stop\" end it early and keep what was "
		"learned. Words: letters and digits of any script, in lower case; Chinese, Japanese and Thai are cut by "
		"their dictionaries. Training: skip-gram or CBOW with negative sampling as in word2vec (Mikolov et al. "
		"2013), hierarchical softmax with --hs, sub-words as in fastText with --subwords; --model count counts which words meet, as PPMI, and takes the largest singular "
		"directions (Levy et al. 2015). With --holdout 1% the loss "
		"on sentences that are never trained on is measured after each epoch. \"train town\" takes a small text that ships.",
	.args = { { ARG_PATH, "text", "a file, a folder, or -", 1, 1, NULL } },
	.opts = {
		{ 0, "as", ARG_STRING, "NAME", NULL, "what to call the model", NULL, 0, 0 },
		{ 0, "model", ARG_CHOICE, "KIND", "skipgram", "what predicts what; count: counts, PPMI and SVD instead", "skipgram|cbow|count", 0, 0 },
		{ 0, "dim", ARG_INT, "N", "100", "dimensions of the vectors", NULL, 1, TRAIN_DIMS_MAX },
		{ 0, "window", ARG_INT, "N", "5", "words to either side that count as company", NULL, 1, TRAIN_WINDOW_MAX },
		{ 0, "negative", ARG_INT, "N", "5", "negative samples for each pair", NULL, 0, TRAIN_NEGATIVE_MAX },
		{ 0, "exponent", ARG_FLOAT, "X", "0.75", "they are drawn by count to this power", NULL, 0, 0 },
		{ 0, "hs", ARG_NONE, NULL, NULL, "hierarchical softmax instead of negative samples", NULL, 0, 0 },
		{ 0, "sample", ARG_FLOAT, "X", "1e-4", "thin out words more frequent than this share; 0 = keep all; 1e-3, then 0 for small texts", NULL, 0, 0 },
		{ 0, "epochs", ARG_INT, "N", "5", "times over the text; 15 below a million words, 50 below 50,000", NULL, 1, TRAIN_EPOCHS_MAX },
		{ 0, "alpha", ARG_FLOAT, "X", NULL, "learning rate at the start", NULL, 0, 0 },
		{ 0, "min-alpha", ARG_FLOAT, "X", NULL, "learning rate at the end", NULL, 0, 0 },
		{ 0, "subwords", ARG_NONE, NULL, NULL, "learn n-grams of letters too, as fastText", NULL, 0, 0 },
		{ 0, "minn", ARG_INT, "N", "3", "shortest n-gram", NULL, 1, TRAIN_NGRAM_MAX },
		{ 0, "maxn", ARG_INT, "N", "6", "longest n-gram", NULL, 1, TRAIN_NGRAM_MAX },
		{ 0, "bucket", ARG_INT, "N", "2000000", "rows that n-grams share", NULL, 1, TRAIN_BUCKET_MAX },
		{ 0, "min-count", ARG_INT, "N", "5", "leave out words that are rarer", NULL, 1, INT32_MAX },
		{ 0, "max-vocab", ARG_INT, "N", "0", "keep only the most frequent N words; 0 = all", NULL, 0, INT32_MAX },
		{ 0, "stopwords", ARG_STRING, "LANGUAGE", NULL, "leave out its function words (en, de …), or those of a file", NULL, 0, 0 },
		{ 0, "numbers", ARG_CHOICE, "HOW", "keep", "numbers: as they are, as #, or not at all", "keep|hash|drop", 0, 0 },
		{ 0, "keep-case", ARG_NONE, NULL, NULL, "capital letters stay", NULL, 0, 0 },
		{ 0, "keep-markup", ARG_NONE, NULL, NULL, "<tags> and &entities; are text", NULL, 0, 0 },
		{ 0, "sentences", ARG_CHOICE, "HOW", "auto", "where sentences end", "auto|line|text", 0, 0 },
		{ 0, "phrases", ARG_INT, "PASSES", "0", "join words that belong together (new_york); 2 passes for longer ones", NULL, 0, 4 },
		{ 0, "phrase-threshold", ARG_FLOAT, "X", "100", "how strongly they must", NULL, 0, 0 },
		{ 0, "holdout", ARG_STRING, "SHARE", NULL, "sentences kept out to measure the loss on, as 1%", NULL, 0, 0 },
		{ 0, "stop-early", ARG_NONE, NULL, NULL, "end when that loss falls no more", NULL, 0, 0 },
		{ 0, "threads", ARG_INT, "N", NULL, "processor threads; 0 = all", NULL, 0, 256 },
		{ 0, "seed", ARG_INT, "N", NULL, "of everything random", NULL, 0, INT64_MAX },
		{ 0, "save-vocab", ARG_PATH, "FILE", NULL, "write the words and their counts", NULL, 0, 0 },
		{ 0, "checkpoint", ARG_PATH, "FILE", NULL, "write the state of learning now and then", NULL, 0, 0 },
		{ 0, "checkpoint-every", ARG_FLOAT, "SECONDS", "300", "how often", NULL, 0, 0 },
		{ 0, "resume", ARG_PATH, "FILE", NULL, "go on from a checkpoint or a model made here", NULL, 0, 0 },
		{ 0, "force", ARG_NONE, NULL, NULL, "--save-vocab may overwrite", NULL, 0, 0 },
	},
	.flags = CMD_KEEP_LAST | CMD_BESIDE,
	.data_size = sizeof(struct train_data),
	.prepare = prepare, .work = work, .commit = commit, .rescue = rescue, .free_data = free_data,
};
