/* What an empty view says: what would stand there, and what to type for it. */
#ifndef UI_HINT_H
#define UI_HINT_H

#include "draw/surface.h"

/* Lines that begin with a blank are to be typed. Where not all fit, empty ones are left out. */
void hint_draw(struct surface *s, struct rect r, const char *const *lines, size_t n);

#endif
