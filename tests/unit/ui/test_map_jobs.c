/* What the map works out in the background, without a screen. */
#include <math.h>
#include <poll.h>

#include "base/mem.h"
#include "toy_model.h"
#include "ui/views/map.h"
#include "unit.h"

enum { WORDS = 3000, DIMS = 8 };

struct rig {
	struct job_queue *jobs;
	struct model *model;
};

static int open_rig(void **state)
{
	struct rig *r = xcalloc(1, sizeof(*r));
	uint64_t seed = 7;

	r->jobs = job_queue_new();
	r->model = toy_model_new(WORDS, DIMS);
	for (size_t i = 0; i < WORDS; i++)
		for (size_t j = 0; j < DIMS; j++)
			toy_row(r->model, i)[j] = (float)toy_normal(&seed);
	toy_model_finish(r->model);
	model_ref(r->model); /* jobs give theirs back; this one stays */
	*state = r;
	return 0;
}

static int close_rig(void **state)
{
	struct rig *r = *state;

	job_queue_free(r->jobs);
	toy_model_free(r->model);
	free(r);
	return 0;
}

/* Until a job has news. */
static void wait_for_news(struct rig *r)
{
	struct pollfd p = { .fd = job_queue_fd(r->jobs), .events = POLLIN };

	assert_true(poll(&p, 1, 60000) > 0);
	job_queue_drain(r->jobs);
}

static struct map_job *start(struct rig *r, enum map_kind kind, size_t words)
{
	struct map_wish wish = map_wish_make(kind);

	wish.shown.count = words;
	wish.layout.threads = 1;
	return map_job_fit(r->jobs, r->model, &wish);
}

static void finish(struct rig *r, struct map_job *j, struct map_points *out)
{
	while (!map_job_is_done(j))
		wait_for_news(r);
	assert_int_equal(map_job_take_points(j, out, NULL), ST_OK);
}

/* As soon as it moves it is told that this is enough: it keeps the map, which is the one that so
 * many rounds make. */
static void stopping_keeps_the_map(void **state)
{
	struct rig *r = *state;
	struct map_points first, news, kept;
	double *xy = xcalloc(WORDS, 2 * sizeof(*xy));
	struct layout_rows rows = { .m = &r->model->matrix, .n = WORDS, .unit = true, .start = xy };
	struct layout_options opt = LAYOUT_DEFAULTS;
	struct map_job *j = start(r, MAP_TSNE, WORDS);
	struct layout *l;

	while (!map_job_peek(j, &news))
		wait_for_news(r);
	assert_int_equal(news.kind, MAP_TSNE);
	assert_true(news.rounds > 0 && news.count == WORDS);
	map_job_stop(j);
	finish(r, j, &kept);
	assert_true(kept.rounds >= news.rounds && kept.rounds < 1000);
	finish(r, start(r, MAP_PCA, WORDS), &first);
	for (size_t i = 0; i < WORDS; i++)
		memcpy(xy + 2 * i, first.coords + i * MAP_AXES, 2 * sizeof(*xy));
	opt.kind = LAYOUT_TSNE;
	assert_int_equal(layout_new(&l, &rows, &opt, NULL, NULL), ST_OK);
	assert_int_equal(layout_run(l, kept.rounds, NULL, NULL), ST_OK);
	for (size_t i = 0; i < WORDS; i++)
		for (size_t c = 0; c < 2; c++)
			assert_true(kept.coords[i * MAP_AXES + c] == layout_points(l)[2 * i + c]);
	layout_free(l);
	map_points_release(&first);
	map_points_release(&news);
	map_points_release(&kept);
	free(xy);
}

/* In the middle of a round of UMAP, too. */
static void stopping_umap_keeps_the_map(void **state)
{
	struct rig *r = *state;
	struct map_points news, kept;
	struct map_job *j = start(r, MAP_UMAP, WORDS);

	while (!map_job_peek(j, &news))
		wait_for_news(r);
	map_job_stop(j);
	finish(r, j, &kept);
	assert_true(kept.rounds >= news.rounds && kept.rounds < 500);
	for (size_t i = 0; i < WORDS * MAP_AXES; i++)
		assert_true(isfinite(kept.coords[i]));
	map_points_release(&news);
	map_points_release(&kept);
}

/* Axes of the first 50 words, others shown on them: what they keep is measured on those shown. */
static void frozen_axes(void **state)
{
	struct rig *r = *state;
	struct map_wish wish = map_wish_make(MAP_PCA);
	struct map_points axes, shown;
	double all = 0, along = 0, mean[DIMS] = { 0 }, mean_along = 0;

	wish.shown.rows = xcalloc(4, sizeof(uint32_t));
	for (uint32_t i = 0; i < 4; i++)
		wish.shown.rows[i] = 100 + 10 * (i / 2); /* one of each is left */
	wish.shown.rows[3] = 2000;
	wish.shown.count = 4;
	wish.frozen = true;
	wish.fitted.count = 50;
	finish(r, map_job_fit(r->jobs, r->model, &wish), &shown);
	finish(r, start(r, MAP_PCA, 50), &axes);
	assert_int_equal(shown.count, 3);
	assert_memory_equal(shown.pca.axes, axes.pca.axes, MAP_AXES * DIMS * sizeof(double));
	assert_memory_equal(shown.pca.mean, axes.pca.mean, DIMS * sizeof(double));
	for (size_t i = 0; i < 3; i++)
		for (size_t j = 0; j < DIMS; j++)
			mean[j] += (double)model_row(r->model, shown.rows[i])[j] /
				   (double)r->model->norms[shown.rows[i]] / 3;
	for (size_t i = 0; i < 3; i++) {
		double dot = 0;

		for (size_t j = 0; j < DIMS; j++) {
			double x = (double)model_row(r->model, shown.rows[i])[j] /
					   (double)r->model->norms[shown.rows[i]] -
				   mean[j];

			all += x * x / 2;
			dot += x * axes.pca.axes[j];
		}
		along += dot * dot / 2;
		mean_along += dot;
	}
	assert_true(fabs(mean_along) < 1e-6);
	assert_true(fabs(shown.pca.total_variance - all) < 1e-6 * all);
	assert_true(fabs(shown.pca.variance[0] - along) < 1e-6 * all);
	map_points_release(&axes);
	map_points_release(&shown);
}

static void too_many_words_for_a_layout(void **state)
{
	struct rig *r = *state;
	struct model *m = toy_model_new(20001, 2);
	struct map_wish wish = map_wish_make(MAP_UMAP);
	struct error err = ERROR_INIT;
	struct map_points p;
	struct map_job *j;

	for (size_t i = 0; i < 20001; i++)
		toy_row(m, i)[i % 2] = 1;
	toy_model_finish(m);
	model_ref(m);
	wish.shown.count = 20001;
	j = map_job_fit(r->jobs, m, &wish);
	while (!map_job_is_done(j))
		wait_for_news(r);
	assert_int_equal(map_job_take_points(j, &p, &err), ST_FAILED);
	assert_string_equal(err.text, "at most 20000 words for UMAP, not 20001");
	toy_model_free(m);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(stopping_keeps_the_map, open_rig, close_rig),
		cmocka_unit_test_setup_teardown(stopping_umap_keeps_the_map, open_rig, close_rig),
		cmocka_unit_test_setup_teardown(frozen_axes, open_rig, close_rig),
		cmocka_unit_test_setup_teardown(too_many_words_for_a_layout, open_rig, close_rig),
	};

	return cmocka_run_group_tests_name("ui/map_jobs", tests, NULL, NULL);
}
