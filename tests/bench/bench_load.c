/*
 * Loading 400,000 × 300 from word2vec binary and text: prints "name value unit". Each load runs in a
 * process of its own, so that its peak memory is its own too; the files are read once before, so that
 * they come from the page cache. The files are made once and stay in the folder. With another number of
 * rows only the binary file is made, beside reading it and nothing else.
 *
 *	bench_load FOLDER [ROWS]
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "model/format.h"

enum { ROWS = 400000, DIMS = 300, RUNS = 5 };

static size_t rows = ROWS;

/* --- the files --- */

static uint64_t next(uint64_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return *seed;
}

static size_t put_word(char *out, size_t row)
{
	uint64_t seed = row + 1;
	size_t n = 3 + next(&seed) % 7;

	for (size_t i = 0; i < n; i++)
		out[i] = (char)('a' + next(&seed) % 26);
	return n + (size_t)snprintf(out + n, 24, "%zx", row); /* distinct */
}

/* Six digits behind the point, as the usual tools write them. */
static size_t put_number(char *out, int32_t millionths)
{
	size_t n = 0;
	uint32_t v = (uint32_t)abs(millionths);

	if (millionths < 0)
		out[n++] = '-';
	out[n++] = (char)('0' + v / 1000000);
	out[n++] = '.';
	for (uint32_t unit = 100000; unit; unit /= 10)
		out[n++] = (char)('0' + v / unit % 10);
	return n;
}

static void write_row(FILE *text, FILE *binary, size_t row)
{
	static float x[DIMS];
	static char line[DIMS * 12 + 64], word[64];
	size_t word_len = put_word(word, row), n = word_len;
	uint64_t seed = row * 0x9E3779B97F4A7C15u + 1;

	memcpy(line, word, n);
	for (size_t j = 0; j < DIMS; j++) {
		int32_t v = (int32_t)(next(&seed) % 1600001) - 800000;

		x[j] = (float)v / 1e6f;
		if (!text)
			continue;
		line[n++] = ' ';
		n += put_number(line + n, v);
	}
	line[n++] = '\n';
	if (text)
		fwrite(line, 1, n, text);
	fwrite(word, 1, word_len, binary);
	fputc(' ', binary);
	fwrite(x, sizeof(x), 1, binary);
	fputc('\n', binary);
}

static void make_files(const char *text_path, const char *binary_path)
{
	FILE *text = NULL, *binary;
	struct stat st;

	if ((!text_path || stat(text_path, &st) == 0) && stat(binary_path, &st) == 0)
		return;
	if (text_path)
		text = fopen(text_path, "w");
	binary = fopen(binary_path, "w");
	if (!text != !text_path || !binary) {
		fprintf(stderr, "bench_load: cannot write %s\n", binary_path);
		exit(1);
	}
	if (text)
		fprintf(text, "%zu %d\n", rows, DIMS);
	fprintf(binary, "%zu %d\n", rows, DIMS);
	for (size_t row = 0; row < rows; row++)
		write_row(text, binary, row);
	if ((text && fclose(text)) || fclose(binary))
		exit(1);
}

/* --- loading --- */

static double load(const char *path, size_t threads)
{
	struct load_options opt = { .read.threads = threads };
	struct error err = ERROR_INIT;
	struct model *m;
	uint64_t start = clock_ns();

	if (model_load(&m, path, &opt, NULL, &err) != ST_OK || model_rows(m) != rows) {
		fprintf(stderr, "bench_load: %s\n", err.text);
		exit(1);
	}
	return (double)(clock_ns() - start) / 1e9;
}

/* In a child; *mib is its peak memory. */
static double load_once(const char *path, size_t threads, double *mib)
{
	double seconds = 0;
	struct rusage usage;
	int pipes[2], status;
	pid_t pid;

	if (pipe(pipes))
		exit(1);
	fflush(stdout);
	pid = fork();
	if (pid == 0) {
		seconds = load(path, threads);
		_exit(write(pipes[1], &seconds, sizeof(seconds)) != sizeof(seconds));
	}
	close(pipes[1]);
	if (read(pipes[0], &seconds, sizeof(seconds)) != sizeof(seconds) ||
	    wait4(pid, &status, 0, &usage) != pid || status)
		exit(1);
	close(pipes[0]);
	*mib = (double)usage.ru_maxrss / 1024;
	return seconds;
}

static int by_value(const void *a, const void *b)
{
	double x, y;

	memcpy(&x, a, sizeof(x));
	memcpy(&y, b, sizeof(y));
	return x < y ? -1 : x > y;
}

static void bench(const char *name, const char *path, size_t threads)
{
	double seconds[RUNS], mib = 0, bytes;
	struct stat st;

	if (stat(path, &st))
		exit(1);
	bytes = (double)st.st_size;
	load_once(path, threads, &mib); /* into the page cache */
	for (int i = 0; i < RUNS; i++)
		seconds[i] = load_once(path, threads, &mib);
	qsort(seconds, RUNS, sizeof(*seconds), by_value);
	printf("load_%s %.3f s\n", name, seconds[RUNS / 2]);
	printf("load_%s_rate %.0f MB/s\n", name, bytes / seconds[RUNS / 2] / 1e6);
	printf("load_%s_peak %.1f MiB\n", name, mib);
}

/* The file and nothing else, through a buffer that stays in the processor's cache. */
static void bench_reading(const char *path)
{
	enum { BUFFER = 1 << 18 };
	static char buffer[BUFFER];
	double best = 0;

	for (int i = 0; i < RUNS; i++) {
		uint64_t start = clock_ns();
		int fd = open(path, O_RDONLY);
		double seconds;

		while (fd >= 0 && read(fd, buffer, BUFFER) > 0)
			;
		close(fd);
		seconds = (double)(clock_ns() - start) / 1e9;
		best = i && best < seconds ? best : seconds;
	}
	printf("read_bin_best %.3f s\n", best);
}

static int bench_rows(const char *folder)
{
	char binary[4096];

	snprintf(binary, sizeof(binary), "%s/bench-%zu.bin", folder, rows);
	make_files(NULL, binary);
	bench("bin", binary, 0);
	bench_reading(binary);
	return 0;
}

int main(int argc, char **argv)
{
	char text[4096], binary[4096];
	double matrix = (double)ROWS * 304 * 4 / (1 << 20);

	if (argc < 2 || argc > 3) {
		fprintf(stderr, "usage: bench_load FOLDER [ROWS]\n");
		return 2;
	}
	setvbuf(stdout, NULL, _IOLBF, 0);
	rows = argc == 3 ? strtoul(argv[2], NULL, 10) : ROWS;
	if (rows != ROWS)
		return bench_rows(argv[1]);
	snprintf(text, sizeof(text), "%s/bench.txt", argv[1]);
	snprintf(binary, sizeof(binary), "%s/bench.bin", argv[1]);
	make_files(text, binary);
	bench("bin", binary, 0);
	bench_reading(binary);
	bench("text", text, 0);
	bench("bin_1_thread", binary, 1);
	bench("text_1_thread", text, 1);
	/* 1.05 × rows × stride × 4 bytes + vocabulary + 32 MiB; the vocabulary is 16 bytes a word
	 * and its letters, about 30 in all, and half as much again for its table */
	printf("load_peak_aim %.1f MiB\n", 1.05 * matrix + ROWS * 45.0 / (1 << 20) + 32);
	return 0;
}
