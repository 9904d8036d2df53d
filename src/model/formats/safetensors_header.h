/*
 * The header of a safetensors file, checked whole: after safetensors_parse() every tensor lies
 * inside the file, none overlaps another, nothing lies between or behind them, and the size of each
 * is that of its shape. Pure: text in, tensors out.
 */
#ifndef MODEL_FORMATS_SAFETENSORS_HEADER_H
#define MODEL_FORMATS_SAFETENSORS_HEADER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/strbuf.h"

#define SAFETENSORS_HEADER_MAX ((uint64_t)100 * 1000 * 1000)
#define SAFETENSORS_RANK_MAX   8	/* shapes beyond are checked, but only so much is kept */

struct tensor {
	const char *name;	/* borrowed from the header's text */
	const char *dtype;	/* "F32" … as written */
	size_t rank;
	uint64_t shape[SAFETENSORS_RANK_MAX];
	uint64_t begin, end;	/* bytes, from the start of the file */
};

struct safetensors {
	struct tensor *tensors;	/* by place in the file */
	size_t count;
	struct json_doc *doc;
};

/* text[0 … n) is the header; the data begin at byte `data` of a file of `size` bytes. */
enum status safetensors_parse(struct safetensors *out, const char *text, size_t n, uint64_t data,
			      uint64_t size, struct error *err);
void safetensors_release(struct safetensors *st);
const struct tensor *safetensors_find(const struct safetensors *st, const char *name);
/* "embeddings F32 [298, 100], …": at most the first few. */
void safetensors_describe(const struct safetensors *st, struct strbuf *out);

#endif
