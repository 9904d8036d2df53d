/*
 * Copies of big models in a form that is mapped instead of read, so that a model opens at once the
 * second time. A copy is one safetensors file (src/model/cache_write.c has its layout); it belongs
 * to one table of one file as that file was: size, time of change, first and last bytes; and as
 * everything was that reading it looks for beside it (lists of words, a tokenizer).
 *
 * A copy is checked before it is used: its header, all sizes, and that nothing in its vocabulary
 * leads outside of it. cache_verify() compares every byte with checksums, for the background.
 * A copy is replaced only by rename and may be deleted at any time.
 */
#ifndef MODEL_CACHE_H
#define MODEL_CACHE_H

#include "model/format.h"

#define CACHE_COST_MIN ((uint64_t)16 << 20)	/* less is read in about 20 ms */

enum cache_state {
	CACHE_HIT,	/* *out is the model */
	CACHE_NONE,	/* there is no copy */
	CACHE_STALE,	/* there was one of an older file: removed */
	CACHE_DAMAGED,	/* there was one that is no copy of ours: removed */
};

/* One table of one file as it is now, and where its copy stands. */
struct cache_slot;

/* For what model_load(path, opt) would give, in the folder `dir`. NULL: there can be no copy (a
 * stream, a file that is not there). */
struct cache_slot *cache_slot_new(const char *dir, const char *path, const struct load_options *opt);
void cache_slot_free(struct cache_slot *slot);	/* NULL is fine */
/* The path and options it was made for, borrowed (of the options only what chooses the model). */
const char *cache_slot_file(const struct cache_slot *slot, struct load_options *opt);

enum cache_state cache_open(struct model **out, const struct cache_slot *slot);
/* Tell the slot what was loaded from its file, before the model gets another name. */
void cache_slot_set_model(struct cache_slot *slot, const struct model *m);
/* Can a copy hold all that the model knows? */
bool cache_can(const struct model *m);
/* Is a copy of this model, which was loaded from the slot's file, worth it and possible? */
bool cache_wants(const struct cache_slot *slot, const struct model *m);
/* About how many bytes it takes. */
uint64_t cache_bytes(const struct model *m);
/* Write the copy. Nothing is written (ST_OK) when the file changed since the slot was made. */
enum status cache_write(const struct cache_slot *slot, const struct model *m,
			const struct progress *progress, struct error *err);
/* Compare the model, which came from the copy, with the checksums in it. ST_FORMAT, with a sentence:
 * it is damaged, and the copy was removed. */
enum status cache_verify(const struct cache_slot *slot, const struct model *m,
			 const struct progress *progress, struct error *err);

/* The right to make copies in the folder, which is made if it is not there: one at a time, whichever
 * program makes them. ST_FAILED: another one has it. The right goes with the descriptor, which may be
 * inherited, and is given back when the last of it is closed or its owner has ended. */
enum status cache_lock(int *out, const char *dir, struct error *err);

struct cache_entry {
	char *file;		/* name in the folder */
	char *source;		/* path of the model it is a copy of; "" if that cannot be read */
	uint64_t bytes;
	int64_t used;		/* seconds since 1970: when it was last opened */
};

struct cache_list {
	struct cache_entry *items;	/* last used first */
	size_t count, cap;
};

/* The copies in the folder; none if there is no folder. */
void cache_list_read(struct cache_list *out, const char *dir);
void cache_list_release(struct cache_list *list);
/* Delete the copies used longest ago until at most `limit` bytes are left; returns how many went. */
size_t cache_trim(const char *dir, uint64_t limit);

#endif
