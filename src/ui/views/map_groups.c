/*
 * Colours by cluster: k-means of the words that the map is fitted on, in all their dimensions, not on
 * the picture. What lies together and is of one colour belongs together; a colour that is scattered
 * shows where the picture tears apart what is near. Where there are no colours numbers stand for the
 * dots. The names, that of the word in the middle of each, stand below.
 */
#include <stdlib.h>
#include <string.h>

#include "ui/text.h"
#include "ui/views/map.h"

enum { LEGEND_ROWS = 2, LEGEND_PANE = 8, NAME_CELLS = 12 };

static const char *const digits[MAP_GROUPS_MAX] = { "1", "2", "3", "4", "5", "6", "7" };

static enum role role_of(size_t group)
{
	return (enum role)(ROLE_GROUP0 + (int)group);
}

static bool are_there(const struct map *v)
{
	return v->now.colour == MAP_CLUSTER && v->groups.of;
}

void map_groups_forget(struct map *v)
{
	map_job_drop(v->grouping);
	v->grouping = NULL;
	free(v->groups.of);
	v->groups = (struct map_groups){ 0 };
}

bool map_groups_command(struct map *v, const struct intent *i)
{
	static const char *const names[] = { "plain", "density", "cluster" };
	int to = ((int)v->now.colour + 1) % (int)ARRAY_LEN(names);

	for (int k = 0; i->text && k < (int)ARRAY_LEN(names); k++)
		if (strcmp(i->text, names[k]) == 0)
			to = k;
	if (i->kind == INTENT_DENSITY)
		to = v->now.colour == MAP_DENSITY ? MAP_PLAIN : MAP_DENSITY;
	if (i->kind == INTENT_COLOUR && i->x && (size_t)i->x != v->group_count) {
		v->group_count = (size_t)i->x;
		map_groups_forget(v);
	}
	if (to != (int)v->now.colour)
		map_undo_push(v);
	v->now.colour = (enum map_colour)to;
	v->stale = true;
	return true;
}

void map_groups_update(struct map *v, struct view_context *ctx)
{
	size_t count = v->group_count ? v->group_count : MAP_GROUPS_MAX;

	if (v->grouping && map_job_is_done(v->grouping)) {
		if (!map_job_take_groups(v->grouping, &v->groups))
			v->now.colour = MAP_PLAIN;
		v->grouping = NULL;
		v->stale = true;
	}
	if (!v->ready || v->now.colour != MAP_CLUSTER || v->grouping || v->groups.of || v->fitting)
		return;
	v->grouping = map_job_group(ctx->jobs, v->model, &v->points, count,
				    (uint64_t)ctx->session->settings.seed);
}

bool map_groups_colour(const struct map *v, size_t i)
{
	return are_there(v) && i < v->groups.n;
}

void map_groups_style(const struct map *v, size_t i, struct scatter_point *p)
{
	if (!map_groups_colour(v, i))
		return;
	p->role = p->dot_role = role_of(v->groups.of[i]);
	if (v->numbers)
		p->glyph = digits[v->groups.of[i]];
}

static void add_name(const struct map *v, size_t group, struct strbuf *out)
{
	size_t n;
	const char *word = vocab_word(v->model->vocab, v->groups.middle[group], &n);

	strbuf_addf(out, "%s ", digits[group]);
	strbuf_add(out, word, n);
}

void map_groups_legend(const struct map *v, struct surface *s, struct rect r)
{
	int rows = r.rows < 2 * LEGEND_PANE ? 1 : LEGEND_ROWS, row = 0, col = 1, cells;
	int at[MAP_GROUPS_MAX], line[MAP_GROUPS_MAX];
	struct strbuf name = STRBUF_INIT;
	size_t n = 0;

	if (!are_there(v) || r.rows < LEGEND_PANE)
		return;
	for (; n < v->groups.count; n++) { /* where each stands, so that few take one row */
		strbuf_clear(&name);
		add_name(v, n, &name);
		cells = (int)MIN(surface_text_width(s, name.buf, name.len), (size_t)NAME_CELLS);
		if (col + cells + 1 > r.cols && col > 1) {
			row++;
			col = 1;
		}
		if (row == rows)
			break;
		line[n] = row;
		at[n] = col;
		col += cells + 2;
	}
	row = MIN(row, rows - 1);
	for (size_t i = 0; i < n; i++) {
		strbuf_clear(&name);
		strbuf_adds(&name, " ");
		add_name(v, i, &name);
		col = surface_put(s, r.row + r.rows - 1 - row + line[i], r.col + at[i] - 1,
				  MIN(NAME_CELLS + 1, r.cols - at[i]), role_of(i), name.buf,
				  name.len);
		surface_puts(s, r.row + r.rows - 1 - row + line[i], r.col + at[i] - 1 + col, 1,
			     ROLE_TEXT, " ");
	}
	strbuf_release(&name);
}

void map_groups_status(const struct map *v, struct strbuf *out)
{
	if (v->now.colour == MAP_DENSITY)
		strbuf_adds(out, " · density");
	else if (v->now.colour == MAP_CLUSTER && v->grouping)
		strbuf_adds(out, " · finding clusters");
	else if (are_there(v))
		strbuf_addf(out, " · %zu clusters", v->groups.count);
}

void map_groups_keys(struct map *v, struct figure *out)
{
	if (!are_there(v))
		return;
	for (size_t i = 0; i < v->groups.count; i++) {
		struct figure_key *k = &v->keys[i];

		k->text = vocab_word(v->model->vocab, v->groups.middle[i], &k->len);
		k->role = role_of(i);
		k->glyph = v->numbers ? digits[i] : NULL;
	}
	out->keys = v->keys;
	out->key_count = v->groups.count;
	strbuf_addf(&out->caption, " · %s: %zu clusters by k-means in all %zu dimensions",
		    v->numbers ? "numbers" : "colours", v->groups.count, model_dims(v->model));
}
