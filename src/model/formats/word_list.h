/*
 * The words of a matrix that stands in a file of its own: one word a line, or JSON. Found beside
 * the matrix by name, or named by the user.
 */
#ifndef MODEL_FORMATS_WORD_LIST_H
#define MODEL_FORMATS_WORD_LIST_H

#include "io/source.h"
#include "model/builder.h"
#include "model/format.h"

struct word_slice {
	const char *s;
	size_t n;
};

struct word_list {
	struct word_slice *words;
	size_t count;
	char *text;		/* what the slices point into, or NULL */
	struct json_doc *doc;	/* the same for JSON */
	char *note;		/* "words from X.vocab", for the report */
};

/* Find and read the words of the `rows` × `cols` matrix in src: the file at vocab_path, or if that
 * is NULL the first of X.vocab X.txt X.words X.tsv vocab.txt words.txt labels.txt X.json that has
 * as many words as there are rows. A list may begin with a header line, and may carry a count (or
 * the row's numbers) behind each word. ST_FORMAT with both numbers when one that has the matrix's
 * name, or was named, does not fit; ST_FAILED with a sentence when there is none. */
enum status word_list_find(struct word_list *out, const struct source *src, const char *vocab_path,
			   size_t rows, size_t cols, struct error *err);
/* All names under which such a list is looked for beside a file called `name`. */
void word_list_names(const char *name, const struct name_sink *out);
/* Name the builder's rows, in order. */
enum status word_list_add(const struct word_list *list, struct builder *b, struct error *err);
void word_list_release(struct word_list *list);

/* Where the words of the matrix at `path` are written: its last suffix replaced by .vocab. Caller
 * frees. */
char *word_list_path(const char *path);

/* Does the line end in `fields` numbers (unsigned integers if it is one)? Then *n becomes the
 * length of what stands before them. */
bool word_list_trim(const char *line, size_t *n, size_t fields);

#endif
