/*
 * Copies of big models (model/cache.h), made and checked behind the user's back: each by a thread of
 * its own with low priority, so that no answer waits. Nor does the end: what is not done then is done
 * by another run of the program, which nobody waits for. Main thread only.
 */
#ifndef APP_CACHER_H
#define APP_CACHER_H

#include "app/result.h"
#include "model/cache.h"

struct cacher;

/* Start the program again, apart from this one: without a terminal, with the lowest priority, with
 * `argv` (up to NULL) behind its name and the descriptor `lock` left open in it. False: it cannot be. */
typedef bool cacher_apart(const char *const *argv, int lock);

/* "<XDG cache dir>/models"; NULL without one. Caller frees. */
char *cacher_dir(void);

/* Make a copy of the model, or check it if it came from one: not before the first question after it
 * was opened has its answer. Takes the slot; keeps a reference of the model. `limit`: bytes that all copies may take. */
void cacher_add(struct cacher **cacher, struct cache_slot *slot, struct model *m, uint64_t limit);
/* After each command. What was finished meanwhile: faults become notes of `r`, a model whose copy is damaged is marked
 * broken. */
void cacher_poll(struct cacher **cacher, struct result *r);
/* Copies are no longer wanted: those that are not begun are forgotten. */
void cacher_forget(struct cacher **cacher);
/* At the end: checks are stopped; copies that are not finished are made by another run of the program
 * (apart), or here and now if it is NULL or fails. A model that was opened and never asked gets none. */
void cacher_finish(struct cacher **cacher, cacher_apart *apart);

#endif
