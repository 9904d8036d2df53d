/*
 * What changed between two models: drift and align. The rows of the model in use are turned so that
 * the words that both know lie as near one another as a rotation can bring them; what then is still
 * apart has moved.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "explain.h"
#include "math/vec.h"
#include "model/align.h"
#include "model/builder.h"
#include "other.h"

#define OVERLAP 10

struct drift_data {
	struct query_setup setup;
	struct model *other;
	size_t anchors;
	struct model *made; /* align: becomes a model of the session */
};

enum status other_model(const struct session *s, const char *name, struct model **out,
			struct error *err)
{
	struct model *m = name ? session_find_model(s, name) : NULL;

	if (name && !m)
		return error_set(err, ST_FAILED,
				 "no open model is called \"%.80s\": models lists them", name);
	for (size_t i = s->model_count; !m && i-- > 0;)
		if (i != s->current)
			m = s->models[i];
	if (!m)
		return error_set(err, ST_FAILED,
				 "only one model is open: open another to compare with");
	*out = model_ref(m);
	return ST_OK;
}

static enum status prepare(struct session *s, struct task *t, struct error *err)
{
	struct drift_data *d = t->data;

	query_setup_get(&d->setup, s, &t->args);
	d->anchors = (size_t)args_int(&t->args, "anchors");
	return other_model(s, args_text(&t->args, "with"), &d->other, err);
}

static void free_data(void *data)
{
	struct drift_data *d = data;

	model_unref(d->other);
	model_unref(d->made);
}

/* --- drift ------------------------------------------------------------------------------------ */

struct moved {
	double drift;
	size_t i;
};

static int by_drift(const void *a, const void *b)
{
	const struct moved *x = a, *y = b;

	if (x->drift < y->drift || x->drift > y->drift)
		return x->drift > y->drift ? -1 : 1;
	return x->i < y->i ? -1 : x->i > y->i;
}

static enum status nearest(const struct model *m, uint32_t row, size_t threads, struct hit *hits,
			   size_t *count, struct error *err)
{
	double *q = vector_as_doubles(m, model_row(m, row));
	struct search s = { .k = OVERLAP, .exclude = &row, .exclude_count = 1, .threads = threads };
	enum status st = search_near(m, q, &s, NULL, hits, count, err);

	free(q);
	return st;
}

/* One word in both models. */
struct both {
	const struct model *m, *other;
	uint32_t a, b; /* its rows */
	size_t threads;
};

/* How many of the ten nearest words are the same in both; their names, when asked for. */
static enum status overlap(const struct both *p, size_t *same, struct strbuf *names,
			   struct error *err)
{
	struct hit x[OVERLAP], y[OVERLAP];
	size_t nx = 0, ny = 0;
	enum status st = nearest(p->m, p->a, p->threads, x, &nx, err);

	if (st == ST_OK)
		st = nearest(p->other, p->b, p->threads, y, &ny, err);
	*same = 0;
	for (size_t i = 0; st == ST_OK && i < nx; i++) {
		size_t n;
		const char *word = vocab_word(p->m->vocab, x[i].row, &n);
		uint32_t there = vocab_find(p->other->vocab, word, n);

		for (size_t j = 0; j < ny; j++) {
			if (y[j].row != there)
				continue;
			if (names)
				strbuf_addf(names, "%s%s", *same ? ", " : ": ", word);
			++*same;
		}
	}
	return st;
}

static enum status fill(struct task *t, const struct alignment *al, const struct moved *moved,
			size_t n, const struct progress *progress, struct error *err)
{
	const struct drift_data *d = t->data;
	struct result *r = &t->result;
	enum status st = ST_OK;

	result_set_title(r, "Moved most from %s to %s", t->model->name, d->other->name);
	result_add_column(r, "rank", CELL_INT);
	result_add_column(r, "word", CELL_TEXT);
	result_add_bar_column(r, "drift", CELL_F32, false);
	result_add_column(r, "overlap", CELL_INT);
	for (size_t i = 0; st == ST_OK && i < MIN(n, d->setup.count); i++) {
		uint32_t word = al->a[moved[i].i];
		size_t row = result_add_row(r), same;

		st = overlap(&(struct both){ t->model, d->other, word, al->b[moved[i].i],
					     d->setup.threads },
			     &same, NULL, err);
		result_put_int(r, row, 0, (int64_t)word + 1);
		result_put_word(r, row, 1, t->model, word);
		result_put_float(r, row, 2, moved[i].drift);
		if (st == ST_OK)
			result_put_int(r, row, 3, (int64_t)same);
		result_set_answer_row(r, row, word);
		if (st == ST_OK && !progress_step(progress, i, n))
			st = progress_cancelled(err);
	}
	result_set_both(r, t->model, d->other);
	return st;
}

static enum status measure(struct task *t, const struct alignment *al,
			   const struct progress *progress, struct error *err)
{
	const struct drift_data *d = t->data;
	struct moved *moved;
	uint8_t *mask = NULL;
	size_t n = 0;
	double sum = 0;
	void *p;
	enum status st = filter_mask(&mask, t->model, &d->setup, progress, &t->result, err);

	if (st == ST_OK)
		st = mem_try_calloc(&p, al->shared + 1, sizeof(*moved), "the words", err);
	if (st != ST_OK) {
		free(mask);
		return st;
	}
	moved = p;
	for (size_t i = 0; st == ST_OK && i < al->shared; i++) {
		if ((mask && !mask[al->a[i]]) ||
		    (d->setup.max_rank && al->a[i] >= d->setup.max_rank))
			continue;
		moved[n] = (struct moved){ align_drift(al, t->model, d->other, i), i };
		sum += moved[n++].drift;
		if (i % 256 == 0 && !progress_step(progress, i, al->shared))
			st = progress_cancelled(err);
	}
	qsort(moved, n, sizeof(*moved), by_drift);
	if (st == ST_OK)
		st = fill(t, al, moved, n, progress, err);
	if (st == ST_OK && n)
		result_notef(&t->result,
			     "%zu shared words, turned by the %zu most frequent; mean drift %.4f; "
			     "overlap "
			     "of the %d nearest",
			     al->shared, al->anchors, sum / (double)n, OVERLAP);
	free(moved);
	free(mask);
	return st;
}

static enum status drift_work(struct task *t, const struct progress *progress, struct error *err)
{
	const struct drift_data *d = t->data;
	struct alignment al;
	enum status st = align_fit(&al, t->model, d->other, d->anchors, progress, err);

	if (st != ST_OK)
		return st;
	st = measure(t, &al, progress, err);
	align_release(&al);
	return st;
}

/* The two rows, one of them turned. */
static void explain_turn(struct explain *e, const struct alignment *al, size_t i)
{
	const struct model *other = e->last->other;
	const float *x = model_row(e->m, al->a[i]), *y = model_row(other, al->b[i]);
	double *turned = xcalloc(al->dims, sizeof(*turned)), raw = 0, dot;
	double lengths[2] = { vec_norm(x, model_dims(e->m)), vec_norm(y, model_dims(other)) };
	const char *word = explain_name(e, al->a[i]);

	align_row(al, x, turned);
	dot = vec_dot(y, turned, al->to_dims);
	for (size_t j = 0; j < MIN(al->from_dims, al->to_dims); j++)
		raw += (double)x[j] * (double)y[j];
	explain_step(e, (double)al->anchors,
		     "shared words, laid on each other by one rotation of all");
	explain_step(e, lengths[0], "length of %s in %.60s: a rotation does not change it", word,
		     e->m->name);
	explain_step(e, lengths[1], "length of %s in %.60s", word, other->name);
	explain_step(e, raw / (lengths[0] * lengths[1]),
		     "cosine of the two rows without the rotation: it says nothing");
	explain_step(e, dot, "products of the turned numbers with those there, added");
	explain_step(e, dot / (lengths[0] * lengths[1]), "that / (both lengths): the cosine");
	free(turned);
}

static enum status explain_moved(struct explain *e, const struct alignment *al, struct error *err)
{
	const struct model *other = e->last->other;
	struct strbuf names = STRBUF_INIT;
	size_t i = 0, same;
	enum status st;

	while (i < al->shared && al->a[i] != e->last->answer_rows[e->at])
		i++;
	if (i == al->shared)
		return error_set(err, ST_FAILED, "the models do not share that word any more");
	st = overlap(&(struct both){ e->m, other, al->a[i], al->b[i], e->setup.threads }, &same,
		     &names, err);
	if (st == ST_OK) {
		explain_step(e, (double)same, "of its %d nearest words are the same%s", OVERLAP,
			     names.len ? names.buf : "");
		explain_turn(e, al, i);
		e->final = align_drift(al, e->m, other, i);
		explain_step(e, e->final, "1 - cosine: the drift");
	}
	strbuf_release(&names);
	return st;
}

enum status explain_drift(struct explain *e, struct error *err)
{
	struct alignment al;
	enum status st;

	if (!e->last->other)
		return error_set(err, ST_FAILED, "the other model is not there any more");
	st = align_fit(&al, e->m, e->last->other, (size_t)args_int(&e->args, "anchors"),
		       e->progress, err);
	if (st != ST_OK)
		return st;
	st = explain_moved(e, &al, err);
	align_release(&al);
	return st;
}

/* clang-format off */
const struct command cmd_drift = {
	.name = "drift", .group = "Judge",
	.summary = "List the words that moved most between two models.",
	.details = "The model in use is turned onto the other by orthogonal Procrustes over the words they share; drift is 1 - cosine of "
		   "a word's two rows after that, overlap how many of its ten nearest words are the same. On the screen both stand on one map: "
		   "○ is where a word was, ● where it is, and the title says how much of the moves the plane shows.",
	.opts = {
		{ 'w', "with", ARG_MODEL, "MODEL", NULL, "the other open model (default: the one before)", NULL, 0, 0 },
		{ 0, "anchors", ARG_INT, "N", "20000", "fit the rotation to the most frequent N shared words", NULL, 1, INT32_MAX },
	},
	.examples = { { "drift --with demo -n 3 --anchors 2000", "against the model demo" } },
	.flags = CMD_NEEDS_MODEL | CMD_QUERY,
	.data_size = sizeof(struct drift_data),
	.prepare = prepare, .work = drift_work, .free_data = free_data,
};
/* clang-format on */

/* --- align ------------------------------------------------------------------------------------ */

static enum status put_rows(struct builder *b, const struct model *m, const struct alignment *al,
			    const struct progress *progress, struct error *err)
{
	double *turned = xcalloc(al->dims, sizeof(*turned));
	struct matrix *rows;
	enum status st = builder_reserve_rows(b, model_rows(m), &rows, err);

	for (uint32_t row = 0; st == ST_OK && row < model_rows(m); row++) {
		size_t n;
		const char *word = vocab_word(m->vocab, row, &n);

		align_row(al, model_row(m, row), turned);
		for (size_t j = 0; j < al->dims; j++)
			matrix_row(rows, row)[j] = (float)turned[j];
		st = builder_add_word(b, word, n, err);
		if (st == ST_OK && row % 256 == 0 && !progress_step(progress, row, model_rows(m)))
			st = progress_cancelled(err);
	}
	free(turned);
	return st;
}

static enum status turn(struct task *t, const struct alignment *al, const struct progress *progress,
			struct error *err)
{
	struct drift_data *d = t->data;
	const struct model *m = t->model;
	struct builder *b = builder_new("row");
	enum status st = builder_set_shape(b, al->dims, model_rows(m), vocab_bytes(m->vocab), err);

	if (st == ST_OK)
		st = put_rows(b, m, al, progress, err);
	if (st == ST_OK)
		st = builder_finish(b, &d->made, err);
	builder_free(b);
	if (st == ST_OK) {
		free(d->made->name);
		d->made->name = xasprintf("%s-on-%s", m->name, d->other->name);
		d->made->format = "made by align";
	}
	return st;
}

static enum status align_work(struct task *t, const struct progress *progress, struct error *err)
{
	struct drift_data *d = t->data;
	struct alignment al;
	enum status st = align_fit(&al, t->model, d->other, d->anchors, progress, err);

	if (st != ST_OK)
		return st;
	if (al.from_dims > al.to_dims)
		st = error_set(
			err, ST_FAILED,
			"the rows of %s have %zu numbers, those of %s only %zu: turn that one "
			"onto this one instead",
			t->model->name, al.from_dims, d->other->name, al.to_dims);
	else
		st = turn(t, &al, progress, err);
	if (st == ST_OK) {
		result_add_pair(&t->result, "shared words", "%zu", al.shared);
		result_add_pair(&t->result, "anchors", "%zu", al.anchors);
	}
	align_release(&al);
	return st;
}

static enum status align_commit(struct session *s, struct task *t, struct error *err)
{
	struct drift_data *d = t->data;

	(void)err;
	session_add_model(s, d->made);
	result_add_pair(&t->result, "model", "%s", d->made->name);
	d->made = NULL;
	return ST_OK;
}

/* clang-format off */
const struct command cmd_align = {
	.name = "align", .group = "Judge",
	.summary = "Turn the model in use onto another one; the turned model is opened and used.",
	.details = "Orthogonal Procrustes over the words they share. A rotation changes no cosine within the model; its rows become "
		   "comparable with the other's.",
	.opts = {
		{ 'w', "with", ARG_MODEL, "MODEL", NULL, "the other open model (default: the one before)", NULL, 0, 0 },
		{ 0, "anchors", ARG_INT, "N", "20000", "fit the rotation to the most frequent N shared words", NULL, 1, INT32_MAX },
	},
	.examples = { { "align --with demo --anchors 1000", "onto the model demo" } },
	.flags = CMD_NEEDS_MODEL,
	.data_size = sizeof(struct drift_data),
	.prepare = prepare, .work = align_work, .commit = align_commit, .free_data = free_data,
};
