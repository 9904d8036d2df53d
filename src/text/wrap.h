/* Are the lines of a text broken at a width, so that a line end means no more than a space? */
#ifndef TEXT_WRAP_H
#define TEXT_WRAP_H

#include <stdbool.h>
#include <stddef.h>

#define WRAP_SAMPLE ((size_t)1 << 20)	/* bytes that are looked at */

bool wrap_is_hard(const char *text, size_t n);

#endif
