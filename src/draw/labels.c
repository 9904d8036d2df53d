/*
 * Placing labels best is NP-hard (Christensen, Marks and Shieber 1995); greedy by priority is 100
 * times faster than annealing and, in a grid of cells, nearly as full. The longer side of the
 * problem is time: pictures that follow each other must not flicker (Been, Daiches and Yap 2006).
 *
 *   1. Order: important labels first, then by rank; a label shown in the last frame gains 200 ranks.
 *   2. For each, eight places around the dot. Beside it is clear, above and below can be mistaken
 *      for a neighbour's: a place costs that + 3 × what it covers (1 × for important labels), less
 *      12 for the side it had in the last frame.
 *   3. The cheapest free place wins if its cost is bearable; the bar is higher for labels that
 *      would appear than for those that are there.
 *   4. Many labels at once are more bytes than a line takes in one frame. With a step, those that
 *      only the budget makes come or go do so in turn, and the last frame says that more wait. Each
 *      frame changes at least one, and what came keeps its place: it ends.
 *
 * Invariants: text lies in the grid; texts have at least one blank between them in a row; no text
 * covers the dot of a label placed before it or of an important one, but for labels that must be
 * seen and find no other place.
 */
#include "draw/labels.h"

#include <stdlib.h>

#include "base/compiler.h"
#include "base/mem.h"

#define SHOWN_BONUS	200
#define SAME_SIDE_BONUS 12
#define DOT_COST	20 /* covering a dot that matters */
#define SWITCH_BYTES	16 /* to another colour and back, about: a label's cost besides its letters */

enum { FREE = 0, TEXT = 1, TEXT_MARGIN = 2, DOT = 4, DOT_MARGIN = 8 };

/* What text must not touch: all of it, or for labels that must be seen only other text. */
enum { AVOID_ALL = TEXT | TEXT_MARGIN | DOT | DOT_MARGIN, AVOID_TEXT = TEXT | TEXT_MARGIN };

struct turn {
	int64_t key; /* smaller goes first */
	uint32_t label;
};

struct grid {
	int rows, cols;
	uint8_t *cells; /* (rows, cols) TEXT | TEXT_MARGIN | DOT | DOT_MARGIN */
	const uint8_t *soft;
};

struct place {
	int row, col;
};

static const struct {
	enum label_side side;
	int cost;
} sides[] = {
	{ LABEL_E, 0 },	  { LABEL_W, 2 },   { LABEL_N, 14 },  { LABEL_S, 14 },
	{ LABEL_NE, 16 }, { LABEL_SE, 16 }, { LABEL_NW, 18 }, { LABEL_SW, 18 },
};

static int compare_priority(const void *pa, const void *pb)
{
	const struct turn *a = pa, *b = pb;

	if (a->key != b->key)
		return a->key < b->key ? -1 : 1;
	return a->label < b->label ? -1 : a->label > b->label;
}

/* First sort by priority to know the ranks, then by rank with the bonus of those shown. */
static struct turn *make_order(const struct label *labels, size_t n)
{
	struct turn *order = xmalloc((n + 1) * sizeof(*order));
	const struct label *l;

	for (size_t i = 0; i < n; i++) {
		l = &labels[i];
		order[i].label = (uint32_t)i;
		order[i].key = -(int64_t)l->priority - (l->important ? (int64_t)1 << 40 : 0);
	}
	qsort(order, n, sizeof(*order), compare_priority);
	for (size_t i = 0; i < n; i++) {
		l = &labels[order[i].label];
		order[i].key = (int64_t)i;
		if (l->important)
			order[i].key -= (int64_t)1 << 40;
		else if (l->last != LABEL_HIDDEN)
			order[i].key -= SHOWN_BONUS;
	}
	qsort(order, n, sizeof(*order), compare_priority);
	return order;
}

static void mark(struct grid *g, int row, int col, uint8_t what)
{
	if (row >= 0 && row < g->rows && col >= 0 && col < g->cols)
		g->cells[row * g->cols + col] |= what;
}

static void mark_dot(struct grid *g, const struct label *l)
{
	mark(g, l->row, l->col, DOT);
	mark(g, l->row, l->col - 1, DOT_MARGIN);
	mark(g, l->row, l->col + 1, DOT_MARGIN);
}

static void mark_text(struct grid *g, const struct place *p, int width)
{
	mark(g, p->row, p->col - 1, TEXT_MARGIN);
	for (int i = 0; i < width; i++)
		mark(g, p->row, p->col + i, TEXT);
	mark(g, p->row, p->col + width, TEXT_MARGIN);
}

/* Beside the dot with one blank between; above and below it centred, or starting beside it. */
static struct place place_at(const struct label *l, enum label_side side)
{
	struct place p = { l->row, l->col };

	if (side == LABEL_N || side == LABEL_NE || side == LABEL_NW)
		p.row--;
	if (side == LABEL_S || side == LABEL_SE || side == LABEL_SW)
		p.row++;
	if (side == LABEL_E)
		p.col += 2;
	else if (side == LABEL_W)
		p.col -= l->width + 1;
	else if (side == LABEL_N || side == LABEL_S)
		p.col -= (l->width - 1) / 2;
	else if (side == LABEL_NE || side == LABEL_SE)
		p.col++;
	else
		p.col -= l->width;
	return p;
}

/* The points that text there would cover, or -1 if it cannot stand there. */
static int covered(const struct grid *g, const struct place *p, int width, uint8_t avoid)
{
	size_t at;
	int sum = 0;

	if (p->row < 0 || p->row >= g->rows || p->col < 0 || p->col + width > g->cols)
		return -1;
	at = (size_t)p->row * (size_t)g->cols + (size_t)p->col;
	for (int i = 0; i < width; i++) {
		if (g->cells[at + (size_t)i] & avoid)
			return -1;
		if (g->cells[at + (size_t)i] & DOT)
			sum += DOT_COST;
		if (g->soft)
			sum += g->soft[at + (size_t)i];
	}
	return sum;
}

/* Another's dot between this one and its text makes both hard to read. */
static int gap_cost(const struct grid *g, const struct label *l, enum label_side side)
{
	int col = side == LABEL_E ? l->col + 1 : l->col - 1;

	if ((side != LABEL_E && side != LABEL_W) || col < 0 || col >= g->cols || l->row < 0 ||
	    l->row >= g->rows)
		return 0;
	return g->cells[l->row * g->cols + col] & DOT ? 3 * DOT_COST : 0;
}

static int bearable(const struct label *l)
{
	if (l->important)
		return INT32_MAX;
	return 8 + l->width * (l->last != LABEL_HIDDEN ? 6 : 2);
}

/* The cheapest place for it; its cost, INT32_MAX if there is none. */
static int find_place(const struct grid *g, struct label *l, bool frozen, uint8_t avoid,
		      struct place *out)
{
	int best = INT32_MAX, cost;
	size_t count = l->rtl ? 1 : ARRAY_LEN(sides);
	struct place p;

	for (size_t i = 0; i < count; i++) {
		if (frozen && l->last != LABEL_HIDDEN && sides[i].side != l->last)
			continue;
		p = place_at(l, sides[i].side);
		cost = covered(g, &p, l->width, avoid);
		if (cost < 0)
			continue;
		cost = (l->important ? 1 : 3) * cost + sides[i].cost +
		       gap_cost(g, l, sides[i].side) -
		       (sides[i].side == l->last ? SAME_SIDE_BONUS : 0);
		if (cost < best) {
			best = cost;
			*out = p;
			l->side = sides[i].side;
		}
	}
	return best;
}

static bool place_label(struct grid *g, struct label *l, bool frozen)
{
	struct place place = { 0, 0 };
	int cost = find_place(g, l, frozen, AVOID_ALL, &place);

	if (cost == INT32_MAX && l->must)
		cost = find_place(g, l, frozen, AVOID_TEXT, &place);
	if (l->side == LABEL_HIDDEN || cost > bearable(l)) {
		l->side = LABEL_HIDDEN;
		return false;
	}
	l->text_row = place.row;
	l->text_col = place.col;
	mark_text(g, &place, l->width);
	return true;
}

static bool dot_is_visible(const struct grid *g, const struct label *l)
{
	return l->row >= 0 && l->row < g->rows && l->col >= 0 && l->col < g->cols &&
	       !(g->cells[l->row * g->cols + l->col] & TEXT);
}

/* What comes and goes within one frame. */
struct turnover {
	const struct label_options *opt;
	size_t budget, plain; /* unimportant labels: at most, so far */
	size_t spent;	      /* bytes */
	bool more;
};

static size_t cost_of(const struct label *l)
{
	return SWITCH_BYTES + MAX(l->bytes, 2 * (size_t)l->width);
}

/* May this one come or go yet? The first always may, so that every frame gets nearer to the last. */
static bool may_change(struct turnover *t, const struct label *l)
{
	if (!t->opt->step || !t->spent || t->spent + cost_of(l) <= t->opt->step)
		return true;
	t->more = true;
	return false;
}

static bool is_plain(const struct turnover *t, const struct label *l)
{
	return !l->important || t->opt->none;
}

/* Is this label to be tried at all? */
static bool is_wanted(struct turnover *t, const struct label *l)
{
	bool was_shown = l->last != LABEL_HIDDEN;

	if (l->width <= 0)
		return false;
	if (!is_plain(t, l))
		return true;
	if (t->plain < t->budget)
		return was_shown || (!t->opt->frozen && may_change(t, l));
	if (!was_shown || !may_change(t, l))
		return was_shown;
	t->spent += cost_of(l);
	return false;
}

static bool place_wanted(struct grid *g, struct label *l, struct turnover *t)
{
	if (!dot_is_visible(g, l) || !is_wanted(t, l) || !place_label(g, l, t->opt->frozen))
		return false;
	mark_dot(g, l);
	if (is_plain(t, l)) {
		t->plain++;
		t->spent += l->last == LABEL_HIDDEN ? cost_of(l) : 0;
	}
	return true;
}

static size_t budget_of(const struct label_options *opt, size_t cells)
{
	if (opt->none)
		return 0;
	return opt->budget ? opt->budget : MAX(cells / 30, 1);
}

size_t labels_place(struct label *labels, size_t n, const struct label_options *opt)
{
	struct grid g = { MAX(opt->rows, 0), MAX(opt->cols, 0), NULL, opt->soft };
	size_t cells = (size_t)g.rows * (size_t)g.cols, shown = 0;
	struct turnover t = { .opt = opt, .budget = budget_of(opt, cells) };
	struct turn *order = make_order(labels, n);

	g.cells = xcalloc(cells + 1, 1);
	for (size_t i = 0; i < n; i++) {
		labels[i].side = LABEL_HIDDEN;
		if (!is_plain(&t, &labels[i]))
			mark_dot(&g, &labels[i]);
	}
	for (size_t i = 0; i < n; i++)
		shown += place_wanted(&g, &labels[order[i].label], &t);
	if (opt->more)
		*opt->more = t.more;
	free(g.cells);
	free(order);
	return shown;
}
