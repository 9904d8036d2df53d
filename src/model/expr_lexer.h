/* The tokens of the query language (expr.c). */
#ifndef MODEL_EXPR_LEXER_H
#define MODEL_EXPR_LEXER_H

#include <stdbool.h>
#include <stddef.h>

enum token {
	TOKEN_END,
	TOKEN_PLUS,
	TOKEN_MINUS,
	TOKEN_STAR,
	TOKEN_COLON,
	TOKEN_COLONS,
	TOKEN_OPEN,
	TOKEN_CLOSE,
	TOKEN_WEIGHT, /* number and the star behind it */
	TOKEN_BARE,
	TOKEN_QUOTED,
	TOKEN_UNCLOSED, /* a quote that nothing closes */
};

struct lexer {
	const char *text;
	size_t at;	   /* where the next token is looked for */
	size_t begin, end; /* of the present token; inside the quotes for TOKEN_QUOTED */
	double weight;
	enum token token;
};

/* White space, as it separates tokens. */
bool lexer_is_space(char c);
/* The next place at or after `at` that is no white space. */
size_t lexer_skip_spaces(const char *s, size_t at);
void lexer_next(struct lexer *lx);
void lexer_set(struct lexer *lx, enum token token, size_t begin, size_t end);
bool token_is_operator(enum token t);

#endif
