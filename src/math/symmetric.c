#include "symmetric.h"

#include <stdlib.h>

#include "base/compiler.h"
#include "base/mem.h"

struct entry {
	uint32_t column;
	float value;
};

static int by_column(const void *a, const void *b)
{
	const struct entry *p = a, *q = b;

	return (p->column > q->column) - (p->column < q->column);
}

/* Put the entries of one row in order and those of the same column together. */
static size_t merge_row(struct entry *e, size_t count, float (*join)(float a, float b))
{
	size_t kept = 0;

	qsort(e, count, sizeof(*e), by_column);
	for (size_t i = 0; i < count; i++) {
		if (kept && e[kept - 1].column == e[i].column)
			e[kept - 1].value = join(e[kept - 1].value, e[i].value);
		else
			e[kept++] = e[i];
	}
	return kept;
}

struct maker {
	const struct neighbours *nn;
	const float *given;
	float (*join)(float a, float b);
	size_t *starts, *filled;
	struct entry *entries;
};

static void spread(const struct maker *m)
{
	size_t n = m->nn->n, k = m->nn->k;

	for (uint32_t i = 0; i < n; i++)
		for (size_t j = 0; j < k; j++) {
			uint32_t other = m->nn->rows[(size_t)i * k + j];
			float v = m->given[(size_t)i * k + j];

			m->entries[m->starts[i] + m->filled[i]++] = (struct entry){ other, v };
			m->entries[m->starts[other] + m->filled[other]++] = (struct entry){ i, v };
		}
}

static void pack(struct symmetric *out, const struct maker *m)
{
	size_t at = 0, n = m->nn->n;

	for (size_t i = 0; i < n; i++) {
		struct entry *e = m->entries + m->starts[i];
		size_t count = merge_row(e, m->filled[i], m->join);

		out->starts[i] = at;
		for (size_t j = 0; j < count; j++, at++) {
			out->columns[at] = e[j].column;
			out->values[at] = e[j].value;
		}
	}
	out->starts[n] = at;
}

static void make(struct symmetric *out, struct maker *m)
{
	size_t n = m->nn->n, k = m->nn->k;

	for (size_t i = 0; i < n * k; i++)
		m->starts[m->nn->rows[i] + 1]++;
	for (size_t i = 0; i < n; i++)
		m->starts[i + 1] += m->starts[i] + k;
	spread(m);
	pack(out, m);
}

enum status symmetric_make(struct symmetric *out, const struct neighbours *nn, const float *given,
			   float (*join)(float a, float b), struct error *err)
{
	struct maker m = { .nn = nn, .given = given, .join = join };
	const size_t sizes[][2] = {
		{ nn->n + 1, sizeof(size_t) },
		{ nn->n, sizeof(size_t) },
		{ 2 * nn->n, nn->k * sizeof(struct entry) },
		{ nn->n + 1, sizeof(size_t) },
		{ 2 * nn->n, nn->k * sizeof(uint32_t) },
		{ 2 * nn->n, nn->k * sizeof(float) },
	};
	void *p[ARRAY_LEN(sizes)] = { NULL };
	enum status st = ST_OK;

	for (size_t i = 0; i < ARRAY_LEN(sizes) && st == ST_OK; i++)
		st = mem_try_calloc(&p[i], sizes[i][0], sizes[i][1], "the map", err);
	m.starts = p[0];
	m.filled = p[1];
	m.entries = p[2];
	struct symmetric new = { p[3], p[4], p[5] };
	if (st == ST_OK) {
		make(&new, &m);
		*out = new;
	} else {
		symmetric_release(&new);
	}
	free(m.starts);
	free(m.filled);
	free(m.entries);
	return st;
}

void symmetric_release(struct symmetric *s)
{
	free(s->starts);
	free(s->columns);
	free(s->values);
	*s = (struct symmetric){ 0 };
}

double symmetric_value(const struct symmetric *s, size_t i, size_t j)
{
	for (size_t e = s->starts[i]; e < s->starts[i + 1]; e++)
		if (s->columns[e] == j)
			return (double)s->values[e];
	return 0;
}
