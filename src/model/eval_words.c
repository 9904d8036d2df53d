/*
 * Words in classes of equal spelling, keyed by their form: a vocabulary whose row numbers are the
 * model's, so that the first row of a form is found by name.
 */
#include <stdlib.h>

#include "base/compiler.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "base/utf8.h"
#include "model/eval.h"

static void add_form(struct strbuf *out, enum eval_case fold, const char *s, size_t n)
{
	strbuf_clear(out);
	if (fold == EVAL_CASE_UPPER)
		utf8_upper(out, s, n);
	else
		strbuf_add(out, s, n);
	for (size_t i = 0; fold == EVAL_CASE_ASCII && i < n; i++)
		if (out->buf[i] >= 'a' && out->buf[i] <= 'z')
			out->buf[i] = (char)(out->buf[i] - ('a' - 'A'));
}

static enum status add_rows(struct eval_words *w, const struct model *m, struct error *err)
{
	struct strbuf form = STRBUF_INIT;
	enum status st = ST_OK;

	for (uint32_t row = 0; st == ST_OK && row < w->rows; row++) {
		size_t n;
		const char *word = vocab_word(m->vocab, row, &n);
		uint32_t same = VOCAB_NONE;

		add_form(&form, w->fold, word, n);
		st = vocab_add(w->forms, form.buf, form.len, &same, err);
		w->first[row] = same == VOCAB_NONE ? row : same;
		w->next[row] = VOCAB_NONE;
		if (same != VOCAB_NONE) {
			w->next[row] = w->next[same];
			w->next[same] = row;
		}
	}
	strbuf_release(&form);
	return st;
}

enum status eval_words_init(struct eval_words *w, const struct model *m, size_t max_rank,
			    enum eval_case fold, struct error *err)
{
	size_t rows = max_rank ? MIN(max_rank, model_rows(m)) : model_rows(m);
	enum status st;
	void *p;

	if (mem_try_calloc(&p, rows + 1, 2 * sizeof(uint32_t), "the words", err))
		return ST_NOMEM;
	*w = (struct eval_words){ .forms = vocab_new(), .first = p, .rows = rows, .fold = fold };
	w->next = w->first + rows;
	st = add_rows(w, m, err);
	if (st != ST_OK)
		eval_words_release(w);
	return st;
}

void eval_words_release(struct eval_words *w)
{
	vocab_free(w->forms);
	free(w->first);
	*w = (struct eval_words){ 0 };
}

uint32_t eval_words_find(const struct eval_words *w, const char *word, size_t n)
{
	struct strbuf form = STRBUF_INIT;
	uint32_t row;

	add_form(&form, w->fold, word, n);
	row = vocab_find(w->forms, form.buf, form.len);
	strbuf_release(&form);
	return row;
}
