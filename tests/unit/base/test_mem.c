#include "unit.h"

#include <sys/wait.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/mem.h"

static void products_and_sums_are_checked(void **state)
{
	size_t out = 17;

	(void)state;
	assert_true(size_mul(1 << 20, 1 << 20, &out) && out == (size_t)1 << 40);
	assert_true(size_mul(SIZE_MAX, 1, &out) && out == SIZE_MAX);
	assert_true(size_mul(0, SIZE_MAX, &out) && out == 0);
	assert_false(size_mul(SIZE_MAX, 2, &out));
	assert_false(size_mul((size_t)1 << 32, (size_t)1 << 32, &out)); /* wraps to 0 */
	assert_false(
		size_mul(((size_t)1 << 32) + 1, (size_t)1 << 32, &out)); /* to something small */
	assert_true(size_add(SIZE_MAX - 1, 1, &out) && out == SIZE_MAX);
	assert_false(size_add(SIZE_MAX, 1, &out));
}

static void too_much_is_a_sentence(void **state)
{
	static const size_t sizes[][2] = { { SIZE_MAX, 2 },
					   { (size_t)1 << 32, (size_t)1 << 32 },
					   { ((size_t)1 << 32) + 1, (size_t)1 << 32 },
					   { SIZE_MAX, 1 },
					   { SIZE_MAX / 2, 1 } };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(sizes); i++) {
		struct error err = ERROR_INIT;
		char *bytes = xstrdup("kept");
		void *p = bytes, *q = &p;

		assert_int_equal(mem_try_calloc(&q, sizes[i][0], sizes[i][1], "words", &err),
				 ST_NOMEM);
		assert_ptr_equal(q, &p);
		assert_non_null(strstr(err.text, "not enough memory for words ("));
		err.status = ST_OK;
		assert_int_equal(mem_try_realloc(&p, sizes[i][0], sizes[i][1], "rows", &err),
				 ST_NOMEM);
		assert_int_equal(err.status, ST_NOMEM);
		assert_ptr_equal(p, bytes);
		assert_string_equal(bytes, "kept");
		assert_int_equal(mem_try_realloc(&p, sizes[i][0], sizes[i][1], "rows", NULL),
				 ST_NOMEM);
		free(p);
	}
}

static void growing_keeps_what_is_there(void **state)
{
	void *p = NULL;
	unsigned char *bytes;

	(void)state;
	assert_int_equal(mem_try_calloc(&p, 100, 3, "x", NULL), ST_OK);
	bytes = p;
	for (size_t i = 0; i < 300; i++)
		assert_int_equal(bytes[i], 0);
	memset(p, 7, 300);
	assert_int_equal(mem_try_realloc(&p, 100000, 3, "x", NULL), ST_OK);
	bytes = p;
	for (size_t i = 0; i < 300; i++)
		assert_int_equal(bytes[i], 7);
	/* nothing is something that can be freed and grown */
	assert_int_equal(mem_try_realloc(&p, 0, 3, "x", NULL), ST_OK);
	assert_non_null(p);
	free(p);
	assert_int_equal(mem_try_calloc(&p, 0, 0, "x", NULL), ST_OK);
	assert_non_null(p);
	free(p);
	p = xmalloc(0);
	assert_non_null(p);
	free(p);
}

static void strings(void **state)
{
	char *s = xstrndup("abcdef", 3);

	(void)state;
	assert_string_equal(s, "abc");
	free(s);
	s = xstrndup("ab\0cd", 5);
	assert_string_equal(s, "ab");
	free(s);
	s = xasprintf("%s-%d", "x", 7);
	assert_string_equal(s, "x-7");
	free(s);
}

static void arrays_grow(void **state)
{
	int *a = NULL;
	size_t cap = 0;

	(void)state;
	for (size_t n = 1; n < 1000; n++) {
		ARRAY_RESERVE(a, cap, n);
		assert_true(cap >= n);
		a[n - 1] = (int)n;
	}
	for (size_t n = 1; n < 1000; n++)
		assert_int_equal(a[n - 1], n);
	free(a);
}

/* Small things that are not there end the program, with a sentence and the crash handler. */
static void small_things_stop_the_program(void **state)
{
	int status, fds[2];
	char text[100] = "";
	pid_t child;

	(void)state;
	assert_int_equal(pipe(fds), 0);
	child = fork();
	if (child == 0) {
		dup2(fds[1], STDERR_FILENO);
		signal(SIGABRT, SIG_DFL); /* cmocka catches it for its own tests */
		xreallocarray(NULL, SIZE_MAX, 2);
		_exit(0);
	}
	close(fds[1]);
	waitpid(child, &status, 0);
	assert_true(read(fds[0], text, sizeof(text) - 1) > 0);
	close(fds[0]);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
	assert_string_equal(text, "vecscope: out of memory\n");
}

/* --- hash ----------------------------------------------------------------------------------------- */

/* Written a second time, byte by byte, from its description in hash.h. */
static uint64_t plain_mix(uint64_t a, uint64_t b)
{
	__uint128_t p = (__uint128_t)(a ^ 0x9E3779B97F4A7C15u) * (b ^ 0xE7037ED1A0B428DBu);

	return (uint64_t)p ^ (uint64_t)(p >> 64);
}

static uint64_t little(const unsigned char *p, size_t n)
{
	uint64_t v = 0;

	while (n--)
		v = v << 8 | p[n];
	return v;
}

static uint64_t plain_hash(const unsigned char *p, size_t n, uint64_t seed)
{
	uint64_t h = plain_mix(seed, n);

	for (; n > 16; p += 16, n -= 16)
		h = plain_mix(little(p, 8) ^ h, little(p + 8, 8));
	return plain_mix(plain_mix(little(p, n > 8 ? 8 : n) ^ h, n > 8 ? little(p + 8, n - 8) : 0),
			 h);
}

static void the_hash_never_changes(void **state)
{
	unsigned char bytes[300 + 7];

	(void)state;
	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (unsigned char)(i * 37 + 11);
	for (size_t n = 0; n <= 300; n++)
		for (size_t shift = 0; shift < 7; shift += 3)
			assert_true(hash_bytes(bytes + shift, n, n * 77) ==
				    plain_hash(bytes + shift, n, n * 77));
	/* written into files: these values stay */
	assert_true(hash_bytes("", 0, 0) == 0x163C06BE62266028u);
	assert_true(hash_bytes("king", 4, 1) == 0x13969B5C48554D8Bu);
	assert_true(hash_bytes("a much longer phrase of words", 29, 42) == 0xD981834A55766651u);
	assert_true(hash_bytes("king", 4, 1) != hash_bytes("king", 4, 2));
	assert_true(hash_bytes("king", 4, 1) != hash_bytes("king\0", 5, 1));
}

static int compare_u64(const void *a, const void *b)
{
	uint64_t x, y;

	memcpy(&x, a, 8);
	memcpy(&y, b, 8);
	return x < y ? -1 : x > y;
}

/* 200,000 words that differ in a digit: the upper and lower halves are each as good as random. */
static void similar_words_do_not_collide(void **state)
{
	enum { N = 200000 };
	uint64_t *hash = xcalloc(N, sizeof(*hash));
	size_t equal = 0, bits[64] = { 0 };

	(void)state;
	for (size_t i = 0; i < N; i++) {
		char word[16];
		int n = snprintf(word, sizeof(word), "w%zu", i);

		hash[i] = hash_bytes(word, (size_t)n, 5);
		for (size_t k = 0; k < 64; k++)
			bits[k] += hash[i] >> k & 1;
	}
	for (size_t k = 0; k < 64; k++) /* 6 standard deviations */
		assert_true(bits[k] > N / 2 - 1342 && bits[k] < N / 2 + 1342);
	qsort(hash, N, sizeof(*hash), compare_u64);
	for (size_t i = 1; i < N; i++)
		equal += hash[i] == hash[i - 1];
	assert_int_equal(equal, 0);
	free(hash);
	assert_true(hash_random_seed() != hash_random_seed());
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(products_and_sums_are_checked),
		cmocka_unit_test(too_much_is_a_sentence),
		cmocka_unit_test(growing_keeps_what_is_there),
		cmocka_unit_test(strings),
		cmocka_unit_test(arrays_grow),
		cmocka_unit_test(small_things_stop_the_program),
		cmocka_unit_test(the_hash_never_changes),
		cmocka_unit_test(similar_words_do_not_collide),
	};

	return cmocka_run_group_tests_name("base/mem", tests, NULL, NULL);
}
