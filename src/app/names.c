#include "app/names.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/strbuf.h"
#include "token.h"

static void named_release(struct named *n)
{
	free(n->name);
	free(n->text);
	expr_release(&n->expr);
}

void names_release(struct names *n)
{
	for (size_t i = 0; i < n->count; i++)
		named_release(&n->items[i]);
	free(n->items);
	*n = (struct names){ 0 };
}

static size_t find(const struct names *n, const char *name)
{
	size_t i = 0;

	while (i < n->count && strcmp(n->items[i].name, name) != 0)
		i++;
	return i;
}

const struct named *names_find(const struct names *n, const char *name)
{
	size_t i = find(n, name);

	return i < n->count ? &n->items[i] : NULL;
}

void names_put(struct names *n, const char *name, const char *text, enum named_kind kind,
	       struct expr *expr)
{
	struct named item = { xstrdup(name), xstrdup(text), kind, *expr };
	size_t i = find(n, name);

	*expr = (struct expr){ 0 };
	if (i < n->count) {
		named_release(&n->items[i]);
	} else {
		ARRAY_RESERVE(n->items, n->cap, n->count + 1);
		n->count++;
	}
	n->items[i] = item;
}

bool names_forget(struct names *n, const char *name)
{
	size_t i = find(n, name);

	if (i == n->count)
		return false;
	named_release(&n->items[i]);
	n->count--;
	memmove(n->items + i, n->items + i + 1, (n->count - i) * sizeof(*n->items));
	return true;
}

void names_copy(struct names *out, const struct names *from)
{
	*out = (struct names){ 0 };
	for (size_t i = 0; i < from->count; i++) {
		const struct named *item = &from->items[i];
		struct expr e = { 0 };

		for (size_t j = 0; j < item->expr.count; j++)
			expr_add_copy(&e, &item->expr.terms[j], 1, NULL);
		names_put(out, item->name, item->text, item->kind, &e);
	}
}

/* --- in expressions --------------------------------------------------------------------------- */

enum status named_terms(const struct named *named, double weight, struct expr *out,
			struct error *err)
{
	if (named->kind == NAMED_SET)
		weight /= (double)named->expr.count;
	for (size_t i = 0; i < named->expr.count; i++) {
		enum status st = expr_add_copy(out, &named->expr.terms[i], weight, err);

		if (st != ST_OK)
			return st;
	}
	return ST_OK;
}

/* A name, or a set as lists of words write it: @colours, here its mean. */
static const struct named *find_term(const struct names *n, const char *word)
{
	const struct named *set = *word == '@' ? names_find(n, word + 1) : NULL;

	return set && set->kind == NAMED_SET ? set : names_find(n, word);
}

static enum status apply(struct expr *out, const struct names *n, const struct expr *from,
			 struct error *err)
{
	enum status st = ST_OK;

	out->analogy = from->analogy;
	for (size_t i = 0; st == ST_OK && i < from->count; i++) {
		const struct expr_term *t = &from->terms[i];
		const struct named *named = t->word && !t->quoted ? find_term(n, t->word) : NULL;

		st = named ? named_terms(named, t->weight, out, err)
			   : expr_add_copy(out, t, 1, err);
	}
	return st;
}

enum status names_parse(struct expr *out, const struct names *n, const char *text,
			struct error *err)
{
	struct expr typed, e = { 0 };
	enum status st = expr_parse(&typed, text, err);

	if (st != ST_OK || !n->count) {
		if (st == ST_OK)
			*out = typed;
		return st;
	}
	st = apply(&e, n, &typed, err);
	expr_release(&typed);
	if (st == ST_OK)
		*out = e;
	else
		expr_release(&e);
	return st;
}

/* --- in lists of words ------------------------------------------------------------------------ */

/* Options whose value is a list of words: there "@name" stays, for names_inline(). */
static bool takes_list(const char *option)
{
	return !strcmp(option, "in") || !strcmp(option, "not") || !strcmp(option, "of") ||
	       !strcmp(option, "fit");
}

static bool is_list_option(const struct token *t)
{
	return !t->quoted && !strncmp(t->text, "--", 2) && takes_list(t->text + 2);
}

static bool is_set(const struct names *n, const struct token *t)
{
	const struct named *set =
		t->quoted || t->text[0] != '@' ? NULL : names_find(n, t->text + 1);

	return set && set->kind == NAMED_SET;
}

char *names_expand(const struct names *n, const char *line)
{
	struct strbuf sb = STRBUF_INIT;
	struct tokens t;

	tokens_split(&t, line);
	for (size_t i = 0; i < t.count; i++) {
		const struct token *tok = &t.items[i];
		const struct expr *set;

		strbuf_adds(&sb, sb.len ? " " : "");
		if (!is_set(n, tok) || (i && is_list_option(tok - 1))) {
			strbuf_add(&sb, line + tok->begin, tok->end - tok->begin);
			continue;
		}
		set = &names_find(n, tok->text + 1)->expr;
		for (size_t j = 0; j < set->count; j++) {
			strbuf_adds(&sb, j ? " " : "");
			token_quote(set->terms[j].word, &sb);
		}
	}
	tokens_release(&t);
	return strbuf_detach(&sb, NULL);
}

static enum status inline_one(const struct names *n, char **text, struct error *err)
{
	const struct named *set = names_find(n, *text + 1);
	struct strbuf sb = STRBUF_INIT;

	if (!set || set->kind != NAMED_SET)
		return error_set(err, ST_FAILED,
				 "there is no set \"%.60s\": let %.60s = {word, word} makes one",
				 *text + 1, *text + 1);
	strbuf_addf(&sb, "%s\n", *text);
	for (size_t i = 0; i < set->expr.count; i++)
		strbuf_addf(&sb, "%s\n", set->expr.terms[i].word);
	free(*text);
	*text = strbuf_detach(&sb, NULL);
	return ST_OK;
}

enum status names_inline(const struct names *n, struct args *a, struct error *err)
{
	enum status st = ST_OK;

	for (size_t i = 0; st == ST_OK && i < a->spec_count; i++) {
		const char *text = a->text[i];

		if (takes_list(a->spec[i]->name) && text && text[0] == '@' && text[1])
			st = inline_one(n, &a->text[i], err);
	}
	return st;
}
