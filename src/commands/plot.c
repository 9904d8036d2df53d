/*
 * The map as an answer: exact PCA of the chosen rows at unit length (what a cosine sees), as a table
 * for programs and as a picture for people. Three words or more are drawn alone; otherwise the most
 * frequent words are the map, or what --of names, and the words that were asked stand out in it.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/number.h"
#include "math/pca.h"
#include "math/trust.h"
#include "plot.h"

enum { MAP_WORDS_MIN = 3, LAYOUT_WORDS_MAX = 20000, TRUST_K = 10, TRUST_SAMPLE = 500 };
enum { CAPTION_ROWS = 3 }; /* and the prompt: not the picture's */

/* "1,2" */
static enum status parse_components(const char *text, struct plot_data *d, struct error *err)
{
	const char *comma = strchr(text, ',');
	int64_t x, y;

	if (!comma || !number_parse_i64(text, (size_t)(comma - text), &x) ||
	    !number_parse_i64(comma + 1, strlen(comma + 1), &y) || x < 1 || y < 1 || x > 100 ||
	    y > 100 || x == y)
		return error_set(err, ST_USAGE,
				 "--components takes two different numbers from 1 to 100, as 1,2");
	d->x = (size_t)x - 1;
	d->y = (size_t)y - 1;
	return ST_OK;
}

static void take_sets(const struct session *s, struct task *t)
{
	struct plot_data *d = t->data;

	d->of = chosen_make(args_text(&t->args, "of"));
	chosen_take(&d->of, s, t->model);
	d->frozen = args_given(&t->args, "fit");
	if (!d->frozen)
		return;
	d->fit = chosen_make(args_text(&t->args, "fit"));
	chosen_take(&d->fit, s, t->model);
}

/* What the terminal, or the box of the screen, has room for. */
static void choose_size(const struct session *s, const struct args *a, struct plot_data *d)
{
	d->cols = s->cols ? MAX(s->cols, 10) : 80;
	d->rows = s->rows > 8 || s->has_screen ? MAX(s->rows - CAPTION_ROWS, 4) : 22;
	if (args_given(a, "width"))
		d->cols = (int)args_int(a, "width");
	if (args_given(a, "height"))
		d->rows = (int)args_int(a, "height");
}

static enum status prepare(struct session *s, struct task *t, struct error *err)
{
	struct plot_data *d = t->data;
	const struct args *a = &t->args;

	d->map_words =
		(size_t)(args_given(a, "count") ? args_int(a, "count") : s->settings.map_words);
	d->threads = (size_t)s->settings.threads;
	d->ascii = s->settings.ascii || !strcmp(s->settings.symbols, "ascii");
	choose_size(s, a, d);
	d->seed = (uint64_t)s->settings.seed;
	d->by = !strcmp(args_text(a, "by"), "tsne")   ? PLOT_TSNE
		: !strcmp(args_text(a, "by"), "umap") ? PLOT_UMAP
						      : PLOT_PCA;
	take_sets(s, t);
	if (d->by != PLOT_PCA && (d->frozen || args_given(a, "components")))
		return error_set(err, ST_USAGE, "--%s goes with pca: --by %s has no axes",
				 d->frozen ? "fit" : "components", args_text(a, "by"));
	return parse_components(args_text(a, "components"), d, err);
}

/* --- which words --- */

static bool is_taken(const struct plot_data *d, uint32_t row)
{
	for (size_t i = 0; i < d->asked; i++)
		if (d->of.rows[i] == row)
			return true;
	return false;
}

static bool is_made(const struct plot_data *d, const char *word)
{
	for (size_t i = 0; i < d->made_count; i++)
		if (strcmp(d->made[i].word, word) == 0)
			return true;
	return false;
}

/* Takes the vector over. */
static void take_word(struct task *t, struct word_vector *w, const char *typed)
{
	struct plot_data *d = t->data;
	bool directed = w->norm > 0 && isfinite(w->norm);

	if (!directed)
		result_notef(&t->result, "%s has no direction and is left out", typed);
	if (directed && w->row == VOCAB_NONE && !is_made(d, w->word)) {
		d->made[d->made_count++] = *w;
		return;
	}
	if (directed && w->row != VOCAB_NONE && !is_taken(d, w->row)) {
		chosen_add(&d->of, w->row);
		d->asked++;
	}
	word_vector_release(w);
}

/* The words that were typed come first. */
static enum status take_typed(struct task *t, struct error *err)
{
	struct plot_data *d = t->data;
	struct word_vector *words;
	enum status st = words_vectors(t, METRIC_COSINE, &words, err);

	if (st != ST_OK)
		return st;
	d->made = xcalloc(t->args.count + 1, sizeof(*d->made));
	for (size_t i = 0; i < t->args.count; i++)
		take_word(t, &words[i], args_word(&t->args, i));
	free(words);
	if (d->made_count && d->by != PLOT_PCA)
		return error_set(err, ST_FAILED,
				 "t-SNE and UMAP find places for words of the model: \"%.60s\" has "
				 "one on principal components only",
				 d->made[0].word);
	return ST_OK;
}

/* Words that were typed stand alone when they are enough; otherwise, and whenever --of says so, they
 * stand out among others. */
static enum status choose_words(struct task *t, const struct progress *progress, struct error *err)
{
	struct plot_data *d = t->data;
	struct chosen around = d->of;
	enum status st;

	d->of = (struct chosen){ .kind = CHOSEN_LIST };
	st = take_typed(t, err);
	if (st == ST_OK && (d->asked < MAP_WORDS_MIN || args_given(&t->args, "of"))) {
		st = chosen_load(&around, t, d->map_words, progress, err);
		for (size_t i = 0; st == ST_OK && i < around.count; i++)
			if (!is_taken(d, around.rows[i]))
				chosen_add(&d->of, around.rows[i]);
	}
	chosen_release(&around);
	if (st == ST_OK && d->frozen)
		st = chosen_load(&d->fit, t, d->map_words, progress, err);
	if (st == ST_OK && d->of.count < MAP_WORDS_MIN)
		st = error_set(err, ST_FAILED, "a map needs at least %d words", MAP_WORDS_MIN);
	if (st == ST_OK && d->frozen && d->fit.count < MAP_WORDS_MIN)
		st = error_set(err, ST_FAILED, "axes need at least %d words", MAP_WORDS_MIN);
	return st;
}

/* --- where they are --- */

static void note_variance(struct task *t, const struct pca *pca)
{
	const struct plot_data *d = t->data;
	double total = fmax(pca->total_variance, 1e-300);

	result_notef(&t->result,
		     "components %zu and %zu explain %.1f %% and %.1f %% of the variance", d->x + 1,
		     d->y + 1, 100 * pca->variance[d->x] / total,
		     100 * pca->variance[d->y] / total);
}

static void place(struct plot_data *d, const struct pca *pca, const struct matrix *m)
{
	double *all = xcalloc(pca->components, sizeof(*all));

	d->points = xreallocarray(NULL, d->of.count + d->made_count, 2 * sizeof(*d->points));
	for (size_t i = 0; i < d->of.count + d->made_count; i++) {
		const float *row =
			i < d->of.count ? matrix_row(m, d->of.rows[i]) : d->made[i - d->of.count].v;

		pca_project(pca, row, true, all);
		d->points[2 * i] = all[d->x];
		d->points[2 * i + 1] = all[d->y];
	}
	free(all);
}

static enum status project(struct task *t, const struct progress *progress, struct error *err)
{
	struct plot_data *d = t->data;
	const struct matrix *m = &t->model->matrix;
	const struct chosen *fit = d->frozen ? &d->fit : &d->of;
	size_t need = MAX(d->x, d->y) + 1;
	struct pca pca;
	enum status st =
		pca_fit(&pca, m, fit->rows, fit->count, need, true, d->threads, progress, err);

	if (st != ST_OK)
		return st;
	if (d->frozen)
		pca_measure(&pca, m, d->of.rows, d->of.count, true);
	if (pca.components < need) {
		st = error_set(err, ST_FAILED, "these words have only %zu components",
			       pca.components);
	} else {
		place(d, &pca, m);
		if (d->by == PLOT_PCA)
			note_variance(t, &pca);
	}
	pca_release(&pca);
	return st;
}

/* --- t-SNE, UMAP: on from the components --- */

static enum status measure(struct task *t, const struct progress *progress, struct error *err)
{
	const struct plot_data *d = t->data;
	struct trust_rows rows = { .m = &t->model->matrix,
				   .ids = d->of.rows,
				   .n = d->of.count,
				   .unit = true,
				   .xy = d->points,
				   .stride = 2,
				   .y = 1 };
	struct trust trust;
	enum status st = trust_measure(&trust, &rows, TRUST_K, TRUST_SAMPLE, progress, err);

	if (st == ST_OK)
		result_notef(&t->result,
			     "trustworthiness %.3f, continuity %.3f over %zu neighbours",
			     trust.trustworthiness, trust.continuity, trust.k);
	return st;
}

static enum status lay_out(struct task *t, const struct progress *progress, struct error *err)
{
	struct plot_data *d = t->data;
	struct layout_rows rows = { .m = &t->model->matrix,
				    .ids = d->of.rows,
				    .n = d->of.count,
				    .unit = true,
				    .start = d->points };
	struct layout_options opt = LAYOUT_DEFAULTS;
	struct layout *l = NULL;
	enum status st;

	opt.kind = d->by == PLOT_TSNE ? LAYOUT_TSNE : LAYOUT_UMAP;
	opt.threads = d->threads;
	opt.seed = d->seed;
	st = layout_new(&l, &rows, &opt, progress, err);
	if (st == ST_OK)
		st = layout_run(l, layout_total(l), progress, err);
	if (st == ST_OK)
		memcpy(d->points, layout_points(l), 2 * rows.n * sizeof(double));
	layout_free(l);
	return st;
}

/* "PCA 1 and 2", "PCA 1 and 2 of colours", "UMAP" */
static void name_projection(const struct plot_data *d, struct strbuf *out)
{
	if (d->by != PLOT_PCA)
		strbuf_adds(out, d->by == PLOT_TSNE ? "t-SNE" : "UMAP");
	else
		strbuf_addf(out, "PCA %zu and %zu", d->x + 1, d->y + 1);
	if (d->frozen) {
		strbuf_adds(out, " of ");
		chosen_name(&d->fit, out);
	}
}

static void fill_table(struct task *t)
{
	const struct plot_data *d = t->data;
	struct result *r = &t->result;
	struct strbuf name = STRBUF_INIT;

	name_projection(d, &name);
	result_add_column(r, "x", CELL_F32);
	result_add_column(r, "y", CELL_F32);
	result_add_column(r, "word", CELL_TEXT);
	for (size_t i = 0; i < d->of.count + d->made_count; i++) {
		size_t row = result_add_row(r);
		const char *word = plot_name(t, i);

		result_put_float(r, row, 0, d->points[2 * i]);
		result_put_float(r, row, 1, d->points[2 * i + 1]);
		result_put_text(r, row, 2, word, strlen(word));
		result_set_answer_row(r, row, i < d->of.count ? d->of.rows[i] : VOCAB_NONE);
	}
	result_set_query(r, t->model, d->of.rows, d->asked, false);
	result_set_title(r, "%zu words of %s, %s", d->of.count, t->model->name, name.buf);
	strbuf_release(&name);
}

static enum status work(struct task *t, const struct progress *progress, struct error *err)
{
	const struct plot_data *d = t->data;
	enum status st = choose_words(t, progress, err);

	if (st == ST_OK && d->by != PLOT_PCA && d->of.count > LAYOUT_WORDS_MAX)
		st = error_set(err, ST_FAILED, "at most %d words for --by %s, not %zu",
			       LAYOUT_WORDS_MAX, args_text(&t->args, "by"), d->of.count);
	if (st == ST_OK)
		st = project(t, progress, err);
	if (st == ST_OK && d->by != PLOT_PCA)
		st = lay_out(t, progress, err);
	if (st == ST_OK && d->by != PLOT_PCA && d->of.count > MAP_WORDS_MIN)
		st = measure(t, progress, err);
	if (st != ST_OK)
		return st;
	fill_table(t);
	plot_draw(t);
	return ST_OK;
}

static void free_data(void *data)
{
	struct plot_data *d = data;

	chosen_release(&d->of);
	chosen_release(&d->fit);
	words_vectors_free(d->made, d->made_count);
	free(d->points);
}

/* clang-format off */
const struct command cmd_plot = {
	.name = "plot", .group = "Look",
	.summary = "Draw words as points: a map by principal components.",
	.details =
		"With three words or more the map shows them alone; with fewer it shows the most frequent words of "
		"the model and puts the given ones in. Rows are scaled to length 1 first. A terminal gets a picture, "
		"programs get x, y and word; \"write map.svg\" keeps the picture. With --plain it is told in words. Names of "
		"yours (let) stand where the axes of the other words put them. --of puts the given words into another set than the frequent ones, --fit shows them on the components of other words.",
	.args = { { ARG_WORD, "word", "what to draw; none = the most frequent words", 0, 0, NULL } },
	.opts = {
		{ 'n', "count", ARG_INT, "N", "2000", "how many frequent words make the map", NULL, 3, 100000 },
		{ 0, "of", ARG_PATH, "WORDS", "frequent", CHOSEN_HELP, CHOSEN_NAMES, 0, 0 },
		{ 0, "fit", ARG_PATH, "WORDS", NULL, "the words whose components are the axes; the same names", CHOSEN_NAMES, 0, 0 },
		{ 0, "by", ARG_CHOICE, "HOW", "pca", "principal components, t-SNE or UMAP", "pca|tsne|umap", 0, 0 },
		{ 'c', "components", ARG_STRING, "X,Y", "1,2", "which principal components", NULL, 0, 0 },
		{ 0, "width", ARG_INT, "W", "80", "cells across", NULL, 10, 1000 },
		{ 0, "height", ARG_INT, "H", "22", "cells down", NULL, 4, 500 },
	},
	.examples = {
		{ "plot king queen man woman boy girl", "six words" },
		{ "plot -n 500", "the 500 most frequent words" },
		{ "plot cat dog paris rome --fit frequent", "four words where they are among all" },
	},
	.flags = CMD_NEEDS_MODEL,
	.data_size = sizeof(struct plot_data),
	.prepare = prepare, .work = work, .free_data = free_data,
};
