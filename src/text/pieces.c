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

size_t ids_renumber(uint32_t *to, const uint32_t *from, size_t n, const uint32_t *map, bool *at_end)
{
	size_t kept = 0;
	bool end = *at_end;

	for (size_t i = 0; i < n; i++) {
		bool is_end = from[i] == CORPUS_SENTENCE_END;
		uint32_t id = is_end ? CORPUS_SENTENCE_END : map[from[i]];

		/* written always, kept sometimes: a branch would be guessed wrong too often */
		to[kept] = id;
		kept += is_end ? !end : id != CORPUS_SENTENCE_END;
		end = is_end || (end && id == CORPUS_SENTENCE_END);
	}
	*at_end = end;
	return kept;
}

/* --- joining ----------------------------------------------------------------------------------- */

/* Each thread does a stretch of the pieces, straight into the result; what the stretches did not
 * fill is closed up in the end. */
struct stretch {
	size_t begin, end; /* pieces */
	uint64_t at, n;	   /* where its ids begin, and how many there are */
};

struct join {
	struct pieces *pieces;
	uint32_t *const *maps;
	const struct progress *progress;
	uint32_t *to;
	size_t count;
	struct stretch stretches[THREADS_MAX];
	atomic_bool stop;
};

/* Only the calling thread may speak to the listener. */
static bool goes_on(struct join *j, size_t worker)
{
	if (worker == 0 && !progress_step(j->progress, 1, 1))
		atomic_store(&j->stop, true);
	return !atomic_load(&j->stop);
}

static void renumber(void *ctx, size_t worker)
{
	struct join *j = ctx;
	struct stretch *s = &j->stretches[worker];
	bool at_end = worker == 0;

	for (size_t i = s->begin; i < s->end && goes_on(j, worker); i++) {
		struct piece *p = &j->pieces->list[i];

		s->n += ids_renumber(j->to + s->at + s->n, p->ids, p->n, j->maps[p->worker],
				     &at_end);
		slab_unref(p->slab);
		p->slab = NULL;
	}
}

/* Stretches of about the same number of ids. Returns the number of all ids. */
static uint64_t plan(struct join *j, size_t threads)
{
	const struct pieces *p = j->pieces;
	uint64_t total = 0, at = 0;
	size_t i = 0;

	for (size_t k = 0; k < p->count; k++)
		total += p->list[k].n;
	j->count = threads;
	for (size_t t = 0; t < threads; t++) {
		uint64_t until = total / threads * (t + 1);

		j->stretches[t] = (struct stretch){ .begin = i, .at = at };
		while (i < p->count && (t + 1 == threads || at < until))
			at += p->list[i++].n;
		j->stretches[t].end = i;
	}
	return total;
}

/* An end at the head of a stretch whose predecessor ended with one is empty. */
static uint64_t close_up(const struct join *j)
{
	uint64_t n = 0;

	for (size_t t = 0; t < j->count; t++) {
		const struct stretch *s = &j->stretches[t];
		bool at_end = n == 0 || j->to[n - 1] == CORPUS_SENTENCE_END;
		uint64_t skip = s->n && at_end && j->to[s->at] == CORPUS_SENTENCE_END;

		memmove(j->to + n, j->to + s->at + skip, (s->n - skip) * sizeof(*j->to));
		n += s->n - skip;
	}
	return n;
}

static void trim(struct corpus *c)
{
	uint32_t *ids = realloc(c->ids, (size_t)MAX(c->id_count, 1) * sizeof(*c->ids));

	if (ids)
		c->ids = ids;
}

enum status pieces_join(struct pieces *p, uint32_t *const *maps, size_t threads,
			const struct progress *progress, struct corpus *c, struct error *err)
{
	struct join j = { .pieces = p, .maps = maps, .progress = progress };
	uint64_t n = plan(&j, MAX(1, MIN(threads, THREADS_MAX)));
	void *ids = NULL;
	enum status st;

	/* one more than all: the text may lack its last end. No stretch writes behind its own
	 * numbers, because ids_renumber() has never kept more than it has read. */
	st = mem_try_realloc(&ids, (size_t)n + 1, sizeof(*c->ids), "the words of the text", err);
	if (st != ST_OK)
		return st;
	mem_want_large_pages(ids, ((size_t)n + 1) * sizeof(*c->ids));
	c->ids = j.to = ids;
	parallel_run(j.count, renumber, &j);
	if (atomic_load(&j.stop))
		return progress_cancelled(err);
	n = close_up(&j);
	if (n && c->ids[n - 1] != CORPUS_SENTENCE_END)
		c->ids[n++] = CORPUS_SENTENCE_END;
	c->id_count = n;
	trim(c);
	return ST_OK;
}
