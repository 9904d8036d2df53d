#include "passage.h"

#include <stdlib.h>

#include "base/compiler.h"
#include "base/mem.h"

#define PIECE_WORDS 8192u /* some milliseconds of work */
#define PIECE_LEAST 200u  /* a small text still gives every thread some */
#define PIECES_WISH 64u

/* The end of the piece that begins at `at`. */
static uint64_t piece_end(const struct corpus *c, uint64_t at, uint64_t wanted)
{
	uint64_t end = MIN(at + wanted, c->id_count), limit = MIN(at + 2 * wanted, c->id_count);

	while (end < limit && c->ids[end - 1] != CORPUS_SENTENCE_END)
		end++;
	return end;
}

enum status pieces_init(struct pieces *p, const struct corpus *corpus, uint64_t seed,
			double holdout, struct error *err)
{
	uint64_t wanted =
		MIN(MAX(corpus->token_count / PIECES_WISH, PIECE_LEAST), (uint64_t)PIECE_WORDS);
	size_t most = (size_t)(corpus->id_count / wanted) + 2;
	void *begin = NULL;
	enum status st = mem_try_calloc(&begin, most, sizeof(uint64_t), "the pieces", err);
	uint64_t at = 0;

	if (st)
		return st;
	*p = (struct pieces){ corpus, begin, 0, 1, seed, holdout };
	while (at < corpus->id_count) {
		p->begin[p->count++] = at;
		at = piece_end(corpus, at, wanted);
		p->longest = MAX(p->longest, (size_t)(at - p->begin[p->count - 1]));
	}
	p->begin[p->count] = at;
	return ST_OK;
}

void passage_pieces_release(struct pieces *p)
{
	free(p->begin);
	*p = (struct pieces){ 0 };
}

enum status passage_init(struct passage *p, const struct pieces *pieces, struct error *err)
{
	void *all[3] = { NULL, NULL, NULL };
	enum status st = ST_OK;

	for (size_t i = 0; i < 3 && !st; i++)
		st = mem_try_calloc(&all[i], pieces->longest, sizeof(uint32_t), "a piece of text",
				    err);
	*p = (struct passage){ .ids = all[0], .begin = all[1], .end = all[2] };
	if (st)
		passage_release(p);
	return st;
}

void passage_release(struct passage *p)
{
	free(p->ids);
	free(p->begin);
	free(p->end);
	*p = (struct passage){ 0 };
}

static bool is_held_out(const struct pieces *p, uint64_t sentence)
{
	return p->holdout > 0 &&
	       (double)(hash_mix(hash_mix(p->seed, 0x5E17), sentence) >> 11) < p->holdout * 0x1p53;
}

static void read_sentence(struct passage *p, const uint32_t *ids, size_t words,
			  const struct sampler *sampler, struct rng *rng)
{
	size_t begin = p->count, end = begin;
	struct rng r = *rng; /* here, so that it stays in registers */

	for (size_t i = 0; i < words; i++) {
		p->ids[end] = ids[i];
		end += sampler_keeps(sampler, ids[i], &r);
	}
	for (size_t i = begin; i < end; i++) {
		p->begin[i] = (uint32_t)begin;
		p->end[i] = (uint32_t)end;
	}
	p->count = end;
	p->words += words;
	*rng = r;
}

void passage_read(struct passage *p, const struct pieces *pieces, size_t i, bool held_out,
		  const struct sampler *sampler, struct rng *rng)
{
	const uint32_t *ids = pieces->corpus->ids;
	uint64_t at = pieces->begin[i], end = pieces->begin[i + 1];

	p->count = 0;
	p->words = 0;
	while (at < end) {
		uint64_t begin = at;

		while (at < end && ids[at] != CORPUS_SENTENCE_END)
			at++;
		if (is_held_out(pieces, begin) == held_out)
			read_sentence(p, ids + begin, (size_t)(at - begin), sampler, rng);
		at++;
	}
}
