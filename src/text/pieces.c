#include "pieces.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/compiler.h"
#include "base/mem.h"
#include "base/thread.h"

/* --- slabs ------------------------------------------------------------------------------------- */

#define SLAB_IDS ((size_t)2 << 20)

struct slab {
	atomic_size_t users;
	size_t n, cap;
	uint32_t ids[];
};

enum status slab_reserve(struct slab **slab, size_t n, uint32_t **ids, struct error *err)
{
	size_t cap = MAX(n, SLAB_IDS), bytes;
	void *p = NULL;
	enum status st;

	if (!*slab || (*slab)->cap - (*slab)->n < n) {
		if (!size_mul(cap, sizeof(uint32_t), &bytes) ||
		    !size_add(bytes, sizeof(**slab), &bytes))
			return error_set(err, ST_NOMEM, "not enough memory for the text");
		st = mem_try_realloc(&p, bytes, 1, "the words of the text", err);
		if (st != ST_OK)
			return st;
		mem_want_large_pages(p, bytes);
		slab_unref(*slab);
		*slab = p;
		atomic_init(&(*slab)->users, 1);
		(*slab)->n = 0;
		(*slab)->cap = cap;
	}
	*ids = (*slab)->ids + (*slab)->n;
	return ST_OK;
}

struct piece slab_take(struct slab *slab, size_t n, size_t worker)
{
	struct piece p = { .slab = slab, .ids = slab->ids + slab->n, .n = n, .worker = worker };

	atomic_fetch_add(&slab->users, 1);
	slab->n += n;
	return p;
}

void slab_unref(struct slab *slab)
{
	if (slab && atomic_fetch_sub(&slab->users, 1) == 1)
		free(slab);
}

/* --- pieces ------------------------------------------------------------------------------------ */

enum status pieces_add(struct pieces *p, struct error *err)
{
	void *list = p->list;
	size_t cap = p->cap ? 2 * p->cap : 64;
	enum status st;

	if (p->count == p->cap) {
		st = mem_try_realloc(&list, cap, sizeof(*p->list), "the pieces of the text", err);
		if (st != ST_OK)
			return st;
		p->list = list;
		p->cap = cap;
	}
	p->list[p->count++] = (struct piece){ .ids = NULL };
	return ST_OK;
}

void pieces_release(struct pieces *p)
{
	for (size_t i = 0; i < p->count; i++)
		slab_unref(p->list[i].slab);
	free(p->list);
	*p = (struct pieces){ .count = 0 };
}

void ids_renumber(uint32_t *ids, size_t *n, const uint32_t *map, int begins)
{
	size_t kept = 0;
	bool at_end = begins; /* was the last thing kept the end of a sentence? */

	for (size_t i = 0; i < *n; i++) {
		bool is_end = ids[i] == CORPUS_SENTENCE_END;
		uint32_t id = is_end ? CORPUS_SENTENCE_END : map[ids[i]];

		/* written always, kept sometimes: a branch would be guessed wrong too often */
		ids[kept] = id;
		kept += is_end ? !at_end : id != CORPUS_SENTENCE_END;
		at_end = is_end || (at_end && id == CORPUS_SENTENCE_END);
	}
	*n = kept;
}

struct join {
	struct pieces *pieces;
	uint32_t *const *maps;
	const struct progress *progress;
	uint32_t *to;
	atomic_bool stop;
};

/* Only the calling thread may speak to the listener. */
static bool goes_on(struct join *j, size_t worker)
{
	if (worker == 0 && !progress_step(j->progress, 1, 1))
		atomic_store(&j->stop, true);
	return !atomic_load(&j->stop);
}

static void renumber(void *ctx, size_t begin, size_t end, size_t worker)
{
	struct join *j = ctx;

	for (size_t i = begin; i < end && goes_on(j, worker); i++) {
		struct piece *p = &j->pieces->list[i];

		ids_renumber(p->ids, &p->n, j->maps[p->worker], false);
	}
}

static void copy(void *ctx, size_t begin, size_t end, size_t worker)
{
	struct join *j = ctx;

	for (size_t i = begin; i < end && goes_on(j, worker); i++) {
		struct piece *p = &j->pieces->list[i];

		if (p->n)
			memcpy(j->to + p->at, p->ids, p->n * sizeof(*p->ids));
		slab_unref(p->slab);
		p->slab = NULL;
	}
}

/* Where each piece goes. An end at the head of a piece whose predecessor ended with one is empty. */
static uint64_t place(struct pieces *p)
{
	uint64_t at = 0;
	bool at_end = true;

	for (size_t i = 0; i < p->count; i++) {
		struct piece *q = &p->list[i];

		if (q->n && at_end && q->ids[0] == CORPUS_SENTENCE_END)
			memmove(q->ids, q->ids + 1, --q->n * sizeof(*q->ids));
		q->at = at;
		at += q->n;
		if (q->n)
			at_end = q->ids[q->n - 1] == CORPUS_SENTENCE_END;
	}
	return at;
}

static uint64_t count_ends(const uint32_t *ids, uint64_t n)
{
	uint64_t ends = 0;

	for (uint64_t i = 0; i < n; i++)
		ends += ids[i] == CORPUS_SENTENCE_END;
	return ends;
}

enum status pieces_join(struct pieces *p, uint32_t *const *maps, size_t threads,
			const struct progress *progress, struct corpus *c, struct error *err)
{
	struct join j = { .pieces = p, .maps = maps, .progress = progress };
	void *ids = NULL;
	uint64_t n;
	enum status st;

	parallel_for(threads, p->count, 4, renumber, &j);
	if (atomic_load(&j.stop))
		return progress_cancelled(err);
	n = place(p);
	st = mem_try_realloc(&ids, (size_t)n + 1, sizeof(*c->ids), "the words of the text", err);
	if (st != ST_OK)
		return st;
	mem_want_large_pages(ids, ((size_t)n + 1) * sizeof(*c->ids));
	c->ids = j.to = ids;
	parallel_for(threads, p->count, 4, copy, &j);
	if (atomic_load(&j.stop))
		return progress_cancelled(err);
	if (n && c->ids[n - 1] != CORPUS_SENTENCE_END)
		c->ids[n++] = CORPUS_SENTENCE_END;
	c->id_count = n;
	c->sentence_count = count_ends(c->ids, n);
	return ST_OK;
}
