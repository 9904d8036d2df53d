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

/* Sections that are called "gram…" are about word forms. compute-accuracy counts: the first five
 * sections are semantic, whatever they are called. */
static bool is_syntactic(const struct eval_questions *q, size_t section, bool word2vec)
{
	return word2vec ? section >= 5 : !strncmp(q->sections[section], "gram", 4);
}

static void note_halves(struct result *r, const struct eval_questions *q,
			const struct eval_score *s, bool word2vec)
{
	struct eval_section half[2] = { { 0 } };

	for (size_t i = 0; i < q->section_count; i++) {
		bool h = is_syntactic(q, i, word2vec);

		half[h].right += s->sections[i].right;
		half[h].total += s->sections[i].total;
	}
	if (!word2vec && (!half[0].total || !half[1].total))
		return;
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
	note_halves(r, q, s, d->opt.word2vec);
	if (q->skipped)
		result_notef(r, "%zu line%s left out: not four words", q->skipped,
			     q->skipped == 1 ? " was" : "s were");
	note_unknown(r, s);
	r->kept = eval_kept(d->path, q, s);
}

/* --answers: every question with what the model says, in the order of the file. */
static void put_word_of(struct result *r, size_t row, size_t col, const struct eval_questions *q,
			struct eval_word w)
{
	result_put_text(r, row, col, q->text + w.at, w.n);
}

static void list_answers(struct task *t, const struct eval_questions *q, const struct eval_score *s)
{
	static const char *const words[] = { "a", "b", "c", "expected" };
	const struct eval_data *d = t->data;
	struct result *r = &t->result;

	result_set_title(r, "Answers to %s", path_base(d->path));
	result_add_column(r, "section", CELL_TEXT);
	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		result_add_column(r, words[i], CELL_TEXT);
	result_add_column(r, "answer", CELL_TEXT);
	result_add_column(r, d->opt.method < EVAL_AVERAGE && d->opt.method ? "score" : "cosine",
			  CELL_F32);
	result_add_column(r, "right", CELL_INT);
	for (size_t i = 0; i < q->count; i++) {
		const struct eval_question *item = &q->items[i];
		const char *section = q->sections[item->section];
		size_t row = result_add_row(r);

		result_put_text(r, row, 0, section, strlen(section));
		for (size_t w = 0; w < 4; w++)
			put_word_of(r, row, 1 + w, q, item->word[w]);
		if (s->answer[i] != VOCAB_NONE) {
			result_put_word(r, row, 5, t->model, s->answer[i]);
			result_put_float(r, row, 6, (double)s->score[i]);
		}
		if (s->outcome[i] != EVAL_MISSING)
			result_put_int(r, row, 7, s->outcome[i] == EVAL_RIGHT);
	}
	result_notef(r, "%zu of %zu right", s->all.right, s->all.total);
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
		else if (args_given(&t->args, "answers"))
			list_answers(t, &q, &s);
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
