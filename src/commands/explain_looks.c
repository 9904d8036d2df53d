/* Explanations of what looks at many words: places on a map, joins of a tree, groups, components. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/number.h"
#include "explain.h"
#include "math/pca.h"
#include "math/tsne.h"
#include "math/vec.h"

enum { PAIRS_SHOWN = 12, PULLS_SHOWN = 5 };

static const struct value *cell(const struct explain *e, size_t row, size_t col)
{
	return &e->last->values[row * e->last->column_count + col];
}

/* --- plot: a word's place is its product with two directions --- */

/* "1,2", as plot has checked it. */
static void components_of(const struct explain *e, size_t xy[2])
{
	const char *text = args_text(&e->args, "components"), *comma = strchr(text, ',');
	int64_t v = 1;

	number_parse_i64(text, (size_t)(comma - text), &v);
	xy[0] = (size_t)v - 1;
	number_parse_i64(comma + 1, strlen(comma + 1), &v);
	xy[1] = (size_t)v - 1;
}

/* The words; behind them stand vectors of the user's, which the axes were not fitted to. */
static size_t count_words(const struct explain *e)
{
	size_t n = e->last->rows;

	while (n && e->last->answer_rows[n - 1] == VOCAB_NONE)
		n--;
	return n;
}

static void explain_place(struct explain *e, const struct pca *pca, const size_t xy[2])
{
	uint32_t row = e->last->answer_rows[e->at];
	const float *x = model_row(e->m, row);
	double length = vec_norm(x, pca->dims), square = 0;

	explain_step(e, length, "length of %s: its row is divided by it", explain_name(e, row));
	for (size_t i = 0; i < pca->dims; i++) {
		e->sum[i] = (double)x[i] / length - pca->mean[i];
		square += e->sum[i] * e->sum[i];
	}
	explain_step(e, sqrt(square), "length of what is left without the mean of all %zu words",
		     count_words(e));
	for (int k = 0; k < 2; k++) {
		const double *axis = pca->axes + xy[k] * pca->dims;
		double at = 0;

		for (size_t i = 0; i < pca->dims; i++)
			at += e->sum[i] * axis[i];
		explain_step(e, pca->variance[xy[k]] / pca->total_variance,
			     "share of the variance along component %zu", xy[k] + 1);
		explain_step(e, at, "product with that direction: %s",
			     k ? "upwards" : "to the right");
		square -= at * at;
		if (!k)
			e->final = at;
	}
	explain_step(e, sqrt(fmax(square, 0)), "length of what these two directions do not show");
}

/* --- plot --by tsne: what pulls a word, and what pushes it --- */

struct pull {
	double p;
	size_t i;
};

static int by_pull(const void *a, const void *b)
{
	const struct pull *x = a, *y = b;

	if (x->p < y->p || x->p > y->p)
		return x->p > y->p ? -1 : 1;
	return x->i < y->i ? -1 : x->i > y->i;
}

/* 1 / (1 + distance²) of two places of the answer. */
static double closeness(const struct explain *e, size_t i, size_t j)
{
	double dx = cell(e, i, 0)->as.f - cell(e, j, 0)->as.f;
	double dy = cell(e, i, 1)->as.f - cell(e, j, 1)->as.f;

	return 1 / (1 + dx * dx + dy * dy);
}

/* Z: of every pair. */
static enum status sum_closeness(const struct explain *e, double *z, struct error *err)
{
	size_t n = e->last->rows;

	*z = 0;
	for (size_t i = 0; i < n; i++) {
		for (size_t j = 0; j < i; j++)
			*z += 2 * closeness(e, i, j);
		if (!progress_step(e->progress, i, n))
			return progress_cancelled(err);
	}
	return ST_OK;
}

static void name_pulls(struct explain *e, const struct tsne *t, double z)
{
	size_t n = e->last->rows, at = e->at;
	const uint32_t *rows = e->last->answer_rows;
	struct pull *pulls = xcalloc(n, sizeof(*pulls));

	for (size_t i = 0; i < n; i++)
		pulls[i] = (struct pull){ i == at ? -1 : tsne_affinity(t, at, i), i };
	qsort(pulls, n, sizeof(*pulls), by_pull);
	for (size_t i = 0; i < n && i < PULLS_SHOWN && pulls[i].p > 0; i++) {
		double w = closeness(e, at, pulls[i].i);

		explain_step(e, pulls[i].p, "p of %s and %s: cosine %.4f",
			     explain_name(e, rows[at]), explain_name(e, rows[pulls[i].i]),
			     search_cosine(e->m, rows[at], rows[pulls[i].i]));
		explain_step(e, w / z, "  q: distance %.4f, 1 / (1 + distance²) / Z",
			     sqrt(1 / w - 1));
	}
	free(pulls);
}

static void explain_forces(struct explain *e, const struct tsne *t, double z)
{
	double pull = 0, push = 0, all = 0;

	for (size_t j = 0; j < e->last->rows; j++) {
		double p = j == e->at ? 0 : tsne_affinity(t, e->at, j), w = closeness(e, e->at, j);
		double right = cell(e, j, 0)->as.f - cell(e, e->at, 0)->as.f;

		all += p;
		pull += 4 * p * w * right;
		push -= 4 * w / z * w * right;
	}
	name_pulls(e, t, z);
	explain_step(e, all, "p of %s with all its neighbours together",
		     explain_name(e, e->last->answer_rows[e->at]));
	explain_step(e, pull, "pulls to the right: 4 p / (1 + distance²) × way, added");
	explain_step(e, push, "pushes to the right, by all words: the same with q");
	explain_step(e, pull + push, "what is left of both: here the map came to rest");
}

static enum status explain_tsne(struct explain *e, struct error *err)
{
	size_t n = e->last->rows;
	struct tsne_options opt = TSNE_DEFAULTS;
	struct layout_rows rows = {
		.m = &e->m->matrix, .ids = e->last->answer_rows, .n = n, .unit = true
	};
	double *start = xcalloc(n, 2 * sizeof(*start)), z;
	struct tsne *t;
	enum status st;

	rows.start = start;
	opt.threads = e->setup.threads;
	st = tsne_new(&t, &rows, &opt, e->progress, err);
	free(start);
	if (st != ST_OK)
		return st;
	st = sum_closeness(e, &z, err);
	if (st == ST_OK) {
		explain_forces(e, t, z);
		e->final = e->shown = cell(e, e->at, 0)->as.f;
		explain_step(e, e->final, "where it stands, to the right of the middle");
		result_notef(e->r, "p: the share of two words in all nearness of the model; q: the "
				   "same on the map. t-SNE has no formula for one word: it moves "
				   "all until q is as like p as it gets");
	}
	tsne_free(t);
	return st;
}

enum status explain_plot(struct explain *e, struct error *err)
{
	struct pca pca;
	size_t xy[2];
	enum status st;

	if (strcmp(args_text(&e->args, "by"), "tsne") == 0)
		return explain_tsne(e, err);
	if (strcmp(args_text(&e->args, "by"), "umap") == 0)
		return error_set(
			err, ST_FAILED,
			"UMAP has no formula for one word: hundreds of times all points were moved "
			"a little, so that near ones come together");
	components_of(e, xy);
	st = pca_fit(&pca, &e->m->matrix, e->last->answer_rows, count_words(e),
		     MAX(xy[0], xy[1]) + 1, true, e->setup.threads, NULL, err);
	if (st != ST_OK)
		return st;
	explain_place(e, &pca, xy);
	e->shown = cell(e, e->at, 0)->as.f;
	pca_release(&pca);
	return ST_OK;
}

/* --- tree: how far two groups are --- */

/* The words of a group, or one word; returns how many, 0 when one is no word of the model. */
static size_t members(const struct explain *e, const char *name, uint32_t *rows)
{
	size_t n = e->last->query_count, i = 0;
	int64_t group = 0;

	if (!strncmp(name, "group ", 6) && number_parse_i64(name + 6, strlen(name + 6), &group) &&
	    group >= 1 && (size_t)group <= e->at) {
		size_t at = (size_t)group - 1, left = members(e, cell(e, at, 1)->as.text.s, rows);
		size_t right = members(e, cell(e, at, 2)->as.text.s, rows + left);

		return left && right ? left + right : 0;
	}
	while (i < n && strcmp(explain_name(e, e->last->query_rows[i]), name) != 0)
		i++;
	if (i == n)
		return 0;
	rows[0] = e->last->query_rows[i];
	return 1;
}

static double average(struct explain *e, const uint32_t *a, size_t na, const uint32_t *b, size_t nb)
{
	double sum = 0;

	for (size_t i = 0; i < na * nb; i++) {
		uint32_t x = a[i / nb], y = b[i % nb];
		double d = 1 - search_cosine(e->m, x, y);

		if (i < PAIRS_SHOWN)
			explain_step(e, d, "1 - cosine of %s and %s", explain_name(e, x),
				     explain_name(e, y));
		sum += d;
	}
	if (na * nb > PAIRS_SHOWN)
		explain_step(e, (double)NAN, "… and so for all %zu pairs", na * nb);
	return sum / (double)(na * nb);
}

/* Two words alone are as far as any linkage has them. */
static enum status explain_two(struct explain *e, const char *linkage, uint32_t a, uint32_t b)
{
	double c = search_cosine(e->m, a, b);

	explain_step(e, c, "cosine of %s and %s", explain_name(e, a), explain_name(e, b));
	e->final = strcmp(linkage, "ward") ? 1 - c : sqrt(fmax(0, 2 - 2 * c));
	explain_step(e, e->final, "%s: the distance",
		     strcmp(linkage, "ward") ? "1 - cosine"
					     : "root of 2 - 2 cosine, as both have length 1");
	return ST_OK;
}

enum status explain_tree(struct explain *e, struct error *err)
{
	const char *linkage = args_text(&e->args, "linkage");
	uint32_t *rows = xcalloc(2 * e->last->query_count + 2, sizeof(*rows));
	uint32_t *other = rows + e->last->query_count + 1;
	size_t a = members(e, cell(e, e->at, 1)->as.text.s, rows);
	size_t b = members(e, cell(e, e->at, 2)->as.text.s, other);
	bool raw =
		args_given(&e->args, "metric") && strcmp(args_text(&e->args, "metric"), "cosine");
	enum status st = ST_OK;

	e->shown = cell(e, e->at, 3)->as.f;
	if (!a || !b) {
		st = error_set(err, ST_FAILED,
			       "a vector of yours is in this group: explain retraces words of the "
			       "model");
	} else if (raw || (a * b != 1 && strcmp(linkage, "average") != 0)) {
		st = error_set(
			err, ST_FAILED,
			"explain retraces joins of two words, and by average linkage those of "
			"groups; ask tree without --linkage and --metric");
	} else if (a * b == 1) {
		st = explain_two(e, linkage, rows[0], other[0]);
	} else {
		e->final = average(e, rows, a, other, b);
		explain_step(e, e->final, "their mean: the distance of the two groups");
	}
	free(rows);
	return st;
}

/* --- cluster: how close a group is to its own middle --- */

static enum status sum_members(struct explain *e, char *names, struct word_vector *words, size_t *n,
			       struct error *err)
{
	enum status st = ST_OK;

	for (char *p = names, *end; st == ST_OK && p && *p; p = end) {
		end = strstr(p, ", ");
		if (end) {
			*end = '\0';
			end += 2;
		}
		st = explain_word(e, p, &words[*n], err);
		if (st != ST_OK)
			continue;
		explain_add(e, 1, words[*n].v, words[*n].word, false);
		++*n;
	}
	return st;
}

enum status explain_cluster(struct explain *e, struct error *err)
{
	size_t size = (size_t)cell(e, e->at, 1)->as.i, n = 0;
	const struct value *list = cell(e, e->at, 3);
	struct word_vector *words;
	double length, mean = 0;
	char *names;
	enum status st;

	e->shown = cell(e, e->at, 2)->as.f;
	if (strstr(list->as.text.s, "…"))
		return error_set(err, ST_FAILED,
				 "not all words of this group were named: ask again with -n %zu",
				 size);
	words = xcalloc(size + 1, sizeof(*words));
	names = xstrndup(list->as.text.s, list->as.text.n);
	e->metric = METRIC_COSINE;
	st = sum_members(e, names, words, &n, err);
	length = vec_norm_f64(e->sum, model_dims(e->m));
	if (st == ST_OK)
		explain_step(e, length,
			     "length of the sum of all these: its direction is the middle");
	for (size_t i = 0; i < n; i++) {
		double c = vec_dot(words[i].v, e->sum, model_dims(e->m)) / (length * words[i].norm);

		explain_step(e, c, "cosine of %s with it", words[i].word);
		mean += c / (double)n;
		word_vector_release(&words[i]);
	}
	e->final = mean;
	if (st == ST_OK)
		explain_step(e, mean, "the mean of these");
	free(names);
	free(words);
	return st;
}

/* --- eval, scree, vec --- */

enum status explain_eval(struct explain *e, struct error *err)
{
	const char *kind = args_word(&e->args, 0);

	if (!strcmp(kind, "weat"))
		return explain_weat(e, err);
	if (strcmp(kind, "analogies") || e->last->column_count != 5)
		return error_set(
			err, ST_FAILED,
			"this evaluation is made of many questions: each can be asked alone, "
			"and explained");
	e->final = 100 * (double)cell(e, e->at, 1)->as.i / (double)cell(e, e->at, 2)->as.i;
	e->shown = cell(e, e->at, 3)->as.f;
	explain_step(e, (double)cell(e, e->at, 1)->as.i,
		     "questions whose expected word is the first that is no word of the question");
	explain_step(e, (double)cell(e, e->at, 2)->as.i, "questions whose words the model has");
	explain_step(e, e->final, "the first divided by the second, in per cent");
	result_notef(e->r,
		     "--answers lists every question; each can be asked alone, and explained");
	return ST_OK;
}

enum status explain_scree(struct explain *e, struct error *err)
{
	double variance = cell(e, e->at, 1)->as.f, percent = cell(e, e->at, 3)->as.f;
	double before = 0;

	(void)err;
	for (size_t i = 0; i < e->at; i++)
		before += cell(e, i, 3)->as.f;
	explain_step(e, variance, "variance of the words along direction %zu, the eigenvalue",
		     e->at + 1);
	explain_step(e, 100 * variance / percent, "variance along all directions together");
	e->final = percent;
	explain_step(e, e->final, "the first divided by the second, in per cent");
	explain_step(e, before, "those before it together, in per cent");
	return ST_OK;
}

enum status explain_vec(struct explain *e, struct error *err)
{
	const float *x;
	double length;

	if (e->last->query_count != 1 || e->last->column_count != 2 ||
	    args_given(&e->args, "unit") || args_given(&e->args, "mean"))
		return error_set(err, ST_FAILED,
				 "explain knows the numbers of one word as they are: vec WORD");
	x = model_row(e->m, e->last->query_rows[0]);
	length = vec_norm(x, model_dims(e->m));
	e->final = (double)x[e->at];
	explain_step(e, e->final, "the number as the model has it: nothing is computed");
	explain_step(e, length, "length of the whole vector: the root of its squares, added");
	explain_step(e, e->final / length, "the number at length 1, as the cosine sees it");
	return ST_OK;
}
