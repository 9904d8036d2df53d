#include "unit.h"

#include "ui/layout.h"

static const struct layout_wish three = {
	.present = { true, true, true },
	.focus = SLOT_LIST,
};

static bool inside(struct rect r, int rows, int cols)
{
	return r.rows == 0 || (r.row >= 0 && r.col >= 0 && r.rows > 0 && r.cols > 0 &&
			       r.row + r.rows <= rows && r.col + r.cols <= cols);
}

static bool overlap(struct rect a, struct rect b)
{
	return a.rows > 0 && b.rows > 0 && a.row < b.row + b.rows && b.row < a.row + a.rows &&
	       a.col < b.col + b.cols && b.col < a.col + a.cols;
}

/* At every size from 1 × 1 on: inside the screen, nothing on top of another, the prompt shows. */
static void test_every_size(void **state)
{
	(void)state;
	for (int rows = 1; rows <= 60; rows++) {
		for (int cols = 1; cols <= 170; cols++) {
			struct layout l;

			layout_compute(&l, rows, cols, &three);
			assert_int_equal(l.prompt >= 0 && l.prompt < rows, 1);
			for (int a = 0; a < SLOT_COUNT; a++) {
				assert_true(l.pane[a].rows <= 0 || inside(l.pane[a], rows, cols));
				assert_true(inside(l.title[a], rows, cols));
				for (int b = 0; b < SLOT_COUNT; b++) {
					assert_false(overlap(l.title[a], l.pane[b]));
					assert_false(a != b && overlap(l.pane[a], l.pane[b]));
				}
			}
		}
	}
}

/* The same with room for an audience. */
static void test_every_size_spaced(void **state)
{
	struct layout_wish wish = three;

	(void)state;
	wish.spaced = true;
	for (int rows = 1; rows <= 60; rows++)
		for (int cols = 1; cols <= 170; cols += 3) {
			struct layout l;

			layout_compute(&l, rows, cols, &wish);
			assert_true(l.prompt >= 0 && l.prompt < rows);
			assert_true(l.footer < rows && l.status < l.prompt);
			for (int a = 0; a < SLOT_COUNT; a++) {
				assert_true(l.pane[a].rows <= 0 || inside(l.pane[a], rows, cols));
				assert_true(l.pane[a].rows <= 0 || l.status < 0 ||
					    l.pane[a].row + l.pane[a].rows <= l.status);
				for (int b = 0; b < SLOT_COUNT; b++) {
					assert_false(overlap(l.title[a], l.pane[b]));
					assert_false(a != b && overlap(l.pane[a], l.pane[b]));
				}
			}
		}
}

/* An empty row above the prompt and below it, where there is room. */
static void test_room_around_the_prompt(void **state)
{
	struct layout_wish wish = three;
	struct layout l;

	(void)state;
	wish.spaced = true;
	layout_compute(&l, 24, 80, &wish);
	assert_int_equal(l.prompt - l.status, 2);
	assert_int_equal(l.footer - l.prompt, 2);
	layout_compute(&l, 12, 40, &wish);
	assert_int_equal(l.footer - l.prompt, 1);
}

static void test_kinds(void **state)
{
	struct layout l;

	(void)state;
	layout_compute(&l, 24, 80, &three);
	assert_int_equal(l.kind, LAYOUT_WIDE);
	assert_int_equal(l.pane[SLOT_MAIN].cols, 50);
	assert_int_equal(l.divider, 50);
	assert_false(l.big);
	layout_compute(&l, 48, 160, &three);
	assert_true(l.big);
	layout_compute(&l, 19, 80, &three);
	assert_int_equal(l.kind, LAYOUT_SINGLE);
	assert_int_equal(l.pane[SLOT_LIST].cols, 80);
	assert_int_equal(l.pane[SLOT_MAIN].rows, 0);
	layout_compute(&l, 9, 80, &three);
	assert_int_equal(l.kind, LAYOUT_LIST);
	layout_compute(&l, 3, 80, &three);
	assert_int_equal(l.kind, LAYOUT_TINY);
	assert_int_equal(l.status, -1);
}

static void test_zoomed_pane_takes_the_body(void **state)
{
	struct layout_wish wish = three;
	struct layout l;

	(void)state;
	wish.zoomed = true;
	wish.focus = SLOT_DETAIL;
	layout_compute(&l, 24, 80, &wish);
	assert_int_equal(l.pane[SLOT_DETAIL].cols, 80);
	assert_int_equal(l.pane[SLOT_DETAIL].rows, 19);
	assert_int_equal(l.pane[SLOT_LIST].rows, 0);
}

/* A screen of one pane: the list of the smallest layout falls back to it. */
static void test_missing_slots(void **state)
{
	struct layout_wish wish = { .present = { true, false, false }, .focus = SLOT_DETAIL };
	struct layout l;

	(void)state;
	for (int rows = 4; rows < 40; rows += 5) {
		layout_compute(&l, rows, 90, &wish);
		assert_true(l.pane[SLOT_MAIN].rows > 0);
		assert_int_equal(l.pane[SLOT_LIST].rows, 0);
		assert_int_equal(l.divider, -1);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_size),
		cmocka_unit_test(test_every_size_spaced),
		cmocka_unit_test(test_room_around_the_prompt),
		cmocka_unit_test(test_kinds),
		cmocka_unit_test(test_zoomed_pane_takes_the_body),
		cmocka_unit_test(test_missing_slots),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
