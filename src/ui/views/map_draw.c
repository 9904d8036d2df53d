#include <string.h>

#include "base/clock.h"
#include "ui/views/map.h"

#define LABEL_STEP 2600	      /* bytes: with everything around it less than 4 kB */
#define UNSEEN_NS  1000000000 /* so long after it was drawn nobody looks */

/* Cells for each label of a plain word; a question thins them out, so that its answer stands out. */
size_t map_label_budget(const struct map *v, const struct settings *set)
{
	size_t cells = (size_t)v->rows * (size_t)v->cols, each = 50;
	const char *amount = set->labels;

	if (strcmp(amount, "few") == 0 || set->presenter)
		each = 150;
	else if (strcmp(amount, "many") == 0)
		each = 16;
	else if (v->query_count)
		each = 90;
	return MAX(cells / each, 1);
}

static void say(struct surface *s, struct rect r, enum role role, const char *line, int at)
{
	if (at < r.rows)
		surface_puts(s, r.row + at, r.col + 2, r.cols - 3, role, line);
}

static void draw_nothing(const struct map *v, const struct view_context *ctx, struct surface *s,
			 struct rect r)
{
	int middle = MAX(r.rows / 2 - 1, 0);

	if (!session_model(ctx->session))
		say(s, r, ROLE_DIM, "No model is open. Type  open FILE", middle);
	else if (v->fitting)
		say(s, r, ROLE_DIM, "Working out the map …", middle);
	else if (v->err.status)
		say(s, r, ROLE_NOTE, v->err.text, middle);
}

static void bring_up_to_date(struct map *v, const struct view_context *ctx, struct rect r)
{
	const struct session *s = ctx->session;
	bool animate = s->settings.animate && s->fixed_clock_ms < 0;

	v->stale |= v->numbers != ctx->colourless;
	v->numbers = ctx->colourless;
	if (v->stale)
		map_shown_update(v, s);
	map_frame_fit_pane(v, r.rows, r.cols);
	if (v->wants_sight)
		map_frame_bring_into_sight(v, animate && !v->was);
	v->wants_sight = false;
	map_frame_step(v);
	map_glide_start(v, animate);
	map_glide_step(v);
}

void map_draw(void *view, struct view_context *ctx, struct surface *s, struct rect r)
{
	struct map *v = view;
	const char *amount = ctx->session->settings.labels;
	struct scatter_options opt = {
		.glyphs = (enum canvas_glyphs)ctx->glyphs,
		.density = v->now.colour == MAP_DENSITY,
		.no_labels = strcmp(amount, "none") == 0,
		.lines = v->lines,
		.label_step = ctx->session->fixed_clock_ms < 0 ? LABEL_STEP : 0,
		.labels_wait = &v->labels_wait,
	};

	if (r.rows <= 0 || r.cols <= 0)
		return;
	if (!v->ready) {
		draw_nothing(v, ctx, s, r);
		return;
	}
	bring_up_to_date(v, ctx, r);
	v->drawn_at = clock_ns();
	opt.line_count = v->line_count;
	opt.label_budget = map_label_budget(v, &ctx->session->settings);
	opt.frozen = v->moving_since != 0 || v->gliding_since != 0;
	scatter_draw(s, r, &v->now.view, v->shown, v->shown_count, &opt);
	map_groups_legend(v, s, r);
	if (v->box.on)
		map_box_draw(v, ctx->ascii, s, r);
	if (v->now.marks_only && !ctx->session->mark_count)
		say(s, r, ROLE_DIM, "No word is marked: Space marks the selected one, v shows all.",
		    MAX(r.rows / 2 - 1, 0));
}

/* On another screen nothing moves it on. */
bool map_is_moving(const struct map *v)
{
	return (v->labels_wait || v->moving_since || v->gliding_since) &&
	       clock_ns() - v->drawn_at < UNSEEN_NS;
}

/* How much of the truth the picture keeps. */
static void add_honesty(const struct map *v, struct strbuf *out)
{
	double kept = 100 * map_points_explained(&v->points, v->now.axis_x, v->now.axis_y);
	bool layout = map_kind_is_layout(v->points.kind);
	bool linear = !layout && v->points.kind != MAP_WORD_AXES;

	if (v->now.turn != 0)
		linear = false;
	if (linear && v->cols >= 76)
		strbuf_addf(out, " · 2-D keeps %.0f %% of the variance", kept);
	else if (linear && v->cols >= 34)
		strbuf_addf(out, " keeps %.0f %%", kept);
	if (v->fitting && layout)
		strbuf_addf(out, " · round %zu", v->points.rounds);
	else if (v->has_trust && v->cols >= 96)
		strbuf_addf(out, " · trustworthy %.2f, continuous %.2f", v->trust.trustworthiness,
			    v->trust.continuity);
	else if (v->has_trust && !linear && v->cols >= 34)
		strbuf_addf(out, " · trust %.2f", v->trust.trustworthiness);
}

void map_status(void *view, struct view_context *ctx, struct strbuf *out)
{
	const struct map *v = view;

	(void)ctx;
	if (!v->ready)
		return;
	if (v->err.status) { /* of what was wished for; what there was is still shown */
		strbuf_adds(out, v->err.text);
		return;
	}
	if (v->box.on) {
		map_box_status(v, out);
		return;
	}
	map_wish_name(v, out);
	add_honesty(v, out);
	map_groups_status(v, out);
	if (v->now.marks_only)
		strbuf_adds(out, " · marks only");
	strbuf_addf(out, "\tzoom %.*f×", map_frame_zoom_factor(v) < 10 ? 1 : 0,
		    map_frame_zoom_factor(v));
}
