/* The map as a figure for a paper: its own coordinates, what the axes are, how honest it is. */
#include <string.h>

#include "ui/text.h"
#include "ui/views/map.h"

static void name_component(const struct map *v, int axis, struct strbuf *out)
{
	const struct pca *pca = &v->points.pca;
	const char *what = v->points.kind == MAP_PCA ? "principal component" : "random direction";

	strbuf_addf(out, "%s %d", what, axis + 1);
	if ((size_t)axis < pca->components && pca->total_variance > 0)
		strbuf_addf(out, " (%.1f %% of the variance)",
			    100 * pca->variance[axis] / pca->total_variance);
}

static void name_pair(const struct map *v, size_t first, struct strbuf *out)
{
	for (size_t i = first; i < first + 2; i++) {
		uint32_t row = v->met.at[i];
		size_t n = 0;
		const char *word =
			row < model_rows(v->model) ? vocab_word(v->model->vocab, row, &n) : "";

		strbuf_adds(out, i > first ? " → " : "");
		strbuf_add(out, word, n);
	}
}

static void name_axes(const struct map *v, struct figure *out)
{
	switch (v->points.kind) {
	case MAP_PCA:
	case MAP_RANDOM:
		if (v->now.turn != 0)
			strbuf_adds(&out->x_axis, "three components, turned");
		else
			name_component(v, v->now.axis_x, &out->x_axis);
		name_component(v, v->now.axis_y, &out->y_axis);
		break;
	case MAP_DIMS:
		strbuf_addf(&out->x_axis, "dimension %u", (unsigned)v->met.at[0] + 1);
		strbuf_addf(&out->y_axis, "dimension %u", (unsigned)v->met.at[1] + 1);
		break;
	case MAP_WORD_AXES:
		if (v->met.axes[0].count) {
			strbuf_adds(&out->x_axis, v->met.axes[0].name);
			strbuf_adds(&out->y_axis, v->met.axes[1].name);
			break;
		}
		name_pair(v, 0, &out->x_axis);
		name_pair(v, 2, &out->y_axis);
		break;
	default: /* t-SNE, UMAP: only what is near means something */
		break;
	}
	out->ticks = !map_kind_is_layout(v->points.kind);
}

static void describe(const struct map *v, struct strbuf *out)
{
	map_wish_name(v, out);
	strbuf_adds(out, " · ");
	text_add_count(out, v->points.frequent);
	strbuf_adds(out, v->met.of.set == MAP_FREQUENT ? " most frequent words of " : " words of ");
	text_add_count(out, model_rows(v->model));
	strbuf_addf(out, " × %zu, at unit length", model_dims(v->model));
	if ((v->points.kind == MAP_PCA || v->points.kind == MAP_RANDOM) && v->now.turn == 0)
		strbuf_addf(out, " · the plane keeps %.0f %% of the variance",
			    100 * map_points_explained(&v->points, v->now.axis_x, v->now.axis_y));
	if (v->has_trust)
		strbuf_addf(out, " · trustworthiness %.2f, continuity %.2f",
			    v->trust.trustworthiness, v->trust.continuity);
}

bool map_figure(void *view, struct view_context *ctx, struct figure *out)
{
	struct map *v = view;
	const char *amount = ctx->session->settings.labels;

	if (!v->ready || !v->rows)
		return false;
	if (v->stale)
		map_shown_update(v, ctx->session);
	out->points = v->shown;
	out->count = v->shown_count;
	out->lines = v->lines;
	out->line_count = v->line_count;
	out->frame = figure_frame(&v->now.view, v->rows, v->cols);
	out->labels = map_label_budget(v, &ctx->session->settings);
	out->no_labels = strcmp(amount, "none") == 0;
	name_axes(v, out);
	describe(v, &out->caption);
	map_groups_keys(v, out);
	return true;
}
