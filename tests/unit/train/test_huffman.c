/* Paths of the Huffman tree against word2vec.c's own construction, written out here plainly. */
#include "unit.h"

#include "base/compiler.h"
#include "train/huffman.h"
#include "toy_model.h"

/* CreateBinaryTree of word2vec.c, for one word's code and points. */
static size_t reference(const uint64_t *counts, size_t words, size_t word, uint8_t *code,
			uint32_t *point)
{
	uint64_t *count = malloc(2 * words * sizeof(*count));
	size_t *parent = calloc(2 * words, sizeof(*parent));
	uint8_t *binary = calloc(2 * words, 1), up[128];
	long pos1 = (long)words - 1, pos2 = (long)words;
	size_t path[128], n = 0;

	for (size_t i = 0; i < 2 * words; i++)
		count[i] = i < words ? counts[i] : UINT64_MAX / 4;
	for (size_t a = 0; a + 1 < words; a++) {
		long min[2];

		for (int i = 0; i < 2; i++)
			min[i] = pos1 >= 0 && count[pos1] < count[pos2] ? pos1-- : pos2++;
		count[words + a] = count[min[0]] + count[min[1]];
		parent[min[0]] = parent[min[1]] = words + a;
		binary[min[1]] = 1;
	}
	for (size_t b = word;; b = parent[b]) {
		up[n] = binary[b];
		path[n++] = b;
		if (parent[b] == 2 * words - 2)
			break;
	}
	point[0] = (uint32_t)words - 2;
	for (size_t b = 0; b < n; b++) {
		code[n - b - 1] = up[b];
		if (b)
			point[n - b] = (uint32_t)(path[b] - words);
	}
	free(count);
	free(parent);
	free(binary);
	return n;
}

static void check(const uint64_t *counts, size_t words)
{
	struct huffman h;
	uint8_t code[128];
	uint32_t point[129];

	assert_int_equal(huffman_init(&h, counts, words, NULL), ST_OK);
	for (size_t w = 0; w < words; w++) {
		size_t n = reference(counts, words, w, code, point);

		assert_int_equal(h.begin[w + 1] - h.begin[w], n);
		assert_true(n <= h.longest);
		assert_memory_equal(h.codes + h.begin[w], code, n);
		assert_memory_equal(h.nodes + h.begin[w], point, n * sizeof(*point));
	}
	huffman_release(&h);
}

static void paths_are_those_of_word2vec(void **unused)
{
	uint64_t counts[300], state = 9;

	(void)unused;
	for (size_t words = 2; words <= 300; words += words < 20 ? 1 : 70) {
		for (size_t i = 0; i < words; i++)
			counts[i] = 10000 / (i + 1);
		check(counts, words);
		for (size_t i = 0; i < words; i++)
			counts[i] = 5; /* all alike */
		check(counts, words);
		for (size_t i = words; i-- > 0;)
			counts[i] = (i + 1 < words ? counts[i + 1] : 1) + toy_random(&state) % 3;
		check(counts, words);
	}
}

static void powers_of_two_make_a_chain(void **unused)
{
	static const uint64_t counts[] = { 16, 8, 4, 2, 1 };
	struct huffman h;

	(void)unused;
	assert_int_equal(huffman_init(&h, counts, 5, NULL), ST_OK);
	assert_int_equal(h.begin[1], 1);
	assert_int_equal(h.begin[5] - h.begin[4], 4);
	assert_int_equal(h.longest, 4);
	assert_int_equal(h.nodes[0], 3); /* the root is the node made last */
	huffman_release(&h);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(paths_are_those_of_word2vec),
		cmocka_unit_test(powers_of_two_make_a_chain),
	};

	return cmocka_run_group_tests_name("train/huffman", tests, NULL, NULL);
}
