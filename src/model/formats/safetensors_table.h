/* A table of somebody else's safetensors file: the embedding layer of a language model, a model2vec
 * model, or any other tensor of two dimensions. */
#ifndef MODEL_FORMATS_SAFETENSORS_TABLE_H
#define MODEL_FORMATS_SAFETENSORS_TABLE_H

#include "dense.h"
#include "model/format.h"
#include "safetensors_header.h"

/* The tensor that is opened when none is asked for; NULL: none has a name that is known. */
const struct tensor *safetensors_table(const struct safetensors *s);
/* Type, place and shape of a tensor as a matrix; ST_FORMAT if it is none that is read. */
enum status safetensors_dense(const struct tensor *t, struct dense *d, struct error *err);
/* Read the tensor called `name` (NULL: the usual one), named by the tokenizer beside the file. */
enum status safetensors_read_table(struct source *src, const struct safetensors *s,
				   const char *name, struct builder *b,
				   const struct read_options *opt, const struct progress *progress,
				   struct error *err);

#endif
