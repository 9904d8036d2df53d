#include "app/training.h"

#include <math.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "base/path.h"
#include "model/format.h"

struct training {
	atomic_uint refs;
	char *path, *name, *save_vocab, *resume, *checkpoint, *stopwords;
	bool force, fit_sample, fit_epochs, count;
	struct count_report counted;
	struct text_options text;
	struct train_options train;
	struct text_report report;

	_Atomic(struct corpus *) corpus;
	_Atomic(struct trainer *) trainer;
	atomic_int stage;
	atomic_bool stop, paused;
	atomic_uint_fast64_t read_bytes, all_bytes;
	uint64_t begun_ns;
	struct model *model;
};

static char *copy(const char *s)
{
	return s ? xstrdup(s) : NULL;
}

/* "corpora/reuters.txt.zst" → "reuters"; a folder's own name; "text" for standard input. */
static char *name_from_path(const char *path)
{
	char *trimmed = xstrdup(path), *name;
	const char *base;

	for (size_t n = strlen(trimmed); n > 1 && trimmed[n - 1] == '/'; n--)
		trimmed[n - 1] = '\0';
	base = path_base(trimmed);
	name = xstrndup(base, strcspn(base, "."));
	if (!*name || strcmp(path, "-") == 0) {
		free(name);
		name = xstrdup("text");
	}
	free(trimmed);
	return name;
}

void training_fit(struct train_options *o, uint64_t tokens, bool sample, bool epochs)
{
	static const struct {
		uint64_t least;
		double sample;
		size_t epochs;
	} sizes[] = { { 1000000, 1e-4, 5 }, { 50000, 1e-3, 15 }, { 0, 0, 50 } };
	size_t i = 0;

	while (tokens < sizes[i].least)
		i++;
	if (sample)
		o->sample = sizes[i].sample;
	if (epochs)
		o->epochs = sizes[i].epochs;
}

enum status training_new(struct training **out, const struct training_request *request,
			 struct error *err)
{
	struct train_options checked = request->train;
	struct training *t;
	enum status st = train_options_check(&checked, err);

	if (st != ST_OK)
		return st;
	t = xcalloc(1, sizeof(*t));
	atomic_init(&t->refs, 1);
	t->path = xstrdup(request->path);
	t->name = request->name ? xstrdup(request->name) : name_from_path(request->path);
	t->save_vocab = copy(request->save_vocab);
	t->resume = copy(request->resume);
	t->checkpoint = copy(request->checkpoint);
	t->stopwords = copy(request->text.stopwords);
	t->force = request->force;
	t->count = request->count;
	t->fit_sample = request->fit_sample;
	t->fit_epochs = request->fit_epochs;
	t->text = request->text;
	t->text.stopwords = t->stopwords;
	t->text.report = &t->report;
	t->train = request->train;
	t->train.checkpoint = t->checkpoint;
	*out = t;
	return ST_OK;
}

struct training *training_ref(struct training *t)
{
	atomic_fetch_add(&t->refs, 1);
	return t;
}

void training_unref(struct training *t)
{
	if (!t || atomic_fetch_sub(&t->refs, 1) != 1)
		return;
	trainer_free(atomic_load(&t->trainer));
	if (atomic_load(&t->corpus))
		corpus_free(atomic_load(&t->corpus));
	text_report_release(&t->report);
	if (t->model)
		model_unref(t->model);
	free(t->path);
	free(t->name);
	free(t->save_vocab);
	free(t->resume);
	free(t->checkpoint);
	free(t->stopwords);
	free(t);
}

/* --- running ---------------------------------------------------------------------------------- */

struct reading {
	struct training *t;
	const struct progress *progress;
};

static bool reading_step(void *ctx, uint64_t done, uint64_t total)
{
	struct reading *r = ctx;

	atomic_store(&r->t->read_bytes, done);
	atomic_store(&r->t->all_bytes, total);
	return !atomic_load(&r->t->stop) && progress_step(r->progress, done, total);
}

static enum status read_text(struct training *t, const struct progress *progress, struct error *err)
{
	struct reading reading = { t, progress };
	struct progress inner = { reading_step, &reading };
	struct corpus *corpus;
	enum status st = corpus_read(&corpus, t->path, &t->text, &inner, err);

	if (st == ST_CANCELLED && atomic_load(&t->stop))
		return error_set(err, ST_CANCELLED, "stopped before anything was learned");
	if (st != ST_OK)
		return st;
	atomic_store(&t->corpus, corpus);
	return t->save_vocab ? corpus_save_vocab(corpus, t->save_vocab, t->force, err) : ST_OK;
}

static enum status make_trainer(struct training *t, struct error *err)
{
	struct corpus *corpus = atomic_load(&t->corpus);
	struct trainer *trainer;
	struct model *from = NULL;
	enum status st = ST_OK;

	training_fit(&t->train, corpus->token_count, t->fit_sample, t->fit_epochs);
	if (t->resume)
		st = model_load(&from, t->resume, NULL, NULL, err);
	if (st == ST_OK)
		st = from ? trainer_resume(&trainer, corpus, from, &t->train, err)
			  : trainer_new(&trainer, corpus, &t->train, err);
	if (from)
		model_unref(from);
	if (st == ST_OK)
		atomic_store(&t->trainer, trainer);
	return st;
}

static enum status build_model(struct training *t, struct error *err)
{
	enum status st = trainer_result(atomic_load(&t->trainer), &t->model, err);

	if (st != ST_OK)
		return st;
	free(t->model->name);
	t->model->name = xstrdup(t->name);
	return ST_OK;
}

/* Something worth keeping: not the random rows of the beginning. */
static bool has_learned(const struct training *t)
{
	struct train_state state;

	trainer_observe(atomic_load(&t->trainer), &state);
	return state.words_done > 0;
}

static enum status learn(struct training *t, const struct progress *progress, struct error *err)
{
	struct trainer *trainer = atomic_load(&t->trainer);
	enum status st;

	atomic_store(&t->stage, TRAINING_LEARNING);
	if (atomic_load(&t->stop))
		trainer_request_stop(trainer);
	trainer_pause(trainer, atomic_load(&t->paused));
	st = trainer_run(trainer, progress, err);
	if (st == ST_OK && !has_learned(t))
		return error_set(err, ST_CANCELLED, "stopped before anything was learned");
	if (st == ST_OK)
		return build_model(t, err);
	if (st == ST_FAILED && has_learned(t))
		build_model(t, NULL); /* the last good state; the sentence stays */
	return st;
}

static bool counting_step(void *ctx, uint64_t done, uint64_t total)
{
	struct reading *r = ctx;

	return !atomic_load(&r->t->stop) && progress_step(r->progress, done, total);
}

static enum status count(struct training *t, const struct progress *progress, struct error *err)
{
	struct reading r = { t, progress };
	struct progress step = { counting_step, &r };
	struct count_options o = { t->train.dims, t->train.window, t->train.seed };
	enum status st;

	atomic_store(&t->stage, TRAINING_LEARNING);
	st = count_train(&t->model, atomic_load(&t->corpus), &o, &t->counted, &step, err);
	if (st != ST_OK)
		return st;
	free(t->model->name);
	t->model->name = xstrdup(t->name);
	return ST_OK;
}

enum status training_run(struct training *t, const struct progress *progress, struct error *err)
{
	enum status st;

	t->begun_ns = clock_ns();
	st = read_text(t, progress, err);
	if (st == ST_OK && t->count)
		st = count(t, progress, err);
	else if (st == ST_OK)
		st = make_trainer(t, err);
	if (st == ST_OK && !t->count)
		st = learn(t, progress, err);
	atomic_store(&t->stage, TRAINING_ENDED);
	return st;
}

struct model *training_take_model(struct training *t)
{
	struct model *m = t->model;

	t->model = NULL;
	return m;
}

/* --- looking at it ---------------------------------------------------------------------------- */

enum training_stage training_stage(const struct training *t)
{
	return (enum training_stage)atomic_load(&t->stage);
}

const char *training_name(const struct training *t)
{
	return t->name;
}

const char *training_path(const struct training *t)
{
	return t->path;
}

struct trainer *training_trainer(const struct training *t)
{
	return atomic_load(&t->trainer);
}

const struct corpus *training_corpus(const struct training *t)
{
	return atomic_load(&t->corpus);
}

const struct count_report *training_counted(const struct training *t)
{
	return t->count ? &t->counted : NULL;
}

const struct text_report *training_report(const struct training *t)
{
	return &t->report;
}

/* --- stopping and pausing --------------------------------------------------------------------- */

bool training_stop(struct training *t)
{
	bool was = atomic_exchange(&t->stop, true);
	struct trainer *trainer = training_trainer(t);

	if (trainer)
		trainer_request_stop(trainer);
	return !was;
}

bool training_toggle_pause(struct training *t)
{
	bool paused = !atomic_load(&t->paused);
	struct trainer *trainer = training_trainer(t);

	atomic_store(&t->paused, paused);
	if (trainer)
		trainer_pause(trainer, paused);
	return paused;
}

/* --- in one line ------------------------------------------------------------------------------ */

static void describe_reading(const struct training *t, struct strbuf *out)
{
	uint64_t done = atomic_load(&t->read_bytes), total = atomic_load(&t->all_bytes);

	strbuf_adds(out, "reading");
	if (total)
		strbuf_addf(out, " %.0f %%", 100.0 * (double)MIN(done, total) / (double)total);
	else
		strbuf_addf(out, " %.0f MB", (double)done / 1e6);
}

static void describe_learning(struct trainer *trainer, struct strbuf *out)
{
	struct train_state s;
	struct error err;
	double left;

	trainer_observe(trainer, &s);
	strbuf_addf(out, "epoch %zu/%zu", MIN(s.epoch + 1, s.epochs), s.epochs);
	if (s.words_total)
		strbuf_addf(out, "  %.0f %%", 100.0 * (double)s.words_done / (double)s.words_total);
	if (s.phase == TRAIN_PAUSED)
		strbuf_adds(out, "  paused");
	else if (s.words_per_second > 0)
		strbuf_addf(out, "  %.2f M words/s", s.words_per_second / 1e6);
	strbuf_addf(out, "  alpha %.4f", s.alpha);
	if (isfinite(s.loss) && s.loss > 0)
		strbuf_addf(out, "  loss %.4f", s.loss);
	if (isfinite(s.holdout_loss))
		strbuf_addf(out, "  held out %.4f", s.holdout_loss);
	left = s.words_done
		       ? s.seconds * (double)(s.words_total - s.words_done) / (double)s.words_done
		       : 0;
	if (left >= 1)
		strbuf_addf(out, "  %.0f s left", left);
	if (trainer_checkpoint_error(trainer, &err))
		strbuf_addf(out, "  no checkpoint: %s", err.text);
}

void training_describe(const struct training *t, struct strbuf *out)
{
	struct trainer *trainer = training_trainer(t);

	if (trainer)
		describe_learning(trainer, out);
	else
		describe_reading(t, out);
}
