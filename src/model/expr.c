/*
 * The query language.
 *
 *	line	:= sum | sum ":" sum "::" sum [":" "?"]
 *	sum	:= ["-" | "+"] term { ("+" | "-") term }
 *	term	:= { number "*" } ( name | "(" sum ")" )
 *	name	:= bare { bare } | quoted
 *
 * Operators are tokens of their own, with white space around them, so that e-mail, c++, a:b and
 * -ing are words; only "number*" and parentheses may touch what follows, and ")" what precedes.
 * Bare words side by side are one name. A ' opens quotes only where another closes them before a
 * space, a ")" or the end, so that 's is a word. In "…" a backslash takes the next character as it
 * is. A line of punctuation alone, without spaces, is a word.
 *
 * All of it is linear: the parser keeps the product of weights of the open parentheses on a stack
 * and writes each name down as a term.
 */
#include "model/expr.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/compiler.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "model/expr_lexer.h"

#define DEPTH_MAX  64
#define WEIGHT_MIN 1e-9
#define WEIGHT_MAX 1e9
#define SHOWN	   40 /* bytes of the text that a message repeats */

/* --- what a line is --------------------------------------------------------------------------- */

static bool has_operator(struct lexer lx)
{
	while (lx.token != TOKEN_END && !token_is_operator(lx.token))
		lexer_next(&lx);
	return lx.token != TOKEN_END;
}

bool expr_looks_like(const char *text)
{
	struct lexer lx = { .text = text, .at = lexer_skip_spaces(text, 0) };

	if (text[lx.at] == '=' && text[lx.at + 1] && !lexer_is_space(text[lx.at + 1]))
		return true;
	lexer_next(&lx);
	switch (lx.token) {
	case TOKEN_WEIGHT:
		return true;
	case TOKEN_OPEN:
		return has_operator(lx);
	case TOKEN_MINUS:
	case TOKEN_PLUS:
		lexer_next(&lx);
		return lx.token != TOKEN_END && lx.token != TOKEN_CLOSE;
	case TOKEN_BARE:
	case TOKEN_QUOTED:
		lexer_next(&lx);
		return token_is_operator(lx.token);
	default:
		return false;
	}
}

/* --- parser ----------------------------------------------------------------------------------- */

struct parser {
	struct lexer lx;
	struct expr *out;
	double scale[DEPTH_MAX + 1]; /* product of the weights of the open parentheses */
	size_t depth;
	struct error *err;
};

/* "after "king +"", or "at the start". */
static const char *place(const struct parser *p, char *out, size_t cap)
{
	const char *s = p->lx.text;
	size_t end = p->lx.token == TOKEN_QUOTED ? p->lx.begin - 1 : p->lx.begin, begin;

	while (end && lexer_is_space(s[end - 1]))
		end--;
	begin = end > SHOWN ? end - SHOWN : 0;
	while (begin < end && ((unsigned char)s[begin] & 0xC0) == 0x80)
		begin++; /* not in the middle of a character */
	if (!end)
		return "at the start";
	snprintf(out, cap, "after \"%s%.*s\"", begin ? "..." : "", (int)(end - begin), s + begin);
	return out;
}

static enum status fail(struct parser *p, const char *what)
{
	char where[SHOWN + 32];

	return error_set(p->err, ST_USAGE, "%s %s", place(p, where, sizeof(where)), what);
}

static enum status expected_word(struct parser *p)
{
	switch (p->lx.token) {
	case TOKEN_END:
		return fail(p, "a word is missing");
	case TOKEN_CLOSE:
		return fail(p, "a word is missing before \")\"");
	case TOKEN_UNCLOSED:
		return fail(p, "a quote is opened and never closed");
	default:
		return fail(p, "a word is expected, not another sign; put a word that looks like "
			       "one in quotes");
	}
}

/* Copy the name at the present token, and move behind it. */
static char *take_name(struct parser *p)
{
	struct strbuf sb = STRBUF_INIT;
	const char *s = p->lx.text;

	if (p->lx.token == TOKEN_QUOTED) {
		bool escapes = s[p->lx.begin - 1] == '"';

		for (size_t i = p->lx.begin; i < p->lx.end; i++) {
			if (escapes && s[i] == '\\' && i + 1 < p->lx.end)
				i++;
			strbuf_addc(&sb, s[i]);
		}
		lexer_next(&p->lx);
		return strbuf_detach(&sb, NULL);
	}
	for (; p->lx.token == TOKEN_BARE; lexer_next(&p->lx)) {
		if (sb.len)
			strbuf_addc(&sb, ' ');
		strbuf_add(&sb, s + p->lx.begin, p->lx.end - p->lx.begin);
	}
	return strbuf_detach(&sb, NULL);
}

static enum status add_term(struct parser *p, double weight)
{
	struct expr *e = p->out;
	size_t at = p->lx.begin;

	if (e->count == EXPR_TERMS_MAX)
		return error_set(p->err, ST_USAGE, "more than %d words in one expression",
				 EXPR_TERMS_MAX);
	if (!(fabs(weight) >= WEIGHT_MIN && fabs(weight) <= WEIGHT_MAX))
		return fail(p, weight == 0 ? "a word has the weight 0: leave it out"
					   : "a weight is too large or too small");
	if (p->lx.token == TOKEN_QUOTED && p->lx.begin == p->lx.end)
		return fail(p, "the quotes are empty");
	e->terms = xreallocarray(e->terms, e->count + 1, sizeof(*e->terms));
	e->terms[e->count++] = (struct expr_term){ .weight = weight,
						   .quoted = p->lx.token == TOKEN_QUOTED,
						   .at = at };
	e->terms[e->count - 1].word = take_name(p);
	return ST_OK;
}

static enum status open_parenthesis(struct parser *p, double weight)
{
	if (p->depth == DEPTH_MAX)
		return fail(p, "parentheses are nested too deeply");
	p->scale[++p->depth] = weight;
	lexer_next(&p->lx);
	return ST_OK;
}

/* A sign where a sum starts. */
static double leading_sign(struct parser *p)
{
	double sign = p->lx.token == TOKEN_MINUS ? -1 : 1;

	if (p->lx.token == TOKEN_MINUS || p->lx.token == TOKEN_PLUS)
		lexer_next(&p->lx);
	return sign;
}

/* Weights, opening parentheses and the name behind them; sign is that of the operator before. */
static enum status parse_operand(struct parser *p, double sign)
{
	double weight = sign * p->scale[p->depth];
	enum status st;

	for (;;) {
		switch (p->lx.token) {
		case TOKEN_WEIGHT:
			weight *= p->lx.weight;
			lexer_next(&p->lx);
			break;
		case TOKEN_OPEN:
			st = open_parenthesis(p, weight);
			if (st)
				return st;
			weight *= leading_sign(p);
			break;
		case TOKEN_BARE:
		case TOKEN_QUOTED:
			return add_term(p, weight);
		default:
			return expected_word(p);
		}
	}
}

static enum status expected_operator(struct parser *p)
{
	switch (p->lx.token) {
	case TOKEN_STAR:
		return fail(p, "the number goes first: 0.5*word");
	case TOKEN_CLOSE:
		return fail(p, "a \")\" closes nothing");
	case TOKEN_UNCLOSED:
		return fail(p, "a quote is opened and never closed");
	default:
		return fail(p, "a + or - is missing");
	}
}

/* One sum, up to the end or a colon outside parentheses. */
static enum status parse_sum(struct parser *p, double sign)
{
	enum status st;

	p->scale[0] = sign;
	sign = leading_sign(p);
	while ((st = parse_operand(p, sign)) == ST_OK) {
		while (p->lx.token == TOKEN_CLOSE && p->depth) {
			p->depth--;
			lexer_next(&p->lx);
		}
		if (p->lx.token == TOKEN_PLUS || p->lx.token == TOKEN_MINUS) {
			sign = p->lx.token == TOKEN_MINUS ? -1 : 1;
			lexer_next(&p->lx);
		} else if (p->lx.token == TOKEN_END || p->lx.token == TOKEN_COLON ||
			   p->lx.token == TOKEN_COLONS) {
			return p->depth ? fail(p, "a \")\" is missing") : ST_OK;
		} else {
			return expected_operator(p);
		}
	}
	return st;
}

static bool take_token(struct parser *p, enum token token)
{
	if (p->lx.token != token)
		return false;
	lexer_next(&p->lx);
	return true;
}

/* ": b :: c" or ": b :: c : ?" behind a. */
static enum status parse_analogy(struct parser *p)
{
	enum status st;

	p->out->analogy = true;
	for (size_t i = 0; i < p->out->count; i++)
		p->out->terms[i].weight = -p->out->terms[i].weight;
	st = parse_sum(p, 1);
	if (st)
		return st;
	if (!take_token(p, TOKEN_COLONS))
		return fail(p, "\"::\" is missing: an analogy is written a : b :: c");
	st = parse_sum(p, 1);
	if (st)
		return st;
	if (take_token(p, TOKEN_COLON) &&
	    (p->lx.token != TOKEN_BARE || p->lx.text[p->lx.begin] != '?' ||
	     p->lx.end != p->lx.begin + 1))
		return fail(p, "only \"?\" may follow: an analogy is written a : b :: c");
	take_token(p, TOKEN_BARE);
	return p->lx.token == TOKEN_END
		       ? ST_OK
		       : fail(p, "the analogy should end: it is written a : b :: c");
}

static enum status parse_line(struct parser *p)
{
	enum status st = parse_sum(p, 1);

	if (st || p->lx.token == TOKEN_END)
		return st;
	if (!take_token(p, TOKEN_COLON))
		return fail(p, "\"::\" comes too early: an analogy is written a : b :: c");
	return parse_analogy(p);
}

/* "(" or ":)" or "--" alone: there are such words. */
static bool is_punctuation(const char *s)
{
	return *s && s[strspn(s, "+-*:()")] == '\0';
}

enum status expr_parse(struct expr *out, const char *text, struct error *err)
{
	struct expr e = { 0 };
	struct parser p = { .lx = { .text = text, .at = lexer_skip_spaces(text, 0) },
			    .out = &e,
			    .err = err };
	enum status st;

	if (text[p.lx.at] == '=' && text[p.lx.at + 1] && !lexer_is_space(text[p.lx.at + 1]))
		p.lx.at++; /* "=word": whatever follows is no command */
	if (!text[p.lx.at])
		return error_set(err, ST_USAGE, "nothing to look up: write a word");
	if (is_punctuation(text + p.lx.at)) {
		lexer_set(&p.lx, TOKEN_BARE, p.lx.at, strlen(text));
		st = add_term(&p, 1);
	} else {
		lexer_next(&p.lx);
		st = parse_line(&p);
	}
	if (st == ST_OK)
		*out = e;
	else
		expr_release(&e);
	return st;
}

enum status expr_add_copy(struct expr *e, const struct expr_term *t, double weight,
			  struct error *err)
{
	struct expr_term copy = *t;
	void *numbers = NULL;

	if (e->count == EXPR_TERMS_MAX)
		return error_set(err, ST_USAGE, "more than %d words in one expression",
				 EXPR_TERMS_MAX);
	if (t->vector && mem_try_calloc(&numbers, t->dims, sizeof(double), "the vector", err))
		return ST_NOMEM;
	copy.weight *= weight;
	copy.word = t->word ? xstrdup(t->word) : NULL;
	copy.vector = numbers;
	for (size_t i = 0; t->vector && i < t->dims; i++)
		copy.vector[i] = t->vector[i];
	e->terms = xreallocarray(e->terms, e->count + 1, sizeof(*e->terms));
	e->terms[e->count++] = copy;
	return ST_OK;
}

void expr_release(struct expr *e)
{
	for (size_t i = 0; i < e->count; i++) {
		free(e->terms[i].word);
		free(e->terms[i].vector);
	}
	free(e->terms);
	*e = (struct expr){ 0 };
}
