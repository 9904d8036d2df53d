/*
 * What the tokens of a language model are called. A file has a name for each as its tokenizer
 * writes it ("Ġking", "▁king", "##ing"); people read and type another. Both are kept: the readable
 * one is the word, the one of the file its raw name.
 *
 *	at the start of a word		king	(Ġking, ▁king, king)
 *	inside a word			##ing	(ing, ing, ##ing)
 *	neither letters nor digits, or a script without blanks between words, as they are: , 你好
 *	what cannot be read (part of a character, blanks, controls): as in the file
 */
#ifndef MODEL_FORMATS_TOKENS_H
#define MODEL_FORMATS_TOKENS_H

#include "base/strbuf.h"
#include "model/builder.h"

enum token_scheme {
	TOKENS_PLAIN,		/* as they are */
	TOKENS_BYTES,		/* GPT-2's alphabet of bytes: Ġ is a blank */
	TOKENS_PIECES,		/* SentencePiece: ▁ is a blank */
	TOKENS_WORDPIECE,	/* BERT: ## inside a word */
	TOKENS_PHANTOM,		/* BERT in GGUF: ▁ at the start of a word, nothing inside */
};

/* Append the readable name. `literal`: a special token, never decoded. */
void token_readable(enum token_scheme scheme, const char *raw, size_t n, bool literal,
		    struct strbuf *out);

/* Names the rows of a builder, in order. */
struct token_namer {
	struct builder *b;
	enum token_scheme scheme;
	struct vocab *raw;
	struct strbuf name;
};

void token_namer_init(struct token_namer *t, struct builder *b, enum token_scheme scheme);
/* n = 0: the row has no token. */
enum status token_namer_add(struct token_namer *t, const char *raw, size_t n, bool literal,
			    struct error *err);
/* Hand the raw names to the builder (call after the last row), free the rest. */
void token_namer_finish(struct token_namer *t);
void token_namer_release(struct token_namer *t);	/* after a fault; also after finish */

#endif
