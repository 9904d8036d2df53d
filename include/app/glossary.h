/*
 * The field's terms, each in two sentences, from assets/glossary/terms.txt: "name, other name: text",
 * # for comments. A term is found by any of its names, without regard to case, plural s or hyphens.
 */
#ifndef APP_GLOSSARY_H
#define APP_GLOSSARY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/strbuf.h"

struct glossary_term {
	char *names, *text;	/* "cosine, cosine similarity" */
};

struct glossary {
	struct glossary_term *terms;
	size_t count, cap;
};

enum status glossary_load(struct glossary *out, struct error *err);
/* From text, for those who have it already. */
void glossary_parse(struct glossary *out, const char *text);
void glossary_release(struct glossary *g);
/* By name; NULL. */
const struct glossary_term *glossary_find(const struct glossary *g, const char *name);
/* Append the explanations of all terms that stand as words in `text`, in the order of the file;
 * in lines of at most `cols` cells; returns how many. */
size_t glossary_find_all(const struct glossary *g, const char *text, size_t cols,
			 struct strbuf *out);
/* One term: its names, and its text in lines. */
void glossary_describe(const struct glossary_term *t, size_t cols, struct strbuf *out);

#endif
