#include "app/probe.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "model/query.h"

static void put_answer(struct probe *p, const char *s, size_t n)
{
	size_t room = MIN(n, sizeof(p->answer) - 1);

	while (room < n && room && ((unsigned char)s[room] & 0xC0) == 0x80)
		room--;
	memcpy(p->answer, s, room);
	p->answer[room] = '\0';
}

static void fail(struct probe *p, const struct error *err)
{
	p->kind = PROBE_FAILED;
	put_answer(p, err->text, strlen(err->text));
}

static void search_setup(struct search *s, const struct query *q, size_t k)
{
	*s = (struct search){ .metric = METRIC_COSINE,
			      .k = k,
			      .exclude = q->rows,
			      .exclude_count = q->count,
			      .threads = 1 };
}

static enum status ask_nearest(struct probe *p, const struct model *m, const struct query *q,
			       struct error *err)
{
	struct search s;
	struct hit hit;
	size_t count = 0, n;
	const char *word;
	enum status st;

	search_setup(&s, q, 1);
	st = search_near(m, q->vector, &s, NULL, &hit, &count, err);
	if (st != ST_OK)
		return st;
	if (!count)
		return error_set(err, ST_FAILED, "no other word");
	word = vocab_word(m->vocab, hit.row, &n);
	put_answer(p, word, n);
	p->kind = PROBE_NEAREST;
	p->cosine = hit.score;
	return ST_OK;
}

/* Where does the expected word stand among the answers? */
static enum status ask_rank(struct probe *p, const struct model *m, const struct query *q,
			    const char *expected, struct error *err)
{
	struct lookup found;
	struct search s;
	size_t better = 0;
	enum status st = lookup_word(m, expected, &found, err);

	if (st != ST_OK)
		return st;
	st = ask_nearest(p, m, q, err);
	if (st != ST_OK)
		return st;
	p->cosine = search_score(m, METRIC_COSINE, q->vector, found.row);
	search_setup(&s, q, 1);
	st = search_count_better(m, q->vector, p->cosine, &s, NULL, &better, err);
	p->kind = PROBE_RANK;
	p->rank = better + 1;
	return st;
}

static enum status ask_pair(struct probe *p, const struct model *m, uint32_t a, const char *b,
			    struct error *err)
{
	struct lookup found;
	enum status st = lookup_word(m, b, &found, err);
	const char *word;
	size_t n;

	if (st != ST_OK)
		return st;
	word = vocab_word(m->vocab, found.row, &n);
	put_answer(p, word, n);
	p->kind = PROBE_PAIR;
	p->cosine = search_cosine(m, a, found.row);
	return ST_OK;
}

static enum status ask(struct probe *p, const struct model *m, const char *question,
		       const char *expected, struct error *err)
{
	struct expr e = { 0 };
	struct query q = { 0 };
	enum status st = expr_parse(&e, question, err);

	if (st != ST_OK)
		return st;
	st = query_resolve(&q, m, &e, METRIC_COSINE, err);
	if (st == ST_OK && !expected)
		st = ask_nearest(p, m, &q, err);
	else if (st == ST_OK && e.count == 1)
		st = ask_pair(p, m, q.rows[0], expected, err);
	else if (st == ST_OK)
		st = ask_rank(p, m, &q, expected, err);
	query_release(&q);
	expr_release(&e);
	return st;
}

void probe_ask(struct probe *out, const struct model *m, const char *text)
{
	const char *tilde = strstr(text, " ~ ");
	char *question = xstrndup(text, tilde ? (size_t)(tilde - text) : strlen(text));
	struct error err = ERROR_INIT;

	*out = (struct probe){ .cosine = (double)NAN };
	if (ask(out, m, question, tilde ? tilde + 3 : NULL, &err) != ST_OK)
		fail(out, &err);
	free(question);
}
