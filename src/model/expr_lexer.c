#include "model/expr_lexer.h"

#include <string.h>

#include "base/number.h"

bool lexer_is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

size_t lexer_skip_spaces(const char *s, size_t at)
{
	while (lexer_is_space(s[at]))
		at++;
	return at;
}

/* Where the bare word at `at` ends: a space, or a ")" that it did not open itself. */
static size_t bare_end(const char *s, size_t at)
{
	size_t open = 0;

	for (; s[at] && !lexer_is_space(s[at]); at++) {
		if (s[at] == '(')
			open++;
		else if (s[at] == ')' && !open--)
			break;
	}
	return at;
}

/* Where the quote opened at `at` is closed; 0 if it is not. */
static size_t quote_end(const char *s, size_t at)
{
	char quote = s[at];

	while (s[++at]) {
		char next = s[at + 1];

		if (quote == '"' && s[at] == '\\' && next)
			at++;
		else if (s[at] == quote &&
			 (quote == '"' || !next || lexer_is_space(next) || next == ')'))
			return at;
	}
	return 0;
}

/* "0.5*" or "0.5 *" at `at`: takes it. */
static bool take_weight(struct lexer *lx, size_t at)
{
	const char *s = lx->text;
	size_t n = strcspn(s + at, "* \t\r\n()"), star = lexer_skip_spaces(s, at + n);

	if (s[star] != '*' || !memchr("0123456789.-", s[at], 12) ||
	    !number_parse_f64(s + at, n, &lx->weight))
		return false;
	lx->begin = at;
	lx->end = lx->at = star + 1;
	lx->token = TOKEN_WEIGHT;
	return true;
}

static enum token bare_kind(const char *s, size_t n)
{
	if (n == 1 && strchr("+-*:", *s))
		return *s == '+'   ? TOKEN_PLUS
		       : *s == '-' ? TOKEN_MINUS
		       : *s == '*' ? TOKEN_STAR
				   : TOKEN_COLON;
	return n == 2 && s[0] == ':' && s[1] == ':' ? TOKEN_COLONS : TOKEN_BARE;
}

void lexer_set(struct lexer *lx, enum token token, size_t begin, size_t end)
{
	lx->token = token;
	lx->begin = begin;
	lx->end = lx->at = end;
}

static void take_quoted(struct lexer *lx, size_t at, size_t close)
{
	lexer_set(lx, TOKEN_QUOTED, at + 1, close);
	lx->at = close + 1;
}

void lexer_next(struct lexer *lx)
{
	const char *s = lx->text;
	size_t at = lexer_skip_spaces(s, lx->at), close;

	if (!s[at]) {
		lexer_set(lx, TOKEN_END, at, at);
	} else if (s[at] == '(' || s[at] == ')') {
		lexer_set(lx, s[at] == '(' ? TOKEN_OPEN : TOKEN_CLOSE, at, at + 1);
	} else if ((s[at] == '"' || s[at] == '\'') && (close = quote_end(s, at))) {
		take_quoted(lx, at, close);
	} else if (s[at] == '"') {
		lexer_set(lx, TOKEN_UNCLOSED, at, at + strlen(s + at));
	} else if (s[at] == '-' && s[at + 1] == '(') {
		lexer_set(lx, TOKEN_MINUS, at, at + 1);
	} else if (!take_weight(lx, at)) {
		size_t end = bare_end(s, at);

		lexer_set(lx, bare_kind(s + at, end - at), at, end);
	}
}

bool token_is_operator(enum token t)
{
	return t == TOKEN_PLUS || t == TOKEN_MINUS || t == TOKEN_STAR || t == TOKEN_COLON ||
	       t == TOKEN_COLONS;
}
