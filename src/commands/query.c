/*
 * The common part of `near` and `analogy`: an expression becomes a query vector, the whole
 * vocabulary is ranked against it, the words of the expression are left out.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "commands.h"
#include "math/vec.h"

/* "music, film": expressions with ", " between them. */
static enum status parse_directions(struct near_data *d, const struct names *names,
				    const char *text, struct error *err)
{
	enum status st = ST_OK;

	while (st == ST_OK) {
		const char *end = strstr(text, ", ");
		char *one = end ? xstrndup(text, (size_t)(end - text)) : xstrdup(text);

		d->away = xreallocarray(d->away, d->away_count + 1, sizeof(*d->away));
		st = names_parse(&d->away[d->away_count], names, one, err);
		d->away_count += st == ST_OK;
		free(one);
		if (!end)
			break;
		text = end + 2;
	}
	return st == ST_OK ? ST_OK : error_wrap(err, "--without");
}

enum status near_prepare(struct session *s, struct task *t, struct error *err)
{
	struct near_data *d = t->data;
	enum status st;

	query_setup_get(&d->setup, s, &t->args);
	d->mul = args_given(&t->args, "mul");
	d->keep = args_given(&t->args, "keep-inputs");
	if (d->mul && args_given(&t->args, "metric") && d->setup.metric != METRIC_COSINE)
		return error_set(err, ST_USAGE, "--mul multiplies cosines: leave --metric out");
	if (d->mul && args_given(&t->args, "without"))
		return error_set(err, ST_USAGE, "--mul multiplies cosines: leave --without out");
	st = names_parse(&d->expr, &s->names, args_word(&t->args, 0), err);
	d->parsed = st == ST_OK;
	if (st == ST_OK && args_given(&t->args, "without"))
		st = parse_directions(d, &s->names, args_text(&t->args, "without"), err);
	return st;
}

void near_free(void *data)
{
	struct near_data *d = data;

	if (d->parsed)
		expr_release(&d->expr);
	for (size_t i = 0; i < d->away_count; i++)
		expr_release(&d->away[i]);
	free(d->away);
}

static double dot(const double *x, const double *y, size_t n)
{
	double sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += x[i] * y[i];
	return sum;
}

static void project_away(double *x, const double *unit, size_t n)
{
	double along = dot(x, unit, n);

	for (size_t i = 0; i < n; i++)
		x[i] -= along * unit[i];
}

/* What the words of a direction are left out by: they are no answers either. */
static void leave_out(struct query *q, const struct query *away)
{
	q->rows = xreallocarray(q->rows, q->count + away->count, sizeof(*q->rows));
	q->weights = xreallocarray(q->weights, q->count + away->count, sizeof(*q->weights));
	for (size_t i = 0; i < away->count; i++) {
		q->rows[q->count] = away->rows[i];
		q->weights[q->count++] = -away->weights[i];
	}
}

/* Direction i at a right angle to those before it, at length 1; 0 if it lies among them. */
static enum status next_direction(double *units, size_t i, struct query *q, const struct model *m,
				  const struct expr *e, struct error *err)
{
	size_t dims = model_dims(m);
	double *unit = units + i * dims, length;
	struct query away;
	enum status st = query_resolve(&away, m, e, METRIC_COSINE, err);

	if (st != ST_OK)
		return error_wrap(err, "--without");
	memcpy(unit, away.vector, dims * sizeof(*unit));
	for (size_t j = 0; j < i; j++)
		project_away(unit, units + j * dims, dims);
	length = vec_norm_f64(unit, dims);
	vec_scale(unit, length > 1e-9 ? 1 / length : 0, dims);
	leave_out(q, &away);
	query_release(&away);
	return ST_OK;
}

/* Orthogonal negation (Widdows 2003): the part of the query that lies in the space of the directions
 * is taken away. */
static enum status take_away(struct query *q, const struct near_data *d, const struct model *m,
			     struct error *err)
{
	size_t dims = model_dims(m);
	double *units = xcalloc(d->away_count + 1, dims * sizeof(*units));
	double length = vec_norm_f64(q->vector, dims);
	enum status st = ST_OK;

	for (size_t i = 0; st == ST_OK && i < d->away_count; i++) {
		st = next_direction(units, i, q, m, &d->away[i], err);
		project_away(q->vector, units + i * dims, dims);
	}
	if (st == ST_OK && d->away_count && !(vec_norm_f64(q->vector, dims) > 1e-9 * length))
		st = error_set(err, ST_FAILED, "nothing is left of the query without that");
	free(units);
	return st;
}

/* 3CosMul knows only "pulls" and "pushes away": every weight is ±w. */
static enum status split_signs(const struct query *q, uint32_t *positive, size_t *positives,
			       uint32_t *negative, size_t *negatives, struct error *err)
{
	*positives = *negatives = 0;
	for (size_t i = 0; i < q->count; i++) {
		if (q->rows[i] == VOCAB_NONE)
			return error_set(
				err, ST_FAILED,
				"--mul works on words of the vocabulary, not on numbers or "
				"vectors composed of sub-words");
		if (fabs(fabs(q->weights[i]) - fabs(q->weights[0])) > 1e-12)
			return error_set(err, ST_USAGE,
					 "--mul cannot weigh words: use + and - only");
		if (q->weights[i] > 0)
			positive[(*positives)++] = q->rows[i];
		else
			negative[(*negatives)++] = q->rows[i];
	}
	if (!*positives)
		return error_set(err, ST_USAGE, "--mul needs at least one word that is added");
	return ST_OK;
}

static enum status run_mul(const struct task *t, const struct query *q, const struct search *s,
			   const struct progress *progress, struct hit *hits, size_t *count,
			   struct error *err)
{
	uint32_t *rows = xcalloc(2 * q->count, sizeof(*rows));
	size_t p, n;
	enum status st = split_signs(q, rows, &p, rows + q->count, &n, err);

	if (st == ST_OK)
		st = search_cosmul(t->model, rows, p, rows + q->count, n, s, progress, hits, count,
				   err);
	free(rows);
	return st;
}

static bool is_input(const struct query *q, uint32_t row)
{
	for (size_t i = 0; i < q->count; i++)
		if (q->rows[i] == row)
			return true;
	return false;
}

/* What --keep-inputs shows that is otherwise left out. */
static void note_inputs(struct result *r, const struct model *m, const struct query *q,
			const struct hit *hits, size_t count)
{
	struct strbuf names = STRBUF_INIT;

	for (size_t i = 0; i < count; i++) {
		size_t n;
		const char *word;

		if (!is_input(q, hits[i].row))
			continue;
		word = vocab_word(m->vocab, hits[i].row, &n);
		strbuf_adds(&names, names.len ? ", " : "");
		strbuf_add(&names, word, n);
		strbuf_addf(&names, " (rank %zu)", i + 1);
	}
	if (names.len)
		result_notef(r, "inputs, left out without --keep-inputs: %s", names.buf);
	strbuf_release(&names);
}

/* What the views draw: the words, not the numbers. */
static void set_query_rows(struct result *r, struct model *m, const struct query *q, bool analogy)
{
	uint32_t *rows = xcalloc(q->count + 1, sizeof(*rows));
	size_t n = 0;

	for (size_t i = 0; i < q->count; i++)
		if (q->rows[i] != VOCAB_NONE)
			rows[n++] = q->rows[i];
	result_set_query(r, m, rows, n, analogy);
	free(rows);
}

static void fill(struct task *t, const struct query *q, const struct hit *hits, size_t count)
{
	const struct near_data *d = t->data;
	struct result *r = &t->result;
	bool rising = !d->mul && d->setup.metric == METRIC_EUCLIDEAN;

	if (!r->title)
		result_set_title(r, d->expr.count > 1 ? "%s" : "Nearest to %s",
				 args_word(&t->args, 0));
	result_add_hits(r, t->model, hits, count, d->mul ? "score" : metric_name(d->setup.metric),
			rising);
	set_query_rows(r, t->model, q, d->expr.count > 1);
	for (size_t i = 0; i < q->note_count; i++)
		result_notef(r, "%s", q->notes[i]);
	if (d->keep)
		note_inputs(r, t->model, q, hits, count);
	if (!count)
		result_notef(r, "no word is left to list: the filters let none through");
}

static enum status rank_all(struct task *t, const struct query *q, const struct progress *progress,
			    struct error *err)
{
	struct near_data *d = t->data;
	size_t count = 0, k = MIN(d->setup.count, model_rows(t->model));
	struct hit *hits = xcalloc(k + 1, sizeof(*hits));
	uint8_t *mask = NULL;
	struct search s = {
		.metric = d->setup.metric,
		.k = k,
		.max_rank = d->setup.max_rank,
		.exclude = q->rows,
		.exclude_count = d->keep ? 0 : q->count,
		.threads = d->setup.threads,
	};
	enum status st = filter_mask(&mask, t->model, &d->setup, progress, &t->result, err);

	s.allow = mask;
	if (st == ST_OK && d->mul)
		st = run_mul(t, q, &s, progress, hits, &count, err);
	else if (st == ST_OK)
		st = search_near(t->model, q->vector, &s, progress, hits, &count, err);
	if (st == ST_OK)
		fill(t, q, hits, count);
	free(mask);
	free(hits);
	return st;
}

enum status near_work(struct task *t, const struct progress *progress, struct error *err)
{
	struct near_data *d = t->data;
	struct query q;
	enum status st = query_resolve(&q, t->model, &d->expr,
				       d->mul ? METRIC_COSINE : d->setup.metric, err);

	if (st != ST_OK)
		return st;
	st = take_away(&q, d, t->model, err);
	if (st == ST_OK)
		st = rank_all(t, &q, progress, err);
	query_release(&q);
	return st;
}
