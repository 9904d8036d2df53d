/* The words of spaCy's vectors: a folder with vectors (a .npy), key2row and strings.json. */
#ifndef MODEL_FORMATS_SPACY_H
#define MODEL_FORMATS_SPACY_H

#include "word_list.h"

/* ST_FAILED if src is no such file; ST_FORMAT if what lies beside it does not fit. */
enum status spacy_words(struct word_list *out, const struct source *src, size_t rows,
			struct error *err);
/* The names of what lies beside them. */
void spacy_names(const struct name_sink *out);
/* spaCy's number for a string: MurmurHash64A with seed 1 (Appleby). */
uint64_t spacy_hash(const char *s, size_t n);

#endif
