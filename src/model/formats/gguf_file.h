/*
 * The container of GGUF, version 2 and 3: what its metadata say that concerns us, and its table of
 * tensors. Everything that is declared is held against the bytes that are there before it costs
 * memory.
 */
#ifndef MODEL_FORMATS_GGUF_FILE_H
#define MODEL_FORMATS_GGUF_FILE_H

#include <stdbool.h>

#include "blocks.h"
#include "cursor.h"

#define GGUF_RANK_MAX 4

struct gguf_tensor {
	char *name;
	size_t rank;
	uint64_t ne[GGUF_RANK_MAX];	/* ne[0] runs fastest: numbers of a row */
	uint32_t type;
	const struct block_type *block;	/* NULL: a type that vecscope does not know */
	uint64_t offset;		/* from the start of the file */
};

/* An array in the metadata: its elements begin at byte `at`. */
struct gguf_array {
	uint32_t type;
	uint64_t count, at;
};

struct gguf {
	uint32_t version;
	struct strbuf architecture, name, tokenizer;
	struct gguf_array tokens, token_types;	/* count 0: not there */
	uint64_t part, parts;			/* of a model in several files; 0 of 0 */
	struct gguf_tensor *tensors;
	size_t tensor_count;
};

enum gguf_type {
	GGUF_U8, GGUF_I8, GGUF_U16, GGUF_I16, GGUF_U32, GGUF_I32, GGUF_F32, GGUF_BOOL,
	GGUF_STRING, GGUF_ARRAY, GGUF_U64, GGUF_I64, GGUF_F64,
};

enum status gguf_parse(struct gguf *out, const struct source *src, struct error *err);
void gguf_release(struct gguf *g);
const struct gguf_tensor *gguf_find(const struct gguf *g, const char *name);
/* Bytes of the tensor in the file; false if its shape overflows or is no whole number of blocks. */
bool gguf_tensor_bytes(const struct gguf_tensor *t, uint64_t *bytes);
/* The string at the cursor, at most `max` bytes of it; `out` is cleared before. */
void gguf_string(struct cursor *c, struct strbuf *out, size_t max);

#endif
