/*
 * Tables for people: columns aligned by display cells (a wide character is two), numbers to the
 * right with four decimals, a bar of eighth blocks beside scores. Text that is too wide for the
 * terminal is cut with an ellipsis, never wrapped. No byte of a model gets here unfiltered.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/display.h"
#include "base/mem.h"
#include "render_internal.h"

#define GAP	   2
#define BAR_CELLS  20
#define BAR_MIN	   6
#define TEXT_MIN   8
#define MATRIX_MAX 40

static const char *const eighths[] = { "", "▏", "▎", "▍", "▌", "▋", "▊", "▉", "█" };

#define SGR_BOLD  "\033[1m"
#define SGR_DIM	  "\033[2m"
#define SGR_CYAN  "\033[36m"
#define SGR_RESET "\033[0m"

static void put_spaces(struct strbuf *out, size_t n)
{
	strbuf_add_repeat(out, ' ', n);
}

static void put_styled(struct strbuf *out, const struct render_options *opt, const char *sgr,
		       const char *text, size_t n)
{
	if (opt->color)
		strbuf_adds(out, sgr);
	strbuf_add(out, text, n);
	if (opt->color)
		strbuf_adds(out, SGR_RESET);
}

/* --- bars --- */

struct scale {
	double best, worst; /* finite values of the column */
	bool any;
};

static double number_of(const struct value *v, enum cell_type type)
{
	return type == CELL_INT ? (double)v->as.i : v->as.f;
}

static struct scale column_scale(const struct result *r, size_t col)
{
	struct scale s = { 0, 0, false };

	for (size_t row = 0; row < r->rows; row++) {
		const struct value *v = value_at(r, row, col);
		double f = number_of(v, r->columns[col].type);

		if (v->missing || !isfinite(f))
			continue;
		s.best = s.any ? fmax(s.best, f) : f;
		s.worst = s.any ? fmin(s.worst, f) : f;
		s.any = true;
	}
	return s;
}

/* Scores up to 1 (cosines) fill the bar at 1; others at the best of the table. Distances turn the
 * bar round: the nearest is full. */
static double bar_fraction(const struct column *c, const struct scale *s, double v)
{
	double f;

	if (!isfinite(v))
		return 0;
	if (c->rising)
		f = v > 0 ? s->worst / v : 1;
	else
		f = v / fmax(s->best, 1);
	return fmin(fmax(f, 0), 1);
}

static void put_bar(struct strbuf *out, const struct render_options *opt, double fraction,
		    size_t cells)
{
	size_t units = (size_t)lround(fraction * (double)cells * (opt->ascii ? 1 : 8));

	if (!units)
		return;
	if (opt->color)
		strbuf_adds(out, SGR_CYAN);
	if (opt->ascii) {
		strbuf_add_repeat(out, '#', units);
	} else {
		for (size_t i = 0; i < units / 8; i++)
			strbuf_adds(out, eighths[8]);
		strbuf_adds(out, eighths[units % 8]);
	}
	if (opt->color)
		strbuf_adds(out, SGR_RESET);
}

/* --- layout --- */

struct layout {
	size_t width[RESULT_COLUMNS_MAX];
	size_t bar_column; /* column_count = none */
	size_t bar_cells;
	struct scale scale;
};

static size_t value_width(const struct result *r, size_t row, size_t col, bool ascii)
{
	struct strbuf sb = STRBUF_INIT;
	size_t w;

	value_put_short(value_at(r, row, col), r->columns[col].type, ascii, &sb);
	w = display_width(sb.buf, sb.len);
	strbuf_release(&sb);
	return w;
}

static size_t total_width(const struct result *r, const struct layout *l)
{
	size_t sum = 0;

	for (size_t c = 0; c < r->column_count; c++)
		sum += l->width[c] + (c ? GAP : 0);
	return sum;
}

/* Take what is too much from the widest text column, again and again. */
static void shrink_to(const struct result *r, struct layout *l, size_t cols)
{
	for (size_t total = total_width(r, l); total > cols; total = total_width(r, l)) {
		size_t widest = r->column_count;

		for (size_t c = 0; c < r->column_count; c++)
			if (r->columns[c].type == CELL_TEXT && l->width[c] > TEXT_MIN &&
			    (widest == r->column_count || l->width[c] > l->width[widest]))
				widest = c;
		if (widest == r->column_count)
			return;
		l->width[widest] -= MIN(total - cols, l->width[widest] - TEXT_MIN);
	}
}

static void lay_out(const struct result *r, const struct render_options *opt, struct layout *l)
{
	size_t cols = opt->cols > 0 ? (size_t)opt->cols : SIZE_MAX, used;

	memset(l, 0, sizeof(*l));
	l->bar_column = r->column_count;
	for (size_t c = 0; c < r->column_count; c++) {
		l->width[c] = display_width(r->columns[c].name, strlen(r->columns[c].name));
		for (size_t row = 0; row < r->rows; row++)
			l->width[c] = MAX(l->width[c], value_width(r, row, c, opt->ascii));
		if (r->columns[c].bar && opt->bars)
			l->bar_column = c;
	}
	shrink_to(r, l, cols);
	used = total_width(r, l);
	if (l->bar_column < r->column_count) {
		l->scale = column_scale(r, l->bar_column);
		l->bar_cells = cols - used > GAP + BAR_MIN && cols > used
				       ? MIN((size_t)BAR_CELLS, cols - used - GAP)
				       : 0;
	}
}

static bool is_number(enum cell_type t)
{
	return t != CELL_TEXT;
}

static void put_cell(struct strbuf *out, const struct strbuf *text, size_t width, bool right)
{
	struct strbuf fit = STRBUF_INIT;
	size_t used = display_width(text->buf, text->len);

	if (used <= width)
		strbuf_add(&fit, text->buf, text->len);
	else
		used = display_fit(&fit, text->buf, text->len, width);
	if (right)
		put_spaces(out, width - used);
	strbuf_add(out, fit.buf, fit.len);
	if (!right)
		put_spaces(out, width - used);
	strbuf_release(&fit);
}

static void trim_spaces(struct strbuf *out)
{
	while (out->len && out->buf[out->len - 1] == ' ')
		strbuf_truncate(out, out->len - 1);
}

static void put_header(const struct result *r, const struct render_options *opt,
		       const struct layout *l, struct strbuf *out)
{
	struct strbuf head = STRBUF_INIT, name = STRBUF_INIT;

	for (size_t c = 0; c < r->column_count; c++) {
		strbuf_clear(&name);
		strbuf_adds(&name, r->columns[c].name);
		put_spaces(&head, c ? GAP : 0);
		put_cell(&head, &name, l->width[c], is_number(r->columns[c].type));
	}
	trim_spaces(&head);
	put_styled(out, opt, SGR_DIM, head.buf, head.len);
	strbuf_addc(out, '\n');
	strbuf_release(&head);
	strbuf_release(&name);
}

static void put_text_cell(const struct result *r, const struct value *v,
			  const struct render_options *opt, const struct strbuf *text, size_t width,
			  struct strbuf *out)
{
	int fg, bg;

	if (!opt->color || !swatch_of(r->model, v, &fg, &bg)) {
		put_cell(out, text, width, false);
		return;
	}
	strbuf_addf(out, "\033[38;5;%d;48;5;%dm", fg, bg);
	put_cell(out, text, width, false);
	strbuf_adds(out, SGR_RESET);
}

static void put_row(const struct result *r, size_t row, const struct render_options *opt,
		    const struct layout *l, struct strbuf *out)
{
	struct strbuf text = STRBUF_INIT;

	for (size_t c = 0; c < r->column_count; c++) {
		const struct value *v = value_at(r, row, c);

		strbuf_clear(&text);
		value_put_short(v, r->columns[c].type, opt->ascii, &text);
		put_spaces(out, c ? GAP : 0);
		if (is_number(r->columns[c].type))
			put_cell(out, &text, l->width[c], true);
		else
			put_text_cell(r, v, opt, &text, l->width[c], out);
		if (c != l->bar_column || !l->bar_cells || v->missing)
			continue;
		put_spaces(out, GAP);
		put_bar(out, opt,
			bar_fraction(&r->columns[c], &l->scale, number_of(v, r->columns[c].type)),
			l->bar_cells);
	}
	trim_spaces(out);
	strbuf_addc(out, '\n');
	strbuf_release(&text);
}

static void put_title(const struct result *r, const struct render_options *opt, struct strbuf *out)
{
	struct strbuf title = STRBUF_INIT;

	if (!r->title)
		return;
	if (opt->ascii)
		display_put_ascii(&title, r->title, strlen(r->title));
	else
		display_put(&title, r->title, strlen(r->title));
	put_styled(out, opt, SGR_BOLD, title.buf, title.len);
	strbuf_addc(out, '\n');
	strbuf_release(&title);
}

void render_table(const struct result *r, const struct render_options *opt, struct strbuf *out)
{
	struct layout l;

	put_title(r, opt, out);
	lay_out(r, opt, &l);
	if (opt->header)
		put_header(r, opt, &l, out);
	for (size_t row = 0; row < r->rows; row++)
		put_row(r, row, opt, &l, out);
}

/* --- pairs as a matrix --- */

struct grid {
	const struct result *r;
	const struct value *names[MATRIX_MAX]; /* in order of appearance */
	size_t width[MATRIX_MAX];
	const struct value *pair[MATRIX_MAX][MATRIX_MAX]; /* NULL: none */
	size_t n, head;					  /* names; width of the first column */
	bool ascii;
};

static size_t name_index(const struct grid *g, const struct value *v)
{
	size_t i = 0;

	while (i < g->n && strcmp(g->names[i]->as.text.s, v->as.text.s))
		i++;
	return i;
}

/* False: too many names. */
static bool collect_names(struct grid *g)
{
	for (size_t row = 0; row < g->r->rows; row++) {
		for (size_t c = 0; c < 2; c++) {
			const struct value *v = value_at(g->r, row, c);

			if (name_index(g, v) < g->n)
				continue;
			if (g->n == MATRIX_MAX)
				return false;
			g->names[g->n] = v;
			g->width[g->n] = MAX(value_width(g->r, row, c, g->ascii), (size_t)7);
			g->head = MAX(g->head, value_width(g->r, row, c, g->ascii));
			g->n++;
		}
	}
	return true;
}

static void collect_pairs(struct grid *g)
{
	for (size_t row = 0; row < g->r->rows; row++) {
		size_t a = name_index(g, value_at(g->r, row, 0));
		size_t b = name_index(g, value_at(g->r, row, 1));

		g->pair[a][b] = g->pair[b][a] = value_at(g->r, row, 2);
	}
}

static void put_grid_row(const struct grid *g, size_t i, struct strbuf *out)
{
	struct strbuf text = STRBUF_INIT;

	value_put_short(g->names[i], CELL_TEXT, g->ascii, &text);
	put_cell(out, &text, g->head, false);
	for (size_t j = 0; j < g->n; j++) {
		const struct value *v = g->pair[i][j];

		strbuf_clear(&text);
		if (v)
			value_put_short(v, g->r->columns[2].type, g->ascii, &text);
		else
			strbuf_adds(&text, i != j ? "-" : g->ascii ? "." : "·");
		put_spaces(out, GAP);
		put_cell(out, &text, g->width[j], true);
	}
	strbuf_addc(out, '\n');
	strbuf_release(&text);
}

static void put_grid_header(const struct grid *g, const struct render_options *opt,
			    struct strbuf *out)
{
	struct strbuf head = STRBUF_INIT, text = STRBUF_INIT;

	put_spaces(&head, g->head);
	for (size_t i = 0; i < g->n; i++) {
		strbuf_clear(&text);
		value_put_short(g->names[i], CELL_TEXT, g->ascii, &text);
		put_spaces(&head, GAP);
		put_cell(&head, &text, g->width[i], true);
	}
	put_styled(out, opt, SGR_DIM, head.buf, head.len);
	strbuf_addc(out, '\n');
	strbuf_release(&head);
	strbuf_release(&text);
}

void render_matrix(const struct result *r, const struct render_options *opt, struct strbuf *out)
{
	struct grid g = { .r = r, .ascii = opt->ascii };
	bool fits = collect_names(&g);
	size_t total = g.head;

	for (size_t i = 0; i < g.n; i++)
		total += GAP + g.width[i];
	if (!fits || (opt->cols > 0 && total > (size_t)opt->cols)) {
		render_table(r, opt, out);
		return;
	}
	collect_pairs(&g);
	put_title(r, opt, out);
	put_grid_header(&g, opt, out);
	for (size_t i = 0; i < g.n; i++)
		put_grid_row(&g, i, out);
}
