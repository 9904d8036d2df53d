#include "phrases.h"

#include <stdlib.h>
#include <string.h>

#include "base/compiler.h"
#include "base/hash.h"
#include "base/mem.h"
#include "base/strbuf.h"

#define WHAT	    "the pairs of words"
#define START_PAIRS ((size_t)1 << 12)
#define BATCH	    64
#define STEP	    ((uint64_t)1 << 19) /* ids between two questions whether to go on */

/* A table of pairs: key a · 2³² + b, empty where the value is 0. */
struct pair {
	uint64_t key, value;
};

struct pairs {
	struct pair *list;
	size_t mask, count;
	unsigned shift;
};

static enum status pairs_allocate(struct pairs *t, size_t size, struct error *err)
{
	void *list = NULL;
	enum status st = mem_try_calloc(&list, size, sizeof(*t->list), WHAT, err);

	if (st != ST_OK)
		return st;
	mem_want_large_pages(list, size * sizeof(*t->list));
	t->list = list;
	t->mask = size - 1;
	t->shift = 64 - (unsigned)__builtin_ctzll(size);
	return ST_OK;
}

static inline size_t pair_slot(const struct pairs *t, uint64_t key)
{
	return (size_t)(hash_mix(key, t->shift) >> t->shift);
}

/* The place of the key: its own, or the empty one where it belongs. */
static inline struct pair *pairs_find(const struct pairs *t, uint64_t key)
{
	size_t slot = pair_slot(t, key);

	while (t->list[slot].value && t->list[slot].key != key)
		slot = (slot + 1) & t->mask;
	return &t->list[slot];
}

static enum status pairs_grow(struct pairs *t, struct error *err)
{
	struct pairs old = *t;
	size_t size;
	enum status st;

	if (!size_mul(old.mask + 1, 2, &size))
		return error_set(err, ST_NOMEM, "not enough memory for " WHAT);
	st = pairs_allocate(t, size, err);
	if (st != ST_OK)
		return st;
	for (size_t i = 0; i <= old.mask; i++)
		if (old.list[i].value)
			*pairs_find(t, old.list[i].key) = old.list[i];
	free(old.list);
	return ST_OK;
}

static enum status pairs_add(struct pairs *t, uint64_t key, uint64_t by, struct error *err)
{
	struct pair *p = pairs_find(t, key);

	if (!p->value) {
		if (t->count >= t->mask / 8 * 5) {
			enum status st = pairs_grow(t, err);

			if (st != ST_OK)
				return st;
			p = pairs_find(t, key);
		}
		p->key = key;
		t->count++;
	}
	p->value += by;
	return ST_OK;
}

/* --- counting ---------------------------------------------------------------------------------- */

struct pass {
	struct corpus *c;
	struct lexicon *lex;
	struct word_table *words;
	const struct text_options *opt;
	const struct progress *progress;
	struct pairs counts; /* of pairs in the text */
	struct pairs joins;  /* pairs that are joined → number of the new word + 1 */
};

static enum status go_on(const struct pass *p, uint64_t i, struct error *err)
{
	if (i % STEP == 0 && !progress_step(p->progress, 1, 1))
		return progress_cancelled(err);
	return ST_OK;
}

static bool may_join(const struct pass *p, uint32_t id)
{
	return id != CORPUS_SENTENCE_END && p->lex->counts[id] >= p->opt->phrase_min_count;
}

static enum status add_batch(struct pairs *t, const uint64_t *keys, size_t n, struct error *err)
{
	enum status st = ST_OK;

	for (size_t i = 0; i < n && st == ST_OK; i++)
		st = pairs_add(t, keys[i], 1, err);
	return st;
}

static enum status count_pairs(struct pass *p, struct error *err)
{
	const uint32_t *ids = p->c->ids;
	uint64_t keys[BATCH];
	enum status st = ST_OK;
	size_t n = 0;

	for (uint64_t i = 0; i + 1 < p->c->id_count && st == ST_OK; i++) {
		st = go_on(p, i, err);
		if (st != ST_OK || !may_join(p, ids[i]) || !may_join(p, ids[i + 1]))
			continue;
		keys[n] = (uint64_t)ids[i] << 32 | ids[i + 1];
		__builtin_prefetch(&p->counts.list[pair_slot(&p->counts, keys[n])], 1);
		if (++n == BATCH) {
			st = add_batch(&p->counts, keys, n, err);
			n = 0;
		}
	}
	return st == ST_OK ? add_batch(&p->counts, keys, n, err) : st;
}

/* --- choosing ---------------------------------------------------------------------------------- */

static bool is_phrase(const struct pass *p, const struct pair *pair, uint64_t tokens)
{
	double a = (double)p->lex->counts[pair->key >> 32];
	double b = (double)p->lex->counts[pair->key & UINT32_MAX];
	double score;

	if (pair->value < p->opt->phrase_min_count)
		return false;
	score = (double)(pair->value - p->opt->phrase_min_count) / a / b * (double)tokens;
	return score > p->opt->phrase_threshold;
}

static void add_bytes(struct strbuf *sb, const struct lexicon *lex, uint64_t id)
{
	strbuf_add(sb, lex->bytes + lex->offsets[id],
		   (size_t)(lex->offsets[id + 1] - lex->offsets[id]));
}

/* Make the word of a pair: the same one for a_b + c and a + b_c, or one that the text holds. */
static enum status make_phrase(struct pass *p, const struct pair *pair, struct strbuf *sb,
			       struct error *err)
{
	uint32_t id, new_id;
	enum status st;

	strbuf_clear(sb);
	add_bytes(sb, p->lex, pair->key >> 32);
	strbuf_addc(sb, '_');
	add_bytes(sb, p->lex, pair->key & UINT32_MAX);
	if (sb->len > TEXT_WORD_MAX)
		return ST_OK;
	strbuf_reserve(sb, WORD_PAD);
	st = word_table_add(p->words, sb->buf, sb->len, 0, &id, err);
	if (st == ST_OK && id == p->lex->count)
		st = lexicon_add(p->lex, sb->buf, sb->len, &new_id, err);
	if (st == ST_OK)
		st = pairs_add(&p->joins, pair->key, (uint64_t)id + 1, err);
	return st;
}

static enum status choose_phrases(struct pass *p, struct error *err)
{
	struct strbuf sb = STRBUF_INIT;
	uint64_t tokens = p->c->id_count - p->c->sentence_count;
	enum status st = ST_OK;

	for (size_t i = 0; i <= p->counts.mask && st == ST_OK; i++) {
		const struct pair *pair = &p->counts.list[i];

		st = go_on(p, i, err);
		if (st == ST_OK && pair->value && is_phrase(p, pair, tokens))
			st = make_phrase(p, pair, &sb, err);
	}
	strbuf_release(&sb);
	return st;
}

/* --- joining ----------------------------------------------------------------------------------- */

static enum status join_pairs(struct pass *p, uint64_t *joined, struct error *err)
{
	uint32_t *ids = p->c->ids;
	uint64_t n = p->c->id_count, kept = 0, i = 0;
	enum status st = ST_OK;

	while (i < n && st == ST_OK) {
		const struct pair *pair = NULL;
		uint32_t id = ids[i];

		st = go_on(p, kept, err);
		if (i + 1 < n && id != CORPUS_SENTENCE_END && ids[i + 1] != CORPUS_SENTENCE_END)
			pair = pairs_find(&p->joins, (uint64_t)id << 32 | ids[i + 1]);
		if (pair && pair->value) {
			p->lex->counts[id]--;
			p->lex->counts[ids[++i]]--;
			id = (uint32_t)(pair->value - 1);
			p->lex->counts[id]++;
			++*joined;
		}
		ids[kept++] = id;
		i++;
	}
	p->c->id_count = kept;
	return st;
}

enum status phrases_join(struct corpus *c, struct phrase_words words,
			 const struct text_options *opt, const struct progress *progress,
			 uint64_t *joined, struct error *err)
{
	struct pass p = { c, words.lex, words.table, opt, progress, { 0 }, { 0 } };
	enum status st = pairs_allocate(&p.counts, START_PAIRS, err);

	if (st == ST_OK)
		st = pairs_allocate(&p.joins, START_PAIRS, err);
	if (st == ST_OK)
		st = count_pairs(&p, err);
	if (st == ST_OK)
		st = choose_phrases(&p, err);
	if (st == ST_OK)
		st = join_pairs(&p, joined, err);
	free(p.counts.list);
	free(p.joins.list);
	return st;
}
