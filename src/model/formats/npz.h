/* What an .npz (a zip of .npy files) has besides one array: the words of the matrix, other arrays. */
#ifndef MODEL_FORMATS_NPZ_H
#define MODEL_FORMATS_NPZ_H

#include "model/tensors.h"
#include "word_list.h"

/* The words of the matrix of `rows` rows in src: an array of strings in the same archive, called
 * words, vocab, tokens, labels or index_to_key. ST_FAILED if there is none; ST_FORMAT if it does not
 * fit. */
enum status npz_words(struct word_list *out, const struct source *src, size_t rows,
		      struct error *err);
/* All arrays of the archive that src comes from; that of src is used. */
enum status npz_list(struct source *src, struct tensor_list *out, struct error *err);

#endif
