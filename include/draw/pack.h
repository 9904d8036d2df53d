/*
 * A surface in few bytes: runs of equal cells. A screen of 160 × 48 cells with a map on it takes
 * some 10 KB instead of 350; what comes back is the same cell by cell (the cursor is hidden).
 */
#ifndef DRAW_PACK_H
#define DRAW_PACK_H

#include "base/strbuf.h"
#include "draw/surface.h"

/* Appends to out. */
void surface_pack(const struct surface *s, struct strbuf *out);
/* The caller releases *out. False, and nothing to release, if these bytes are no packed surface. */
bool surface_unpack(struct surface *out, const char *bytes, size_t n);

#endif
