/* From bytes in a file in memory to a corpus: MB/s and words/s on one thread and on all, for each
 * file named or the shared corpora, best of five. "_cpu" is per second of processor time, for
 * machines that have other things to do. */

#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/thread.h"
#include "io/source.h"
#include "text/read.h"

#define RUNS 5

/* Unpack a file into memory; its path goes into `path`. */
static int unpack(const char *name, char path[64], uint64_t *size)
{
	static char buf[1 << 20];
	struct source *src;
	size_t got = 1;
	int fd = memfd_create("bench", MFD_CLOEXEC);

	if (fd < 0 || source_open(&src, name, NULL, NULL, NULL) != ST_OK)
		return -1;
	*size = 0;
	while (got && source_read(src, buf, sizeof(buf), &got, NULL) == ST_OK) {
		if (write(fd, buf, got) != (ssize_t)got)
			abort();
		*size += got;
	}
	source_close(src);
	snprintf(path, 64, "/proc/self/fd/%d", fd);
	return fd;
}

static void print_figure(const char *name, size_t threads, const char *what, double value,
			 const char *unit)
{
	printf("text_%.*s_%zu%s %.1f %s\n", (int)strcspn(name, "-."), name, threads, what, value,
	       unit);
}

static void measure(const char *path, const char *name, uint64_t size, size_t threads)
{
	struct text_report report = { 0 };
	struct text_options opt;
	double best = 1e9, best_cpu = 1e9;

	text_options_init(&opt);
	opt.threads = threads;
	opt.report = &report;
	for (int i = 0; i < RUNS; i++) {
		struct error err = ERROR_INIT;
		struct corpus *c;
		uint64_t start = clock_ns();
		clock_t cpu = clock();
		double seconds, cpu_seconds;

		if (corpus_read(&c, path, &opt, NULL, &err) != ST_OK) {
			fprintf(stderr, "%s\n", err.text);
			exit(1);
		}
		seconds = (double)(clock_ns() - start) / 1e9;
		cpu_seconds = (double)(clock() - cpu) / CLOCKS_PER_SEC;
		best = seconds < best ? seconds : best;
		best_cpu = cpu_seconds < best_cpu ? cpu_seconds : best_cpu;
		corpus_free(c);
		if (i < RUNS - 1)
			text_report_release(&report);
	}
	print_figure(name, threads, "", (double)size / best / 1e6, "MB/s");
	print_figure(name, threads, "_words", (double)report.words / best / 1e6, "M words/s");
	print_figure(name, threads, "_cpu", (double)size / best_cpu / 1e6, "MB a CPU second");
	text_report_release(&report);
}

int main(int argc, char **argv)
{
	static const char *const corpora[] = {
		"../shared/data/corpora/enwiki-100mb.txt.zst",
		"../shared/data/corpora/reuters21578.txt.zst",
		"../shared/data/corpora/ru-help.txt.zst",
		"../shared/data/corpora/zh-novels-3mb.txt.zst",
	};
	size_t count = argc > 1 ? (size_t)argc - 1 : sizeof(corpora) / sizeof(*corpora);

	for (size_t i = 0; i < count; i++) {
		const char *name = argc > 1 ? argv[i + 1] : corpora[i], *base;
		uint64_t size;
		char path[64];
		int fd = unpack(name, path, &size);

		if (fd < 0) {
			printf("%s is not there\n", name);
			continue;
		}
		base = strrchr(name, '/') ? strrchr(name, '/') + 1 : name;
		measure(path, base, size, 1);
		if (thread_count(0) > 1)
			measure(path, base, size, thread_count(0));
		close(fd);
	}
	return 0;
}
