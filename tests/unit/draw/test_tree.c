#include "unit.h"

#include <string.h>

#include "draw/tree.h"

static const char *const labels[] = { "king", "dog", "queen", "cat" };
static const struct tree_join joins[] = { { 0, 2, 0.25 }, { 1, 3, 0.25 }, { 4, 5, 1 } };
static const uint32_t order[] = { 0, 2, 1, 3 };
static const struct tree tree = { 4, joins, order, labels };

static void draw(int rows, int cols, size_t top, struct strbuf *out)
{
	struct surface s;

	surface_init(&s, rows, cols);
	tree_draw(&s, (struct rect){ 0, 0, rows, cols }, &tree, top);
	strbuf_clear(out);
	surface_dump_text(&s, out);
	surface_release(&s);
}

static void heights_are_columns(void **state)
{
	struct strbuf out = STRBUF_INIT;

	(void)state;
	draw(5, 18, 0, &out);
	assert_string_equal(out.buf, "─┬──────┬── king\n"
				     " │      └── queen\n"
				     " └──────┬── dog\n"
				     "        └── cat\n"
				     " 1.00     0\n");
	draw(2, 18, 2, &out); /* scrolled */
	assert_string_equal(out.buf, " └──────┬── dog\n"
				     "        └── cat\n");
	strbuf_release(&out);
}

/* No size writes beside its rectangle or breaks a row. */
static void any_size(void **state)
{
	(void)state;
	for (int rows = 1; rows < 8; rows++)
		for (int cols = 1; cols < 40; cols++) {
			struct surface s;

			surface_init(&s, rows + 2, cols + 2);
			tree_draw(&s, (struct rect){ 1, 1, rows, cols }, &tree, 0);
			for (int row = 0; row < rows + 2; row++)
				for (int col = 0; col < cols + 2; col++)
					if (row == 0 || col == 0 || row == rows + 1 ||
					    col == cols + 1)
						assert_string_equal(
							surface_cell(&s, row, col)->text, "");
			surface_release(&s);
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(heights_are_columns),
		cmocka_unit_test(any_size),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
