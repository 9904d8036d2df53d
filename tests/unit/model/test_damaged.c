/*
 * Real files, damaged: cut off at every length near their ends and at many between, every byte near
 * the beginning and many behind it changed. Each loads or says why in one sentence, within two seconds and
 * 64 MiB of memory: the loads of one file run in a child with both limits.
 *
 * DAMAGE=10 tries ten times as many places (a minute).
 */
#include "unit.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/path.h"
#include "make_model.h"

#define ALLOWED ((size_t)64 << 20)
#define NEAR	100 /* bytes from an end where nothing is left out */
#define BETWEEN 25  /* places that are taken of the rest */
#define SECONDS 2

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

/* What the child says: the first that went wrong, and how much was tried. */
struct answer {
	size_t loaded, refused;
	char fault[400];
};

struct file {
	const char *dir, *name;
	char *bytes;
	size_t n;
	struct answer a;
};

static void limit_memory(size_t more)
{
	FILE *f = fopen("/proc/self/status", "r");
	struct rlimit limit;
	char line[256];
	size_t kib = 0;

	while (f && fgets(line, sizeof(line), f))
		sscanf(line, "VmData: %zu", &kib);
	if (f)
		fclose(f);
	limit.rlim_cur = limit.rlim_max = (kib << 10) + more;
	if (kib && !SANITIZED)
		setrlimit(RLIMIT_DATA, &limit);
}

static void load_here(struct file *f, size_t n, const char *what, size_t at)
{
	const struct load_options opt = { .read.threads = 1 };
	struct error err = ERROR_INIT;
	struct model *m = NULL;
	char *path = temp_file(f->dir, f->name, f->bytes, n);
	enum status st;

	alarm(SECONDS);
	st = model_load(&m, path, &opt, NULL, &err);
	alarm(0);
	f->a.loaded += st == ST_OK;
	f->a.refused += st != ST_OK;
	if (!f->a.fault[0] && st != ST_OK &&
	    (st == ST_NOMEM || !err.text[0] || strchr(err.text, '\n')))
		snprintf(f->a.fault, sizeof(f->a.fault), "%s %zu: \"%.300s\"", what, at, err.text);
	if (!f->a.fault[0] && st == ST_OK &&
	    (!model_rows(m) || vocab_size(m->vocab) != model_rows(m)))
		snprintf(f->a.fault, sizeof(f->a.fault), "%s %zu: half a model", what, at);
	model_unref(m);
	free(path);
}

static size_t times(void)
{
	const char *more = getenv("DAMAGE");

	return more ? strtoul(more, NULL, 10) : 1;
}

/* Is this place one of those that are tried? */
static bool is_chosen(size_t at, size_t n, size_t near)
{
	return at < near || n - at <= near || at % MAX(n / (BETWEEN * times()), (size_t)1) == 0;
}

static void change_byte(struct file *f, size_t at)
{
	static const unsigned char values[] = { 0x00, 0x01, 0x7F, 0x80, 0xFF };
	char was = f->bytes[at];

	for (size_t v = 0; v < sizeof(values); v++) {
		f->bytes[at] = (char)values[v];
		load_here(f, f->n, "byte", at);
	}
	f->bytes[at] = was;
}

static void damage(struct file *f)
{
	for (size_t n = 1; n < f->n; n++)
		if (is_chosen(n, f->n, NEAR * times()))
			load_here(f, n, "cut at", n);
	for (size_t at = 0; at < f->n; at++)
		if (is_chosen(at, f->n, NEAR * times() / 2))
			change_byte(f, at);
}

static void damage_in_child(struct file *f)
{
	int fds[2], status = 0;
	pid_t child;
	bool told;

	assert_int_equal(pipe(fds), 0);
	child = fork();
	if (child == 0) {
		limit_memory(ALLOWED + f->n);
		damage(f);
		_exit(write(fds[1], &f->a, sizeof(f->a)) != (ssize_t)sizeof(f->a));
	}
	close(fds[1]);
	told = read(fds[0], &f->a, sizeof(f->a)) == (ssize_t)sizeof(f->a);
	close(fds[0]);
	waitpid(child, &status, 0);
	if (WIFSIGNALED(status))
		fail_msg("%s: ended by signal %d%s", f->name, WTERMSIG(status),
			 WTERMSIG(status) == SIGALRM ? ": it takes too long" : "");
	assert_true(told && status == 0);
	if (f->a.fault[0])
		fail_msg("%s, %s", f->name, f->a.fault);
}

static void damaged_files_load_or_say_why(void **state)
{
	static const char *const names[] = {
		"gensim/toy-model.bin",
		"gensim/toy-model.vec",
		"gensim/crime-and-punishment.bin",
		"gensim/crime-and-punishment.vec",
		"gensim/test_glove.txt",
		"finalfusion/similarity.bin",
		"generated/emb-q8_0.gguf",
		"generated/emb-f16.safetensors",
		"generated/f4.npy",
		"generated/glove.txt.gz",
		"generated/ft-sup.ftz",
		"chinese/embedding_Tencent.npz",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		char *path = fixture_path(names[i]), *dir = temp_dir_make();
		struct file f = { .dir = dir, .name = path_base(names[i]) };

		if (!path)
			skip();
		f.bytes = read_whole(path, &f.n);
		if (f.n > (1 << 20)) /* a big one: its beginning, which promises the rest */
			f.n = 1 << 16;
		damage_in_child(&f);
		print_message("%s: %zu loaded, %zu refused\n", f.name, f.a.loaded, f.a.refused);
		assert_true(f.a.refused > 0);
		free(f.bytes);
		free(path);
		temp_dir_remove(dir);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(damaged_files_load_or_say_why),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
