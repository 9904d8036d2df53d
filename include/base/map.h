/*
 * A file in memory, read only. Should the file shrink or its disk fail while it is read, the pages
 * that are gone become zeros and the map is broken from then on: whoever computed with it must ask
 * map_is_broken() before believing the result.
 *
 * Opening a map installs a handler of SIGBUS for the process; faults at other addresses go on to
 * whoever handled them before. Who installs one later asks map_mend() first. Any thread may read;
 * map_open() and map_close() too.
 */
#ifndef BASE_MAP_H
#define BASE_MAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

#define MAPS_MAX 64	/* open at the same time */

struct map;

/* A regular file that is not empty. ST_IO with a sentence. */
enum status map_open(struct map **out, const char *path, struct error *err);
void map_close(struct map *m);			/* NULL is fine */
const char *map_bytes(const struct map *m);
size_t map_size(const struct map *m);
bool map_is_broken(const struct map *m);
void map_mark_broken(struct map *m);	/* found out otherwise */
/* What is read next, in a hint to the system: the whole map, from front to back. */
void map_will_need(const struct map *m);

/* For handlers of SIGBUS: was this address in a map, and may the thread go on? */
bool map_mend(void *address);

#endif
