/*
 * The whole program, with one call failing: for every n the n-th allocation or system call, until a
 * run needs fewer. Each run is a forked child; whatever fails, it ends with an answer or with a
 * sentence, without a crash or a leak, the model's file as it was, the exported file whole or
 * absent, and a history that opens again.
 */
#include "unit.h"

#include <dirent.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/strbuf.h"
#include "faults.h"
#include "make_model.h"

int program_main(int argc, char **argv); /* src/main.c under another name */

static char *dir, *out_path, *err_path, *save_path, *state_path;

struct run {
	int code;		 /* -signal if one ended it */
	char *out, *err, *saved; /* saved: NULL if there is no file */
	size_t saved_n;
};

static void to_file(const char *path, int fd)
{
	int file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	dup2(file, fd);
	close(file);
}

static int in_child(const char *const *argv)
{
	char *copy[16] = { NULL };
	int argc = 0, code;

	for (; argv[argc]; argc++)
		copy[argc] = xstrdup(argv[argc]);
	to_file(out_path, STDOUT_FILENO);
	to_file(err_path, STDERR_FILENO);
	faults->seen = 0;
	faults->armed = true;
	code = program_main(argc, copy);
	faults->armed = false;
	for (int i = 0; i < argc; i++)
		free(copy[i]);
	return code;
}

static char *slurp(const char *path, size_t *n)
{
	struct stat st;

	*n = 0;
	return stat(path, &st) == 0 ? read_whole(path, n) : NULL;
}

static void run_program(struct run *r, const char *const *argv)
{
	int status = 0;
	size_t n;
	pid_t child;

	remove(save_path);
	fflush(NULL);
	child = fork();
	if (child == 0)
		exit(in_child(argv));
	waitpid(child, &status, 0);
	faults->armed = false;
	r->code = WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
	r->out = slurp(out_path, &n);
	r->out[n] = '\0';
	r->err = slurp(err_path, &n);
	r->err[n] = '\0';
	r->saved = slurp(save_path, &r->saved_n);
}

static void run_release(struct run *r)
{
	free(r->out);
	free(r->err);
	free(r->saved);
}

static const char *const kinds[] = {
	[FAULT_NONE] = "no fault", [FAULT_ALLOC] = "no memory", [FAULT_IO] = "EIO",
	[FAULT_FULL] = "ENOSPC",   [FAULT_EINTR] = "EINTR",	[FAULT_SHORT] = "short",
	[FAULT_FILES] = "EMFILE",
};

static void complain(const struct run *r, const char *const *argv, const char *why)
{
	fail_msg("%s; %s at call %ld%s of %s: exit %d, stderr: %.3000s", why, kinds[faults->kind],
		 faults->at, faults->ever ? " and after it" : "", argv[1], r->code, r->err);
}

static void check_folder(const struct run *r, const char *const *argv)
{
	struct dirent *entry;
	DIR *d = opendir(dir);

	while (d && (entry = readdir(d)))
		if (strstr(entry->d_name, ".tmp"))
			complain(r, argv, "a temporary file was left behind");
	closedir(d);
}

/* The clean run tells what may come out. */
static void check_run(const struct run *r, const struct run *clean, const char *const *argv)
{
	bool harmless = faults->kind == FAULT_EINTR || faults->kind == FAULT_SHORT;

	if (r->code < 0 || r->code > 3 || strstr(r->err, "Sanitizer") ||
	    strstr(r->err, "runtime error"))
		complain(r, argv, "the program broke");
	if (r->code && !r->err[0])
		complain(r, argv, "no sentence");
	if (harmless && (r->code || strcmp(r->out, clean->out) != 0))
		complain(r, argv, "another answer");
	if (r->code == 0 && strcmp(r->out, clean->out) != 0 && !r->err[0])
		complain(r, argv, "another answer without a sentence");
	if (r->saved &&
	    (r->saved_n != clean->saved_n || memcmp(r->saved, clean->saved, r->saved_n) != 0))
		complain(r, argv, "half a file");
	if (r->code == 0 && !r->saved)
		complain(r, argv, "success without a file");
	check_folder(r, argv);
}

static void check_history(const struct run *r, const char *const *argv)
{
	char *path = xasprintf("%s/vecscope/history.db", state_path);
	sqlite3 *db = NULL;
	sqlite3_stmt *stmt = NULL;

	if (access(path, F_OK) == 0 && sqlite3_open(path, &db) == SQLITE_OK) {
		if (sqlite3_prepare_v2(db, "PRAGMA integrity_check", -1, &stmt, NULL) !=
			    SQLITE_OK ||
		    sqlite3_step(stmt) != SQLITE_ROW ||
		    strcmp((const char *)sqlite3_column_text(stmt, 0), "ok") != 0)
			complain(r, argv, "the history is damaged");
		sqlite3_finalize(stmt);
	}
	sqlite3_close(db);
	free(path);
}

/* Fail each call of a kind in turn, `step` apart; returns how many there were. */
static long fail_each(const char *const *argv, enum fault_kind kind, bool ever, long step,
		      const struct run *clean)
{
	long n = 1;

	for (;; n += step) {
		struct run r;
		bool reached;

		faults->kind = kind;
		faults->at = n;
		faults->ever = ever;
		run_program(&r, argv);
		reached = faults->seen >= n;
		check_run(&r, clean, argv);
		check_history(&r, argv);
		run_release(&r);
		if (!reached)
			return n - 1;
	}
}

static void run_clean(struct run *r, const char *const *argv)
{
	faults->kind = FAULT_NONE;
	faults->at = 0;
	run_program(r, argv);
	if (r->code || !r->saved)
		fail_msg("%s: exit %d without a fault: %s", argv[1], r->code, r->err);
}

/* Enough rows for the reader's arrays to grow. */
static char *make_text(const char *name)
{
	struct strbuf file = STRBUF_INIT;
	char *path;

	for (size_t i = 0; i < 60; i++)
		strbuf_addf(&file, "w%zu %zu.5 -%zu 1 .25\n", i, i, i * i % 17);
	path = temp_file(dir, name, file.buf, file.len);
	strbuf_release(&file);
	return path;
}

/* The model in another form, written by the program itself. */
static char *make_converted(const char *text, const char *name)
{
	char *path = xasprintf("%s/%s", dir, name), *line = xasprintf("export %s --force", path);
	const char *argv[] = { "vecscope", "--no-config", "--no-history", text, "-e", line, NULL };
	struct run r;

	faults->kind = FAULT_NONE;
	run_program(&r, argv);
	assert_int_equal(r.code, 0);
	run_release(&r);
	free(line);
	return path;
}

static void each_format(const char *model, const char *saved)
{
	static const enum fault_kind all[] = { FAULT_ALLOC, FAULT_IO,	 FAULT_FULL,
					       FAULT_EINTR, FAULT_SHORT, FAULT_FILES };
	char *line;
	const char *argv[] = { "vecscope",     model, "--no-config",
			       "--no-history", "-e",  "near w5 -n 3",
			       "-e",	       NULL,  NULL };
	struct run clean;
	long calls;
	size_t n, k;
	char *before = slurp(model, &n), *after;

	save_path = xasprintf("%s/%s", dir, saved);
	argv[7] = line = xasprintf("export %s", save_path);
	run_clean(&clean, argv);
	for (size_t i = 0; i < ARRAY_LEN(all); i++) {
		calls = fail_each(argv, all[i], false, 1, &clean);
		assert_true(calls > 0);
		print_message("%s: %ld calls failed with %s\n", strrchr(model, '/') + 1, calls,
			      kinds[all[i]]);
		if (all[i] != FAULT_EINTR)
			fail_each(argv, all[i], true, 1, &clean);
	}
	after = slurp(model, &k);
	assert_int_equal(n, k);
	assert_memory_equal(before, after, n);
	remove(save_path);
	run_release(&clean);
	free(before);
	free(after);
	free(line);
	free(save_path);
}

static void every_format(void **state)
{
	static const char *const forms[] = { "m.bin", "m.npy", "m.safetensors", "m.vec" };
	char *text = make_text("text");

	(void)state;
	each_format(text, "out.bin");
	for (size_t i = 0; i < ARRAY_LEN(forms); i++) {
		char *path, *saved = xasprintf("out.%s", strrchr(forms[i], '.') + 1);

		save_path = xasprintf("%s/none", dir);
		path = make_converted(text, forms[i]);
		free(save_path);
		each_format(path, strcmp(saved, "out.npy") ? saved : "out.txt");
		free(saved);
		free(path);
	}
	free(text);
}

static void a_packed_model(void **state)
{
	/* one stored block, and the sums of it */
	static const char gz[] = "\x1F\x8B\x08\0\0\0\0\0\0\x03\x01\x0E\0\xF1\xFF"
				 "w5 1 2\nw6 3 4\n"
				 "\x41\xA8\xC1\xD0\x0E\x00\x00\x00";
	char *path = temp_file(dir, "m.gz", gz, sizeof(gz) - 1);

	(void)state;
	each_format(path, "out.vec");
	free(path);
}

static void with_history(void **state)
{
	static const enum fault_kind all[] = { FAULT_IO, FAULT_FULL, FAULT_EINTR, FAULT_FILES };
	char *text = make_text("text"), *line;
	const char *argv[] = { "vecscope",     text, "--no-config", "-e",
			       "near w5 -n 3", "-e", NULL,	    NULL };
	struct run clean;

	(void)state;
	save_path = xasprintf("%s/out.vec", dir);
	argv[6] = line = xasprintf("export %s", save_path);
	run_clean(&clean, argv);
	for (size_t i = 0; i < ARRAY_LEN(all); i++) {
		/* a file name that is free each time: the history grows, the answer is the same */
		print_message("history: %ld calls failed with %s\n",
			      fail_each(argv, all[i], false, 1, &clean), kinds[all[i]]);
		if (all[i] != FAULT_EINTR)
			fail_each(argv, all[i], true, 5, &clean);
	}
	run_release(&clean);
	run_clean(&clean, argv); /* and afterwards all is as before */
	run_release(&clean);
	free(line);
	free(save_path);
	free(text);
}

/* Every projection, each of its allocations failing. */
static void maps(void **state)
{
	static const char *const lines[] = { "plot", "plot --by tsne", "plot --by umap",
					     "plot w1 w2 w3 --fit everything",
					     "plot --of everything" };
	char *text = make_text("text"), *save;

	(void)state;
	save_path = xasprintf("%s/out.vec", dir);
	save = xasprintf("export %s", save_path);
	for (size_t i = 0; i < ARRAY_LEN(lines); i++) {
		const char *argv[] = { "vecscope",  text,     "--no-config", "--no-history",
				       "-e",	    lines[i], "-e",	     save,
				       "--threads", "1",      NULL };
		struct run clean;
		long calls;

		run_clean(&clean, argv);
		calls = fail_each(argv, FAULT_ALLOC, false, 1, &clean);
		assert_true(calls > 5);
		print_message("%s: %ld calls failed\n", lines[i], calls);
		run_release(&clean);
	}
	free(save);
	free(save_path);
	free(text);
}

static int setup(void **state)
{
	(void)state;
	faults_init();
	/* a thousand runs sync their files: in memory that costs nothing */
	if (access("/dev/shm", W_OK) == 0)
		setenv("TMPDIR", "/dev/shm", 0);
	dir = temp_dir_make();
	out_path = xasprintf("%s/stdout", dir);
	err_path = xasprintf("%s/stderr", dir);
	state_path = xasprintf("%s/state", dir);
	setenv("XDG_STATE_HOME", state_path, 1);
	setenv("XDG_CONFIG_HOME", dir, 1);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	free(out_path);
	free(err_path);
	free(state_path);
	temp_dir_remove(dir);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_format),
		cmocka_unit_test(a_packed_model),
		cmocka_unit_test(with_history),
		cmocka_unit_test(maps),
	};

	return cmocka_run_group_tests_name("fault", tests, setup, teardown);
}
