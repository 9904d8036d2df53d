/* How long a frame takes: prints "name value unit", the median of many runs. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "draw/scatter.h"
#include "draw/svg.h"

enum { POINTS = 2000, ROWS = 60, COLS = 200, RUNS = 101 };

struct scene {
	struct surface s;
	struct scatter_point points[POINTS];
	struct scatter_view view;
	char words[POINTS][12];
	int frame;
};

static double uniform(uint64_t *seed)
{
	*seed = *seed * 6364136223846793005u + 1442695040888963407u;
	return (double)(*seed >> 11) / 9007199254740992.0;
}

/* A round cloud, as words make it: the sum of six uniform numbers is nearly normal. */
static double normal(uint64_t *seed)
{
	double sum = -3;

	for (int i = 0; i < 6; i++)
		sum += uniform(seed);
	return sum * sqrt(2);
}

static void make_scene(struct scene *sc)
{
	struct scatter_bounds b = scatter_bounds_empty();
	uint64_t seed = 1;

	for (int i = 0; i < POINTS; i++) {
		struct scatter_point *p = &sc->points[i];
		int len = snprintf(sc->words[i], sizeof(sc->words[i]), "word%d", i);

		*p = (struct scatter_point){
			.x = normal(&seed),
			.y = normal(&seed),
			.label = sc->words[i],
			.label_len = (size_t)len,
			.glyph = i < 20 ? "○" : NULL,
			.role = ROLE_LABEL,
			.dot_role = ROLE_POINT,
			.priority = POINTS - i,
			.important = i < 20,
		};
		scatter_bounds_add(&b, p->x, p->y);
	}
	surface_init(&sc->s, ROWS, COLS);
	sc->view = scatter_fit(&b, ROWS, COLS);
}

static void draw_frame(struct scene *sc)
{
	struct scatter_options opt = { .glyphs = CANVAS_BRAILLE };

	sc->view.col += sc->frame++ / 10 % 2 ? 1 : -1;
	surface_erase(&sc->s);
	scatter_draw(&sc->s, (struct rect){ 0, 0, ROWS, COLS }, &sc->view, sc->points, POINTS,
		     &opt);
}

static void draw_many_labels(struct scene *sc)
{
	struct scatter_options opt = { .glyphs = CANVAS_BRAILLE, .label_budget = POINTS };

	surface_erase(&sc->s);
	scatter_draw(&sc->s, (struct rect){ 0, 0, ROWS, COLS }, &sc->view, sc->points, POINTS,
		     &opt);
}

static void fill_with_text(struct scene *sc)
{
	for (int row = 0; row < ROWS; row++)
		surface_puts(&sc->s, row, 0, COLS, ROLE_TEXT,
			     "王様 und Königin, the quick brown fox jumps over the lazy dog again "
			     "and again, until the line is full and a word is cut at the end …");
}

static void dump_svg(struct scene *sc)
{
	struct strbuf svg = STRBUF_INIT;

	svg_dump(&sc->s, theme_find("dark"), "bench", &svg);
	strbuf_release(&svg);
}

static int compare(const void *pa, const void *pb)
{
	double a = *(const double *)pa, b = *(const double *)pb;

	return (a > b) - (a < b);
}

static void measure(const char *name, struct scene *sc, void (*run)(struct scene *sc))
{
	double ms[RUNS];
	uint64_t start;

	for (int i = 0; i < RUNS; i++) {
		start = clock_ns();
		run(sc);
		ms[i] = (double)(clock_ns() - start) / 1e6;
	}
	qsort(ms, RUNS, sizeof(*ms), compare);
	printf("draw.%s %.3f ms\n", name, ms[RUNS / 2]);
	printf("draw.%s_p99 %.3f ms\n", name, ms[RUNS * 99 / 100]);
}

int main(void)
{
	static struct scene sc;

	make_scene(&sc);
	measure("map_2000_points_200x60", &sc, draw_frame);
	measure("map_all_labels_200x60", &sc, draw_many_labels);
	measure("svg_200x60", &sc, dump_svg);
	measure("text_200x60", &sc, fill_with_text);
	surface_release(&sc.s);
	return 0;
}
