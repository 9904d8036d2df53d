#include "app/plot_figure.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "draw/figure.h"

enum { LABELS = 120, ROOM = 14 /* the frame is that part wider than the points */ };

bool plot_is_answer(const struct result *r)
{
	static const char *const names[] = { "x", "y", "word" };

	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (r->column_count < ARRAY_LEN(names) || strcmp(r->columns[i].name, names[i]) != 0)
			return false;
	return true;
}

static void add_points(const struct result *r, struct scatter_point *points, struct figure *f)
{
	for (size_t i = 0; i < r->rows; i++) {
		const struct value *v = &r->values[i * r->column_count];
		bool asked = i < r->query_count;

		points[i] = (struct scatter_point){ .x = v[0].as.f,
						    .y = v[1].as.f,
						    .label = v[2].as.text.s,
						    .label_len = v[2].as.text.n,
						    .glyph = asked ? "●" : NULL,
						    .role = asked ? ROLE_QUERY : ROLE_LABEL,
						    .dot_role = ROLE_POINT,
						    .priority = -(int)i,
						    .important = asked };
		scatter_bounds_add(&f->frame, v[0].as.f, v[1].as.f);
	}
}

static void add_texts(const struct result *r, struct figure *f)
{
	strbuf_adds(&f->title, r->title ? r->title : "");
	for (size_t i = 0; i < r->note_count; i++)
		strbuf_addf(&f->caption, "%s%s", i ? " · " : "", r->notes[i]);
}

bool plot_figure_svg(const struct result *r, const struct theme *theme, struct strbuf *svg)
{
	struct scatter_point *points;
	struct figure f;
	double across, up;

	if (!plot_is_answer(r))
		return false;
	points = xcalloc(r->rows + 1, sizeof(*points));
	figure_init(&f);
	f.frame = scatter_bounds_empty();
	add_points(r, points, &f);
	across = (f.frame.x1 - f.frame.x0) / ROOM;
	up = (f.frame.y1 - f.frame.y0) / ROOM;
	if (!scatter_bounds_is_empty(&f.frame))
		f.frame = (struct scatter_bounds){ f.frame.x0 - across, f.frame.y0 - up,
						   f.frame.x1 + across, f.frame.y1 + up };
	f.points = points;
	f.count = r->rows;
	f.labels = LABELS;
	f.ticks = true;
	add_texts(r, &f);
	figure_svg(&f, theme, svg);
	figure_release(&f);
	free(points);
	return true;
}
