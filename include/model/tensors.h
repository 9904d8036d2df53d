/* The tables of a file, for a person to choose from. */
#ifndef MODEL_TENSORS_H
#define MODEL_TENSORS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/strbuf.h"

#define TENSOR_RANK_MAX 8

struct tensor_info {
	char *name;		/* any bytes but NUL */
	char dtype[16];
	size_t rank;		/* shape has the first TENSOR_RANK_MAX of them */
	uint64_t shape[TENSOR_RANK_MAX];
	uint64_t bytes;		/* in the file */
	bool used;		/* the one that is opened */
};

struct tensor_list {
	struct tensor_info *items;
	size_t count, cap;
};

/* Append a table; the text is copied. Returns it, valid until the next call. */
struct tensor_info *tensor_list_add(struct tensor_list *list, const char *name, const char *dtype,
				    const uint64_t *shape, size_t rank);
void tensor_list_release(struct tensor_list *list);
/* "[32000, 64]" */
void tensor_put_shape(struct strbuf *out, const struct tensor_info *t);

#endif
