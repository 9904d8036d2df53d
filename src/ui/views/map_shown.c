/*
 * What each point means just now. Meaning is in the glyph first and in the colour second:
 *
 *	● asked   ○ neighbour   ★ best answer of an analogy   ■ marked   ◉ selected   · frequent word
 *	× a false neighbour: near on the map, not in the model (with the lines to the true ones)
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "ui/views/map.h"

enum {
	PRIORITY_LETTERS = 1 << 20, /* a word before a number or a sign */
	PRIORITY_LINK = 1 << 21,
	PRIORITY_MARK = 1 << 22,
	PRIORITY_ANSWER = 1 << 23,
	PRIORITY_QUERY = 1 << 24,
	PRIORITY_SELECTED = 1 << 25,
	CHOSEN_LABELLED = 60,	/* a map of so few chosen words names them all where it can */
	ANSWERS_LABELLED = 40,	/* beyond these an answer takes its chance with the others */
	ANSWERS_PRESENTED = 12, /* what an audience takes in */
};

static bool has_letter(const char *s, size_t n)
{
	uint32_t cp;

	for (size_t at = 0, len; at < n; at += len) {
		len = utf8_decode(s + at, n - at, &cp);
		if (len && utf8_is_letter(cp))
			return true;
		len = len ? len : 1;
	}
	return false;
}

/* A frequent word, or one that was only added because something else asked for it. */
static void be_plain(const struct map *v, size_t i)
{
	struct scatter_point *p = &v->shown[i];

	p->x = v->xy[2 * i];
	p->y = v->xy[2 * i + 1];
	p->label = vocab_word(v->model->vocab, v->points.rows[i], &p->label_len);
	p->glyph = NULL;
	p->role = ROLE_LABEL;
	p->dot_role = ROLE_POINT;
	map_groups_style(v, i, p);
	p->important = i < v->points.frequent && v->met.of.set != MAP_FREQUENT &&
		       v->points.frequent <= CHOSEN_LABELLED;
	p->must = false;
	p->priority = (int)(v->points.count - i);
	if (has_letter(p->label, p->label_len))
		p->priority += PRIORITY_LETTERS;
}

static struct scatter_point *find_shown(const struct map *v, uint32_t row)
{
	size_t at = map_points_find(&v->points, row);

	return at == MAP_NO_POINT ? NULL : &v->shown[at];
}

static void become(const struct map *v, uint32_t row, const char *glyph, enum role role,
		   int priority)
{
	struct scatter_point *p = find_shown(v, row);

	if (!p || p->priority >= priority)
		return;
	p->glyph = glyph;
	if (role != ROLE_NEIGHBOUR || !map_groups_colour(v, (size_t)(p - v->shown)))
		p->role = p->dot_role = role;
	p->priority = priority;
	p->important = true;
}

static void select_point(const struct map *v)
{
	struct scatter_point *p = find_shown(v, v->selected);

	if (!p)
		return;
	if (!p->glyph || p->priority < PRIORITY_LINK - 2 * MAP_LINKS_MAX) /* it has no meaning */
		p->glyph = "◉";
	p->role = ROLE_SELECTED;
	p->priority = PRIORITY_SELECTED;
	p->important = p->must = true;
}

static uint32_t mark_row(const struct map *v, const char *word)
{
	return vocab_find(v->model->vocab, word, strlen(word));
}

static void hide_all(const struct map *v)
{
	for (size_t i = 0; i < v->shown_count; i++)
		v->shown[i].x = (double)NAN;
}

/* Only what is marked, asked about or selected stays. */
static void keep_marks(const struct map *v, const struct session *s)
{
	struct scatter_point *p;
	size_t at;

	hide_all(v);
	for (size_t i = 0; i < s->mark_count; i++) {
		p = find_shown(v, mark_row(v, s->marks[i]));
		if (!p)
			continue;
		at = (size_t)(p - v->shown);
		p->x = v->xy[2 * at];
	}
}

static void add_line(struct map *v, uint32_t from, uint32_t to)
{
	const struct scatter_point *a = find_shown(v, from), *b = find_shown(v, to);

	if (a && b && v->line_count < ARRAY_LEN(v->lines))
		v->lines[v->line_count++] =
			(struct scatter_line){ a->x, a->y, b->x, b->y, ROLE_LINE };
}

/* The words that the axes go between are drawn as what was asked, with a line from one to the other. */
static bool has_word_axes(const struct map *v)
{
	return v->points.kind == MAP_WORD_AXES && map_wish_has_ends(&v->met);
}

/* a→b and c→answer: in a good model two sides of a parallelogram. */
void map_lines_update(struct map *v)
{
	v->line_count = 0;
	if (v->has_arrow && v->answer_count) {
		add_line(v, v->arrow[0], v->arrow[1]);
		add_line(v, v->arrow[2], v->answers[0]);
	}
	if (v->links_on)
		for (size_t i = 0; i < v->link_count; i++)
			add_line(v, v->link_from, v->links[i]);
	if (has_word_axes(v)) {
		add_line(v, v->met.at[0], v->met.at[1]);
		add_line(v, v->met.at[2], v->met.at[3]);
	}
}

static void add_rows(struct map *v, const uint32_t *rows, size_t n)
{
	for (size_t i = 0; i < n; i++)
		map_points_add(&v->points, v->model, rows[i]);
}

/* Everybody who needs a place gets one. */
static void add_points(struct map *v, const struct session *s)
{
	map_points_drop_added(&v->points);
	add_rows(v, v->query, v->query_count);
	add_rows(v, v->answers, v->answer_count);
	if (v->links_on)
		add_rows(v, v->links, v->link_count);
	for (size_t i = 0; i < s->mark_count; i++)
		map_points_add(&v->points, v->model, mark_row(v, s->marks[i]));
	map_points_add(&v->points, v->model, v->selected);
	if (has_word_axes(v))
		add_rows(v, v->met.at, 4);
}

/* Before an audience the best few stand out, the others are words among words. */
static void show_answers(struct map *v, bool presenter)
{
	size_t n = presenter ? MIN(v->answer_count, (size_t)ANSWERS_PRESENTED) : v->answer_count;

	for (size_t i = 0; i < n; i++) {
		become(v, v->answers[i], v->analogy && !i ? "★" : "○",
		       v->analogy && !i ? ROLE_ANSWER : ROLE_NEIGHBOUR, PRIORITY_ANSWER - (int)i);
		if (i >= ANSWERS_LABELLED && find_shown(v, v->answers[i]))
			find_shown(v, v->answers[i])->important = false;
	}
}

void map_shown_update(struct map *v, const struct session *s)
{
	size_t had = v->shown_cap;

	add_points(v, s);
	map_place_all(v);
	ARRAY_RESERVE(v->shown, v->shown_cap, v->points.count);
	for (size_t i = had; i < v->shown_cap; i++) /* no label was anywhere yet */
		v->shown[i] = (struct scatter_point){ .side = LABEL_HIDDEN };
	for (size_t i = v->points.frequent; i < v->points.count; i++)
		v->shown[i].side = LABEL_HIDDEN;
	for (size_t i = 0; i < v->points.count; i++)
		be_plain(v, i);
	v->shown_count = v->points.count;
	if (v->links_on)
		map_find_strangers(v);
	for (size_t i = 0; v->links_on && i < v->stranger_count; i++)
		become(v, v->strangers[i], "×", ROLE_ERROR, PRIORITY_LINK - MAP_LINKS_MAX - (int)i);
	if (v->links_on)
		for (size_t i = 0; i < v->link_count; i++)
			become(v, v->links[i], "○", ROLE_LABEL, PRIORITY_LINK - (int)i);
	for (size_t i = 0; i < s->mark_count; i++)
		become(v, mark_row(v, s->marks[i]), "■", ROLE_MARK, PRIORITY_MARK - (int)i);
	show_answers(v, s->settings.presenter);
	for (size_t i = 0; i < v->query_count; i++) {
		become(v, v->query[i], "●", ROLE_QUERY, PRIORITY_QUERY - (int)i);
		if (find_shown(v, v->query[i]))
			find_shown(v, v->query[i])->must = true;
	}
	for (int i = 0; i < 4 && has_word_axes(v); i++) {
		become(v, v->met.at[i], "●", ROLE_QUERY, PRIORITY_QUERY - 1000 - i);
		if (find_shown(v, v->met.at[i]))
			find_shown(v, v->met.at[i])->must = true;
	}
	select_point(v);
	map_lines_update(v);
	if (v->now.marks_only)
		keep_marks(v, s);
	v->stale = false;
}
