/* Disks that fail and files that are not what they should be: the session goes on, one sentence
 * says why, and nothing is deleted. */
#include "unit.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "history/hist.h"

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
	return h;
}

static void add_done(struct hist *h, const char *line)
{
	hist_finish(h, hist_add(h, line, NULL, 2000), "ok", 1, "done", "{}");
}

/* SIZE_MAX if the search fails: also for children, where an assertion must not fail. */
static size_t try_found(struct hist *h, const char *text)
{
	struct hist_filter filter = { .text = text, .limit = 100000 };
	struct hist_list list;
	size_t n;

	if (hist_search(h, &filter, &list, NULL) != ST_OK)
		return SIZE_MAX;
	n = list.count;
	hist_list_release(&list);
	return n;
}

static size_t found(struct hist *h, const char *text)
{
	size_t n = try_found(h, text);

	assert_int_not_equal(n, SIZE_MAX);
	return n;
}

static size_t count_warnings(struct hist *h, const char *part)
{
	const char *warning;
	size_t n = 0;

	while ((warning = hist_warning(h))) {
		if (part && !strstr(warning, part))
			fail_msg("\"%s\" does not say \"%s\"", warning, part);
		n++;
	}
	return n;
}

static void read_whole(const char *name, struct strbuf *out)
{
	char buf[4096];
	FILE *f = fopen(name, "rb");
	size_t n;

	strbuf_clear(out);
	assert_non_null(f);
	while ((n = fread(buf, 1, sizeof(buf), f)) > 0)
		strbuf_add(out, buf, n);
	fclose(f);
}

static void write_whole(const char *name, const struct strbuf *bytes)
{
	FILE *f = fopen(name, "wb");

	assert_non_null(f);
	assert_int_equal(fwrite(bytes->buf, 1, bytes->len, f), bytes->len);
	fclose(f);
}

static void sqlite_do(const char *sql)
{
	sqlite3 *db;

	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
}

static bool is_sound(void)
{
	sqlite3_stmt *stmt = NULL;
	sqlite3 *db;
	bool sound;

	sqlite3_open(path, &db);
	sqlite3_prepare_v2(db, "PRAGMA integrity_check", -1, &stmt, NULL);
	sound = stmt && sqlite3_step(stmt) == SQLITE_ROW &&
		!strcmp((const char *)sqlite3_column_text(stmt, 0), "ok");
	sqlite3_finalize(stmt);
	sqlite3_close(db);
	return sound;
}

/* A whole session on a history that cannot be kept: one warning, everything works. */
static void check_in_memory(const char *part)
{
	struct hist *h = must_open();
	struct strbuf sb = STRBUF_INIT;
	struct hist_list list;
	size_t removed = 0;

	assert_int_equal(count_warnings(h, part), 1);
	add_done(h, "near king");
	add_done(h, "near queen");
	assert_int_equal(found(h, "near"), 2);
	assert_int_equal(hist_search(h, &(struct hist_filter){ .limit = 1 }, &list, NULL), ST_OK);
	assert_int_equal(hist_set_note(h, list.entries[0].id, "a note", NULL), ST_OK);
	assert_int_equal(hist_get_line(h, list.entries[0].id, &sb, NULL), ST_OK);
	assert_string_equal(sb.buf, "near queen");
	hist_list_release(&list);
	assert_int_equal(found(h, "a note"), 1);
	assert_int_equal(hist_forget_last(h, &removed, NULL), ST_OK);
	assert_int_equal(removed, 1);
	assert_int_equal(found(h, "near"), 1);
	assert_int_equal(count_warnings(h, NULL), 0);
	assert_int_equal(hist_close(h, 1), 0);
	strbuf_release(&sb);
}

/* --- paths that cannot be ours --------------------------------------------------------------- */

static void a_file_where_the_folder_should_be(void **state)
{
	char *file = temp_file(dir, "file", "mine", 4);
	struct strbuf sb = STRBUF_INIT;

	(void)state;
	free(path);
	path = xasprintf("%s/vecscope/history.db", file);
	check_in_memory("the history cannot be kept (");
	read_whole(file, &sb);
	assert_string_equal(sb.buf, "mine");
	strbuf_release(&sb);
	free(file);
}

static void a_folder_where_the_file_should_be(void **state)
{
	struct stat st;

	(void)state;
	assert_int_equal(mkdir(path, 0700), 0);
	check_in_memory("is not a regular file");
	assert_int_equal(stat(path, &st), 0);
	assert_true(S_ISDIR(st.st_mode));
	rmdir(path);
	assert_int_equal(mkfifo(path, 0600), 0); /* must not wait for a reader */
	check_in_memory("is not a regular file");
}

static void others_may_write(void **state)
{
	(void)state;
	hist_close(must_open(), 1);
	assert_int_equal(chmod(path, 0620), 0);
	check_in_memory("others may write to ");
	assert_int_equal(chmod(path, 0644), 0); /* readable: made private */
	assert_int_equal(chmod(dir, 0770), 0);
	check_in_memory("others may write to the folder");
	assert_int_equal(chmod(dir, 0700), 0);
}

static void belongs_to_somebody_else(void **state)
{
	char *home;

	(void)state;
	if (geteuid() != 0) {
		print_message("SKIPPED: files of other users need root\n");
		return;
	}
	hist_close(must_open(), 1);
	assert_int_equal(chown(path, 12345, 12345), 0);
	check_in_memory("belongs to another user");
	remove(path);
	assert_int_equal(symlink("/etc/passwd", path), 0);
	assert_int_equal(lchown(path, 12345, 12345), 0);
	check_in_memory("is a link made by another user");
	remove(path);
	assert_int_equal(symlink("nowhere", path), 0);
	check_in_memory("leads nowhere");
	remove(path);

	/* sudo with the HOME of the user: nothing of root's appears there */
	home = xasprintf("%s/home", dir);
	assert_int_equal(mkdir(home, 0700), 0);
	assert_int_equal(chown(home, 12345, 12345), 0);
	free(path);
	path = xasprintf("%s/.local/state/vecscope/history.db", home);
	check_in_memory("belongs to another user than root");
	assert_int_equal(rmdir(home), 0); /* still empty */
	free(home);
}

static void a_link_of_our_own_is_followed(void **state)
{
	char *real = xasprintf("%s/real.db", dir);
	struct hist *h;

	(void)state;
	free(temp_file(dir, "real.db", "", 0));
	assert_int_equal(symlink(real, path), 0);
	h = must_open();
	assert_int_equal(count_warnings(h, NULL), 0);
	add_done(h, "near king");
	assert_true(hist_owns_file(h, real));
	hist_close(h, 1);
	h = must_open();
	assert_int_equal(found(h, "king"), 1);
	hist_close(h, 2);
	free(real);
}

static void check_modes(mode_t mask, const char *name)
{
	char *folder = xasprintf("%s/%s", dir, name);
	mode_t old = umask(mask);
	struct stat st;

	free(path);
	path = xasprintf("%s/history.db", folder);
	hist_close(must_open(), 1);
	umask(old);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	assert_int_equal(stat(folder, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0700);
	free(folder);
}

static void files_are_private(void **state)
{
	struct stat st;

	(void)state;
	check_modes(0, "open");
	check_modes(077, "shut");
	chmod(path, 0644);
	hist_close(must_open(), 1);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
}

static void knows_its_own_files(void **state)
{
	struct hist *h = must_open();
	char *hard = xasprintf("%s/hard", dir), *soft = xasprintf("%s/soft", dir);
	char *journal = xasprintf("%s-journal", path);
	char *other = temp_file(dir, "other", "x", 1);

	(void)state;
	add_done(h, "near king");
	assert_int_equal(found(h, "king"), 1);
	assert_int_equal(link(path, hard), 0);
	assert_int_equal(symlink(path, soft), 0);
	assert_true(hist_owns_file(h, path));
	assert_true(hist_owns_file(h, hard));
	assert_true(hist_owns_file(h, soft));
	assert_true(hist_owns_file(h, journal));
	assert_false(hist_owns_file(h, other));
	assert_false(hist_owns_file(h, "/nonexistent"));
	hist_close(h, 1);
	h = NULL;
	hist_open(&h, NULL, "0.1", 0, NULL);
	assert_false(hist_owns_file(h, path));
	hist_close(h, 1);
	free(hard);
	free(soft);
	free(journal);
	free(other);
}

/* --- files that are not what they should be -------------------------------------------------- */

/* The one file that was set aside; NULL if none. Caller frees. */
static char *find_aside(size_t *count)
{
	DIR *d = opendir(dir);
	char *aside = NULL;
	struct dirent *e;

	*count = 0;
	while ((e = readdir(d))) {
		if (strncmp(e->d_name, "history.corrupt-", 16) != 0 ||
		    strstr(e->d_name, "-journal"))
			continue;
		free(aside);
		aside = xasprintf("%s/%s", dir, e->d_name);
		(*count)++;
	}
	closedir(d);
	return aside;
}

static void garbage_is_set_aside(void **state)
{
	struct strbuf sb = STRBUF_INIT;
	struct hist *h;
	char *aside;
	size_t n;

	(void)state;
	for (int i = 0; i < 10000; i++)
		strbuf_addc(&sb, (char)(i * 37 + 11));
	write_whole(path, &sb);
	chmod(path, 0600);
	h = must_open();
	assert_int_equal(count_warnings(h, "the history was damaged; it is kept as "), 1);
	add_done(h, "near king");
	assert_int_equal(found(h, "king"), 1);
	hist_close(h, 1);
	aside = find_aside(&n);
	assert_int_equal(n, 1);
	strbuf_clear(&sb);
	read_whole(aside, &sb);
	assert_int_equal(sb.len, 10000);
	for (int i = 0; i < 10000; i++)
		assert_true(sb.buf[i] == (char)(i * 37 + 11));
	assert_true(is_sound());
	h = must_open();
	assert_int_equal(count_warnings(h, NULL), 0);
	assert_int_equal(found(h, "king"), 1);
	hist_close(h, 2);
	strbuf_release(&sb);
	free(aside);
}

static void fill(int lines)
{
	struct hist *h = must_open();
	char line[64];

	hist_set_batch(h, true);
	for (int i = 0; i < lines; i++) {
		snprintf(line, sizeof(line), "near old%d", i);
		add_done(h, line);
	}
	hist_close(h, 1);
}

/* Whatever is broken: no crash, new lines are kept somewhere, and the old bytes are either still
 * in place or set aside. */
static void use_damaged(size_t *set_aside)
{
	struct hist *h = must_open();
	struct strbuf sb = STRBUF_INIT;
	struct hist_list list;
	struct stat st;
	char *aside;
	size_t n;

	for (int i = 0; i < 3; i++) {
		add_done(h, "near new");
		if (hist_search(h, &(struct hist_filter){ .text = "o" }, &list, NULL) == ST_OK)
			hist_list_release(&list);
		hist_get_line(h, 5, &sb, NULL);
		hist_set_note(h, 7, "note", NULL);
	}
	assert_true(count_warnings(h, "the ") <= 2);
	assert_int_equal(hist_close(h, 1), 0);
	assert_int_equal(stat(path, &st), 0);
	aside = find_aside(&n);
	*set_aside += n;
	if (aside)
		remove(aside);
	free(aside);
	strbuf_release(&sb);
}

static void any_damage_is_survived(void **state)
{
	struct strbuf good = STRBUF_INIT, bad = STRBUF_INIT;
	uint32_t random = 99;
	size_t set_aside = 0;

	(void)state;
	fill(400);
	read_whole(path, &good);
	assert_true(good.len > 20000);
	for (int round = 0; round < 150; round++) {
		strbuf_clear(&bad);
		strbuf_add(&bad, good.buf, good.len);
		for (int k = 0; k < 1 + round % 40; k++) {
			random = random * 1664525u + 1013904223u;
			bad.buf[(random >> 8) % (round % 3 ? bad.len : 4096)] ^=
				(char)(1u << (random % 8));
		}
		if (round % 5 == 4)
			strbuf_truncate(&bad, (random >> 8) % bad.len);
		write_whole(path, &bad);
		use_damaged(&set_aside);
	}
	print_message("150 damaged files, %zu set aside\n", set_aside);
	assert_true(set_aside > 20);
	strbuf_release(&good);
	strbuf_release(&bad);
}

static void damage_found_on_the_way(void **state)
{
	struct strbuf sb = STRBUF_INIT;
	size_t n;
	struct hist *h;
	char *aside;
	int fd;

	(void)state;
	fill(400);
	read_whole(path, &sb);
	h = must_open();
	add_done(h, "near before");
	assert_int_equal(found(h, "near"), 401);
	/* every page but the first; written by another process, as a broken disk would */
	if (fork() == 0) {
		static char junk[4096] = "junk";

		fd = open(path, O_WRONLY);
		for (off_t at = 4096; at < (off_t)sb.len + 4096; at += 4096)
			if (pwrite(fd, junk, sizeof(junk), at) < 0)
				_exit(1);
		_exit(0);
	}
	wait(NULL);
	for (int i = 0; i < 5; i++)
		add_done(h, "near after");
	found(h, "near"); /* works in any case */
	n = count_warnings(h, "the history was damaged");
	hist_close(h, 1);
	h = must_open();
	found(h, "near");
	n += count_warnings(h, "the history was damaged");
	assert_int_equal(n, 1);
	add_done(h, "near safe");
	hist_close(h, 2);
	h = must_open();
	assert_int_equal(found(h, "safe"), 1);
	assert_int_equal(count_warnings(h, NULL), 0);
	hist_close(h, 3);
	aside = find_aside(&n);
	assert_int_equal(n, 1);
	free(aside);
	strbuf_release(&sb);
}

static void a_newer_file_is_only_read(void **state)
{
	struct strbuf before = STRBUF_INIT, after = STRBUF_INIT;
	struct error err = ERROR_INIT;
	struct hist_list list;
	size_t removed;
	struct hist *h;

	(void)state;
	fill(3);
	sqlite_do("PRAGMA user_version = 99; ALTER TABLE entries ADD COLUMN mood TEXT;");
	read_whole(path, &before);
	h = must_open();
	assert_int_equal(count_warnings(h, "was written by a newer vecscope"), 1);
	add_done(h, "near new");
	assert_int_equal(found(h, "old"), 3);
	assert_int_equal(hist_search(h, &(struct hist_filter){ 0 }, &list, NULL), ST_OK);
	assert_int_equal(list.total, 4);
	assert_string_equal(list.entries[0].line, "near new");
	assert_true(list.entries[0].id > 3);
	assert_true(list.entries[0].session > list.entries[1].session);
	assert_int_equal(hist_set_note(h, list.entries[0].id, "x", NULL), ST_OK);
	assert_int_equal(hist_set_note(h, 1, "x", &err), ST_FAILED);
	assert_string_equal(err.text, "entry 1 is in a history that can only be read; nothing was "
				      "changed");
	assert_int_equal(hist_forget(h, &(int64_t){ 1 }, 1, &removed, &err), ST_FAILED);
	assert_int_equal(hist_forget_all(h, &removed, &err), ST_FAILED);
	assert_int_equal(found(h, "new"), 0);
	assert_int_equal(found(h, "old"), 3);
	hist_list_release(&list);
	hist_close(h, 1);
	read_whole(path, &after);
	assert_int_equal(before.len, after.len);
	assert_memory_equal(before.buf, after.buf, before.len);

	/* so new that we cannot even read it */
	sqlite_do("DROP TABLE entries");
	h = must_open();
	assert_int_equal(count_warnings(h, "was written by a newer vecscope"), 1);
	add_done(h, "near new");
	assert_int_equal(found(h, "near"), 1);
	hist_close(h, 1);
	strbuf_release(&before);
	strbuf_release(&after);
}

static void another_programs_database_is_left_alone(void **state)
{
	struct strbuf before = STRBUF_INIT, after = STRBUF_INIT;

	(void)state;
	sqlite_do("CREATE TABLE entries (a); INSERT INTO entries VALUES (1)");
	chmod(path, 0600);
	read_whole(path, &before);
	check_in_memory("is the database of another program");
	read_whole(path, &after);
	assert_int_equal(before.len, after.len);
	assert_memory_equal(before.buf, after.buf, before.len);
	strbuf_release(&before);
	strbuf_release(&after);
}

static void a_file_that_vanishes_is_made_again(void **state)
{
	struct hist *h = must_open();
	char *moved = xasprintf("%s/moved", dir);

	(void)state;
	add_done(h, "near first");
	assert_int_equal(found(h, "near"), 1);
	assert_int_equal(rename(path, moved), 0);
	add_done(h, "near second");
	add_done(h, "near third");
	assert_int_equal(hist_close(h, 1), 0);
	h = must_open();
	assert_int_equal(found(h, "second"), 1);
	assert_int_equal(found(h, "third"), 1);
	hist_close(h, 2);
	free(moved);
}

/* --- locks ----------------------------------------------------------------------------------- */

static sqlite3 *lock_it(const char *how)
{
	sqlite3 *db;

	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, how, NULL, NULL, NULL), SQLITE_OK);
	return db;
}

static void check_lock(const char *how, bool from_the_start)
{
	struct hist *h = from_the_start ? NULL : must_open();
	sqlite3 *db = lock_it(how);
	uint64_t start, worst = 0;
	struct error err = ERROR_INIT;

	if (!h)
		h = must_open();
	for (int i = 0; i < 20; i++) {
		start = clock_ns();
		add_done(h, "near locked");
		if (clock_ns() - start > worst)
			worst = clock_ns() - start;
	}
	print_message("%s: slowest line %.1f ms\n", how, (double)worst / 1e6);
	assert_true(worst < 1000000000u); /* 50 ms and what a busy machine adds */
	assert_true(hist_flush(h));
	start = clock_ns();
	if (hist_set_note(h, 1, "x", &err) != ST_OK && !strstr(err.text, "no entry"))
		assert_string_equal(err.text, "the history is in use by another program; nothing "
					      "was changed, try again");
	assert_true(clock_ns() - start < 1000000000u);
	assert_int_equal(count_warnings(h, NULL), 0);
	assert_int_equal(sqlite3_exec(db, "COMMIT", NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
	assert_int_equal(hist_close(h, 1), 0); /* all written now */
	h = must_open();
	assert_int_equal(found(h, "locked"), 20);
	hist_close(h, 2);
	remove(path);
}

static void a_lock_stops_nobody(void **state)
{
	(void)state;
	fill(1);
	check_lock("BEGIN IMMEDIATE", false);
	fill(1);
	check_lock("BEGIN EXCLUSIVE", false);
	fill(1);
	check_lock("BEGIN; SELECT * FROM entries", false); /* a reader keeps a commit waiting */
	fill(1);
	check_lock("BEGIN EXCLUSIVE", true);
}

static void what_a_lock_outlasts_is_counted(void **state)
{
	struct hist *h;
	sqlite3 *db;

	(void)state;
	fill(1);
	h = must_open();
	db = lock_it("BEGIN EXCLUSIVE");
	add_done(h, "near one");
	add_done(h, "near two");
	assert_int_equal(hist_close(h, 1), 2);
	sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
	sqlite3_close(db);
}

/* --- disks ----------------------------------------------------------------------------------- */

/* A VFS over the real one whose writing calls fail: call number `first` and `count` from there. */
static struct {
	long calls, first, count;
	int code;
} plan;

static int failing(void)
{
	long n = __atomic_add_fetch(&plan.calls, 1, __ATOMIC_RELAXED);

	return plan.first && n >= plan.first && n < plan.first + plan.count ? plan.code : 0;
}

struct shim_file {
	sqlite3_file base;
	sqlite3_file *real;
};

static sqlite3_vfs *real_vfs;

static sqlite3_file *real_of(sqlite3_file *f)
{
	return ((struct shim_file *)(void *)f)->real;
}

#define PASS(name, args, call)                                                                     \
	static int shim_##name args                                                                \
	{                                                                                          \
		return real_of(f)->pMethods->call;                                                 \
	}
#define FAIL(name, args, call)                                                                     \
	static int shim_##name args                                                                \
	{                                                                                          \
		int rc = failing();                                                                \
		return rc ? rc : real_of(f)->pMethods->call;                                       \
	}

PASS(close, (sqlite3_file * f), xClose(real_of(f)))
PASS(read, (sqlite3_file * f, void *p, int n, sqlite3_int64 at), xRead(real_of(f), p, n, at))
FAIL(write, (sqlite3_file * f, const void *p, int n, sqlite3_int64 at),
     xWrite(real_of(f), p, n, at))
FAIL(truncate, (sqlite3_file * f, sqlite3_int64 n), xTruncate(real_of(f), n))
FAIL(sync, (sqlite3_file * f, int flags), xSync(real_of(f), flags))
PASS(size, (sqlite3_file * f, sqlite3_int64 *n), xFileSize(real_of(f), n))
PASS(lock, (sqlite3_file * f, int how), xLock(real_of(f), how))
PASS(unlock, (sqlite3_file * f, int how), xUnlock(real_of(f), how))
PASS(reserved, (sqlite3_file * f, int *out), xCheckReservedLock(real_of(f), out))
PASS(control, (sqlite3_file * f, int op, void *arg), xFileControl(real_of(f), op, arg))
PASS(sector, (sqlite3_file * f), xSectorSize(real_of(f)))
PASS(traits, (sqlite3_file * f), xDeviceCharacteristics(real_of(f)))

static const sqlite3_io_methods shim_methods = {
	.iVersion = 1,
	.xClose = shim_close,
	.xRead = shim_read,
	.xWrite = shim_write,
	.xTruncate = shim_truncate,
	.xSync = shim_sync,
	.xFileSize = shim_size,
	.xLock = shim_lock,
	.xUnlock = shim_unlock,
	.xCheckReservedLock = shim_reserved,
	.xFileControl = shim_control,
	.xSectorSize = shim_sector,
	.xDeviceCharacteristics = shim_traits,
};

static int shim_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *f, int flags, int *out)
{
	struct shim_file *shim = (struct shim_file *)(void *)f;
	int rc = flags & SQLITE_OPEN_MAIN_JOURNAL ? failing() : SQLITE_OK;

	(void)vfs;
	shim->base.pMethods = NULL;
	shim->real = (sqlite3_file *)(void *)(shim + 1);
	if (rc == SQLITE_OK)
		rc = real_vfs->xOpen(real_vfs, name, shim->real, flags, out);
	if (rc == SQLITE_OK)
		shim->base.pMethods = &shim_methods;
	return rc;
}

static void with_shim(void (*run)(void))
{
	static sqlite3_vfs shim; /* stays valid when an assertion jumps out */

	real_vfs = sqlite3_vfs_find(NULL);
	shim = *real_vfs;
	shim.zName = "shim";
	shim.szOsFile = (int)sizeof(struct shim_file) + real_vfs->szOsFile;
	shim.xOpen = shim_open;
	sqlite3_vfs_register(&shim, 1);
	run();
	sqlite3_vfs_unregister(&shim);
	sqlite3_vfs_register(real_vfs, 1);
	plan.first = 0;
}

/* Three lines; how many were lost. */
static size_t short_session(bool *warned)
{
	struct hist *h = must_open();
	size_t lost, n;

	for (int i = 0; i < 3; i++) {
		add_done(h, "near faulty");
		n = try_found(h, "faulty"); /* written or waiting; or it cannot be read now */
		if (n != (size_t)i + 1 && !(n == SIZE_MAX && plan.first))
			fail_msg("%zu of %d lines with call %ld failing", n, i + 1, plan.first);
	}
	*warned = count_warnings(h, "the history cannot be") > 0;
	lost = hist_close(h, 1);
	return lost;
}

static void check_fault(long first, long count, int code)
{
	size_t lost, kept;
	struct hist *h;
	bool warned;

	remove(path);
	plan.calls = 0;
	plan.first = first;
	plan.count = count;
	plan.code = code;
	lost = short_session(&warned);
	plan.first = 0;
	h = must_open();
	assert_int_equal(count_warnings(h, NULL), 0);
	kept = found(h, "faulty");
	hist_close(h, 2);
	/* nothing twice, nothing lost unsaid; what was reported lost may be there after all */
	assert_true(kept <= 3 && kept + lost >= 3);
	if (count == 1)
		assert_int_equal(lost, 0); /* tried again */
	else
		assert_true(warned || lost == 0);
	assert_true(is_sound());
}

static void fail_every_call(void)
{
	static const int codes[] = { SQLITE_FULL, SQLITE_IOERR_WRITE, SQLITE_IOERR_FSYNC };
	long calls;
	bool warned;

	plan.calls = 0;
	assert_int_equal(short_session(&warned), 0);
	assert_false(warned);
	calls = plan.calls;
	assert_true(calls > 20);
	print_message("%ld writing calls, each failed once and for good\n", calls);
	for (long n = 1; n <= calls; n++) {
		check_fault(n, 1, codes[n % 3]);
		check_fault(n, 1000000, codes[n % 3]);
	}
}

static void every_write_may_fail(void **state)
{
	(void)state;
	with_shim(fail_every_call);
}

/* The same with a real limit, in a process of its own. */
static void a_limit_on_file_size(void **state)
{
	int status;
	pid_t pid = fork();

	(void)state;
	if (!pid) {
		struct rlimit limit = { 90000, 90000 };
		const char *warning;
		struct hist *h = NULL;
		char *long_line = xcalloc(20001, 1);

		memset(long_line, 'x', 20000);
		signal(SIGXFSZ, SIG_IGN);
		setrlimit(RLIMIT_FSIZE, &limit);
		hist_open(&h, path, "0.1", 0, NULL);
		for (int i = 0; i < 10; i++)
			add_done(h, long_line);
		if (try_found(h, "xxx") != 10)
			_exit(1);
		warning = hist_warning(h);
		_exit(!warning || !strstr(warning, "cannot be written now") || hist_warning(h));
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
}

/* A folder and a file that may not be written; as another user when we are root. */
static void a_read_only_file_is_still_read(void **state)
{
	int status;
	pid_t pid;

	(void)state;
	fill(3);
	if (geteuid() == 0)
		assert_true(chown(path, 65534, 65534) == 0 && chown(dir, 65534, 65534) == 0);
	chmod(path, 0400);
	chmod(dir, 0500);
	pid = fork();
	if (!pid) {
		struct hist *h = NULL;
		const char *warning;

		if (geteuid() == 0 && (setgid(65534) || setuid(65534)))
			_exit(77);
		hist_open(&h, path, "0.1", 0, NULL);
		warning = hist_warning(h);
		if (!warning || !strstr(warning, "cannot be written") || hist_warning(h))
			_exit(1);
		add_done(h, "near new");
		_exit(try_found(h, "near") == 4 && hist_close(h, 1) == 0 ? 0 : 2);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	chmod(dir, 0700);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
}

int main(void)
{
#define CASE(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		CASE(a_file_where_the_folder_should_be),
		CASE(a_folder_where_the_file_should_be),
		CASE(others_may_write),
		CASE(belongs_to_somebody_else),
		CASE(a_link_of_our_own_is_followed),
		CASE(files_are_private),
		CASE(knows_its_own_files),
		CASE(garbage_is_set_aside),
		CASE(any_damage_is_survived),
		CASE(damage_found_on_the_way),
		CASE(a_newer_file_is_only_read),
		CASE(another_programs_database_is_left_alone),
		CASE(a_file_that_vanishes_is_made_again),
		CASE(a_lock_stops_nobody),
		CASE(what_a_lock_outlasts_is_counted),
		CASE(every_write_may_fail),
		CASE(a_limit_on_file_size),
		CASE(a_read_only_file_is_still_read),
	};

	/* hundreds of sessions: a disk in memory, where there is one, saves waiting for real ones */
	if (access("/dev/shm", W_OK | X_OK) == 0)
		setenv("TMPDIR", "/dev/shm", 0);
	return cmocka_run_group_tests_name("history/faults", tests, NULL, NULL);
}
