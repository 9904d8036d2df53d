/* Where text comes from: files, folders, packed files, standard input; and what is not text. */
#include "unit.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "text_corpus.h"

struct place {
	char *dir;
	struct text_options opt;
	struct text_report report;
	struct error err;
};

static int set_up(void **state)
{
	struct place *p = calloc(1, sizeof(*p));

	p->dir = temp_dir_make();
	p->opt = small_text_options();
	p->opt.report = &p->report;
	*state = p;
	return 0;
}

static int tear_down(void **state)
{
	struct place *p = *state;

	text_report_release(&p->report);
	temp_dir_remove(p->dir);
	free(p);
	return 0;
}

static void put(const struct place *p, const char *name, const char *text)
{
	free(temp_file(p->dir, name, text, strlen(text)));
}

static void make_dir(const struct place *p, const char *name)
{
	char *path = xasprintf("%s/%s", p->dir, name);

	assert_int_equal(mkdir(path, 0700), 0);
	free(path);
}

static void expect_path(struct place *p, const char *path, const char *expected)
{
	struct corpus *c = NULL;
	char *shown;

	assert_int_equal(corpus_read(&c, path, &p->opt, NULL, &p->err), ST_OK);
	text_corpus_check(c);
	shown = text_corpus_show(c);
	assert_string_equal(shown, expected);
	free(shown);
	corpus_free(c);
}

static void expect_fault(struct place *p, const char *path, enum status st, const char *part)
{
	struct corpus *c = NULL;

	p->err = (struct error)ERROR_INIT;
	assert_int_equal(corpus_read(&c, path, &p->opt, NULL, &p->err), st);
	assert_null(c);
	if (!strstr(p->err.text, part))
		fail_msg("\"%s\" does not say \"%s\"", p->err.text, part);
}

static void folders_are_read_in_order(void **state)
{
	struct place *p = *state;

	make_dir(p, "test");
	make_dir(p, "training");
	make_dir(p, "training/deep");
	put(p, "training/1", "two");
	put(p, "training/deep/9", "four. five");
	put(p, "training/10", "three");
	put(p, "test/7", "one");
	put(p, "test/.hidden", "no");
	put(p, "test/empty", "");
	put(p, "README", "no");
	put(p, "cats.txt", "no");
	put(p, "stopwords", "no");
	put(p, "last", "zero");
	expect_path(p, p->dir, "zero | one | two | three | four | five |");
	assert_int_equal(p->report.files, 5);
	assert_int_equal(p->report.skipped_files, 4);
	assert_int_equal(p->report.lines, 5);
	assert_int_equal(p->report.bytes, 4 + 3 + 3 + 5 + 10);
	assert_int_equal(p->report.note_count, 4);
	assert_non_null(strstr(p->report.notes[0], "README was left out"));
}

static void a_folder_of_papers_is_text(void **state)
{
	struct place *p = *state;

	put(p, "README.md", "read me");
	expect_path(p, p->dir, "read me |");
	assert_int_equal(p->report.note_count, 0);
}

static void what_is_no_text_is_skipped_in_a_folder(void **state)
{
	struct place *p = *state;

	put(p, "a", "one");
	free(temp_file(p->dir, "b",
		       "\x7F"
		       "ELF\0\0",
		       6));
	free(temp_file(p->dir, "c", "x\0y", 3));
	put(p, "d", "%PDF-1.4 text");
	put(p, "e", "two");
	expect_path(p, p->dir, "one | two |");
	assert_int_equal(p->report.skipped_files, 3);
	assert_int_equal(p->report.note_count, 2);
	assert_non_null(strstr(p->report.notes[0], "b is no text"));
	assert_non_null(strstr(p->report.notes[1], "3 files"));
}

static void links_that_go_in_circles_end(void **state)
{
	struct place *p = *state;
	char *loop = xasprintf("%s/loop", p->dir), *dangling = xasprintf("%s/dangling", p->dir);

	put(p, "a", "one");
	assert_int_equal(symlink(p->dir, loop), 0);
	assert_int_equal(symlink("/nowhere/at/all", dangling), 0);
	expect_path(p, p->dir, "one |");
	free(loop);
	free(dangling);
}

static void faults_have_sentences(void **state)
{
	struct place *p = *state;
	char *path;

	expect_fault(p, "/nowhere/text", ST_IO, "cannot open /nowhere/text");
	expect_fault(p, "/dev/zero", ST_IO, "is a device");
	expect_fault(p, p->dir, ST_FAILED, "there are no files in the folder");
	put(p, "empty", "");
	path = xasprintf("%s/empty", p->dir);
	expect_fault(p, path, ST_FORMAT, "is empty");
	expect_fault(p, p->dir, ST_FORMAT, "is text");
	free(path);
	path = temp_file(p->dir, "bin", "a\0b", 3);
	expect_fault(p, path, ST_FORMAT, "is no text: it holds zero bytes");
	free(path);
	path = temp_file(p->dir, "utf16",
			 "\xFF\xFE"
			 "a\0",
			 4);
	expect_fault(p, path, ST_FORMAT, "UTF-16");
	free(path);
	path = temp_file(p->dir, "dots", " ... -- !\n\n", 11);
	expect_fault(p, path, ST_FAILED, "there are no words in");
	free(path);
}

static void pack(const struct place *p)
{
	char *command = xasprintf("gzip %s/t", p->dir);

	assert_int_equal(system(command), 0);
	free(command);
}

static void packed_files_are_unpacked(void **state)
{
	struct place *p = *state;
	char *path = xasprintf("%s/t.gz", p->dir);

	put(p, "t", "One two.\nThree");
	pack(p);
	expect_path(p, path, "one two | three |");
	assert_int_equal(p->report.bytes, 14);
	assert_int_equal(p->report.lines, 2);
	free(path);
}

static void archives_are_read_whole(void **state)
{
	static const char *const names[] = { "all.tgz", "all.tar" };
	struct place *p = *state;

	put(p, "README", "read me");
	put(p, "t1", "one");
	free(temp_file(p->dir, "t2", "x\0y", 3));
	put(p, "t3", "three. four");
	for (size_t i = 0; i < 2; i++) {
		char *how = i ? xasprintf("cf %s/all.tar", p->dir)
			      : xasprintf("czf %s/all.tgz", p->dir);
		char *command = xasprintf("tar %s -C %s README t1 t2 t3", how, p->dir);
		char *path = xasprintf("%s/%s", p->dir, names[i]);

		assert_int_equal(system(command), 0);
		expect_path(p, path, "one | three | four |");
		assert_int_equal(p->report.files, 2);
		assert_int_equal(p->report.skipped_files, 2);
		assert_int_equal(p->report.bytes, 14);
		assert_non_null(strstr(p->report.notes[0], "README in"));
		text_report_release(&p->report);
		free(path);
		free(command);
		free(how);
	}
}

static void damaged_packing_keeps_what_came_before(void **state)
{
	struct place *p = *state;
	char *path = xasprintf("%s/t.gz", p->dir), *text = malloc(200001);
	struct corpus *c = NULL;
	struct stat st;
	unsigned x = 1;

	for (size_t i = 0; i < 200000; i++) {
		x = x * 1103515245 + 12345;
		text[i] = i % 6 == 5 ? ' ' : (char)('a' + (x >> 16) % 26);
	}
	text[200000] = '\0';
	put(p, "t", text);
	pack(p);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(truncate(path, st.st_size / 2), 0);
	assert_int_equal(corpus_read(&c, path, &p->opt, NULL, &p->err), ST_OK);
	assert_in_range(c->token_count, 10000, 23000);
	assert_true(p->report.note_count >= 1);
	assert_non_null(strstr(p->report.notes[0], "the text up to there was taken"));
	corpus_free(c);
	free(text);
	free(path);
}

static void standard_input_is_read(void **state)
{
	struct place *p = *state;
	int ends[2], saved = dup(STDIN_FILENO);

	assert_int_equal(pipe(ends), 0);
	assert_int_equal(write(ends[1], "One two.\nThree", 14), 14);
	close(ends[1]);
	dup2(ends[0], STDIN_FILENO);
	close(ends[0]);
	expect_path(p, "-", "one two | three |");
	dup2(saved, STDIN_FILENO);
	close(saved);
}

struct changer {
	char *path;
	long length;
};

static bool change_length(void *ctx, uint64_t done, uint64_t total)
{
	struct changer *c = ctx;

	(void)total;
	if (done && c->path)
		assert_int_equal(truncate(c->path, c->length), 0);
	return true;
}

static void files_that_change_length_are_noted(void **state)
{
	struct place *p = *state;
	char *text = malloc(100001);
	const long lengths[] = { 50000, 200000 };
	const char *const notes[] = { "became shorter", "grew while it was read" };

	memset(text, 'a', 100000);
	for (size_t i = 0; i < 100000; i += 10)
		text[i] = ' ';
	for (size_t i = 0; i < 2; i++) {
		struct changer change = { temp_file(p->dir, "t", text, 100000), lengths[i] };
		struct progress progress = { change_length, &change };
		struct corpus *c = NULL;

		p->opt.block = 1000;
		assert_int_equal(corpus_read(&c, change.path, &p->opt, &progress, &p->err), ST_OK);
		assert_int_equal(c->token_count, i ? 10000 : 5000);
		assert_int_equal(p->report.note_count, 1);
		assert_non_null(strstr(p->report.notes[0], notes[i]));
		corpus_free(c);
		text_report_release(&p->report);
		free(change.path);
	}
	free(text);
}

static bool refuse(void *ctx, uint64_t done, uint64_t total)
{
	size_t *left = ctx;

	(void)done;
	(void)total;
	return *left && --*left;
}

static void reading_can_be_stopped(void **state)
{
	struct place *p = *state;
	size_t stopped = 0;
	char *text = malloc(20000), *path;
	enum status st = ST_CANCELLED;

	for (size_t i = 0; i < 20000; i++)
		text[i] = i % 3 ? 'x' : ' ';
	path = temp_file(p->dir, "t", text, 20000);
	p->opt.block = 1000;
	for (size_t calls = 1; st == ST_CANCELLED; calls++) {
		size_t left = calls;
		struct progress progress = { refuse, &left };
		struct corpus *c = NULL;

		st = corpus_read(&c, path, &p->opt, &progress, &p->err);
		stopped += st == ST_CANCELLED;
		corpus_free(c);
	}
	assert_int_equal(st, ST_OK);
	assert_true(stopped > 20); /* while reading, and after it */
	free(path);
	free(text);
}

int main(void)
{
#define PLACE_TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		PLACE_TEST(folders_are_read_in_order),
		PLACE_TEST(a_folder_of_papers_is_text),
		PLACE_TEST(what_is_no_text_is_skipped_in_a_folder),
		PLACE_TEST(links_that_go_in_circles_end),
		PLACE_TEST(faults_have_sentences),
		PLACE_TEST(packed_files_are_unpacked),
		PLACE_TEST(archives_are_read_whole),
		PLACE_TEST(damaged_packing_keeps_what_came_before),
		PLACE_TEST(standard_input_is_read),
		PLACE_TEST(files_that_change_length_are_noted),
		PLACE_TEST(reading_can_be_stopped),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
