/* Time: a monotonic stop watch and the wall clock. */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdint.h>

uint64_t clock_ns(void);	/* monotonic, nanoseconds */
int64_t clock_wall_ms(void);	/* since 1970, milliseconds */

#endif
