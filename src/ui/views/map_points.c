/*
 * Places of words: principal components of the most frequent ones, each at unit length, because
 * what one asks is the angle between words. Fitting and searching run as jobs; what they give is
 * moved to the view when they are done.
 */
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "ui/views/map.h"

void map_points_release(struct map_points *p)
{
	pca_release(&p->pca);
	free(p->rows);
	free(p->coords);
	*p = (struct map_points){ 0 };
}

static bool has_direction(const struct model *m, uint32_t row)
{
	return row < model_rows(m) && m->norms[row] > 0 && isfinite(m->norms[row]);
}

static void project(const struct map_points *p, const struct model *m, uint32_t row, double *out)
{
	double *all = xcalloc(p->pca.components + 1, sizeof(*all));

	pca_project(&p->pca, model_row(m, row), true, all);
	for (size_t i = 0; i < MAP_AXES; i++)
		out[i] = i < p->pca.components ? all[i] : 0;
	free(all);
}

static void reserve(struct map_points *p, size_t need)
{
	size_t cap = p->cap;

	if (need <= cap)
		return;
	ARRAY_RESERVE(p->rows, cap, need);
	p->coords = xreallocarray(p->coords, cap, MAP_AXES * sizeof(*p->coords));
	p->cap = cap;
}

static void choose_frequent(struct map_points *p, const struct model *m, size_t words)
{
	size_t n = MIN(model_rows(m), MAX(words, 1));

	reserve(p, n);
	for (uint32_t row = 0; row < n; row++)
		if (has_direction(m, row))
			p->rows[p->count++] = row;
	p->frequent = p->count;
}

enum status map_points_fit(struct map_points *out, const struct model *m, size_t words,
			   size_t threads, const struct progress *progress, struct error *err)
{
	struct map_points p = { 0 };
	enum status st;

	choose_frequent(&p, m, words);
	if (p.count < 3) {
		map_points_release(&p);
		return error_set(err, ST_FAILED, "a map needs at least three words");
	}
	st = pca_fit(&p.pca, &m->matrix, p.rows, p.count, MAP_AXES, true, threads, progress, err);
	if (st != ST_OK) {
		p.pca = (struct pca){ 0 };
		map_points_release(&p);
		return st;
	}
	for (size_t i = 0; i < p.count; i++)
		project(&p, m, p.rows[i], p.coords + i * MAP_AXES);
	*out = p;
	return ST_OK;
}

size_t map_points_find(const struct map_points *p, uint32_t row)
{
	size_t low = 0, high = p->frequent, mid;

	while (low < high) {
		mid = low + (high - low) / 2;
		if (p->rows[mid] < row)
			low = mid + 1;
		else
			high = mid;
	}
	if (low < p->frequent && p->rows[low] == row)
		return low;
	for (size_t i = p->frequent; i < p->count; i++)
		if (p->rows[i] == row)
			return i;
	return MAP_NO_POINT;
}

size_t map_points_add(struct map_points *p, const struct model *m, uint32_t row)
{
	size_t at = map_points_find(p, row);

	if (at != MAP_NO_POINT || !has_direction(m, row))
		return at;
	reserve(p, p->count + 1);
	p->rows[p->count] = row;
	project(p, m, row, p->coords + p->count * MAP_AXES);
	return p->count++;
}

void map_points_drop_added(struct map_points *p)
{
	p->count = p->frequent;
}

double map_points_explained(const struct map_points *p, int x, int y)
{
	double sum = 0;

	if (!(p->pca.total_variance > 0))
		return 0;
	for (size_t i = 0; i < p->pca.components; i++)
		if ((int)i == x || (int)i == y)
			sum += p->pca.variance[i];
	return sum / p->pca.total_variance;
}

/* --- background work --- */

struct map_job {
	struct job *job;
	struct model *model; /* referenced */
	size_t words, threads;
	struct map_points points;
	uint32_t from;
	struct hit links[MAP_LINKS_MAX];
	size_t link_count;
};

static enum status fit(void *arg, const struct progress *progress, struct error *err)
{
	struct map_job *j = arg;

	return map_points_fit(&j->points, j->model, j->words, j->threads, progress, err);
}

static enum status link_word(void *arg, const struct progress *progress, struct error *err)
{
	struct map_job *j = arg;
	size_t dims = model_dims(j->model);
	const float *row = model_row(j->model, j->from);
	struct search s = {
		.metric = METRIC_COSINE,
		.k = MAP_LINKS_MAX,
		.exclude = &j->from,
		.exclude_count = 1,
		.threads = j->threads,
	};
	double *q = xcalloc(dims, sizeof(*q));
	enum status st;

	for (size_t i = 0; i < dims; i++)
		q[i] = (double)row[i];
	st = search_near(j->model, q, &s, progress, j->links, &j->link_count, err);
	free(q);
	return st;
}

static struct map_job *start(struct job_queue *jobs, struct model *m, const char *title,
			     enum status (*work)(void *, const struct progress *, struct error *),
			     struct map_job with)
{
	struct map_job *j = xmalloc(sizeof(*j));

	*j = with;
	j->model = model_ref(m);
	j->job = job_start(jobs, title, work, j);
	return j;
}

struct map_job *map_job_fit(struct job_queue *jobs, struct model *m, size_t words, size_t threads)
{
	return start(jobs, m, "map", fit, (struct map_job){ .words = words, .threads = threads });
}

struct map_job *map_job_link(struct job_queue *jobs, struct model *m, uint32_t row, size_t threads)
{
	return start(jobs, m, "neighbours", link_word,
		     (struct map_job){ .from = row, .threads = threads });
}

bool map_job_is_done(const struct map_job *j)
{
	return job_is_done(j->job);
}

static enum status finish(struct map_job *j, struct error *err)
{
	enum status st = job_finish(j->job, err);

	model_unref(j->model);
	return st;
}

enum status map_job_take_points(struct map_job *j, struct map_points *out, struct error *err)
{
	enum status st = finish(j, err);

	if (st == ST_OK)
		*out = j->points;
	free(j);
	return st;
}

size_t map_job_take_links(struct map_job *j, uint32_t *rows, uint32_t *from)
{
	size_t n = finish(j, NULL) == ST_OK ? j->link_count : 0;

	for (size_t i = 0; i < n; i++)
		rows[i] = j->links[i].row;
	*from = j->from;
	free(j);
	return n;
}

void map_job_drop(struct map_job *j)
{
	if (!j)
		return;
	job_cancel(j->job);
	finish(j, NULL);
	map_points_release(&j->points);
	free(j);
}
