/*
 * The map of a model while it learns: what is watched and frequent words, on the two principal
 * components of these words as they are now. Each picture is laid over the one before
 * (math/align.h), so that words move because they learn and not because an axis turned over.
 *
 * A picture is made four times a second at most, and so seldom that it costs the training less than
 * two per cent of one processor.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "draw/scatter.h"
#include "math/align.h"
#include "math/pca.h"
#include "ui/text.h"
#include "ui/view.h"

enum {
	WORDS = 300,
	LETTERS_MIN = 5, /* of, the, from say little about what is learned */
	FRAME_NS = 250000000,
	COST_SHARE = 60, /* a picture that took 1 ms is made every 60 ms at most */
};

struct learning {
	struct training *training; /* referenced, or NULL */
	uint32_t *ids;		   /* (count) */
	size_t count, watched;	   /* the first `watched` are the user's */
	size_t sessions_watched;   /* how many things were watched when they were chosen */
	struct matrix rows;	   /* (count, dims), at unit length */
	double *xy;		   /* (count, 2) */
	bool has_frame, is_final;
	uint64_t next_ns;
	double kept; /* share of the variance that the plane keeps */
	struct scatter_point *points;
};

static void forget(struct learning *v)
{
	training_unref(v->training);
	free(v->ids);
	free(v->xy);
	free(v->points);
	matrix_release(&v->rows);
	*v = (struct learning){ 0 };
}

static void close_view(void *view, struct view_context *ctx)
{
	(void)ctx;
	forget(view);
}

/* --- which words --- */

static const char *corpus_word(const struct corpus *c, uint32_t id, size_t *n)
{
	*n = (size_t)(c->offsets[id + 1] - c->offsets[id]);
	return c->bytes + c->offsets[id];
}

static bool has(const struct learning *v, uint32_t id)
{
	for (size_t i = 0; i < v->count; i++)
		if (v->ids[i] == id)
			return true;
	return false;
}

/* Is the word one of the blank-separated pieces of what is watched? */
static bool is_watched(const struct session *s, const char *word, size_t n)
{
	for (size_t i = 0; i < s->watched_count; i++) {
		const char *at = s->watched[i];

		while (*at) {
			size_t len = strcspn(at, " ");

			if (len == n && memcmp(at, word, n) == 0)
				return true;
			at += len + strspn(at + len, " ");
		}
	}
	return false;
}

static void choose_words(struct learning *v, const struct session *s, const struct corpus *c)
{
	size_t n, watched_max = WORDS / 2;

	v->count = 0;
	for (uint32_t id = 0; s->watched_count && id < c->word_count; id++) {
		const char *word = corpus_word(c, id, &n);

		if (v->count < watched_max && is_watched(s, word, n))
			v->ids[v->count++] = id;
	}
	v->watched = v->count;
	for (int least = LETTERS_MIN; least >= 0; least -= LETTERS_MIN) {
		for (uint32_t id = 0; id < c->word_count && v->count < WORDS; id++) {
			const char *word = corpus_word(c, id, &n);

			if (text_letters(word, n) >= (size_t)least && !has(v, id))
				v->ids[v->count++] = id;
		}
		if (v->count >= WORDS / 4)
			break;
	}
	v->sessions_watched = s->watched_count;
	v->has_frame = false;
}

static bool begin(struct learning *v, const struct session *s)
{
	const struct corpus *c = training_corpus(s->training);
	size_t dims = trainer_options(training_trainer(s->training))->dims;

	forget(v);
	if (matrix_init(&v->rows, WORDS, dims, NULL) != ST_OK)
		return false;
	v->training = training_ref(s->training);
	v->ids = xcalloc(WORDS, sizeof(*v->ids));
	v->xy = xcalloc(WORDS, 2 * sizeof(*v->xy));
	v->points = xcalloc(WORDS, sizeof(*v->points));
	choose_words(v, s, c);
	return true;
}

/* --- one picture --- */

static void copy_rows(struct learning *v)
{
	const struct trainer *trainer = training_trainer(v->training);
	size_t dims = v->rows.cols;
	float *flat = xcalloc(v->count, dims * sizeof(*flat));

	trainer_copy_rows(trainer, v->ids, v->count, flat);
	for (size_t i = 0; i < v->count; i++) {
		float *row = matrix_row(&v->rows, i);
		double norm = 0;

		for (size_t j = 0; j < dims; j++)
			norm += (double)flat[i * dims + j] * (double)flat[i * dims + j];
		norm = norm > 0 && isfinite(norm) ? 1 / sqrt(norm) : 0;
		for (size_t j = 0; j < dims; j++)
			row[j] = norm > 0 ? (float)((double)flat[i * dims + j] * norm) : 0;
	}
	free(flat);
}

static void make_picture(struct learning *v)
{
	double *xy = xcalloc(v->count, 2 * sizeof(*xy)), out[2] = { 0, 0 };
	struct pca pca;

	copy_rows(v);
	if (pca_fit(&pca, &v->rows, NULL, v->count, 2, false, 1, NULL, NULL) != ST_OK) {
		free(xy);
		return;
	}
	for (size_t i = 0; i < v->count; i++) {
		pca_project(&pca, matrix_row(&v->rows, i), false, out);
		xy[2 * i] = out[0];
		xy[2 * i + 1] = pca.components > 1 ? out[1] : 0;
	}
	v->kept = pca.total_variance > 0
			  ? (pca.variance[0] + (pca.components > 1 ? pca.variance[1] : 0)) /
				    pca.total_variance
			  : 0;
	pca_release(&pca);
	if (v->has_frame)
		align_2d(xy, v->xy, v->count);
	free(v->xy);
	v->xy = xy;
	v->has_frame = true;
}

static void bring_up_to_date(struct learning *v, struct view_context *ctx)
{
	struct session *s = ctx->session;
	uint64_t start = clock_ns();
	bool ended;

	if (!s->training || !training_trainer(s->training))
		return;
	if (v->training != s->training && !begin(v, s))
		return;
	if (v->sessions_watched != s->watched_count) {
		choose_words(v, s, training_corpus(v->training));
		v->is_final = false;
		v->next_ns = 0;
	}
	ended = training_stage(v->training) == TRAINING_ENDED;
	if (!ended && s->fixed_clock_ms >= 0)
		return; /* keys from a script: what a moment shows depends on the moment */
	if (v->count < 3 || v->is_final || (!ended && start < v->next_ns))
		return;
	make_picture(v);
	v->is_final = ended;
	v->next_ns = start + MAX((uint64_t)FRAME_NS, (clock_ns() - start) * COST_SHARE);
}

static void set_point(const struct learning *v, size_t i)
{
	struct scatter_point *p = &v->points[i];
	enum label_side side = p->side;

	*p = (struct scatter_point){
		.x = v->xy[2 * i],
		.y = v->xy[2 * i + 1],
		.role = ROLE_LABEL,
		.dot_role = ROLE_POINT,
		.priority = (int)(v->count - i),
		.side = side,
	};
	p->label = corpus_word(training_corpus(v->training), v->ids[i], &p->label_len);
	if (i >= v->watched)
		return;
	p->glyph = "●";
	p->role = p->dot_role = ROLE_QUERY;
	p->important = p->must = true;
	p->priority += WORDS;
}

static void draw(void *view, struct view_context *ctx, struct surface *s, struct rect r)
{
	struct learning *v = view;
	struct scatter_bounds bounds;
	struct scatter_view look;
	struct scatter_options opt = { .glyphs = (enum canvas_glyphs)ctx->glyphs };

	bring_up_to_date(v, ctx);
	if (!v->has_frame || r.rows <= 0 || r.cols <= 0) {
		const char *say = "Nothing is being trained. Type  train FILE";

		if (ctx->session->training && session_training(ctx->session))
			say = "Reading the text …";
		else if (v->training)
			say = "Too few words for a map.";
		surface_puts(s, r.row + MAX(r.rows / 2 - 1, 0), r.col + 2, r.cols - 3, ROLE_DIM,
			     say);
		return;
	}
	for (size_t i = 0; i < v->count; i++)
		set_point(v, i);
	bounds = scatter_bounds_trimmed(v->xy, v->xy + 1, 2, v->count, 0.01);
	look = scatter_fit(&bounds, r.rows, r.cols);
	opt.label_budget = (size_t)MAX(r.rows * r.cols / 45, 1);
	scatter_draw(s, r, &look, v->points, v->count, &opt);
}

static void event(void *view, struct view_context *ctx, const struct view_event *e)
{
	if (e->kind == VIEW_JOB)
		bring_up_to_date(view, ctx);
}

static void status(void *view, struct view_context *ctx, struct strbuf *out)
{
	const struct learning *v = view;

	(void)ctx;
	if (!v->has_frame)
		return;
	strbuf_adds(out, training_stage(v->training) == TRAINING_ENDED ? "learned" : "live");
	strbuf_addf(out, " · keeps %.0f %%\tPCA 1×2, aligned", 100 * v->kept);
}

const struct view_class view_learning = {
	.name = "learning",
	.title = "Map",
	.size = sizeof(struct learning),
	.is_picture = true,
	.close = close_view,
	.draw = draw,
	.event = event,
	.status = status,
};
