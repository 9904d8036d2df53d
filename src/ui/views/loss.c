/* The loss while a model learns: of the words just read, of whole epochs, and of the sentences that
 * are held out. */
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "draw/canvas.h"
#include "ui/hint.h"
#include "ui/view.h"

enum { SAMPLES_MAX = 1024, EPOCHS_SHOWN = 4096 };

struct sample {
	double part; /* of the whole training, 0 … 1 */
	double loss;
};

struct loss_view {
	const struct training *training; /* compared, never used */
	struct sample samples[SAMPLES_MAX];
	size_t count;
};

static const struct trainer *trainer_of(const struct view_context *ctx)
{
	return ctx->session->training ? training_trainer(ctx->session->training) : NULL;
}

static void add_sample(struct loss_view *v, double part, double loss)
{
	if (!isfinite(loss) || loss <= 0 || (v->count && part <= v->samples[v->count - 1].part))
		return;
	if (v->count == SAMPLES_MAX) { /* every second one will do */
		for (size_t i = 0; i < SAMPLES_MAX / 2; i++)
			v->samples[i] = v->samples[2 * i + 1];
		v->count = SAMPLES_MAX / 2;
	}
	v->samples[v->count++] = (struct sample){ part, loss };
}

/* Keys from a script see the epochs alone: what a moment shows depends on the moment. */
static void event(void *view, struct view_context *ctx, const struct view_event *e)
{
	struct loss_view *v = view;
	const struct trainer *trainer = trainer_of(ctx);
	struct train_state s;

	if (v->training != ctx->session->training) {
		v->training = ctx->session->training;
		v->count = 0;
	}
	if (e->kind != VIEW_JOB || !trainer || ctx->session->fixed_clock_ms >= 0)
		return;
	trainer_observe(trainer, &s);
	if (s.words_total)
		add_sample(v, (double)s.words_done / (double)s.words_total, s.loss);
}

/* --- the picture --- */

struct plot {
	struct canvas *canvas;
	double low, high;
};

static void widen(struct plot *p, double loss)
{
	if (!isfinite(loss) || loss <= 0)
		return;
	p->low = fmin(p->low, loss);
	p->high = fmax(p->high, loss);
}

static int across(const struct plot *p, double part)
{
	return (int)(part * (canvas_dots_x(p->canvas) - 1));
}

static int down(const struct plot *p, double loss)
{
	double height = p->high - p->low;

	return (int)((height > 0 ? (p->high - loss) / height : 0.5) *
		     (canvas_dots_y(p->canvas) - 1));
}

static void widen_by_epochs(struct plot *p, const struct trainer *trainer, size_t epochs)
{
	for (size_t e = 0; e < epochs; e++) {
		widen(p, trainer_epoch_loss(trainer, e));
		widen(p, trainer_holdout_loss(trainer, e));
	}
}

/* A line from epoch to epoch, each at its middle (what was learned) or its end (what was held out). */
static void draw_epochs(const struct plot *p, const struct trainer *trainer, size_t epochs,
			double (*loss_of)(const struct trainer *, size_t), enum role role)
{
	int last_x = -1, last_y = 0;
	double at = loss_of == trainer_holdout_loss ? 1 : 0.5;

	for (size_t e = 0; e < epochs; e++) {
		double loss = loss_of(trainer, e);
		int x, y;

		if (!isfinite(loss) || loss <= 0)
			continue;
		x = across(p, ((double)e + at) / (double)epochs);
		y = down(p, loss);
		canvas_line(p->canvas, last_x < 0 ? x : last_x, last_x < 0 ? y : last_y, x, y, role,
			    role == ROLE_ANSWER ? 2 : 1);
		last_x = x;
		last_y = y;
	}
}

static void draw_samples(const struct plot *p, const struct loss_view *v)
{
	for (size_t i = 1; i < v->count; i++) {
		const struct sample *a = &v->samples[i - 1], *b = a + 1;

		canvas_line(p->canvas, across(p, a->part), down(p, a->loss), across(p, b->part),
			    down(p, b->loss), ROLE_BAR, 1);
	}
}

static void draw_scale(const struct plot *p, struct surface *s, struct rect r)
{
	if (r.cols < 16 || r.rows < 3)
		return;
	surface_putf(s, r.row, r.col + r.cols - 7, 7, ROLE_DIM, "%6.3f", p->high);
	surface_putf(s, r.row + r.rows - 1, r.col, 7, ROLE_DIM, "%.3f", p->low);
}

static void draw(void *view, struct view_context *ctx, struct surface *s, struct rect r)
{
	const struct loss_view *v = view;
	const struct trainer *trainer = trainer_of(ctx);
	static const char *const hints[] = { "How well it predicts:", "the loss falls here. Try:",
					     "", "  train FILE" };
	struct plot p = { .low = HUGE_VAL, .high = -HUGE_VAL };
	size_t epochs;

	if (r.rows <= 0 || r.cols <= 0)
		return;
	if (!trainer) {
		hint_draw(s, r, hints, ARRAY_LEN(hints));
		return;
	}
	epochs = MIN(trainer_options(trainer)->epochs, (size_t)EPOCHS_SHOWN);
	widen_by_epochs(&p, trainer, epochs);
	for (size_t i = 0; i < v->count; i++)
		widen(&p, v->samples[i].loss);
	if (p.low > p.high)
		return;
	p.canvas = canvas_new(r.rows, r.cols, (enum canvas_glyphs)ctx->glyphs);
	if (v->count > 1)
		draw_samples(&p, v);
	else
		draw_epochs(&p, trainer, epochs, trainer_epoch_loss, ROLE_BAR);
	draw_epochs(&p, trainer, epochs, trainer_holdout_loss, ROLE_ANSWER);
	canvas_blit(p.canvas, s, r.row, r.col);
	canvas_free(p.canvas);
	draw_scale(&p, s, r);
}

static void status(void *view, struct view_context *ctx, struct strbuf *out)
{
	const struct trainer *trainer = trainer_of(ctx);
	struct train_state s;
	double loss;

	(void)view;
	if (!trainer)
		return;
	trainer_observe(trainer, &s);
	loss = s.epoch < s.epochs ? s.epoch_loss : trainer_epoch_loss(trainer, s.epochs - 1);
	if (isfinite(loss) && loss > 0)
		strbuf_addf(out, "%.3f", loss);
	if (isfinite(s.holdout_loss))
		strbuf_addf(out, "\theld out %.3f", s.holdout_loss);
}

const struct view_class view_loss = {
	.name = "loss",
	.title = "Loss",
	.size = sizeof(struct loss_view),
	.draw = draw,
	.event = event,
	.status = status,
};
