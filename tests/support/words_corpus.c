#include "words_corpus.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"

struct entry {
	const char *word;
	size_t n;
	uint64_t count;
	uint32_t id;
};

struct table {
	struct entry *slots;
	size_t size, used;
};

static struct entry *find_slot(struct table *t, const char *word, size_t n)
{
	size_t i = (size_t)hash_bytes(word, n, 0) & (t->size - 1);

	while (t->slots[i].word && (t->slots[i].n != n || memcmp(t->slots[i].word, word, n) != 0))
		i = (i + 1) & (t->size - 1);
	return &t->slots[i];
}

static void grow(struct table *t)
{
	struct table old = *t;

	t->size = old.size ? old.size * 2 : 1024;
	t->slots = xcalloc(t->size, sizeof(*t->slots));
	for (size_t i = 0; i < old.size; i++)
		if (old.slots[i].word)
			*find_slot(t, old.slots[i].word, old.slots[i].n) = old.slots[i];
	free(old.slots);
}

static void count(struct table *t, const char *word, size_t n)
{
	struct entry *e;

	if (t->used * 2 >= t->size)
		grow(t);
	e = find_slot(t, word, n);
	t->used += !e->word;
	e->word = word;
	e->n = n;
	e->count++;
}

/* The next word of [p, end); a line end is a word "\n". NULL at the end. */
static const char *next_word(const char **p, const char *end, size_t *n)
{
	const char *begin;

	while (*p < end && (**p == ' ' || **p == '\t' || **p == '\r'))
		++*p;
	begin = *p;
	if (begin == end)
		return NULL;
	if (*begin == '\n')
		++*p;
	else
		while (*p < end && !strchr(" \t\r\n", **p))
			++*p;
	*n = (size_t)(*p - begin);
	return begin;
}

static int by_count(const void *a, const void *b)
{
	const struct entry *x = *(struct entry *const *)a, *y = *(struct entry *const *)b;
	int c;

	if (x->count != y->count)
		return x->count > y->count ? -1 : 1;
	c = memcmp(x->word, y->word, x->n < y->n ? x->n : y->n);
	return c ? c : x->n < y->n ? -1 : 1;
}

static void number_words(struct corpus *c, struct table *t, uint64_t min_count)
{
	struct entry **order = xcalloc(t->used, sizeof(struct entry *));
	size_t bytes = 0;

	for (size_t i = 0; i < t->size; i++) {
		struct entry *e = &t->slots[i];

		e->id = UINT32_MAX;
		if (e->word && e->count >= min_count) {
			order[c->word_count++] = e;
			bytes += e->n;
		}
	}
	qsort(order, c->word_count, sizeof(struct entry *), by_count);
	c->bytes = xmalloc(bytes);
	c->offsets = xcalloc(c->word_count + 1, sizeof(uint64_t));
	c->counts = xcalloc(c->word_count, sizeof(uint64_t));
	for (size_t i = 0; i < c->word_count; i++) {
		order[i]->id = (uint32_t)i;
		c->counts[i] = order[i]->count;
		memcpy(c->bytes + c->offsets[i], order[i]->word, order[i]->n);
		c->offsets[i + 1] = c->offsets[i] + order[i]->n;
	}
	free(order);
}

static void end_sentence(struct corpus *c)
{
	if (c->id_count && c->ids[c->id_count - 1] != CORPUS_SENTENCE_END) {
		c->ids[c->id_count++] = CORPUS_SENTENCE_END;
		c->sentence_count++;
	}
}

static void write_ids(struct corpus *c, struct table *t, const char *text, const char *end)
{
	const char *word;
	size_t n;

	while ((word = next_word(&text, end, &n))) {
		struct entry *e;

		if (*word == '\n') {
			end_sentence(c);
			continue;
		}
		c->raw_count++;
		e = find_slot(t, word, n);
		if (e->id == UINT32_MAX)
			continue;
		c->ids[c->id_count++] = e->id;
		c->token_count++;
	}
	end_sentence(c);
}

struct corpus *words_corpus_new(const char *text, size_t n, uint64_t min_count)
{
	struct corpus *c = xcalloc(1, sizeof(*c));
	struct table t = { 0 };
	const char *p = text, *word;
	size_t word_n;

	grow(&t);
	while ((word = next_word(&p, text + n, &word_n)))
		if (*word != '\n')
			count(&t, word, word_n);
	number_words(c, &t, min_count);
	c->ids = xcalloc(n + 2, sizeof(uint32_t));
	write_ids(c, &t, text, text + n);
	free(t.slots);
	return c;
}

struct corpus *words_corpus_read(const char *path, uint64_t min_count)
{
	FILE *f = fopen(path, "rb");
	struct corpus *c;
	size_t n, size;
	char *text;

	if (!f)
		return NULL;
	fseek(f, 0, SEEK_END);
	size = (size_t)ftell(f);
	rewind(f);
	text = xmalloc(size);
	n = fread(text, 1, size, f);
	fclose(f);
	c = words_corpus_new(text, n, min_count);
	free(text);
	return c;
}

void words_corpus_free(struct corpus *c)
{
	free(c->ids);
	free(c->bytes);
	free(c->offsets);
	free(c->counts);
	free(c);
}

uint32_t words_corpus_find(const struct corpus *c, const char *word)
{
	size_t n = strlen(word);

	for (size_t i = 0; i < c->word_count; i++)
		if (c->offsets[i + 1] - c->offsets[i] == n &&
		    memcmp(c->bytes + c->offsets[i], word, n) == 0)
			return (uint32_t)i;
	return UINT32_MAX;
}
