#include "ui/views/vectors.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "ui/views/analogy.h"

void vectors_forget(struct vectors *v)
{
	model_unref(v->model);
	free(v->unit);
	*v = (struct vectors){ .selected = VOCAB_NONE };
}

static void add(struct vectors *v, uint32_t row)
{
	if (row == VOCAB_NONE || row >= model_rows(v->model) || v->count == VECTORS_MAX)
		return;
	for (size_t i = 0; i < v->count; i++)
		if (v->rows[i] == row)
			return;
	v->rows[v->count++] = row;
}

static void collect(struct vectors *v, const struct session *s)
{
	size_t dims = model_dims(v->model);

	v->count = 0;
	for (size_t i = 0; i < v->asked_count; i++)
		add(v, v->asked[i]);
	add(v, v->selected);
	for (size_t i = 0; i < s->mark_count; i++)
		add(v, vocab_find(v->model->vocab, s->marks[i], strlen(s->marks[i])));
	free(v->unit);
	v->unit = xcalloc(VECTORS_MAX * dims, sizeof(*v->unit));
	for (size_t i = 0; i < v->count; i++)
		analogy_unit(v->model, v->rows[i], v->unit + i * dims);
}

static bool take_result(struct vectors *v, const struct result *r)
{
	if (!r->model || !r->query_count)
		return false;
	vectors_forget(v);
	v->model = model_ref(r->model);
	v->asked_count = MIN(r->query_count, (size_t)VECTORS_MAX);
	memcpy(v->asked, r->query_rows, v->asked_count * sizeof(v->asked[0]));
	return true;
}

bool vectors_event(struct vectors *v, const struct session *s, const struct view_event *e)
{
	struct model *m = session_model(s);

	if (m != v->model) {
		vectors_forget(v);
		v->model = m ? model_ref(m) : NULL;
	}
	if (e->kind == VIEW_RESULT)
		take_result(v, &e->call->task.result);
	else if (e->kind == VIEW_SELECT)
		v->selected = e->row;
	else if (e->kind != VIEW_MARKS && e->kind != VIEW_MODEL)
		return false;
	if (v->model)
		collect(v, s);
	return true;
}

const double *vectors_row(const struct vectors *v, size_t i)
{
	return v->unit + i * model_dims(v->model);
}

struct keyed {
	double key;
	uint32_t dim;
};

static int by_falling_key(const void *a, const void *b)
{
	const struct keyed *p = a, *q = b;

	if (p->key != q->key)
		return p->key > q->key ? -1 : 1;
	return (p->dim > q->dim) - (p->dim < q->dim);
}

void vectors_order(const struct vectors *v, uint32_t *out)
{
	size_t dims = model_dims(v->model);
	struct keyed *keyed = xcalloc(dims, sizeof(*keyed));
	const double *a = vectors_row(v, 0), *b = vectors_row(v, v->count > 1 ? 1 : 0);

	for (uint32_t i = 0; i < dims; i++)
		keyed[i] = (struct keyed){ fabs(a[i] * b[i]), i };
	qsort(keyed, dims, sizeof(*keyed), by_falling_key);
	for (size_t i = 0; i < dims; i++)
		out[i] = keyed[i].dim;
	free(keyed);
}
