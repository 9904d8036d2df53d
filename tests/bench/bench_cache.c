/*
 * From the start of the program to its first answer, with a model that has a copy in the cache:
 * prints "name value unit". The whole program is run, as a user runs it, answering one line.
 *
 *	bench_cache PROGRAM MODEL.bin FOLDER [OTHER…]	(FOLDER: where the copies go; OTHER: the same
 *							words in other formats)
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"

enum { RUNS = 21 };

static const char *program, *model;

/* Milliseconds until it has ended; *mib: its peak memory. */
static double run_once(const char *line, double *mib)
{
	uint64_t start = clock_ns();
	struct rusage usage;
	pid_t pid = fork();
	int status;

	if (pid == 0) {
		int null = open("/dev/null", O_WRONLY);

		dup2(null, STDOUT_FILENO);
		dup2(null, STDERR_FILENO);
		execl(program, program, "--no-history", "--no-config", model, "-e", line,
		      (char *)NULL);
		_exit(127);
	}
	if (pid < 0 || wait4(pid, &status, 0, &usage) != pid || status) {
		fprintf(stderr, "bench_cache: %s %s failed\n", program, model);
		exit(1);
	}
	*mib = (double)usage.ru_maxrss / 1024;
	return (double)(clock_ns() - start) / 1e6;
}

static int by_value(const void *a, const void *b)
{
	double x, y;

	memcpy(&x, a, sizeof(x));
	memcpy(&y, b, sizeof(y));
	return x < y ? -1 : x > y;
}

static void bench(const char *kind, const char *what, const char *line)
{
	double ms[RUNS], mib = 0;
	char name[256];

	snprintf(name, sizeof(name), "cache%s_%s", kind, what);

	for (int i = 0; i < RUNS; i++)
		ms[i] = run_once(line, &mib);
	qsort(ms, RUNS, sizeof(*ms), by_value);
	printf("%s_best %.1f ms\n", name, ms[0]);
	printf("%s_median %.1f ms\n", name, ms[RUNS / 2]);
	printf("%s_peak %.1f MiB\n", name, mib);
}

/* The first two words of a word2vec binary. */
static void first_words(char a[64], char b[64])
{
	FILE *f = fopen(model, "rb");
	long dims;

	if (!f || fscanf(f, "%*d %ld%*c%63[^ ]", &dims, a) != 2 ||
	    fseek(f, 4 * dims + 2, SEEK_CUR) || fscanf(f, "%63[^ ]", b) != 1)
		exit(1);
	fclose(f);
}

static void bench_model(const char *kind, const char *a, const char *b)
{
	char line[160];
	double mib;

	/* reads, and makes the copy */
	printf("cache%s_first_open %.1f ms\n", kind, run_once("info", &mib));
	snprintf(line, sizeof(line), "sim %s %s", a, b);
	bench(kind, "sim", line);
	snprintf(line, sizeof(line), "near %s", a);
	bench(kind, "near", line);
}

int main(int argc, char **argv)
{
	char a[64], b[64];

	if (argc < 4) {
		fprintf(stderr, "usage: bench_cache PROGRAM MODEL FOLDER [OTHER…]\n");
		return 2;
	}
	program = argv[1];
	model = argv[2];
	setvbuf(stdout, NULL, _IOLBF, 0);
	setenv("XDG_CACHE_HOME", argv[3], 1);
	setenv("VECSCOPE_APART", "no", 1); /* the copy is there when the first run has ended */
	first_words(a, b);
	bench_model("", a, b);
	for (int i = 4; i < argc; i++) {
		const char *base = strrchr(argv[i], '/'), *dot = strchr(base ? base : argv[i], '.');
		char kind[64];

		model = argv[i];
		snprintf(kind, sizeof(kind), "_%s", dot ? dot + 1 : "folder");
		bench_model(kind, a, b);
	}
	return 0;
}
