#include "lexicon.h"

#include <stdlib.h>
#include <string.h>

#include "base/compiler.h"
#include "base/mem.h"

#define WHAT "the vocabulary"

/* --- merging ----------------------------------------------------------------------------------- */

#define STEP 16384 /* entries between two questions whether to go on */

static enum status merge_entry(struct lexicon_merge *m, const struct word_table *from,
			       const struct word_entry *e, uint32_t *id, struct error *err)
{
	const struct strbuf *word = &m->words.word;
	char buf[WORD_INLINE];

	*id = LEXICON_DROPPED;
	switch (normalise_word(&m->words, word_entry_bytes(from, e, buf), e->len)) {
	case WORD_KEPT:
		return word_table_add(m->to, word->buf, word->len, e->count, id, err);
	case WORD_IS_STOP:
		m->report->stopword_count += e->count;
		break;
	case WORD_IS_NUMBER:
		m->report->number_count += e->count;
		break;
	case WORD_IS_NOTHING:
		break;
	}
	return ST_OK;
}

enum status lexicon_merge(struct lexicon_merge *m, const struct word_table *from, uint32_t **map,
			  struct error *err)
{
	void *block = NULL;
	enum status st = mem_try_realloc(&block, from->count, sizeof(**map), WHAT, err);

	*map = block;
	if (st == ST_OK)
		st = word_table_reserve(m->to, m->to->count + from->count, err);
	for (size_t i = 0; st == ST_OK && i <= from->mask; i++) {
		const struct word_entry *e = &from->entries[i];

		if (i % STEP == 0 && !progress_step(m->progress, 1, 1))
			st = progress_cancelled(err);
		else if (e->len)
			st = merge_entry(m, from, e, &(*map)[e->id], err);
	}
	return st;
}

/* --- the list ---------------------------------------------------------------------------------- */

static enum status reserve(struct lexicon *lex, size_t count, size_t len, struct error *err)
{
	void *p;
	enum status st;

	if (count > lex->cap || !lex->offsets) {
		size_t cap = count + count / 2;

		p = lex->offsets;
		st = mem_try_realloc(&p, cap + 1, sizeof(*lex->offsets), WHAT, err);
		if (st != ST_OK)
			return st;
		lex->offsets = p;
		p = lex->counts;
		st = mem_try_realloc(&p, cap, sizeof(*lex->counts), WHAT, err);
		if (st != ST_OK)
			return st;
		lex->counts = p;
		lex->cap = cap;
	}
	if (len <= lex->bytes_cap)
		return ST_OK;
	p = lex->bytes;
	st = mem_try_realloc(&p, len + len / 2, 1, WHAT, err);
	if (st != ST_OK)
		return st;
	lex->bytes = p;
	lex->bytes_cap = len + len / 2;
	return ST_OK;
}

static void fill(struct lexicon *lex, const struct word_table *t)
{
	uint64_t sum = 0, len;

	for (size_t i = 0; i <= t->mask; i++)
		if (t->entries[i].len) {
			lex->offsets[t->entries[i].id] = t->entries[i].len;
			lex->counts[t->entries[i].id] = t->entries[i].count;
		}
	for (size_t i = 0; i < t->count; i++) {
		len = lex->offsets[i];
		lex->offsets[i] = sum;
		sum += len;
	}
	lex->offsets[t->count] = sum;
	for (size_t i = 0; i <= t->mask; i++) {
		const struct word_entry *e = &t->entries[i];
		char buf[WORD_INLINE];

		if (e->len)
			memcpy(lex->bytes + lex->offsets[e->id], word_entry_bytes(t, e, buf),
			       e->len);
	}
	lex->count = t->count;
	lex->len = (size_t)sum;
}

enum status lexicon_init(struct lexicon *lex, const struct word_table *t, struct error *err)
{
	size_t len = 0;
	enum status st;

	*lex = (struct lexicon){ .count = 0 };
	for (size_t i = 0; i <= t->mask; i++)
		len += t->entries[i].len;
	st = reserve(lex, t->count, len, err);
	if (st == ST_OK)
		fill(lex, t);
	return st;
}

void lexicon_release(struct lexicon *lex)
{
	free(lex->bytes);
	free(lex->offsets);
	free(lex->counts);
	*lex = (struct lexicon){ .count = 0 };
}

enum status lexicon_add(struct lexicon *lex, const char *word, size_t n, uint32_t *id,
			struct error *err)
{
	enum status st;

	if (lex->count >= CORPUS_SENTENCE_END - 1)
		return error_set(err, ST_FAILED, "there are too many phrases");
	st = reserve(lex, lex->count + 1, lex->len + n, err);
	if (st != ST_OK)
		return st;
	memcpy(lex->bytes + lex->len, word, n);
	lex->len += n;
	*id = (uint32_t)lex->count++;
	lex->counts[*id] = 0;
	lex->offsets[lex->count] = lex->len;
	return ST_OK;
}

/* --- ranking ----------------------------------------------------------------------------------- */

struct ranked {
	uint64_t count;
	uint64_t prefix; /* the first eight bytes: most comparisons end here */
	const char *bytes;
	uint32_t len, id;
};

static uint64_t prefix_of(const char *s, size_t n)
{
	uint64_t x = 0;

	for (size_t i = 0; i < 8; i++)
		x = x << 8 | (i < n ? (unsigned char)s[i] : 0);
	return x;
}

static int compare_ranked(const void *va, const void *vb)
{
	const struct ranked *a = va, *b = vb;
	int d;

	if (a->count != b->count)
		return a->count > b->count ? -1 : 1;
	if (a->prefix != b->prefix)
		return a->prefix < b->prefix ? -1 : 1;
	d = memcmp(a->bytes, b->bytes, MIN(a->len, b->len));
	if (d)
		return d;
	return a->len < b->len ? -1 : a->len > b->len;
}

static struct ranked ranked_of(const struct lexicon *lex, size_t id)
{
	struct ranked r = {
		.count = lex->counts[id],
		.bytes = lex->bytes + lex->offsets[id],
		.len = (uint32_t)(lex->offsets[id + 1] - lex->offsets[id]),
		.id = (uint32_t)id,
	};

	r.prefix = prefix_of(r.bytes, r.len);
	return r;
}

static enum status allocate(struct corpus *c, size_t words, size_t bytes, struct error *err)
{
	void *p = NULL;
	enum status st = mem_try_realloc(&p, bytes, 1, WHAT, err);

	c->bytes = p;
	p = NULL;
	if (st == ST_OK)
		st = mem_try_realloc(&p, words + 1, sizeof(*c->offsets), WHAT, err);
	c->offsets = p;
	p = NULL;
	if (st == ST_OK)
		st = mem_try_realloc(&p, words, sizeof(*c->counts), WHAT, err);
	c->counts = p;
	return st;
}

/* The words of c from the sorted list. */
static enum status take_words(const struct ranked *all, size_t n, struct corpus *c, uint32_t *map,
			      struct error *err)
{
	size_t bytes = 0;
	enum status st;

	for (size_t i = 0; i < n; i++)
		bytes += all[i].len;
	st = allocate(c, n, bytes, err);
	if (st != ST_OK)
		return st;
	c->offsets[0] = 0;
	for (size_t i = 0; i < n; i++) {
		map[all[i].id] = (uint32_t)i;
		c->counts[i] = all[i].count;
		c->token_count += all[i].count;
		memcpy(c->bytes + c->offsets[i], all[i].bytes, all[i].len);
		c->offsets[i + 1] = c->offsets[i] + all[i].len;
	}
	c->word_count = n;
	return ST_OK;
}

enum status lexicon_rank(const struct lexicon *lex, const struct text_options *opt,
			 struct corpus *c, uint32_t **map, struct error *err)
{
	uint64_t min_count = MAX(opt->min_count, 1);
	struct ranked *all;
	void *block = NULL, *ids = NULL;
	size_t n = 0;
	enum status st;

	for (size_t i = 0; i < lex->count; i++)
		n += lex->counts[i] >= min_count;
	st = mem_try_realloc(&block, n, sizeof(*all), WHAT, err);
	if (st == ST_OK)
		st = mem_try_realloc(&ids, lex->count, sizeof(**map), WHAT, err);
	*map = ids;
	all = block;
	n = 0;
	for (size_t i = 0; st == ST_OK && i < lex->count; i++) {
		(*map)[i] = LEXICON_DROPPED;
		if (lex->counts[i] >= min_count)
			all[n++] = ranked_of(lex, i);
	}
	if (st == ST_OK && n)
		qsort(all, n, sizeof(*all), compare_ranked);
	if (opt->max_vocab)
		n = MIN(n, opt->max_vocab);
	if (st == ST_OK)
		st = take_words(all, n, c, *map, err);
	free(all);
	return st;
}
