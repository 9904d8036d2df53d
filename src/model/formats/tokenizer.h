/*
 * The tokens of a language model from the files of its tokenizer: tokenizer.json (BPE, WordPiece,
 * Unigram, WordLevel), vocab.json, vocab.txt, SentencePiece's .model and tiktoken's ranks. Which of
 * them a file is, its content says.
 */
#ifndef MODEL_FORMATS_TOKENIZER_H
#define MODEL_FORMATS_TOKENIZER_H

#include "io/json.h"
#include "io/source.h"
#include "model/format.h"
#include "tokens.h"

struct token {
	const char *s;		/* NULL: this row has none */
	size_t n;
	bool literal;		/* a special token */
};

struct tokenizer {
	struct token *tokens;	/* (rows) */
	size_t rows;
	size_t beyond;		/* tokens whose row does not exist */
	enum token_scheme scheme;
	char *text;		/* what the tokens point into: these two … */
	struct json_doc *doc;
	char *bytes;		/* … or this */
	char *note;		/* "tokens from tokenizer.json" */
};

/* Find and read the tokens of a table of `rows` rows: the file at `path`, or if that is NULL the
 * first beside src of tokenizer.json, vocab.txt, vocab.json, tokenizer.model, … ST_FAILED, with a
 * sentence, if there is none; ST_FORMAT if one is there but no tokenizer. */
enum status tokenizer_find(struct tokenizer *out, const struct source *src, const char *path,
			   size_t rows, struct error *err);
/* All names under which one is looked for. */
void tokenizer_names(const struct name_sink *out);
/* Name all rows of the builder. */
enum status tokenizer_add(const struct tokenizer *t, struct builder *b, struct error *err);
void tokenizer_release(struct tokenizer *t);

/* For the parts below: token s[0 … n) stands at this row. */
void tokenizer_set(struct tokenizer *t, uint64_t row, const char *s, size_t n, bool literal);
/* The parts: fill t from its text[0 … n). */
enum status tokenizer_read_json(struct tokenizer *t, size_t n, struct error *err);
enum status tokenizer_read_pieces(struct tokenizer *t, size_t n, struct error *err);
enum status tokenizer_read_ranks(struct tokenizer *t, size_t n, struct error *err);

#endif
