#include "unit.h"

#include "base/clock.h"
#include "base/compiler.h"
#include "draw/labels.h"

#define N    2000
#define ROWS 40
#define COLS 110

static uint32_t next_random(uint64_t *seed)
{
	*seed = *seed * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(*seed >> 33);
}

/* A cloud that is denser in the middle. */
static void make_cloud(struct label *labels, size_t n, uint64_t seed)
{
	memset(labels, 0, n * sizeof(*labels));
	for (size_t i = 0; i < n; i++) {
		uint32_t x = next_random(&seed) % COLS + next_random(&seed) % COLS;
		uint32_t y = next_random(&seed) % ROWS + next_random(&seed) % ROWS;

		labels[i].col = (int)(x / 2);
		labels[i].row = (int)(y / 2);
		labels[i].width = 2 + (int)(next_random(&seed) % 9);
		labels[i].priority = (int)(n - i);
		labels[i].important = i < 12;
	}
}

static uint8_t *make_soft(const struct label *labels, size_t n)
{
	uint8_t *soft = calloc(ROWS * COLS, 1);

	for (size_t i = 0; i < n; i++)
		if (labels[i].row >= 0 && labels[i].row < ROWS && labels[i].col >= 0 &&
		    labels[i].col < COLS)
			soft[labels[i].row * COLS + labels[i].col] = 1;
	return soft;
}

static void check_touches(const struct label *l)
{
	int left = l->text_col, right = l->text_col + l->width - 1;

	assert_true(abs(l->row - l->text_row) <= 1);
	if (l->text_row == l->row) /* one blank between */
		assert_true(left == l->col + 2 || right == l->col - 2);
	else
		assert_true(left <= l->col + 1 && right >= l->col - 1);
}

/* Every promise of the header about one finished frame. */
static void check_frame(const struct label *labels, size_t n, size_t shown)
{
	uint8_t *grid = calloc((ROWS + 2) * (COLS + 2), 1);
	size_t count = 0;

	for (size_t i = 0; i < n; i++) {
		const struct label *l = &labels[i];

		if (l->side == LABEL_HIDDEN)
			continue;
		count++;
		check_touches(l);
		assert_true(!l->rtl || l->side == LABEL_E);
		assert_true(l->text_row >= 0 && l->text_row < ROWS);
		assert_true(l->text_col >= 0 && l->text_col + l->width <= COLS);
		for (int x = 0; x < l->width; x++) {
			uint8_t *at = &grid[l->text_row * COLS + l->text_col + x];

			assert_int_equal(*at, 0);
			*at = 1;
		}
	}
	for (size_t i = 0; i < n; i++) /* dots of those shown and of the important ones are free */
		if (labels[i].side != LABEL_HIDDEN || labels[i].important)
			assert_int_equal(grid[labels[i].row * COLS + labels[i].col], 0);
	assert_int_equal(count, shown);
	free(grid);
}

static void labels_never_overlap(void **state)
{
	static struct label labels[N];
	struct label_options opt = { .rows = ROWS, .cols = COLS };

	(void)state;
	for (uint64_t seed = 1; seed <= 20; seed++) {
		uint8_t *soft;
		size_t shown;

		make_cloud(labels, N, seed);
		for (size_t i = 0; i < N; i += 7)
			labels[i].rtl = true;
		soft = make_soft(labels, N);
		opt.soft = seed % 2 ? soft : NULL;
		shown = labels_place(labels, N, &opt);
		check_frame(labels, N, shown);
		assert_true(shown > 80 && shown <= ROWS * COLS / 30 + 12);
		for (size_t i = 0; i < 12; i++)
			if (labels[i].side == LABEL_HIDDEN)
				assert_true(labels[i].rtl || i > 3);
		free(soft);
	}
}

/* In the middle of dots that matter, an important label gives way; one that must be seen does not,
 * and still touches no other text. */
static void a_label_that_must_be_seen_is_seen(void **state)
{
	struct label_options opt = { .rows = 9, .cols = 30 };
	struct label labels[9 * 15];
	size_t n = 0, middle = 0;

	(void)state;
	for (int row = 0; row < opt.rows; row++) {
		for (int col = 0; col < opt.cols; col += 2, n++) {
			middle = row == 4 && col == 14 ? n : middle;
			labels[n] = (struct label){
				.row = row, .col = col, .width = 4, .priority = 1, .important = true
			};
		}
	}
	labels[middle].priority = 2;
	assert_int_equal(labels_place(labels, n, &opt), 0);
	labels[middle].must = true;
	assert_int_equal(labels_place(labels, n, &opt), 1);
	assert_int_not_equal(labels[middle].side, LABEL_HIDDEN);
	check_touches(&labels[middle]);
}

/* Pan by a cell or two each frame: of the labels in both frames, how many keep their side? */
static void labels_keep_their_side_while_panning(void **state)
{
	static struct label labels[N];
	struct label_options opt = { .rows = ROWS, .cols = COLS };
	size_t kept = 0, both = 0, was = 0;
	uint64_t start, ns = 0;

	(void)state;
	make_cloud(labels, N, 3);
	for (int frame = 0; frame < 100; frame++) {
		uint8_t *soft = make_soft(labels, N);

		opt.soft = soft;
		start = clock_ns();
		labels_place(labels, N, &opt);
		ns += clock_ns() - start;
		for (size_t i = 0; i < N; i++) {
			struct label *l = &labels[i];

			was += frame && l->last != LABEL_HIDDEN;
			both += frame && l->last != LABEL_HIDDEN && l->side != LABEL_HIDDEN;
			kept += frame && l->last != LABEL_HIDDEN && l->side == l->last;
			l->last = l->side;
			l->col += frame / 25 % 2 ? -1 : 1;
			l->row += frame % 10 == 0 ? (frame < 50 ? 1 : -1) : 0;
		}
		free(soft);
	}
	print_message("%.1f %% keep their side, %.1f %% stay, %.3f ms a frame\n",
		      100.0 * (double)kept / (double)both, 100.0 * (double)both / (double)was,
		      (double)ns / 100 / 1e6);
	assert_true((double)kept >= 0.95 * (double)both);
	assert_true((double)both >= 0.90 * (double)was);
}

static void frozen_frames_only_hide(void **state)
{
	static struct label labels[N];
	struct label_options opt = { .rows = ROWS, .cols = COLS };

	(void)state;
	make_cloud(labels, N, 5);
	labels_place(labels, N, &opt);
	for (size_t i = 0; i < N; i++) {
		labels[i].last = labels[i].side;
		labels[i].col += i % 3 == 0;
		labels[i].important = false;
	}
	opt.frozen = true;
	check_frame(labels, N, labels_place(labels, N, &opt));
	for (size_t i = 0; i < N; i++)
		assert_true(labels[i].side == LABEL_HIDDEN || labels[i].side == labels[i].last);
}

static size_t bytes_of(const struct label *l)
{
	return 16 + MAX(l->bytes, 2 * (size_t)l->width);
}

/* One frame after another until none waits; returns how many frames. What has to make room for
 * others goes besides. */
static size_t place_in_turn(struct label *labels, const struct label_options *opt)
{
	size_t frames = 0;

	do {
		size_t cost = 0, came = 0, changed = 0;

		for (size_t i = 0; i < N; i++)
			labels[i].last = labels[i].side;
		check_frame(labels, N, labels_place(labels, N, opt));
		for (size_t i = 0; i < N; i++) {
			bool was = labels[i].last != LABEL_HIDDEN,
			     is = labels[i].side != LABEL_HIDDEN;

			changed += was != is;
			came += !was && is && !labels[i].important;
			cost += !was && is && !labels[i].important ? bytes_of(&labels[i]) : 0;
		}
		assert_true(cost <= opt->step || came == 1);
		assert_true(changed || !*opt->more);
	} while (*opt->more && ++frames < 1000);
	return frames + 1;
}

static size_t count_shown(const struct label *labels, bool important)
{
	size_t shown = 0;

	for (size_t i = 0; i < N; i++)
		shown += labels[i].side != LABEL_HIDDEN && labels[i].important == important;
	return shown;
}

/* No frame changes more than the step, and the last one shows as many as all at once would. */
static void labels_come_and_go_in_turn(void **state)
{
	static struct label labels[N];
	bool more = false;
	struct label_options opt = { .rows = ROWS, .cols = COLS, .budget = 200 };
	size_t all;

	(void)state;
	make_cloud(labels, N, 7);
	for (size_t i = 0; i < N; i++)
		labels[i].bytes = (size_t)labels[i].width * (1 + i % 3);
	labels_place(labels, N, &opt);
	all = count_shown(labels, false);
	assert_true(all > 80);
	for (size_t i = 0; i < N; i++)
		labels[i].side = LABEL_HIDDEN;
	opt.step = 500;
	opt.more = &more;
	assert_in_range(place_in_turn(labels, &opt), all / 25, all / 8);
	assert_in_range(count_shown(labels, false), all - all / 20, all + all / 20);
	opt.budget = 30;
	assert_true(place_in_turn(labels, &opt) > 3);
	assert_int_equal(count_shown(labels, false), 30);
	assert_true(count_shown(labels, true) > 3);
	opt.none = true;
	place_in_turn(labels, &opt);
	assert_int_equal(count_shown(labels, false) + count_shown(labels, true), 0);
	opt.none = false;
	opt.step = 1; /* less than any label: one a frame, and still to the end */
	assert_in_range(place_in_turn(labels, &opt), 30, 32);
	assert_int_equal(count_shown(labels, false), 30);
}

static void the_first_goes_right_and_the_next_gives_way(void **state)
{
	struct label labels[3] = {
		{ .row = 1, .col = 10, .width = 4, .priority = 1 },
		{ .row = 1, .col = 6, .width = 4, .priority = 9, .important = true },
		{ .row = 1, .col = 90, .width = 4, .priority = 5 },
	};
	struct label_options opt = { .rows = 3, .cols = 20, .budget = 5 };

	(void)state;
	assert_int_equal(labels_place(labels, 3, &opt), 1);
	assert_int_equal(labels[1].side, LABEL_E);
	assert_int_equal(labels[1].text_col, 8);
	assert_int_equal(labels[0].side, LABEL_HIDDEN); /* its dot is under the text */
	labels[0].important = true;
	assert_int_equal(labels_place(labels, 3, &opt), 2);
	assert_int_equal(labels[0].side, LABEL_E);
	assert_int_equal(labels[1].side, LABEL_W);
}

static void empty_grids_are_fine(void **state)
{
	struct label l = { .width = 3, .important = true };
	struct label_options opt = { .rows = 0, .cols = 0 };

	(void)state;
	assert_int_equal(labels_place(&l, 1, &opt), 0);
	assert_int_equal(labels_place(NULL, 0, &opt), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(labels_never_overlap),
		cmocka_unit_test(a_label_that_must_be_seen_is_seen),
		cmocka_unit_test(labels_keep_their_side_while_panning),
		cmocka_unit_test(frozen_frames_only_hide),
		cmocka_unit_test(labels_come_and_go_in_turn),
		cmocka_unit_test(the_first_goes_right_and_the_next_gives_way),
		cmocka_unit_test(empty_grids_are_fine),
	};

	return cmocka_run_group_tests_name("draw/labels", tests, NULL, NULL);
}
