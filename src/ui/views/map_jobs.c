/*
 * What the map works out in the background: fitting, layouts that go on while one looks at them, how
 * honest the picture is, the true neighbours of a word. What comes out is moved to the view when a
 * job is done; a map that still moves is copied under a mutex.
 */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "model/cluster.h"
#include "ui/views/map.h"

enum { TRUST_K = 10, TRUST_SAMPLE = 200 };

#define FRAME_NS 16000000 /* between two pictures of a map that moves */

struct map_job {
	struct job *job;
	struct model *model; /* referenced */
	struct map_wish wish;
	struct map_points points;
	size_t threads, x, y;
	struct trust trust;
	size_t group_count;
	struct map_groups groups;
	uint32_t from;
	struct hit links[MAP_LINKS_MAX];
	size_t link_count;
	/* of a map that moves */
	pthread_mutex_t lock;
	bool has_news, stop;
};

/* --- t-SNE, UMAP --- */

struct watch {
	struct map_job *job;
	const struct progress *outer;
};

static bool is_stopped(struct map_job *j)
{
	bool stop;

	pthread_mutex_lock(&j->lock);
	stop = j->stop;
	pthread_mutex_unlock(&j->lock);
	return stop;
}

static bool go_on(void *ctx, uint64_t done, uint64_t total)
{
	struct watch *w = ctx;

	return !is_stopped(w->job) && progress_step(w->outer, done, total);
}

/* Let the view see the map as it is. */
static void publish(struct map_job *j, const struct layout *l)
{
	pthread_mutex_lock(&j->lock);
	map_points_move(&j->points, layout_points(l));
	j->points.rounds = layout_rounds(l);
	j->has_news = true;
	pthread_mutex_unlock(&j->lock);
}

/* To the end, or to where the user says that it is enough: that is no failure. */
static enum status descend(struct map_job *j, struct layout *l, const struct progress *progress,
			   struct error *err)
{
	size_t total = layout_total(l);
	uint64_t shown = clock_ns();
	enum status st = ST_OK;

	while (st == ST_OK && layout_rounds(l) < total) {
		st = layout_run(l, layout_rounds(l) + 1, progress, err);
		if (st == ST_OK && clock_ns() - shown < FRAME_NS)
			continue;
		publish(j, l);
		shown = clock_ns();
	}
	publish(j, l);
	return st == ST_CANCELLED && is_stopped(j) ? ST_OK : st;
}

static enum status run_layout(struct map_job *j, const struct progress *outer, struct error *err)
{
	struct map_points *p = &j->points;
	struct watch watch = { j, outer };
	struct progress progress = { go_on, &watch };
	double *start = xcalloc(2 * p->count, sizeof(*start));
	struct layout_rows rows = {
		.m = &j->model->matrix, .ids = p->rows, .n = p->count, .unit = true, .start = start
	};
	struct layout_options opt = j->wish.layout;
	struct layout *l = NULL;
	enum status st;

	for (size_t i = 0; i < p->count; i++)
		memcpy(start + 2 * i, p->coords + i * MAP_AXES, 2 * sizeof(*start));
	opt.kind = j->wish.kind == MAP_TSNE ? LAYOUT_TSNE : LAYOUT_UMAP;
	st = layout_new(&l, &rows, &opt, &progress, err);
	free(start);
	if (st == ST_OK)
		st = descend(j, l, &progress, err);
	layout_free(l);
	return st;
}

static enum status fit(void *arg, const struct progress *progress, struct error *err)
{
	struct map_job *j = arg;
	struct map_points p = { 0 };
	enum status st = map_points_fit(&p, j->model, &j->wish, progress, err);

	if (st != ST_OK)
		return st;
	pthread_mutex_lock(&j->lock);
	j->points = p;
	pthread_mutex_unlock(&j->lock);
	if (map_kind_is_layout(j->wish.kind))
		st = run_layout(j, progress, err);
	return st;
}

bool map_job_peek(struct map_job *j, struct map_points *out)
{
	bool has_news;

	pthread_mutex_lock(&j->lock);
	has_news = j->has_news;
	j->has_news = false;
	if (has_news)
		map_points_copy(out, &j->points);
	pthread_mutex_unlock(&j->lock);
	return has_news;
}

void map_job_stop(struct map_job *j)
{
	pthread_mutex_lock(&j->lock);
	j->stop = true;
	pthread_mutex_unlock(&j->lock);
}

/* --- honesty --- */

static enum status measure(void *arg, const struct progress *progress, struct error *err)
{
	struct map_job *j = arg;
	struct trust_rows rows = { .m = &j->model->matrix,
				   .ids = j->points.rows,
				   .n = j->points.frequent,
				   .unit = true,
				   .xy = j->points.coords,
				   .stride = MAP_AXES,
				   .x = j->x,
				   .y = j->y };

	return trust_measure(&j->trust, &rows, TRUST_K, TRUST_SAMPLE, progress, err);
}

/* --- clusters --- */

static enum status find_groups(const struct map_job *j, struct clusters *c,
			       const struct progress *progress, struct error *err)
{
	const float **v = xcalloc(j->points.frequent + 1, sizeof(*v));
	struct cluster_vectors vectors = { v, j->points.frequent, model_dims(j->model) };
	enum status st;

	for (size_t i = 0; i < vectors.n; i++)
		v[i] = model_row(j->model, j->points.rows[i]);
	st = cluster_vectors(c, &vectors, j->group_count, j->wish.layout.seed, progress, err);
	free(v);
	return st;
}

static enum status group(void *arg, const struct progress *progress, struct error *err)
{
	struct map_job *j = arg;
	struct map_groups *g = &j->groups;
	struct clusters c;
	double nearest[MAP_GROUPS_MAX];
	enum status st = find_groups(j, &c, progress, err);

	if (st != ST_OK)
		return st;
	g->n = j->points.frequent;
	g->count = c.k;
	g->of = xcalloc(g->n + 1, sizeof(*g->of));
	for (size_t k = 0; k < c.k; k++)
		nearest[k] = -2;
	for (size_t i = 0; i < g->n; i++) {
		g->of[i] = (uint8_t)c.of[i];
		if (c.cosine[i] <= nearest[c.of[i]])
			continue;
		nearest[c.of[i]] = c.cosine[i];
		g->middle[c.of[i]] = j->points.rows[i];
	}
	clusters_release(&c);
	return ST_OK;
}

/* --- neighbours --- */

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
	pthread_mutex_init(&j->lock, NULL);
	j->model = model_ref(m);
	j->job = job_start(jobs, title, work, j);
	return j;
}

struct map_job *map_job_fit(struct job_queue *jobs, struct model *m, const struct map_wish *wish)
{
	return start(jobs, m, "map", fit, (struct map_job){ .wish = *wish });
}

struct map_job *map_job_measure(struct job_queue *jobs, struct model *m, const struct map_points *p,
				size_t x, size_t y)
{
	struct map_job with = { .x = x, .y = y };

	map_points_copy(&with.points, p);
	return start(jobs, m, "measure", measure, with);
}

struct map_job *map_job_group(struct job_queue *jobs, struct model *m, const struct map_points *p,
			      size_t count, uint64_t seed)
{
	struct map_job with = { .group_count = count };

	with.wish.layout.seed = seed;
	map_points_copy(&with.points, p);
	return start(jobs, m, "clusters", group, with);
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

static void discard(struct map_job *j)
{
	map_points_release(&j->points);
	free(j->groups.of);
	pthread_mutex_destroy(&j->lock);
	free(j->wish.shown.rows);
	free(j->wish.fitted.rows);
	map_wish_release_axes(&j->wish);
	free(j);
}

enum status map_job_take_points(struct map_job *j, struct map_points *out, struct error *err)
{
	enum status st = finish(j, err);

	if (st == ST_OK) {
		*out = j->points;
		j->points = (struct map_points){ 0 };
	}
	discard(j);
	return st;
}

bool map_job_take_trust(struct map_job *j, struct trust *out)
{
	bool ok = finish(j, NULL) == ST_OK;

	if (ok)
		*out = j->trust;
	discard(j);
	return ok;
}

bool map_job_take_groups(struct map_job *j, struct map_groups *out)
{
	bool ok = finish(j, NULL) == ST_OK;

	if (ok) {
		*out = j->groups;
		j->groups = (struct map_groups){ 0 };
	}
	discard(j);
	return ok;
}

size_t map_job_take_links(struct map_job *j, uint32_t *rows, uint32_t *from)
{
	size_t n = finish(j, NULL) == ST_OK ? j->link_count : 0;

	for (size_t i = 0; i < n; i++)
		rows[i] = j->links[i].row;
	*from = j->from;
	discard(j);
	return n;
}

void map_job_drop(struct map_job *j)
{
	if (!j)
		return;
	job_cancel(j->job);
	finish(j, NULL);
	discard(j);
}
