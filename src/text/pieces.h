/*
 * The numbers of a text in pieces, as the threads wrote them, and how they become one array of ids.
 */
#ifndef TEXT_PIECES_H
#define TEXT_PIECES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/progress.h"
#include "text/corpus.h"

/* Room for the numbers of several pieces of one thread; it lives as long as one of them does, or
 * the thread writes into it. */
struct slab;

struct piece {
	struct slab *slab;
	uint32_t *ids;		/* in the slab: numbers in the table of its thread, and sentence ends */
	size_t n;
	size_t worker;
};

struct pieces {
	struct piece *list;	/* in the order of the text */
	size_t count, cap;
};

/* Make room for n more numbers in *slab (NULL at first), taking a new one if need be; *ids is where
 * they go. */
enum status slab_reserve(struct slab **slab, size_t n, uint32_t **ids, struct error *err);
/* n of them were written: a piece of them, which holds the slab. */
struct piece slab_take(struct slab *slab, size_t n, size_t worker);
void slab_unref(struct slab *slab);	/* NULL is fine */

/* Make room for one more, empty. */
enum status pieces_add(struct pieces *p, struct error *err);
void pieces_release(struct pieces *p);
/* Renumber each piece by the map of its thread, leave out what that drops and empty sentences, and
 * join all to c->ids; each piece is freed when that was done. Fills id_count. */
enum status pieces_join(struct pieces *p, uint32_t *const *maps, size_t threads,
			const struct progress *progress, struct corpus *c, struct error *err);

/* to[…] = map[from[i]] without what that drops and without empty sentences; returns how many there
 * are. `to` may be `from`. *at_end: did a sentence end right before; and after. */
size_t ids_renumber(uint32_t *to, const uint32_t *from, size_t n, const uint32_t *map,
		    bool *at_end);

#endif
