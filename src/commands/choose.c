#include "choose.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

static const char *const names[] = { "frequent", "marks", "answer", "everything" };

struct chosen chosen_make(const char *what)
{
	struct chosen c = { .kind = CHOSEN_LIST, .list = what };

	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (strcmp(names[i], what) == 0)
			c = (struct chosen){ .kind = (enum chosen_kind)i };
	return c;
}

void chosen_release(struct chosen *c)
{
	free(c->rows);
	*c = (struct chosen){ 0 };
}

void chosen_add(struct chosen *c, uint32_t row)
{
	size_t n = c->count;

	if (row == VOCAB_NONE)
		return;
	if ((n & (n - 1)) == 0) /* room for the next power of two */
		c->rows = xreallocarray(c->rows, n ? 2 * n : 1, sizeof(*c->rows));
	c->rows[c->count++] = row;
}

void chosen_name(const struct chosen *c, struct strbuf *out)
{
	const char *name = c->list, *slash;

	if (c->kind != CHOSEN_LIST || !name) {
		strbuf_adds(out, c->kind == CHOSEN_LIST ? "words" : names[c->kind]);
		return;
	}
	name += *name == '@' && strchr(name, '\n');
	slash = name == c->list ? strrchr(name, '/') : NULL;
	name = slash && slash[1] ? slash + 1 : name;
	strbuf_add(out, name, strcspn(name, "\n"));
}

/* --- rows ------------------------------------------------------------------------------------- */

void chosen_take(struct chosen *c, const struct session *s, const struct model *m)
{
	const struct result *r = &s->last;

	for (size_t i = 0; c->kind == CHOSEN_MARKS && i < s->mark_count; i++)
		chosen_add(c, vocab_find(m->vocab, s->marks[i], strlen(s->marks[i])));
	if (c->kind != CHOSEN_ANSWER || r->model != m)
		return;
	for (size_t i = 0; i < r->query_count; i++)
		chosen_add(c, r->query_rows[i]);
	for (size_t i = 0; r->answer_rows && i < r->rows; i++)
		chosen_add(c, r->answer_rows[i]);
}

static enum status load_list(struct chosen *c, struct task *t, const struct progress *progress,
			     struct error *err)
{
	struct query_setup q = { .in = c->list };
	uint8_t *mask;
	enum status st = filter_mask(&mask, t->model, &q, progress, &t->result, err);

	for (uint32_t row = 0; st == ST_OK && row < model_rows(t->model); row++)
		if (mask[row])
			chosen_add(c, row);
	if (st == ST_OK)
		free(mask);
	return st;
}

/* Each once, in the order of the first time. */
static void keep_usable(struct chosen *c, const struct model *m)
{
	uint8_t *seen = xcalloc(model_rows(m) / 8 + 1, 1);
	size_t kept = 0;

	for (size_t i = 0; i < c->count; i++) {
		uint32_t row = c->rows[i];

		if (!(m->norms[row] > 0) || !isfinite(m->norms[row]) ||
		    seen[row / 8] >> row % 8 & 1)
			continue;
		seen[row / 8] |= (uint8_t)(1u << row % 8);
		c->rows[kept++] = row;
	}
	c->count = kept;
	free(seen);
}

enum status chosen_load(struct chosen *c, struct task *t, size_t frequent,
			const struct progress *progress, struct error *err)
{
	size_t all = model_rows(t->model);
	enum status st = ST_OK;

	if (c->kind == CHOSEN_FREQUENT || c->kind == CHOSEN_EVERYTHING)
		for (uint32_t row = 0; row < all; row++) {
			if (c->kind == CHOSEN_FREQUENT && c->count == frequent)
				break;
			if (t->model->norms[row] > 0)
				chosen_add(c, row);
		}
	else if (c->list)
		st = load_list(c, t, progress, err);
	if (st == ST_OK)
		keep_usable(c, t->model);
	return st;
}
