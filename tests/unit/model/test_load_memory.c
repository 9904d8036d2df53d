/* What a header claims costs nothing before the bytes are there to prove it. Each file is loaded in
 * a child whose peak memory is measured, and which may not have more than ALLOWED of new memory. */
#include "unit.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "make_model.h"

#define ALLOWED ((size_t)64 << 20)
#define ANY	ST_CANCELLED /* loads, or says why not */

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED true
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SANITIZED true
#endif
#endif
#ifndef SANITIZED
#define SANITIZED false
#endif

/* "VmHWM:	 1234 kB" in bytes */
static size_t memory_of(const char *what)
{
	FILE *f = fopen("/proc/self/status", "r");
	char line[256];
	size_t kib = 0;

	while (f && fgets(line, sizeof(line), f))
		if (strncmp(line, what, strlen(what)) == 0)
			sscanf(line + strlen(what), " %zu", &kib);
	if (f)
		fclose(f);
	return kib << 10;
}

static void forget_peak(void)
{
	int fd = open("/proc/self/clear_refs", O_WRONLY);

	if (fd >= 0) {
		if (write(fd, "5", 1) < 0)
			perror("clear_refs");
		close(fd);
	}
}

/* What the child answers: which status, and its peak in MiB. */
struct answer {
	enum status status;
	size_t peak;
	char text[200];
};

static struct answer load_here(const char *path, bool limited)
{
	struct rlimit limit = { 0, 0 };
	const struct load_options opt = { .read = { .threads = 2 } };
	struct error err = ERROR_INIT;
	struct model *m = NULL;
	struct answer a = { 0 };
	size_t before;

	forget_peak();
	before = memory_of("VmRSS:");
	/* private writable memory, that of a second thread's stack included */
	limit.rlim_cur = limit.rlim_max = memory_of("VmData:") + ALLOWED;
	if (limited)
		setrlimit(RLIMIT_DATA, &limit);
	a.status = model_load(&m, path, &opt, NULL, &err);
	a.peak = memory_of("VmHWM:") - before;
	snprintf(a.text, sizeof(a.text), "%.190s", err.text);
	model_unref(m);
	return a;
}

static struct answer load_in_child(const char *path, bool limited)
{
	struct answer a = { .text = "the child died" };
	int fds[2], status = 0;
	pid_t child;

	assert_int_equal(pipe(fds), 0);
	child = fork();
	if (child == 0) {
		a = load_here(path, limited);
		_exit(write(fds[1], &a, sizeof(a)) == (ssize_t)sizeof(a) ? 0 : 1);
	}
	close(fds[1]);
	if (read(fds[0], &a, sizeof(a)) != (ssize_t)sizeof(a))
		a.status = ST_FAILED;
	close(fds[0]);
	waitpid(child, &status, 0);
	assert_int_equal(status, 0);
	return a;
}

#define XZ(dictionary, crc)                                                                        \
	"\xFD\x37\x7A\x58\x5A\0\0\0\xFF\x12\xD9\x41\2\0\x21\1" dictionary "\0\0\0" crc "\1\0\x0B"  \
	"a 1 2\nb 3 4\n\0\0\1\x1C\x0C\x5D\xA4\x47\xCF\6\x72\x9E\x7A\1\0\0\0\0\0\x59\x5A"

static const struct {
	const char *bytes;
	size_t n;
	enum status want;
} hostile[] = {
#define HOSTILE(literal, want)                                                                     \
	{                                                                                          \
		(literal), sizeof(literal) - 1, (want)                                             \
	}
	/* word2vec binary */
	HOSTILE("1000000000000 2\na \0\0\x80\x3F\0\0\0\x40", ST_FORMAT),
	HOSTILE("2147483647 2\na \0\0\x80\x3F\0\0\0\x40", ST_OK),
	HOSTILE("2147483647 65536\na \0\0\x80\x3F\0\0\0\x40", ST_FORMAT),
	HOSTILE("2 65536\na \0\0\x80\x3F\0\0\0\x40", ST_FORMAT),
	HOSTILE("9999999999 9999999999\na \0\0\x80\x3F\0\0\0\x40", ST_FORMAT),
	HOSTILE("4294967296 4294967297\na \0\0\x80\x3F\0\0\0\x40", ST_FORMAT),
	/* text */
	HOSTILE("1000000000000 2\na 1 2\n", ST_OK),
	HOSTILE("2147483647 65536\na 1 2\n", ST_OK),
	HOSTILE("635969 635970\nthe 1:0.5 7:2\nof 3:1\n", ST_FORMAT),
	/* .npy: a header of 4 GiB, shapes beyond the file */
	HOSTILE("\x93NUMPY\2\0\xFF\xFF\xFF\xFF{}", ST_FORMAT),
	HOSTILE("\x93NUMPY\1\0\x42\0{'descr':'<f4','fortran_order':False,"
		"'shape':(2147483647,65536)}\n1234",
		ST_FORMAT),
	HOSTILE("\x93NUMPY\1\0\x41\0{'descr':'<f4','fortran_order':True,"
		"'shape':(2147483647,65536)}\n1234",
		ST_FORMAT),
	HOSTILE("\x93NUMPY\1\0\x4B\0{'descr':'<f4','fortran_order':False,"
		"'shape':(4611686018427387904,4)}    \n1234",
		ST_FORMAT),
	/* safetensors: a header of 100 MB, of 2^63 bytes, a tensor larger than the file */
	HOSTILE("\x00\xE1\xF5\x05\0\0\0\0{\"vectors\":", ST_FORMAT),
	HOSTILE("\0\0\0\0\0\0\0\x80{\"vectors\":", ST_FORMAT),
	HOSTILE("\x54\0\0\0\0\0\0\0{\"vectors\":{\"dtype\":\"F32\",\"shape\":[2147483647,65536],"
		"\"data_offsets\":[0,8]}}       \1\2\3\4\5\6\7\x08",
		ST_FORMAT),
	/* zip members that say they are larger than they can be */
	HOSTILE("PK\3\4\x14\0\0\0\0\0\0\0\x21\0\0\0\0\0\xFF\xFF\xFF\x7F\xFF\xFF\xFF\x7F\1\0\0\0m",
		ST_FORMAT),
};

static void check_cost(const char *path, size_t size, bool limited, enum status want)
{
	struct answer a = load_in_child(path, limited);

	if (a.status != want && want != ANY)
		fail_msg("%s: status %d, not %d: %s", path, (int)a.status, (int)want, a.text);
	if (!SANITIZED && a.peak > size + ALLOWED)
		fail_msg("%s: %zu MiB were used for %zu bytes", path, a.peak >> 20, size);
}

static void headers_that_claim_too_much(void **state)
{
	char *dir = temp_dir_make();

	(void)state;
	free(temp_file(dir, "vocab.txt", "a\nb\n", 4));
	for (size_t i = 0; i < ARRAY_LEN(hostile); i++) {
		char *name = xasprintf("case-%zu", i + 1);
		char *path = temp_file(dir, name, hostile[i].bytes, hostile[i].n);

		check_cost(path, hostile[i].n, !SANITIZED, hostile[i].want);
		free(name);
		free(path);
	}
	temp_dir_remove(dir);
}

/* Files of 1 TiB that hold nothing behind their first bytes, as truncate(1) makes them. */
static void files_full_of_holes(void **state)
{
	static const struct {
		const char *name, *bytes;
		size_t n;
		enum status want;
	} files[] = {
#define HOLES(name, literal, want) { (name), (literal), sizeof(literal) - 1, (want) }
		HOLES("t.txt", "a 1 2\nb 3 4\n", ST_FORMAT),
		HOLES("h.txt", "2000000000 2\na 1 2\nb 3 4\n", ST_FORMAT),
		HOLES("m.bin", "2000000000 300\n", ST_FORMAT),
		HOLES("n.bin", "2000000000 2\na \0\0\x80\x3F\0\0\0\x40", ST_FORMAT),
		HOLES("zero", "\0", ST_FORMAT),
		HOLES("m.npy",
		      "\x93NUMPY\1\0\x42\0{'descr':'<f4','fortran_order':False,"
		      "'shape':(2000000000,100)}   \n",
		      ST_NOMEM), /* 2 words, 2,000,000,000 rows: it has none */
	};
	char *dir = temp_dir_make();

	(void)state;
	free(temp_file(dir, "vocab.txt", "a\nb\n", 4));
	for (size_t i = 0; i < ARRAY_LEN(files); i++) {
		char *path = temp_file(dir, files[i].name, files[i].bytes, files[i].n);

		if (truncate(path, (off_t)1 << 40) != 0)
			print_message("SKIPPED: no file of 1 TiB can be made in %s\n", dir);
		else if (!SANITIZED)
			check_cost(path, 0, true, files[i].want);
		free(path);
	}
	temp_dir_remove(dir);
}

/* 60 bytes of xz that ask for a dictionary of 1 or of 4 GiB, 13 of zstd for a window of 2 GiB: what
 * is touched counts, or a sentence. */
static void packings_that_claim_too_much(void **state)
{
	static const char small[] = XZ("\x24", "\x5E\x1F\xC7\xF9");
	static const char large[] = XZ("\x28", "\xE6\xA0\x11\xB3");
	static const char zstd[] = "\x28\xB5\x2F\xFD\0\xA8\x61\0\0"
				   "a 1 2\nb 3 4\n";
	char *dir = temp_dir_make();
	char *one = temp_file(dir, "1", small, sizeof(small) - 1);
	char *four = temp_file(dir, "4", large, sizeof(large) - 1);
	char *two = temp_file(dir, "2", zstd, sizeof(zstd) - 1);

	(void)state;
	check_cost(one, sizeof(small), false, ST_OK);
	check_cost(four, sizeof(large), false, ANY); /* as far as the system lends */
	check_cost(two, sizeof(zstd), false, ST_FORMAT);
	free(one);
	free(four);
	free(two);
	temp_dir_remove(dir);
}

/* What a file costs that is what it says: its numbers once, its words, and the blocks at work. */
static void a_sound_file_costs_its_numbers(void **state)
{
	enum { ROWS = 20000, DIMS = 250 }; /* 256 floats a row in memory: 20 MiB */
	char *dir = temp_dir_make(), *path;
	struct strbuf file = STRBUF_INIT;

	(void)state;
	strbuf_addf(&file, "%d %d\n", ROWS, DIMS);
	for (size_t i = 0; i < ROWS; i++) {
		strbuf_addf(&file, "word%zu ", i);
		for (size_t j = 0; j < DIMS; j++) {
			float x = test_number(i, j);

			strbuf_add(&file, &x, sizeof(x));
		}
	}
	path = temp_file(dir, "m.bin", file.buf, file.len);
	strbuf_release(&file);
	check_cost(path, 0, false, ST_OK);
	free(path);
	temp_dir_remove(dir);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(headers_that_claim_too_much),
		cmocka_unit_test(files_full_of_holes),
		cmocka_unit_test(packings_that_claim_too_much),
		cmocka_unit_test(a_sound_file_costs_its_numbers),
	};

	return cmocka_run_group_tests_name("model/load_memory", tests, NULL, NULL);
}
