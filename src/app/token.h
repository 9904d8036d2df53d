/*
 * A line cut into tokens. A quote opens at the start of a token or after = * ( , and closes before
 * a space, the end or one of ) * , : ; a quote that closes nowhere is a letter like any other, so
 * that 's and rock'n'roll are words.
 */
#ifndef APP_TOKEN_H
#define APP_TOKEN_H

#include <stdbool.h>
#include <stddef.h>

struct token {
	size_t begin, end;	/* bytes of the line */
	char *text;		/* quotes removed; owned */
	bool quoted;		/* began with a quote */
};

struct tokens {
	struct token *items;
	size_t count, cap;
};

void tokens_split(struct tokens *out, const char *line);
void tokens_release(struct tokens *t);

/* Damerau-Levenshtein distance of two short names, in bytes; SIZE_MAX above 32 bytes. */
size_t name_distance(const char *a, const char *b);
/* Quote a word so that it reads back as one token: only when it must be. */
struct strbuf;
void token_quote(const char *word, struct strbuf *out);

#endif
