/* What is written into a safetensors file, tensor after tensor, each on a multiple of 64 bytes. */
#ifndef MODEL_FORMATS_SAFETENSORS_LAYOUT_H
#define MODEL_FORMATS_SAFETENSORS_LAYOUT_H

#include "base/strbuf.h"
#include "model/format.h"
#include "safetensors_header.h"

#define LAYOUT_ALIGNMENT 64
#define LAYOUT_PARTS_MAX 12

struct part {
	const char *name, *dtype;
	uint64_t shape[2];
	size_t rank;
	uint64_t bytes;
};

struct layout {
	struct part parts[LAYOUT_PARTS_MAX];
	size_t count;
};

static inline void layout_add(struct layout *l, struct part part)
{
	l->parts[l->count++] = part;
}

/* Bytes from the end of part i to the start of the next. */
static inline uint64_t layout_gap(const struct layout *l, size_t i)
{
	if (i + 1 == l->count)
		return 0;
	return (LAYOUT_ALIGNMENT - l->parts[i].bytes % LAYOUT_ALIGNMENT) % LAYOUT_ALIGNMENT;
}

void layout_write_gap(struct sink *sink, const struct layout *l, size_t i);

/* safetensors_trained.c: what a model that was trained here has besides (model/trained.h). Parts
 * come behind all others; `first` is the index of the first of them. */
void trained_plan(struct layout *l, const struct trained *t, size_t rows);
void trained_put_metadata(struct strbuf *out, const struct trained *t);
enum status trained_write(struct sink *sink, const struct layout *l, size_t first,
			  const struct trained *t, size_t rows, const struct progress *progress,
			  struct error *err);
/* *out = NULL when the file has nothing of the kind. */
enum status trained_read(struct trained **out, const struct source *src,
			 const struct safetensors *s, uint64_t rows, uint64_t dims,
			 struct error *err);

#endif
