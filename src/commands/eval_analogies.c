/* eval analogies and eval pairs. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/path.h"
#include "commands.h"
#include "eval.h"

#define MISSING_SHOWN 8

static void add_section(struct result *r, const char *name, const struct eval_section *s)
{
	size_t row = result_add_row(r);

	result_put_text(r, row, 0, name, strlen(name));
	result_put_int(r, row, 1, (int64_t)s->right);
	result_put_int(r, row, 2, (int64_t)s->total);
	if (s->total)
		result_put_float(r, row, 3, 100 * (double)s->right / (double)s->total);
	result_put_int(r, row, 4, (int64_t)s->missing);
}

/* --- words that are missing ------------------------------------------------------------------- */

static int by_count(const void *a, const void *b, void *ctx)
{
	const uint32_t *counts = ctx, x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	if (counts[x] != counts[y])
		return counts[x] > counts[y] ? -1 : 1;
	return x < y ? -1 : x > y;
}

/* Numbers of the unknown words, those of most questions first. */
static uint32_t *sort_unknown(const struct eval_score *s)
{
	size_t n = vocab_size(s->unknown);
	uint32_t *order = xcalloc(n + 1, sizeof(*order));

	for (uint32_t i = 0; i < n; i++)
		order[i] = i;
	qsort_r(order, n, sizeof(*order), by_count, s->unknown_count);
	return order;
}

static void list_unknown(struct result *r, const struct eval_score *s)
{
	uint32_t *order = sort_unknown(s);

	result_add_column(r, "word", CELL_TEXT);
	result_add_column(r, "questions", CELL_INT);
	for (size_t i = 0; i < vocab_size(s->unknown); i++) {
		size_t n, row = result_add_row(r);
		const char *word = vocab_word(s->unknown, order[i], &n);

		result_put_text(r, row, 0, word, n);
		result_put_int(r, row, 1, s->unknown_count[order[i]]);
	}
	free(order);
}

static void note_unknown(struct result *r, const struct eval_score *s)
{
	size_t n = vocab_size(s->unknown);
	struct strbuf sb = STRBUF_INIT;
	uint32_t *order;

	if (!n)
		return;
	order = sort_unknown(s);
	for (size_t i = 0; i < n && i < MISSING_SHOWN; i++)
		strbuf_addf(&sb, "%s%.60s (%u)", i ? ", " : "",
			    vocab_word(s->unknown, order[i], NULL), s->unknown_count[order[i]]);
	result_notef(r, "unknown are %zu word%s of the questions: %s%s", n, n == 1 ? "" : "s",
		     sb.buf, n > MISSING_SHOWN ? "; --missing lists them all" : "");
	strbuf_release(&sb);
	free(order);
}

/* --- analogies -------------------------------------------------------------------------------- */

/* compute-accuracy: the first five sections are semantic, the others syntactic. */
static void note_halves(struct result *r, const struct eval_questions *q,
			const struct eval_score *s)
{
	struct eval_section half[2] = { { 0 } };

	for (size_t i = 0; i < q->section_count; i++) {
		half[i >= 5].right += s->sections[i].right;
		half[i >= 5].total += s->sections[i].total;
	}
	for (size_t h = 0; h < 2; h++)
		if (half[h].total)
			result_notef(r, "%s: %zu of %zu, %.2f %%", h ? "syntactic" : "semantic",
				     half[h].right, half[h].total,
				     100 * (double)half[h].right / (double)half[h].total);
}

static void fill(struct task *t, const struct eval_questions *q, const struct eval_score *s)
{
	const struct eval_data *d = t->data;
	struct result *r = &t->result;

	result_set_title(r, "Analogies of %s", path_base(d->path));
	result_add_column(r, "section", CELL_TEXT);
	result_add_column(r, "correct", CELL_INT);
	result_add_column(r, "total", CELL_INT);
	result_add_column(r, "percent", CELL_F64);
	result_add_column(r, "oov", CELL_INT);
	for (size_t i = 0; i < q->section_count; i++)
		add_section(r, q->sections[i], &s->sections[i]);
	add_section(r, "total", &s->all);
	if (d->opt.word2vec)
		note_halves(r, q, s);
	if (q->skipped)
		result_notef(r, "%zu line%s left out: not four words", q->skipped,
			     q->skipped == 1 ? " was" : "s were");
	note_unknown(r, s);
	r->kept = eval_kept(d->path, q, s);
}

enum status eval_analogies_work(struct task *t, const struct progress *p, struct error *err)
{
	const struct eval_data *d = t->data;
	struct eval_questions q;
	struct eval_score s;
	enum status st = eval_questions_read(&q, d->path, p, err);

	if (st != ST_OK)
		return st;
	st = eval_analogies(&s, t->model, &q, &d->opt, p, err);
	if (st == ST_OK) {
		if (args_given(&t->args, "missing"))
			list_unknown(&t->result, &s);
		else
			fill(t, &q, &s);
		eval_score_release(&s);
	}
	eval_questions_release(&q);
	return st;
}

/* --- pairs ------------------------------------------------------------------------------------ */

enum status eval_pairs_work(struct task *t, const struct progress *p, struct error *err)
{
	const struct eval_data *d = t->data;
	const struct eval_pairs_options opt = { d->opt.fold, d->opt.max_rank, d->opt.missing_wrong,
						0 };
	static const char *const names[] = { "pearson", "p", "spearman", "p", "oov" };
	struct result *r = &t->result;
	struct eval_pairs e;
	enum status st = eval_pairs(&e, t->model, d->path, &opt, p, err);
	double values[5];
	size_t row;

	if (st != ST_OK)
		return st;
	values[0] = e.pearson.r;
	values[1] = e.pearson.p;
	values[2] = e.spearman.r;
	values[3] = e.spearman.p;
	values[4] = e.missing_percent;
	result_set_title(r, "Pairs of %s", path_base(d->path));
	result_add_column(r, "pairs", CELL_INT);
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		result_add_column(r, names[i], CELL_F64);
	row = result_add_row(r);
	result_put_int(r, row, 0, (int64_t)(e.used + (opt.missing_zero ? e.missing : 0)));
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (!isnan(values[i]))
			result_put_float(r, row, 1 + i, values[i]);
	if (e.missing)
		result_notef(r, "%zu pair%s with a word that the model lacks: oov is in per cent",
			     e.missing, e.missing == 1 ? "" : "s");
	return ST_OK;
}
