/*
 * Copies of big models (model/cache.h), made and checked behind the user's back: each by a thread of
 * its own with low priority, so that no answer waits. Main thread only.
 */
#ifndef APP_CACHER_H
#define APP_CACHER_H

#include "app/result.h"
#include "model/cache.h"

struct cacher;

/* "<XDG cache dir>/models"; NULL without one. Caller frees. */
char *cacher_dir(void);

/* Make a copy of the model, or check it if it came from one: not before the first question after it
 * was opened has its answer. Takes the slot; keeps a reference of the model. `limit`: bytes that all copies may take. */
void cacher_add(struct cacher **cacher, struct cache_slot *slot, struct model *m, uint64_t limit);
/* After each command. What was finished meanwhile: faults become notes of `r`, a model whose copy is damaged is marked
 * broken. */
void cacher_poll(struct cacher **cacher, struct result *r);
/* At the end: checks are stopped, copies that were begun are completed. A model that was opened and
 * never asked gets none. */
void cacher_finish(struct cacher **cacher);

#endif
