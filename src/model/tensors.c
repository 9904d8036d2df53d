#include "model/tensors.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

struct tensor_info *tensor_list_add(struct tensor_list *list, const char *name, const char *dtype,
				    const uint64_t *shape, size_t rank)
{
	struct tensor_info *t;

	ARRAY_RESERVE(list->items, list->cap, list->count + 1);
	t = &list->items[list->count++];
	*t = (struct tensor_info){ .name = xstrdup(name), .rank = rank };
	snprintf(t->dtype, sizeof(t->dtype), "%s", dtype);
	memcpy(t->shape, shape, MIN(rank, TENSOR_RANK_MAX) * sizeof(*shape));
	return t;
}

void tensor_list_release(struct tensor_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		free(list->items[i].name);
	free(list->items);
	*list = (struct tensor_list){ 0 };
}

void tensor_put_shape(struct strbuf *out, const struct tensor_info *t)
{
	strbuf_addc(out, '[');
	for (size_t i = 0; i < MIN(t->rank, TENSOR_RANK_MAX); i++)
		strbuf_addf(out, "%s%" PRIu64, i ? ", " : "", t->shape[i]);
	strbuf_adds(out, t->rank > TENSOR_RANK_MAX ? ", …]" : "]");
}
