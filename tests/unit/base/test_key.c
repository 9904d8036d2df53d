#include "unit.h"

#include "base/compiler.h"
#include "base/key.h"

static struct key parse(const char *text)
{
	struct error err = ERROR_INIT;
	struct key k;
	size_t used = 0;

	if (key_parse(text, &k, &used, &err))
		fail_msg("%s: %s", text, err.text);
	assert_int_equal(used, strlen(text));
	return k;
}

static void canonical_forms_go_both_ways(void **state)
{
	static const char *const forms[] = {
		"a",
		"Z",
		"?",
		">",
		"+",
		"\xC3\xBC",
		"\xE7\x8E\x8B",
		"<lt>",
		"<Space>",
		"<CR>",
		"<Esc>",
		"<Tab>",
		"<S-Tab>",
		"<BS>",
		"<Del>",
		"<Ins>",
		"<Up>",
		"<Down>",
		"<Left>",
		"<Right>",
		"<PgUp>",
		"<PgDn>",
		"<Home>",
		"<End>",
		"<F1>",
		"<F12>",
		"<C-x>",
		"<M-x>",
		"<C-M-x>",
		"<S-Up>",
		"<C-Left>",
		"<M-Right>",
		"<C-M-S-End>",
		"<C-_>",
		"<C-Space>",
		"<M-lt>",
		"<M-X>",
		"<M-CR>",
		"<M->>",
		"<M-->",
		"<Mouse:press,3,4>",
		"<Mouse:release,0,0,3>",
		"<Mouse:drag,10,2>",
		"<Mouse:wheelup,1,1>",
		"<Mouse:wheeldown,1,1>",
		"<C-Mouse:drag,10,2>",
		"<Resize:40x12>",
	};
	char name[32];
	struct key a, b;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(forms); i++) {
		a = parse(forms[i]);
		assert_string_equal(key_format(&a, name), forms[i]);
		b = parse(name);
		assert_true(key_equal(&a, &b));
	}
}

static void other_spellings_mean_the_same_key(void **state)
{
	static const char *const same[][2] = {
		{ "<cr>", "<CR>" },	  { "\r", "<CR>" },    { "\n", "<CR>" },
		{ "\t", "<Tab>" },	  { "\033", "<Esc>" }, { "\177", "<BS>" },
		{ "\x10", "<C-p>" },	  { " ", "<Space>" },  { "<C-P>", "<C-p>" },
		{ "<C-i>", "<Tab>" },	  { "<C-m>", "<CR>" }, { "<C-[>", "<Esc>" },
		{ "<A-x>", "<M-x>" },	  { "<S-a>", "A" },    { "<C-@>", "<C-Space>" },
		{ "<M-C-x>", "<C-M-x>" }, { "<f1>", "<F1>" },
	};
	struct key a, b;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(same); i++) {
		a = parse(same[i][0]);
		b = parse(same[i][1]);
		if (!key_equal(&a, &b))
			fail_msg("%s is not %s", same[i][0], same[i][1]);
	}
}

static void check_raw(const char *text, const char *bytes, size_t n)
{
	struct key k = parse(text);

	assert_int_equal(k.raw_len, n);
	assert_memory_equal(k.raw, bytes, n);
}

static void gives_the_editor_its_bytes(void **state)
{
	(void)state;
	check_raw("a", "a", 1);
	check_raw("\xE7\x8E\x8B", "\xE7\x8E\x8B", 3);
	check_raw("<CR>", "\r", 1);
	check_raw("<BS>", "\177", 1);
	check_raw("<Up>", "\033[A", 3);
	check_raw("<C-Left>", "\033[1;5D", 6);
	check_raw("<Del>", "\033[3~", 4);
	check_raw("<S-Tab>", "\033[Z", 3);
	check_raw("<C-r>", "\x12", 1);
	check_raw("<C-Space>", "\0", 1);
	check_raw("<C-_>", "\x1F", 1);
	check_raw("<M-b>", "\033b", 2);
	check_raw("<M-BS>", "\033\177", 2);
	check_raw("<F1>", "", 0);
	check_raw("<Mouse:press,1,1>", "", 0);
}

static void reads_one_key_at_a_time(void **state)
{
	static const char script[] = "ki<lt><CR>x";
	static const size_t steps[] = { 1, 1, 4, 4, 1 };
	struct key k;
	size_t at = 0, used;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(steps); i++) {
		assert_int_equal(key_parse(script + at, &k, &used, NULL), ST_OK);
		assert_int_equal(used, steps[i]);
		at += used;
	}
	assert_int_equal(at, strlen(script));
}

static void nonsense_is_refused_with_a_sentence(void **state)
{
	static const char *const bad[] = { "",
					   "<",
					   "<>",
					   "<Foo>",
					   "<C->",
					   "<F0>",
					   "<F13>",
					   "<a>",
					   "<Mouse:press>",
					   "<Mouse:press,1>",
					   "<Mouse:fly,1,1>",
					   "<Mouse:press,1,1,9>",
					   "<Resize:40>",
					   "<Resize:x12>",
					   "<C-1>",
					   "<X-a>",
					   "\xFF",
					   "<Up" };
	struct error err;
	struct key k;
	size_t used;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		err = (struct error)ERROR_INIT;
		assert_int_equal(key_parse(bad[i], &k, &used, &err), ST_USAGE);
		assert_true(err.text[0] != '\0');
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(canonical_forms_go_both_ways),
		cmocka_unit_test(other_spellings_mean_the_same_key),
		cmocka_unit_test(gives_the_editor_its_bytes),
		cmocka_unit_test(reads_one_key_at_a_time),
		cmocka_unit_test(nonsense_is_refused_with_a_sentence),
	};

	return cmocka_run_group_tests_name("base/key", tests, NULL, NULL);
}
