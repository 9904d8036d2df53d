/*
 * Search, vocabulary and principal components: prints "name value unit", medians of runs in which
 * the search and a plain loop that only reads the same matrix take turns.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/compiler.h"
#include "base/thread.h"
#include "math/pca.h"
#include "math/vec.h"
#include "model/search.h"

enum { ROWS = 400000, DIMS = 300, RUNS = 25, WORDS = 1000000, CHUNK_FLOATS = 1 << 18 };

static uint64_t next(uint64_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return *seed;
}

/* Sum of four bytes: nearly normal, and quick to make. */
static float normal(uint64_t *seed)
{
	uint64_t x = next(seed);

	return (float)((x & 255) + (x >> 8 & 255) + (x >> 16 & 255) + (x >> 24 & 255)) / 256 - 2;
}

static int compare_doubles(const void *a, const void *b)
{
	double x, y;

	memcpy(&x, a, sizeof(x));
	memcpy(&y, b, sizeof(y));
	return x < y ? -1 : x > y;
}

static double median(double *values, size_t n)
{
	qsort(values, n, sizeof(*values), compare_doubles);
	return values[n / 2];
}

static double ms_since(uint64_t start)
{
	return (double)(clock_ns() - start) / 1e6;
}

/* --- search ----------------------------------------------------------------------------------- */

static void fill_rows(void *ctx, size_t begin, size_t end, size_t worker)
{
	struct model *m = ctx;

	(void)worker;
	for (size_t r = begin; r < end; r++) {
		float *x = matrix_row(&m->matrix, r);
		uint64_t seed = r * 0x9E3779B97F4A7C15u + 1;

		for (size_t j = 0; j < DIMS; j++)
			x[j] = normal(&seed);
		m->norms[r] = (float)vec_norm(x, DIMS);
	}
}

typedef uint64_t wide __attribute__((vector_size(64), aligned(16), may_alias));

struct reading {
	const float *data;
	uint64_t sum[THREADS_MAX][8]; /* a cache line each */
};

/* Does nothing but read: whole cache lines, four chains. */
static void read_part(void *ctx, size_t begin, size_t end, size_t worker)
{
	struct reading *r = ctx;
	const wide *p = (const wide *)(const void *)(r->data + begin);
	size_t n = (end - begin) / 16;
	wide a = { 0 }, b = a, c = a, d = a;

	for (size_t i = 0; i + 4 <= n; i += 4) {
		__builtin_prefetch(p + i + 128);
		__builtin_prefetch(p + i + 129);
		__builtin_prefetch(p + i + 130);
		__builtin_prefetch(p + i + 131);
		a ^= p[i];
		b ^= p[i + 1];
		c ^= p[i + 2];
		d ^= p[i + 3];
	}
	a ^= b ^ c ^ d;
	r->sum[worker][0] ^= a[0] ^ a[1] ^ a[2] ^ a[3] ^ a[4] ^ a[5] ^ a[6] ^ a[7];
}

static double read_once(const struct model *m, size_t threads)
{
	static struct reading r;
	uint64_t start = clock_ns();

	r.data = m->matrix.data;
	parallel_for(threads, m->matrix.rows * m->matrix.stride, CHUNK_FLOATS, read_part, &r);
	return ms_since(start);
}

static double near_once(const struct model *m, enum metric metric, size_t threads, uint64_t *seed)
{
	struct search s = { .metric = metric, .k = 10, .threads = threads };
	struct hit hits[10];
	double q[DIMS];
	size_t count;
	uint64_t start;

	for (size_t j = 0; j < DIMS; j++)
		q[j] = (double)normal(seed);
	start = clock_ns();
	if (search_near(m, q, &s, NULL, hits, &count, NULL) || count != 10)
		exit(1);
	return ms_since(start);
}

static double mul_once(const struct model *m, size_t threads, uint64_t *seed)
{
	uint32_t words[3];
	struct search s = { .k = 10, .exclude = words, .exclude_count = 3, .threads = threads };
	struct hit hits[10];
	size_t count;
	uint64_t start;

	for (size_t i = 0; i < 3; i++)
		words[i] = (uint32_t)(next(seed) % ROWS);
	start = clock_ns();
	if (search_cosmul(m, words, 2, words + 2, 1, &s, NULL, hits, &count, NULL))
		exit(1);
	return ms_since(start);
}

static void bench_near(const struct model *m, size_t threads, const char *suffix)
{
	double reads[RUNS], nears[RUNS], dots[RUNS], euclids[RUNS], muls[RUNS];
	double bytes = (double)(m->matrix.rows * m->matrix.stride) * sizeof(float), read, near;
	uint64_t seed = 7;

	for (int i = 0; i < RUNS; i++) {
		reads[i] = read_once(m, threads);
		nears[i] = near_once(m, METRIC_COSINE, threads, &seed);
		dots[i] = near_once(m, METRIC_DOT, threads, &seed);
		euclids[i] = near_once(m, METRIC_EUCLIDEAN, threads, &seed);
		muls[i] = mul_once(m, threads, &seed);
	}
	read = median(reads, RUNS);
	near = median(nears, RUNS);
	printf("read_bandwidth%s %.2f GB/s\n", suffix, bytes / read / 1e6);
	printf("read_400k%s %.3f ms\n", suffix, read);
	printf("near_400k_median%s %.3f ms\n", suffix, near);
	printf("near_400k_of_read%s %.3f ratio\n", suffix, near / read);
	printf("near_400k_of_read_best%s %.3f ratio\n", suffix, nears[0] / reads[0]);
	printf("near_400k_dot%s %.3f ms\n", suffix, median(dots, RUNS));
	printf("near_400k_euclidean%s %.3f ms\n", suffix, median(euclids, RUNS));
	printf("analogy_mul_400k%s %.3f ms\n", suffix, median(muls, RUNS));
}

static void make_rows(struct model *m)
{
	if (matrix_init(&m->matrix, ROWS, DIMS, NULL))
		exit(1);
	m->norms = calloc(ROWS, sizeof(*m->norms));
	parallel_for(0, ROWS, 4096, fill_rows, m);
}

static void free_rows(struct model *m)
{
	search_cache_free(m->cache);
	free(m->norms);
	matrix_release(&m->matrix);
}

static void bench_search(void)
{
	struct model m = { 0 };
	uint64_t start;

	make_rows(&m);
	bench_near(&m, 1, "_f32_1_thread"); /* no cache: the rows themselves are read */
	bench_near(&m, 0, "_f32");
	m.cache = search_cache_new();
	start = clock_ns();
	if (search_prepare(&m, 0, NULL, NULL))
		exit(1);
	printf("search_copy_400k %.1f ms\n", ms_since(start));
	bench_near(&m, 1, "_1_thread");
	bench_near(&m, 0, "");
	free_rows(&m);
}

/* For a peer that takes turns with us: a time for each line on standard input. */
static int near_on_request(void)
{
	struct model m = { .cache = search_cache_new() };
	uint64_t seed = 7;

	make_rows(&m);
	if (search_prepare(&m, 0, NULL, NULL))
		exit(1);
	puts("ready");
	while (getchar() != EOF)
		printf("%.3f\n", near_once(&m, METRIC_COSINE, 0, &seed));
	free_rows(&m);
	return 0;
}

/* --- vocabulary ------------------------------------------------------------------------------- */

static struct vocab *make_words(void)
{
	struct vocab *v = vocab_new();
	uint64_t seed = 3;

	for (size_t i = 0; i < WORDS; i++) {
		char word[16];
		size_t n = 2 + next(&seed) % 9;
		uint64_t x = next(&seed);

		for (size_t j = 0; j < n; j++, x /= 26)
			word[j] = (char)('a' + (x % 26) * ((x >> 20) % 26) / 26);
		if (vocab_add(v, word, n, NULL, NULL))
			exit(1);
	}
	return v;
}

static void bench_vocab(void)
{
	uint64_t start = clock_ns();
	struct vocab *v = make_words();
	uint32_t rows[8];
	double slowest = 0;

	printf("vocab_1m_add %.1f ms\n", ms_since(start));
	start = clock_ns();
	if (!vocab_sorted(v))
		exit(1);
	printf("vocab_1m_sort %.1f ms\n", ms_since(start));
	start = clock_ns();
	vocab_find_loose(v, "Word", 4, rows, ARRAY_LEN(rows));
	printf("vocab_1m_loose_build %.1f ms\n", ms_since(start));
	for (char c = 'a'; c <= 'z'; c++) {
		size_t begin, end;

		start = clock_ns();
		vocab_prefix(v, &c, 1, &begin, &end);
		slowest = MAX(slowest, ms_since(start));
	}
	printf("vocab_1m_prefix_slowest %.4f ms\n", slowest);
	vocab_free(v);
}

/* --- principal components --------------------------------------------------------------------- */

static void bench_pca(size_t n, size_t d)
{
	struct matrix m;
	double times[7];
	uint64_t seed = 5;

	if (matrix_init(&m, n, d, NULL))
		exit(1);
	for (size_t r = 0; r < n; r++)
		for (size_t j = 0; j < d; j++)
			matrix_row(&m, r)[j] = normal(&seed);
	for (size_t i = 0; i < ARRAY_LEN(times); i++) {
		uint64_t start = clock_ns();
		struct pca pca;

		if (pca_fit(&pca, &m, NULL, n, 10, true, 0, NULL, NULL))
			exit(1);
		times[i] = ms_since(start);
		pca_release(&pca);
	}
	printf("pca_%zux%zu %.2f ms\n", n, d, median(times, ARRAY_LEN(times)));
	matrix_release(&m);
}

int main(int argc, char **argv)
{
	setvbuf(stdout, NULL, _IOLBF, 0);
	if (argc > 1 && strcmp(argv[1], "--near") == 0)
		return near_on_request();
	bench_search();
	bench_vocab();
	bench_pca(2000, 100);
	bench_pca(2000, 300);
	bench_pca(10000, 300);
	bench_pca(100000, 300);
	return 0;
}
