/*
 * What a model has learned so far: the things that are watched, asked again and again, with their
 * course; without any, the nearest words of the most frequent ones. Below, what it learns with.
 *
 * Asking needs the whole model: a job takes a copy and asks there, so seldom that it costs less than
 * two per cent of one processor.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "app/probe.h"
#include "base/clock.h"
#include "base/mem.h"
#include "ui/glyphs.h"
#include "ui/hint.h"
#include "ui/text.h"
#include "ui/view.h"

enum {
	PROBES_MAX = 16,
	COURSE = 12,
	ASK_NS = 1000000000,
	COST_SHARE = 60,
	LETTERS_MIN = 5,
	SETTINGS_ROWS = 5,
};

struct watched {
	char *text;
	struct probe now;
	double course[COURSE]; /* cosines, oldest first */
	size_t course_count;
};

struct asking {
	struct job *job;
	struct training *training;
	char *texts[PROBES_MAX];
	struct probe answers[PROBES_MAX];
	size_t count;
};

struct probes {
	const struct training *training; /* compared, never used */
	struct watched items[PROBES_MAX];
	size_t count;
	struct asking *asking; /* running, or NULL */
	bool is_final;
	uint64_t next_ns;
};

/* --- which --- */

static void clear(struct probes *v)
{
	for (size_t i = 0; i < v->count; i++)
		free(v->items[i].text);
	v->count = 0;
	v->is_final = false;
	v->next_ns = 0;
}

static void add(struct probes *v, const char *text, size_t n)
{
	if (v->count < PROBES_MAX)
		v->items[v->count++] = (struct watched){ .text = xstrndup(text, n) };
}

/* Long enough to say something, and no sign of the query language. */
static bool is_telling(const char *word, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (strchr("\"'+*():~ ", word[i]))
			return false;
	return text_letters(word, n) >= LETTERS_MIN;
}

static void choose(struct probes *v, const struct session *s)
{
	const struct corpus *c = training_corpus(s->training);

	clear(v);
	v->training = s->training;
	for (size_t i = 0; i < s->watched_count; i++)
		add(v, s->watched[i], strlen(s->watched[i]));
	for (size_t id = 0; !s->watched_count && id < c->word_count && v->count < 10; id++) {
		const char *word = c->bytes + c->offsets[id];
		size_t n = (size_t)(c->offsets[id + 1] - c->offsets[id]);

		if (is_telling(word, n))
			add(v, word, n);
	}
}

static bool has_changed(const struct probes *v, const struct session *s)
{
	if (v->training != s->training ||
	    (s->watched_count && v->count != s->watched_count && s->watched_count <= PROBES_MAX))
		return true;
	for (size_t i = 0; i < MIN(s->watched_count, v->count); i++)
		if (strcmp(s->watched[i], v->items[i].text) != 0)
			return true;
	return false;
}

/* --- asking --- */

static enum status work(void *arg, const struct progress *progress, struct error *err)
{
	struct asking *a = arg;
	struct model *m = NULL;
	enum status st = trainer_snapshot(training_trainer(a->training), &m, err);

	if (st != ST_OK)
		return st;
	for (size_t i = 0; i < a->count && progress_step(progress, i, a->count); i++)
		probe_ask(&a->answers[i], m, a->texts[i]);
	model_unref(m);
	return ST_OK;
}

static void start(struct probes *v, const struct view_context *ctx)
{
	struct asking *a = xcalloc(1, sizeof(*a));

	a->training = training_ref(ctx->session->training);
	a->count = v->count;
	for (size_t i = 0; i < v->count; i++)
		a->texts[i] = xstrdup(v->items[i].text);
	a->job = job_start(ctx->jobs, "probes", work, a);
	v->asking = a;
}

static void take_answer(struct watched *w, const struct probe *answer)
{
	w->now = *answer;
	if (!isfinite(answer->cosine))
		return;
	if (w->course_count == COURSE)
		memmove(w->course, w->course + 1, --w->course_count * sizeof(*w->course));
	w->course[w->course_count++] = answer->cosine;
}

static void finish(struct probes *v)
{
	struct asking *a = v->asking;
	uint64_t done, total, ns;

	job_progress(a->job, &done, &total, &ns);
	if (job_finish(a->job, NULL) == ST_OK)
		for (size_t i = 0; i < MIN(a->count, v->count); i++)
			if (strcmp(a->texts[i], v->items[i].text) == 0)
				take_answer(&v->items[i], &a->answers[i]);
	v->next_ns = clock_ns() + MAX((uint64_t)ASK_NS, ns * COST_SHARE);
	for (size_t i = 0; i < a->count; i++)
		free(a->texts[i]);
	training_unref(a->training);
	free(a);
	v->asking = NULL;
}

static void look(struct probes *v, const struct view_context *ctx)
{
	const struct session *s = ctx->session;
	bool ended;

	if (v->asking && job_is_done(v->asking->job))
		finish(v);
	if (v->asking || !s->training || !training_trainer(s->training))
		return;
	if (has_changed(v, s))
		choose(v, s);
	ended = training_stage(s->training) == TRAINING_ENDED;
	if (!v->count || v->is_final || (!ended && clock_ns() < v->next_ns))
		return;
	if (!ended && s->fixed_clock_ms >= 0)
		return; /* what a moment shows depends on the moment */
	start(v, ctx);
	v->is_final = ended;
}

static void event(void *view, struct view_context *ctx, const struct view_event *e)
{
	if (e->kind == VIEW_JOB)
		look(view, ctx);
}

static bool busy(void *view, struct view_context *ctx)
{
	const struct probes *v = view;

	(void)ctx;
	return v->asking != NULL;
}

static void close_view(void *view, struct view_context *ctx)
{
	struct probes *v = view;

	(void)ctx;
	if (v->asking) {
		job_cancel(v->asking->job);
		finish(v);
	}
	clear(v);
}

/* --- drawing --- */

static int draw_course(const struct watched *w, const struct glyphs *g, struct surface *s, int row,
		       int end)
{
	double low = 1, high = -1;
	int col = end - (int)w->course_count;

	if (w->course_count < 2)
		return end;
	for (size_t i = 0; i < w->course_count; i++) {
		low = fmin(low, w->course[i]);
		high = fmax(high, w->course[i]);
	}
	for (size_t i = 0; i < w->course_count; i++) {
		double part = high > low ? (w->course[i] - low) / (high - low) : 0;

		surface_puts(s, row, col + (int)i, 1, ROLE_BAR, g->spark[(int)(part * 7.999)]);
	}
	return col - 1;
}

static void answer_text(const struct watched *w, const struct glyphs *g, struct strbuf *out)
{
	switch (w->now.kind) {
	case PROBE_FAILED:
		strbuf_adds(out, w->now.answer[0] ? w->now.answer : g->ellipsis);
		break;
	case PROBE_NEAREST:
		strbuf_addf(out, "%s %.2f", w->now.answer, w->now.cosine);
		break;
	case PROBE_PAIR:
		strbuf_addf(out, "%+.2f", w->now.cosine);
		break;
	case PROBE_RANK:
		strbuf_addf(out, "#%zu", w->now.rank);
		if (w->now.rank == 1)
			strbuf_addf(out, " %s", g->check);
		else
			strbuf_addf(out, " %s", w->now.answer);
		break;
	}
}

static void draw_item(const struct watched *w, const struct view_context *ctx, struct surface *s,
		      struct rect line)
{
	const struct glyphs *g = glyphs_get(ctx->ascii);
	struct strbuf text = STRBUF_INIT;
	int end = line.col + line.cols - 1, col = line.col + 1, used;

	if (line.cols >= 34)
		end = draw_course(w, g, s, line.row, end);
	answer_text(w, g, &text);
	used = surface_puts(s, line.row, col, MAX((end - col) * 3 / 5, 0), ROLE_QUERY, w->text);
	col += MAX(used, MIN((end - col) / 3, 14)) + 1;
	surface_puts(s, line.row, col, MAX(end - col, 0),
		     w->now.kind == PROBE_FAILED ? ROLE_DIM : ROLE_NEIGHBOUR, text.buf);
	strbuf_release(&text);
}

static void add_method(struct strbuf *out, const struct train_options *o, const char *dot)
{
	strbuf_addf(out, "%s %s window %zu %s ",
		    o->architecture == TRAIN_CBOW ? "CBOW" : "skip-gram", dot, o->window, dot);
	if (o->hierarchical)
		strbuf_adds(out, "hierarchical softmax");
	else
		strbuf_addf(out, "%zu negatives", o->negative);
	if (o->max_ngram)
		strbuf_addf(out, " %s n-grams %zu-%zu", dot, o->min_ngram, o->max_ngram);
}

static void settings_line(const struct training *t, size_t which, const char *dot,
			  struct strbuf *out)
{
	const struct train_options *o = trainer_options(training_trainer(t));
	const struct corpus *c = training_corpus(t);

	switch (which) {
	case 0:
		add_method(out, o, dot);
		break;
	case 1:
		strbuf_addf(out, "%zu dimensions %s alpha %g %s %zu thread%s", o->dims, dot,
			    o->alpha, dot, o->threads, o->threads == 1 ? "" : "s");
		break;
	case 2:
		text_add_count(out, c->token_count);
		strbuf_addf(out, " words of text %s ", dot);
		text_add_count(out, c->word_count);
		strbuf_adds(out, " different");
		break;
	default:
		strbuf_adds(out, training_path(t));
	}
}

static void draw_settings(const struct view_context *ctx, struct surface *s, struct rect r)
{
	const struct glyphs *g = glyphs_get(ctx->ascii);
	struct strbuf text = STRBUF_INIT;

	surface_hline(s, r.row, r.col + 1, MAX(r.cols - 2, 0), ROLE_FRAME, g->hline);
	for (int i = 1; i < r.rows; i++) {
		strbuf_clear(&text);
		settings_line(ctx->session->training, (size_t)i - 1, g->dot, &text);
		surface_puts(s, r.row + i, r.col + 1, r.cols - 2, ROLE_DIM, text.buf);
	}
	strbuf_release(&text);
}

static void draw(void *view, struct view_context *ctx, struct surface *s, struct rect r)
{
	static const char *const hints[] = { "What a training answers", "while it learns. Try:", "",
					     "  watch king - man + woman" };
	struct probes *v = view;
	int rows = r.rows;

	look(v, ctx); /* something more may be watched */
	if (!ctx->session->training || !training_trainer(ctx->session->training)) {
		hint_draw(s, r, hints, ARRAY_LEN(hints));
		return;
	}
	if (r.rows >= SETTINGS_ROWS + 4) {
		rows -= SETTINGS_ROWS;
		draw_settings(ctx, s, (struct rect){ r.row + rows, r.col, SETTINGS_ROWS, r.cols });
	}
	for (int i = 0; i < rows && (size_t)i < v->count; i++)
		draw_item(&v->items[i], ctx, s, (struct rect){ r.row + i, r.col, 1, r.cols });
}

static void status(void *view, struct view_context *ctx, struct strbuf *out)
{
	(void)view;
	if (!ctx->session->watched_count)
		strbuf_adds(out, "\tw watches");
}

const struct view_class view_probes = {
	.name = "probes",
	.title = "What it knows",
	.size = sizeof(struct probes),
	.is_lines = true,
	.close = close_view,
	.draw = draw,
	.event = event,
	.status = status,
	.busy = busy,
};
