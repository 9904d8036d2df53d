#include "huffman.h"

#include <stdlib.h>

#include "base/compiler.h"
#include "base/mem.h"

/* Leaves 0 … words − 1, inner nodes behind them. */
struct tree {
	uint64_t *count;
	uint32_t *parent;
	uint8_t *branch;
	size_t words;
};

static void tree_release(struct tree *t)
{
	free(t->count);
	free(t->parent);
	free(t->branch);
}

static enum status tree_init(struct tree *t, const uint64_t *counts, size_t words,
			     struct error *err)
{
	void *count = NULL, *parent = NULL, *branch = NULL;
	enum status st = mem_try_calloc(&count, 2 * words, sizeof(uint64_t), "the tree", err);

	if (!st)
		st = mem_try_calloc(&parent, 2 * words, sizeof(uint32_t), "the tree", err);
	if (!st)
		st = mem_try_calloc(&branch, 2 * words, 1, "the tree", err);
	*t = (struct tree){ count, parent, branch, words };
	for (size_t i = 0; i < words && !st; i++)
		t->count[i] = counts[i];
	return st;
}

/* The rarer of the rarest leaf left (*leaf counts down to 0) and the rarest inner node left; at
 * equal counts the inner node. */
static size_t take_rarest(const struct tree *t, size_t *leaf, size_t *inner, size_t made)
{
	if (*leaf > 0 && (*inner >= made || t->count[*leaf - 1] < t->count[*inner]))
		return --*leaf;
	return (*inner)++;
}

static void join(struct tree *t)
{
	size_t leaf = t->words, inner = t->words;

	for (size_t made = t->words; made < 2 * t->words - 1; made++) {
		size_t a = take_rarest(t, &leaf, &inner, made);
		size_t b = take_rarest(t, &leaf, &inner, made);

		t->count[made] = t->count[a] + t->count[b];
		t->parent[a] = t->parent[b] = (uint32_t)made;
		t->branch[b] = 1;
	}
}

static size_t depth(const struct tree *t, size_t leaf)
{
	size_t n = 0;

	for (size_t i = leaf; i != 2 * t->words - 2; i = t->parent[i])
		n++;
	return n;
}

static void write_paths(struct huffman *h, const struct tree *t)
{
	for (size_t w = 0; w < t->words; w++) {
		uint64_t at = h->begin[w + 1];

		for (size_t i = w; i != 2 * t->words - 2; i = t->parent[i]) {
			at--;
			h->nodes[at] = t->parent[i] - (uint32_t)t->words;
			h->codes[at] = t->branch[i];
		}
	}
}

static enum status make_paths(struct huffman *h, const struct tree *t, struct error *err)
{
	void *begin = NULL, *nodes = NULL, *codes = NULL;
	enum status st = mem_try_calloc(&begin, t->words + 1, sizeof(uint64_t), "the paths", err);

	h->begin = begin;
	for (size_t w = 0; w < t->words && !st; w++) {
		size_t n = depth(t, w);

		h->begin[w + 1] = h->begin[w] + n;
		h->longest = MAX(h->longest, n);
	}
	if (!st)
		st = mem_try_calloc(&nodes, (size_t)h->begin[t->words], sizeof(uint32_t),
				    "the paths", err);
	h->nodes = nodes;
	if (!st)
		st = mem_try_calloc(&codes, (size_t)h->begin[t->words], 1, "the paths", err);
	h->codes = codes;
	if (!st)
		write_paths(h, t);
	return st;
}

enum status huffman_init(struct huffman *h, const uint64_t *counts, size_t words, struct error *err)
{
	struct tree t = { 0 };
	enum status st = tree_init(&t, counts, words, err);

	*h = (struct huffman){ 0 };
	if (!st) {
		join(&t);
		st = make_paths(h, &t, err);
	}
	tree_release(&t);
	if (st)
		huffman_release(h);
	return st;
}

void huffman_release(struct huffman *h)
{
	free(h->begin);
	free(h->nodes);
	free(h->codes);
	*h = (struct huffman){ 0 };
}
