/*
 * Memory. Two families:
 *
 *   xmalloc, xstrdup …	small things whose size the program chooses. When memory is gone they
 *			stop the program with one sentence.
 *   mem_try_*		anything whose size comes from a file, a corpus or the user: they fail
 *			with ST_NOMEM and a sentence, and sizes are multiplied with checks.
 *
 * size_mul and size_add are the only way sizes from outside are combined.
 */
#ifndef BASE_MEM_H
#define BASE_MEM_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"

void *xmalloc(size_t size);
void *xcalloc(size_t count, size_t size);
void *xreallocarray(void *p, size_t count, size_t size);
char *xstrdup(const char *s);
char *xstrndup(const char *s, size_t n);
char *xasprintf(const char *fmt, ...) PRINTF_LIKE(1, 2);

/* count × size bytes, zeroed; *out is freed with free(). `what` names the thing in the message. */
enum status mem_try_calloc(void **out, size_t count, size_t size, const char *what,
			   struct error *err) MUST_CHECK;
/* Grow *p to count × size bytes (contents kept, the new part undefined). */
enum status mem_try_realloc(void **p, size_t count, size_t size, const char *what,
			    struct error *err) MUST_CHECK;

/* Ask the system to back a large block, before it is first used, with large pages: fewer faults, and
 * fewer misses of the TLB where access is random. Does nothing where that cannot be had. */
void mem_want_large_pages(void *p, size_t bytes);
/* Bytes of memory and swap together; UINT64_MAX if the system does not say. */
uint64_t mem_of_machine(void);

static inline bool size_mul(size_t a, size_t b, size_t *out)
{
	return !__builtin_mul_overflow(a, b, out);
}

static inline bool size_add(size_t a, size_t b, size_t *out)
{
	return !__builtin_add_overflow(a, b, out);
}

/* Make room for `need` elements in the array `p` of capacity `cap` (small, own arrays only). */
#define ARRAY_RESERVE(p, cap, need)                                                               \
	do {                                                                                      \
		if ((need) > (cap)) {                                                             \
			size_t new_cap_ = (cap) ? (cap) * 2 : 8;                                  \
			if (new_cap_ < (need))                                                    \
				new_cap_ = (need);                                                \
			(p) = xreallocarray((p), new_cap_, sizeof(*(p)));                         \
			(cap) = new_cap_;                                                         \
		}                                                                                 \
	} while (0)

#endif
