/*
 * A map in words, for those who hear it: which words lie where from its middle, by direction, near
 * ones first. With many words those that were asked and the most frequent are told.
 */
#include <math.h>
#include <stdlib.h>

#include "app/plot_figure.h"
#include "base/display.h"
#include "base/mem.h"
#include "render_internal.h"

enum { DIRECTIONS = 8, TOLD = 40 };

struct place {
	size_t row;
	int direction; /* 0 = right, then against the clock; −1 = in the middle */
	double distance;
};

static const char *const names[DIRECTIONS] = { "right", "upper right", "above", "upper left",
					       "left",	"lower left",  "below", "lower right" };

static double number(const struct result *r, size_t row, size_t column)
{
	return r->values[row * r->column_count + column].as.f;
}

static void find_middle(const struct result *r, double *x, double *y, double *radius)
{
	*x = *y = *radius = 0;
	for (size_t i = 0; i < r->rows; i++) {
		*x += number(r, i, 0) / (double)r->rows;
		*y += number(r, i, 1) / (double)r->rows;
	}
	for (size_t i = 0; i < r->rows; i++)
		*radius += hypot(number(r, i, 0) - *x, number(r, i, 1) - *y) / (double)r->rows;
}

/* A tenth of the usual distance is the middle. */
static struct place place_of(const struct result *r, size_t row, double x, double y, double radius)
{
	double dx = number(r, row, 0) - x, dy = number(r, row, 1) - y;
	struct place p = { row, -1, hypot(dx, dy) };

	if (p.distance > radius / 10)
		p.direction = ((int)lround(atan2(dy, dx) / (M_PI / 4)) + DIRECTIONS) % DIRECTIONS;
	return p;
}

static int by_direction(const void *a, const void *b)
{
	const struct place *p = a, *q = b;

	if (p->direction != q->direction)
		return p->direction < q->direction ? -1 : 1;
	return (p->distance > q->distance) - (p->distance < q->distance);
}

static void tell(const struct result *r, const struct place *places, size_t n, struct strbuf *out)
{
	for (size_t i = 0; i < n; i++) {
		const struct place *p = &places[i];
		const struct value *word = &r->values[p->row * r->column_count + 2];

		if (!i || p[-1].direction != p->direction)
			strbuf_addf(out, "%s%s: ", i ? "\n" : "",
				    p->direction < 0 ? "in the middle" : names[p->direction]);
		else
			strbuf_adds(out, ", ");
		display_put(out, word->as.text.s, word->as.text.n);
		strbuf_addf(out, " %.2f", p->distance);
	}
	strbuf_addc(out, '\n');
}

bool spoken_plot(const struct result *r, struct strbuf *out)
{
	size_t n = MIN(r->rows, MAX(r->query_count, (size_t)TOLD));
	struct place *places;
	double x, y, radius;

	if (!plot_is_answer(r) || !r->rows)
		return false;
	places = xcalloc(n, sizeof(*places));
	find_middle(r, &x, &y, &radius);
	for (size_t i = 0; i < n; i++)
		places[i] = place_of(r, i, x, y, radius);
	qsort(places, n, sizeof(*places), by_direction);
	if (r->title)
		strbuf_addf(out, "%s. ", r->title);
	if (n < r->rows)
		strbuf_addf(out, "The first %zu words of it. ", n);
	strbuf_adds(out, "From the middle, with distances:\n");
	tell(r, places, n, out);
	free(places);
	return true;
}
