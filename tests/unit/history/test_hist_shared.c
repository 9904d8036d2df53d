/* Several programs at once, and programs that are killed. */
#include "unit.h"

#include <dirent.h>
#include <poll.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/mem.h"
#include "history/hist.h"

#define WRITERS	    4
#define LINES	    150
#define KILL_ROUNDS 200

static char *dir, *path;

static int setup(void **state)
{
	(void)state;
	dir = temp_dir_make();
	path = xasprintf("%s/history.db", dir);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	temp_dir_remove(dir);
	free(path);
	return 0;
}

static struct hist *must_open(void)
{
	struct hist *h = NULL;

	assert_int_equal(hist_open(&h, path, "0.1", 1000, NULL), ST_OK);
	assert_null(hist_warning(h));
	return h;
}

static struct hist_list search(struct hist *h, const char *text)
{
	struct hist_filter filter = { .text = text, .limit = 1000000 };
	struct hist_list list;

	assert_int_equal(hist_search(h, &filter, &list, NULL), ST_OK);
	return list;
}

static void check_integrity(void)
{
	sqlite3_stmt *stmt;
	sqlite3 *db;

	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(db, "PRAGMA integrity_check", -1, &stmt, NULL),
			 SQLITE_OK);
	assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
	assert_string_equal((const char *)sqlite3_column_text(stmt, 0), "ok");
	sqlite3_finalize(stmt);
	assert_int_equal(
		sqlite3_prepare_v2(db, "SELECT 1 FROM pragma_foreign_key_check", -1, &stmt, NULL),
		SQLITE_OK);
	assert_int_equal(sqlite3_step(stmt), SQLITE_DONE);
	sqlite3_finalize(stmt);
	sqlite3_close(db);
}

/* A child process: 0 = all was well. Never returns. */
static void write_lines(int who, bool may_warn)
{
	static const struct model_identity model = { "m", "/m", 3 };
	struct hist *h = NULL;
	int bad;
	char line[64];

	hist_open(&h, path, "0.1", who, NULL);
	bad = hist_warning(h) != NULL && !may_warn;
	hist_set_batch(h, who % 2);
	for (int i = 0; i < LINES; i++) {
		snprintf(line, sizeof(line), "writer %d line %04d", who, i);
		hist_finish(h, hist_add(h, line, &model, i), "ok", 1, "done", "{\"rows\":[]}");
		bad |= hist_warning(h) != NULL;
	}
	while (hist_flush(h)) /* however slow the disk is */
		poll(NULL, 0, 1);
	bad |= hist_warning(h) != NULL;
	bad |= hist_close(h, 0) != 0;
	_exit(bad);
}

/* All at once; each must end well. */
static void run_writers(bool may_warn)
{
	pid_t pids[WRITERS];

	for (int i = 0; i < WRITERS; i++) {
		pids[i] = fork();
		if (!pids[i])
			write_lines(i, may_warn);
	}
	for (int i = 0; i < WRITERS; i++) {
		int status;

		assert_int_equal(waitpid(pids[i], &status, 0), pids[i]);
		assert_true(WIFEXITED(status));
		assert_int_equal(WEXITSTATUS(status), 0); /* no warning, nothing lost */
	}
}

static void check_writers(void)
{
	struct hist *h = must_open();
	struct hist_list list;
	char text[64];

	for (int i = 0; i < WRITERS; i++) {
		snprintf(text, sizeof(text), "writer %d", i);
		list = search(h, text);
		assert_int_equal(list.count, LINES);
		for (int k = 0; k < LINES; k++) {
			snprintf(text, sizeof(text), "writer %d line %04d", i, LINES - 1 - k);
			assert_string_equal(list.entries[k].line, text);
			assert_string_equal(list.entries[k].status, "ok");
			assert_string_equal(list.entries[k].summary, "done");
		}
		hist_list_release(&list);
	}
	hist_close(h, 0);
	check_integrity();
}

static void four_programs_lose_nothing(void **state)
{
	(void)state;
	run_writers(false);
	check_writers();
}

/* All find the same damaged file: it is set aside once, and nobody's fresh file with it. */
static void four_programs_set_one_file_aside(void **state)
{
	size_t aside = 0;
	struct dirent *e;
	char junk[5000];
	DIR *d;

	(void)state;
	memset(junk, 'j', sizeof(junk));
	free(temp_file(dir, "history.db", junk, sizeof(junk)));
	chmod(path, 0600);
	run_writers(true);
	check_writers();
	d = opendir(dir);
	while ((e = readdir(d)))
		aside += strstr(e->d_name, "corrupt") != NULL;
	closedir(d);
	assert_int_equal(aside, 1);
}

/* --- running or crashed ---------------------------------------------------------------------- */

/* A child that records a line, says so, and stays in the middle of it. */
static pid_t start_running(int *from_child)
{
	int pipes[2];
	char byte;
	pid_t pid;

	assert_int_equal(pipe(pipes), 0);
	pid = fork();
	if (!pid) {
		struct hist *h = NULL;

		hist_open(&h, path, "0.1", 0, NULL);
		hist_add(h, "train forever", NULL, 1);
		while (hist_flush(h))
			poll(NULL, 0, 1);
		if (write(pipes[1], "x", 1) != 1)
			_exit(1);
		for (;;)
			pause();
	}
	close(pipes[1]);
	assert_int_equal(read(pipes[0], &byte, 1), 1);
	*from_child = pipes[0];
	return pid;
}

static void check_status(const char *expected)
{
	struct hist *h = must_open();
	struct hist_list list = search(h, "forever");

	assert_int_equal(list.count, 1);
	assert_string_equal(list.entries[0].status, expected);
	hist_list_release(&list);
	hist_close(h, 0);
}

static void a_running_line_is_no_crashed_one(void **state)
{
	int fd;
	pid_t pid = start_running(&fd);

	(void)state;
	check_status("running");
	kill(pid, SIGKILL);
	assert_int_equal(waitpid(pid, NULL, 0), pid);
	close(fd);
	check_status("crashed");
}

/* The pid of a crashed session is somebody else's by now, or the machine was started anew. */
static void a_pid_used_again_is_no_running_session(void **state)
{
	int fd;
	pid_t pid = start_running(&fd);
	char *sql =
		xasprintf("UPDATE sessions SET pid_start = pid_start - 1 WHERE pid = %d", (int)pid);
	sqlite3 *db;

	(void)state;
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
	check_status("crashed");
	assert_int_equal(sqlite3_exec(db,
				      "UPDATE sessions SET pid_start = pid_start + 1,"
				      " boot = 'x' || substr(boot, 2)",
				      NULL, NULL, NULL),
			 SQLITE_OK);
	check_status("crashed");
	sqlite3_close(db);
	kill(pid, SIGKILL);
	assert_int_equal(waitpid(pid, NULL, 0), pid);
	close(fd);
	free(sql);
}

/* --- kill -9 --------------------------------------------------------------------------------- */

/* A child: write lines, and a byte into the pipe for each line once it is said to be safe. Every
 * other round as batch input. */
static void write_until_killed(int round, int ack)
{
	char acks[256], line[64];
	struct hist *h = NULL;
	size_t unacked = 0;

	memset(acks, 'a', sizeof(acks));
	hist_open(&h, path, "0.1", round, NULL);
	hist_set_batch(h, round % 4 == 3);
	for (int i = 0;; i++) {
		int64_t handle;

		snprintf(line, sizeof(line), "round %03d line %04d.", round, i);
		handle = hist_add(h, line, NULL, i);
		unacked++;
		if (unacked == sizeof(acks) || !hist_flush(h)) {
			while (hist_flush(h))
				poll(NULL, 0, 1);
			if (write(ack, acks, unacked) != (ssize_t)unacked)
				_exit(1);
			unacked = 0;
		}
		hist_finish(h, handle, "ok", 1, "done", "{}");
	}
}

static size_t count_acks(int fd)
{
	char buf[4096];
	size_t total = 0;
	ssize_t n;

	while ((n = read(fd, buf, sizeof(buf))) > 0)
		total += (size_t)n;
	return total;
}

static void check_round(int round, size_t acked)
{
	struct hist *h = must_open();
	struct hist_list list;
	char text[64];

	snprintf(text, sizeof(text), "round %03d ", round);
	list = search(h, text);
	assert_true(list.count >= acked);
	for (size_t i = 0; i < list.count; i++) {
		const struct hist_entry *e = &list.entries[list.count - 1 - i];

		snprintf(text, sizeof(text), "round %03d line %04zu.", round, i);
		assert_string_equal(e->line, text);
		assert_true(strcmp(e->status, "ok") == 0 || strcmp(e->status, "crashed") == 0);
	}
	hist_list_release(&list);
	hist_close(h, 0);
}

static void acknowledged_lines_survive_kill(void **state)
{
	uint32_t random = 12345;
	size_t total = 0;

	(void)state;
	for (int round = 0; round < KILL_ROUNDS; round++) {
		int pipes[2];
		size_t acked;
		pid_t pid;

		assert_int_equal(pipe(pipes), 0);
		pid = fork();
		if (!pid)
			write_until_killed(round, pipes[1]);
		close(pipes[1]);
		random = random * 1664525u + 1013904223u;
		if (round % 2) /* once something is written, however slow the disk is */
			poll(&(struct pollfd){ .fd = pipes[0], .events = POLLIN }, 1, 20000);
		poll(NULL, 0, (int)(random >> 16) % 25); /* any moment will do */
		kill(pid, SIGKILL);
		assert_int_equal(waitpid(pid, NULL, 0), pid);
		acked = count_acks(pipes[0]);
		close(pipes[0]);
		check_round(round, acked);
		total += acked;
	}
	print_message("%d kills, %zu acknowledged lines, none lost\n", KILL_ROUNDS, total);
	assert_true(total >= KILL_ROUNDS / 2);
	check_integrity();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(four_programs_lose_nothing, setup, teardown),
		cmocka_unit_test_setup_teardown(four_programs_set_one_file_aside, setup, teardown),
		cmocka_unit_test_setup_teardown(a_running_line_is_no_crashed_one, setup, teardown),
		cmocka_unit_test_setup_teardown(a_pid_used_again_is_no_running_session, setup,
						teardown),
		cmocka_unit_test_setup_teardown(acknowledged_lines_survive_kill, setup, teardown),
	};

	return cmocka_run_group_tests_name("history/shared", tests, NULL, NULL);
}
