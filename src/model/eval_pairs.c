/*
 * Similarity judgements: the correlation of people's numbers with cosines (gensim's
 * evaluate_word_pairs; correlations as scipy has them).
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/number.h"
#include "model/eval.h"
#include "model/lines.h"
#include "model/search.h"

struct sample {
	double *gold, *cosine;
	size_t count, cap;
};

static void add_sample(struct sample *s, double gold, double cosine)
{
	if (s->count == s->cap) {
		s->cap = s->cap ? 2 * s->cap : 512;
		s->gold = xreallocarray(s->gold, s->cap, sizeof(*s->gold));
		s->cosine = xreallocarray(s->cosine, s->cap, sizeof(*s->cosine));
	}
	s->gold[s->count] = gold;
	s->cosine[s->count++] = cosine;
}

static bool read_number(struct field f, double *out)
{
	while (f.n && (*f.s == ' ' || *f.s == '+'))
		f.s++, f.n--;
	while (f.n && (f.s[f.n - 1] == ' ' || f.s[f.n - 1] == '\r'))
		f.n--;
	return number_parse_f64(f.s, f.n, out);
}

/* Rows of no length have similarity 0, as gensim's unitvec leaves them zero. */
static double similarity(const struct model *m, uint32_t a, uint32_t b)
{
	double cosine = search_cosine(m, a, b);

	return isnan(cosine) ? 0 : cosine;
}

static void take_line(struct eval_pairs *p, struct sample *s, const struct model *m,
		      const struct eval_words *words, const struct field *f)
{
	uint32_t a = eval_words_find(words, f[0].s, f[0].n);
	uint32_t b = eval_words_find(words, f[1].s, f[1].n);
	double gold;

	if (!read_number(f[2], &gold)) {
		p->skipped++;
	} else if (a != VOCAB_NONE && b != VOCAB_NONE) {
		p->used++;
		add_sample(s, gold, similarity(m, a, b));
	} else {
		p->missing++;
		add_sample(s, gold, (double)NAN);
	}
}

static void take_lines(struct eval_pairs *p, struct sample *s, const struct model *m,
		       const struct eval_words *words, const struct strbuf *text, char delimiter)
{
	struct field fields[3];
	size_t at = 0, n;
	const char *line;

	while (lines_next(text, &at, &line, &n)) {
		char d = delimiter ? delimiter : memchr(line, '\t', n) ? '\t' : 0;

		if (!n || *line == '#')
			continue;
		if (fields_split(line, n, d, fields, 3) == 3)
			take_line(p, s, m, words, fields);
		else
			p->skipped++;
	}
}

/* Pairs with unknown words, marked NaN: similarity 0, or out. */
static void settle_missing(struct sample *s, bool zero)
{
	size_t kept = 0;

	for (size_t i = 0; i < s->count; i++) {
		if (isnan(s->cosine[i]) && !zero)
			continue;
		s->gold[kept] = s->gold[i];
		s->cosine[kept++] = isnan(s->cosine[i]) ? 0 : s->cosine[i];
	}
	s->count = kept;
}

static enum status judge(struct eval_pairs *p, struct sample *s, const char *path, bool zero,
			 struct error *err)
{
	settle_missing(s, zero);
	if (!s->count)
		return error_set(err, ST_FAILED,
				 p->missing ? "no pair of %s has both words in the model"
					    : "%s holds no pairs: two words and a number a line",
				 path);
	p->pearson = stats_pearson(s->gold, s->cosine, s->count);
	p->spearman = stats_spearman(s->gold, s->cosine, s->count);
	p->missing_percent =
		100.0 * (double)p->missing / (double)(s->count + (zero ? 0 : p->missing));
	return ST_OK;
}

enum status eval_pairs(struct eval_pairs *out, const struct model *m, const char *path,
		       const struct eval_pairs_options *opt, const struct progress *progress,
		       struct error *err)
{
	struct eval_pairs p = { 0 };
	struct sample s = { 0 };
	struct eval_words words = { 0 };
	struct strbuf text = STRBUF_INIT;
	enum status st = lines_read(&text, path, "list of pairs", progress, err);

	if (st == ST_OK)
		st = eval_words_init(&words, m, opt->max_rank, opt->fold, err);
	if (st == ST_OK) {
		take_lines(&p, &s, m, &words, &text, opt->delimiter);
		st = judge(&p, &s, path, opt->missing_zero, err);
	}
	if (st == ST_OK)
		*out = p;
	eval_words_release(&words);
	strbuf_release(&text);
	free(s.gold);
	free(s.cosine);
	return st;
}
