/* Copies of big models as a session makes and uses them. */
#include "unit.h"

#include <sched.h>
#include <unistd.h>

#include "app/call.h"
#include "base/mem.h"
#include "base/path.h"
#include "bytes.h"

enum { ROWS = 100000, DIMS = 42 };

struct world {
	char *dir, *file;
	struct session s;
};

static void world_init(struct world *w)
{
	struct strbuf sb = STRBUF_INIT;

	w->dir = temp_dir_make();
	setenv("XDG_CACHE_HOME", w->dir, 1);
	strbuf_addf(&sb, "%d %d\n", ROWS, DIMS);
	for (size_t i = 0; i < ROWS; i++) {
		strbuf_addf(&sb, "w%zu ", i);
		for (size_t k = 0; k < DIMS; k++)
			put_f32(&sb, (float)((i * 7 + k * k) % 31) - 15);
	}
	w->file = temp_file(w->dir, "big.bin", sb.buf, sb.len);
	strbuf_release(&sb);
	session_init(&w->s);
}

static void world_release(struct world *w)
{
	session_release(&w->s);
	free(w->file);
	temp_dir_remove(w->dir);
}

static struct call *run(struct world *w, const char *fmt, const char *arg)
{
	char *line = xasprintf("%s%s", fmt, arg);
	struct call *c = call_run(&w->s, line, NULL);

	free(line);
	return c;
}

static void open_file(struct world *w, const char *note)
{
	struct call *c = run(w, "open ", w->file);
	bool said = false;

	if (c->status != ST_OK)
		fail_msg("%s", c->err.text);
	for (size_t i = 0; i < c->task.result.note_count; i++)
		said |= note && strstr(c->task.result.notes[i], note);
	assert_true(!note || said);
	call_free(c);
}

/* Until nothing runs in the background; true if a note held the text. */
static bool wait_for_cacher(struct world *w, const char *text)
{
	struct result r;
	bool said = false;

	result_init(&r);
	while (w->s.cacher) {
		cacher_poll(&w->s.cacher, &r);
		sched_yield();
	}
	for (size_t i = 0; i < r.note_count; i++)
		said |= strstr(r.notes[i], text) != NULL;
	result_release(&r);
	return said;
}

static char *copy_path(struct world *w)
{
	char *dir = cacher_dir(), *path;
	struct cache_list list;

	cache_list_read(&list, dir);
	if (!list.count)
		fail_msg("no copy in %s (%s)", dir, w->dir);
	path = path_join(dir, list.items[0].file);
	cache_list_release(&list);
	free(dir);
	return path;
}

static void the_second_time_it_is_mapped(void **state)
{
	struct world w;
	struct call *c;

	(void)state;
	world_init(&w);
	open_file(&w, NULL);
	assert_null(session_model(&w.s)->map);
	wait_for_cacher(&w, "");
	open_file(&w, NULL);
	assert_non_null(session_model(&w.s)->map);
	c = run(&w, "sim ", "w5 w50000");
	assert_int_equal(c->status, ST_OK);
	call_free(c);
	assert_false(wait_for_cacher(&w, "damaged"));
	c = run(&w, "cache ", "list");
	assert_int_equal(c->task.result.rows, 1);
	call_free(c);
	c = run(&w, "cache ", "clear"); /* the model in use stays */
	call_free(c);
	c = run(&w, "near ", "w5");
	assert_int_equal(c->status, ST_OK);
	call_free(c);
	world_release(&w);
}

static void a_damaged_copy_is_found_out_and_made_anew(void **state)
{
	struct world w;
	struct call *c;
	char *copy;
	FILE *f;

	(void)state;
	world_init(&w);
	open_file(&w, NULL);
	wait_for_cacher(&w, "");
	copy = copy_path(&w);
	f = fopen(copy, "r+b"); /* in the middle of the numbers */
	fseek(f, 9000000, SEEK_SET);
	fputc(0x55, f);
	fclose(f);
	open_file(&w, NULL);
	assert_true(wait_for_cacher(&w, "damaged and is removed"));
	c = run(&w, "near ", "w5");
	assert_int_equal(c->status, ST_IO);
	assert_non_null(strstr(c->err.text, "open the file again"));
	call_free(c);
	open_file(&w, NULL);
	assert_null(session_model(&w.s)->map);
	wait_for_cacher(&w, "");
	f = fopen(copy, "r+b"); /* in the header */
	fputc(0x55, f);
	fclose(f);
	open_file(&w, "damaged: it is made anew");
	wait_for_cacher(&w, "");
	open_file(&w, NULL);
	assert_non_null(session_model(&w.s)->map);
	free(copy);
	world_release(&w);
}

static void a_limit_of_nothing_makes_none(void **state)
{
	struct cache_list list;
	struct world w;
	struct call *c;
	char *dir;

	(void)state;
	world_init(&w);
	c = run(&w, "set cache ", "0");
	call_free(c);
	open_file(&w, NULL);
	wait_for_cacher(&w, "");
	dir = cacher_dir();
	cache_list_read(&list, dir);
	assert_int_equal(list.count, 0);
	cache_list_release(&list);
	free(dir);
	world_release(&w);
}

/* --- the end ---------------------------------------------------------------------------------------- */

static char handed[512];
static bool was_locked;

static void note_call(const char *const *argv)
{
	char *dir = cacher_dir();
	int lock;

	was_locked = cache_lock(&lock, dir, NULL) == ST_FAILED;
	*handed = '\0';
	for (; *argv; argv++)
		snprintf(handed + strlen(handed), sizeof(handed) - strlen(handed), "[%s]", *argv);
	free(dir);
}

static bool take_over(const char *const *argv, int lock)
{
	assert_true(lock >= 0);
	note_call(argv);
	return true;
}

static bool cannot(const char *const *argv, int lock)
{
	(void)lock;
	note_call(argv);
	return false;
}

static size_t count_copies(void)
{
	struct cache_list list;
	char *dir = cacher_dir();
	size_t n;

	cache_list_read(&list, dir);
	n = list.count;
	cache_list_release(&list);
	free(dir);
	return n;
}

/* What the program does: open, one question, the end. */
static void ask_and_end(struct world *w, cacher_apart *apart)
{
	struct call *c;

	*handed = '\0';
	w->s.run_apart = apart;
	open_file(w, NULL);
	c = run(w, "vec ", "w5");
	call_free(c);
	session_release(&w->s);
	session_init(&w->s);
}

static void the_end_is_not_waited_for(void **state)
{
	struct world w;
	char *line;

	(void)state;
	world_init(&w);
	w.s.run_apart = take_over;
	open_file(&w, NULL);
	session_release(&w.s); /* never asked: no copy */
	assert_string_equal(handed, "");
	session_init(&w.s);
	ask_and_end(&w, take_over);
	line = xasprintf("[--no-config][--no-history][--apart][--threads][1][-e][set cache 16384]"
			 "[-e][cache add -- %s]",
			 w.file);
	assert_string_equal(handed, line);
	assert_true(was_locked);
	assert_int_equal(count_copies(), 0);
	free(line);
	world_release(&w);
}

static void without_another_program_it_is(void **state)
{
	struct world w;

	(void)state;
	world_init(&w);
	ask_and_end(&w, cannot);
	assert_true(*handed);
	assert_int_equal(count_copies(), 1);
	world_release(&w);
	world_init(&w);
	ask_and_end(&w, NULL);
	assert_int_equal(count_copies(), 1);
	world_release(&w);
}

static void copies_are_made_one_at_a_time(void **state)
{
	struct world w;
	char *dir;
	int lock = -1;

	(void)state;
	world_init(&w);
	dir = cacher_dir();
	assert_int_equal(cache_lock(&lock, dir, NULL), ST_OK);
	ask_and_end(&w, take_over);
	assert_string_equal(handed, ""); /* the next time, then */
	close(lock);
	ask_and_end(&w, take_over);
	assert_true(*handed);
	free(dir);
	world_release(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_second_time_it_is_mapped),
		cmocka_unit_test(a_damaged_copy_is_found_out_and_made_anew),
		cmocka_unit_test(a_limit_of_nothing_makes_none),
		cmocka_unit_test(the_end_is_not_waited_for),
		cmocka_unit_test(without_another_program_it_is),
		cmocka_unit_test(copies_are_made_one_at_a_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
