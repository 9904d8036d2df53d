/* What is known of the model in use: where it came from, its size, what loading repaired. */
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "ui/text.h"
#include "ui/view.h"

enum { BINS = 24 };

struct model_view {
	const struct model *model; /* compared, never used: the session has it */
	double low, high, mean;	   /* of the lengths of rows */
	size_t bins[BINS];
};

static void measure(struct model_view *v, const struct model *m)
{
	double sum = 0;
	size_t n = 0;

	*v = (struct model_view){ .model = m, .low = HUGE_VAL };
	for (size_t i = 0; m && i < model_rows(m); i++) {
		double x = (double)m->norms[i];

		if (!isfinite(x))
			continue;
		v->low = fmin(v->low, x);
		v->high = fmax(v->high, x);
		sum += x;
		n++;
	}
	v->mean = n ? sum / (double)n : 0;
	for (size_t i = 0; m && n && i < model_rows(m); i++) {
		double x = (double)m->norms[i], span = v->high - v->low;

		if (isfinite(x))
			v->bins[span > 0 ? MIN((size_t)((x - v->low) / span * BINS),
					       (size_t)BINS - 1)
					 : 0]++;
	}
}

struct pen {
	struct surface *s;
	struct rect r;
	int row;
};

static bool name_line(struct pen *p, const char *name)
{
	if (p->row >= p->r.row + p->r.rows)
		return false;
	surface_puts(p->s, p->row, p->r.col + 4, 10, ROLE_DIM, name);
	return true;
}

static void text_line(struct pen *p, const char *name, const char *text)
{
	if (*text && name_line(p, name))
		surface_puts(p->s, p->row++, p->r.col + 14, p->r.cols - 15, ROLE_TEXT, text);
}

/* "4.3 kB", "20.1 MB" */
static void add_bytes(struct strbuf *out, uint64_t bytes)
{
	strbuf_addf(out, bytes < 1000000 ? "%.1f kB" : "%.1f MB",
		    (double)bytes / (bytes < 1000000 ? 1e3 : 1e6));
}

static void size_line(struct pen *p, const struct model *m)
{
	struct strbuf text = STRBUF_INIT;
	uint64_t memory =
		(uint64_t)model_rows(m) * m->matrix.stride * sizeof(float) + vocab_bytes(m->vocab);

	if (m->file_bytes) {
		add_bytes(&text, m->file_bytes);
		strbuf_adds(&text, " file, ");
	}
	add_bytes(&text, memory);
	strbuf_adds(&text, " in memory");
	text_line(p, "size", text.buf);
	strbuf_release(&text);
}

/* How long the rows are: smallest, a picture of all, greatest. */
static void lengths_line(struct pen *p, const struct model_view *v)
{
	static const char *const up[] = { "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█" };
	int cells = MIN(BINS, p->r.cols - 34), col = p->r.col + 14;
	size_t most = 1;

	if (!isfinite(v->low) || !name_line(p, "lengths"))
		return;
	for (int i = 0; i < BINS; i++)
		most = MAX(most, v->bins[i]);
	col += surface_putf(p->s, p->row, col, 9, ROLE_NUMBER, "%.2f ", v->low);
	for (int i = 0; i < BINS && cells == BINS; i++) {
		size_t step = v->bins[i] * 7 / most;

		surface_puts(p->s, p->row, col++, 1, v->bins[i] ? ROLE_BAR : ROLE_FRAME, up[step]);
	}
	surface_putf(p->s, p->row++, col, p->r.col + p->r.cols - col, ROLE_NUMBER,
		     " %.2f, mean %.2f", v->high, v->mean);
}

static void add_sentence(void *ctx, const char *sentence)
{
	struct pen *p = ctx;

	text_line(p, "loading", sentence);
}

static void draw(void *view, struct view_context *ctx, struct surface *s, struct rect r)
{
	struct model_view *v = view;
	const struct model *m = session_model(ctx->session);
	struct pen p = { s, r, r.row };

	if (m != v->model)
		measure(v, m);
	if (!m)
		return;
	text_line(&p, "path", m->path[0] ? m->path : "made here");
	text_line(&p, "packing", m->packing ? m->packing : "");
	size_line(&p, m);
	lengths_line(&p, v);
	if (name_line(&p, "print"))
		surface_putf(s, p.row++, r.col + 14, r.cols - 15, ROLE_TEXT, "%016llx",
			     (unsigned long long)m->fingerprint);
	report_each(&m->report, add_sentence, &p);
}

static void status(void *view, struct view_context *ctx, struct strbuf *out)
{
	const struct model *m = session_model(ctx->session);

	(void)view;
	if (m)
		strbuf_adds(out, m->name);
}

const struct view_class view_model = {
	.name = "model",
	.title = "In use",
	.size = sizeof(struct model_view),
	.is_lines = true,
	.draw = draw,
	.status = status,
};
