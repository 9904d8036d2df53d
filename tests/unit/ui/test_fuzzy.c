#include "unit.h"

#include "ui/fuzzy.h"

static struct fuzzy_match match(const char *pattern, const char *text)
{
	return fuzzy_match(pattern, strlen(pattern), text, strlen(text));
}

static void test_tiers(void **state)
{
	(void)state;
	assert_int_equal(match("king", "king").tier, FUZZY_EXACT);
	assert_int_equal(match("king", "King").tier, FUZZY_EXACT);
	assert_int_equal(match("King", "king").tier, FUZZY_NONE);
	assert_int_equal(match("kin", "kingdom").tier, FUZZY_PREFIX);
	assert_int_equal(match("king", "viking").tier, FUZZY_SUBSTRING);
	assert_int_equal(match("qn", "queen").tier, FUZZY_SUBSEQUENCE);
	assert_int_equal(match("nq", "queen").tier, FUZZY_NONE);
	assert_int_equal(match("", "queen").tier, FUZZY_PREFIX);
	assert_int_equal(match("女", "女王").tier, FUZZY_PREFIX);
	assert_int_equal(match("王", "女王").tier, FUZZY_SUBSTRING);
	assert_int_equal(match("女王", "女士王").tier, FUZZY_NONE);
}

static void test_scores(void **state)
{
	(void)state;
	assert_true(match("nyk", "new_york").score > match("nyk", "any_keen").score);
	assert_true(match("abd", "abxd").score > match("abd", "axbxd").score);
}

static void test_parts(void **state)
{
	(void)state;
	assert_int_equal(fuzzy_score_parts("", "zoom in"), 0);
	assert_true(fuzzy_score_parts("in zoom", "zoom in") > 0);
	assert_int_equal(fuzzy_score_parts("zoom out", "zoom in"), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_tiers),
		cmocka_unit_test(test_scores),
		cmocka_unit_test(test_parts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
