/*
 * Words in scripts that are written without spaces, by ICU's dictionaries. One segmenter per
 * thread.
 */
#ifndef TEXT_SEGMENT_H
#define TEXT_SEGMENT_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

struct segmenter;

enum status segmenter_new(struct segmenter **out, struct error *err);
void segmenter_free(struct segmenter *s);
/* Cut s[0 … n), valid UTF-8 of letters: *ends is the list of where words end, in bytes, and belongs
 * to the segmenter until the next call. Returns their number. */
size_t segmenter_cut(struct segmenter *s, const char *text, size_t n, const size_t **ends);

#endif
