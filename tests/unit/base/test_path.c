#include "unit.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/mem.h"
#include "base/path.h"
#include "base/utf8.h"

static void check(char *got, const char *want)
{
	if (want)
		assert_string_equal(got, want);
	else
		assert_null(got);
	free(got);
}

static void set(const char *name, const char *value)
{
	if (value)
		setenv(name, value, 1);
	else
		unsetenv(name);
}

/* The base directory specification: a value that is not absolute does not count. */
static void the_four_directories(void **state)
{
	static const struct {
		const char *xdg, *home, *want;
	} cases[] = {
		{ "/x/state", "/home/u", "/x/state/vecscope" },
		{ NULL, "/home/u", "/home/u/.local/state/vecscope" },
		{ "", "/home/u", "/home/u/.local/state/vecscope" },
		{ "x/state", "/home/u", "/home/u/.local/state/vecscope" },
		{ "/x", NULL, "/x/vecscope" },
		{ NULL, NULL, NULL },
		{ "relative", "relative", NULL },
		{ NULL, "", NULL },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		set("XDG_STATE_HOME", cases[i].xdg);
		set("HOME", cases[i].home);
		check(path_xdg(PATH_STATE), cases[i].want);
	}
	set("HOME", "/h");
	set("XDG_CONFIG_HOME", NULL);
	set("XDG_CACHE_HOME", NULL);
	set("XDG_DATA_HOME", NULL);
	check(path_xdg(PATH_CONFIG), "/h/.config/vecscope");
	check(path_xdg(PATH_CACHE), "/h/.cache/vecscope");
	check(path_xdg(PATH_DATA), "/h/.local/share/vecscope");
}

static void parts_of_a_name(void **state)
{
	static const struct {
		const char *path, *dir, *base;
	} cases[] = {
		{ "a", ".", "a" },	   { "a/b", "a", "b" },		{ "/a", "/", "a" },
		{ "/a/b/c", "/a/b", "c" }, { "a/", "a", "" },		{ "", ".", "" },
		{ "/", "/", "" },	   { "./x.txt", ".", "x.txt" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		check(path_dir(cases[i].path), cases[i].dir);
		assert_string_equal(path_base(cases[i].path), cases[i].base);
	}
	check(path_join("a", "b"), "a/b");
	check(path_join("a/", "b"), "a/b");
	check(path_join("", "b"), "b");
	check(path_join("a", "/b"), "/b");
	check(path_join("/", "b"), "/b");
}

static void home_is_expanded(void **state)
{
	(void)state;
	set("HOME", "/home/u");
	check(path_expand_home("~"), "/home/u");
	check(path_expand_home("~/x"), "/home/u/x");
	check(path_expand_home("~x"), "~x");
	check(path_expand_home("x~"), "x~");
	check(path_expand_home(""), "");
	set("HOME", NULL);
	check(path_expand_home("~/x"), "~/x");
}

static void suffixes(void **state)
{
	(void)state;
	assert_true(path_has_suffix("m.BIN", ".bin"));
	assert_true(path_has_suffix("x.tar.gz", ".gz"));
	assert_false(path_has_suffix("bin", ".bin"));
	assert_false(path_has_suffix("m.bin.gz", ".bin"));
	assert_true(path_has_suffix("m", ""));
}

static void folders_are_made_for_the_user_alone(void **state)
{
	char *dir = temp_dir_make();
	char *deep = xasprintf("%s/a/b//c", dir), *file, *below;
	struct error err = ERROR_INIT;
	struct stat st;

	(void)state;
	assert_int_equal(path_make_dirs(deep, &err), ST_OK);
	assert_int_equal(stat(deep, &st), 0);
	assert_true(S_ISDIR(st.st_mode) && (st.st_mode & 0777) == 0700);
	assert_int_equal(path_make_dirs(deep, &err), ST_OK); /* again */
	file = temp_file(dir, "file", "x", 1);
	below = xasprintf("%s/x", file);
	assert_int_equal(path_make_dirs(below, &err), ST_IO);
	assert_non_null(strstr(err.text, "cannot make the folder "));
	assert_int_equal(path_make_dirs(file, NULL), ST_IO);
	free(deep);
	free(file);
	free(below);
	temp_dir_remove(dir);
}

static void assets_are_looked_for(void **state)
{
	char *dir = temp_dir_make(), *file = temp_file(dir, "a.txt", "x", 1), *found;

	(void)state;
	set("VECSCOPE_ASSETS", dir);
	found = path_asset("a.txt");
	assert_non_null(found);
	assert_int_equal(access(found, R_OK), 0);
	free(found);
	check(path_asset("nothing-like-this"), NULL);
	set("VECSCOPE_ASSETS", NULL);
	/* this program stands in build/: the source tree is found from there */
	found = path_asset("keys.conf");
	assert_non_null(found);
	free(found);
	free(file);
	temp_dir_remove(dir);
}

/* --- errors --------------------------------------------------------------------------------------- */

static void sentences(void **state)
{
	struct error err = ERROR_INIT;

	(void)state;
	assert_int_equal(error_set(&err, ST_FORMAT, "line %d", 7), ST_FORMAT);
	assert_int_equal(err.status, ST_FORMAT);
	assert_string_equal(err.text, "line 7");
	assert_int_equal(error_wrap(&err, "%s", "m.txt"), ST_FORMAT);
	assert_string_equal(err.text, "m.txt: line 7");
	errno = ENOENT;
	assert_int_equal(error_errno(&err, "cannot open %s", "x"), ST_IO);
	assert_string_equal(err.text, "cannot open x: No such file or directory");
	assert_int_equal(error_set(NULL, ST_USAGE, "x"), ST_USAGE);
	assert_int_equal(error_errno(NULL, "x"), ST_IO);
	assert_int_equal(error_wrap(NULL, "x"), ST_FAILED);
}

/* Whatever the length, the text ends, and not within a character. */
static void sentences_that_are_too_long(void **state)
{
	(void)state;
	for (int n = 480; n < 530; n++) {
		struct error err = ERROR_INIT, wrapped;
		char *text = xasprintf("%*s\xE2\x82\xAC\xE2\x82\xAC\xF0\x9F\x98\x80", n, "");
		size_t len;

		error_set(&err, ST_FORMAT, "%s", text);
		len = strlen(err.text);
		assert_true(len < sizeof(err.text));
		assert_memory_equal(err.text, text, len);
		/* the next byte that was left out begins a character */
		assert_true(((unsigned char)text[len] & 0xC0) != 0x80);
		wrapped = err;
		error_wrap(&wrapped, "%s", text);
		assert_true(strlen(wrapped.text) < sizeof(wrapped.text));
		assert_true(utf8_is_valid(wrapped.text, strlen(wrapped.text)));
		free(text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_four_directories),
		cmocka_unit_test(parts_of_a_name),
		cmocka_unit_test(home_is_expanded),
		cmocka_unit_test(suffixes),
		cmocka_unit_test(folders_are_made_for_the_user_alone),
		cmocka_unit_test(assets_are_looked_for),
		cmocka_unit_test(sentences),
		cmocka_unit_test(sentences_that_are_too_long),
	};

	return cmocka_run_group_tests_name("base/path", tests, NULL, NULL);
}
