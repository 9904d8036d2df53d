#include "unit.h"

#include <string.h>

#include "base/rng.h"
#include "draw/pack.h"

static void comes_back(const struct surface *s)
{
	struct strbuf packed = STRBUF_INIT;
	struct surface back;

	surface_pack(s, &packed);
	assert_true(surface_unpack(&back, packed.buf, packed.len));
	assert_true(surface_equal(s, &back));
	surface_release(&back);
	/* no beginning of it is a surface, and nothing may follow */
	for (size_t n = 0; n < packed.len; n += 1 + packed.len / 50)
		assert_false(surface_unpack(&back, packed.buf, n));
	strbuf_addc(&packed, 1);
	assert_false(surface_unpack(&back, packed.buf, packed.len));
	strbuf_release(&packed);
}

static void every_cell_comes_back(void **state)
{
	struct surface s;

	(void)state;
	surface_init(&s, 0, 0);
	comes_back(&s);
	surface_release(&s);
	surface_init(&s, 7, 300); /* longer runs than a byte counts */
	comes_back(&s);
	surface_puts(&s, 0, 0, 40, ROLE_QUERY, "king 東京 ⠁⠂ <&>");
	surface_puts(&s, 6, 290, 10, ROLE_GROUP6, "ende");
	surface_set_reverse(&s, 0, 2, 10, true);
	comes_back(&s);
	surface_release(&s);
}

static void random_surfaces_too(void **state)
{
	struct rng rng = rng_make(7, 0, 0);

	(void)state;
	for (int round = 0; round < 200; round++) {
		struct surface s;

		surface_init(&s, 1 + (int)rng_below(&rng, 20), 1 + (int)rng_below(&rng, 90));
		for (int i = 0; i < 60; i++)
			surface_puts(&s, (int)rng_below(&rng, 20), (int)rng_below(&rng, 90), 9,
				     (enum role)rng_below(&rng, ROLE_COUNT),
				     i % 3 ? "wort" : "語⣿x");
		comes_back(&s);
		surface_release(&s);
	}
}

static void a_map_is_small(void **state)
{
	struct strbuf packed = STRBUF_INIT;
	struct surface s;

	(void)state;
	surface_init(&s, 48, 160);
	for (int i = 0; i < 150; i++)
		surface_puts(&s, i % 48, (i * 37) % 150, 10, ROLE_LABEL, "· word");
	surface_pack(&s, &packed);
	assert_true(packed.len < 10000);
	surface_release(&s);
	strbuf_release(&packed);
}

static void noise_is_refused_or_whole(void **state)
{
	struct rng rng = rng_make(11, 0, 0);
	unsigned char bytes[64];
	size_t taken = 0;

	(void)state;
	for (int round = 0; round < 20000; round++) {
		size_t n = rng_below(&rng, sizeof(bytes));
		struct surface s;

		for (size_t i = 0; i < n; i++)
			bytes[i] = (unsigned char)rng_below(&rng, i < 8 ? 3 : 256);
		if (!surface_unpack(&s, (const char *)bytes, n))
			continue;
		taken++;
		surface_release(&s);
	}
	assert_true(taken > 0); /* empty ones at least */
	memset(bytes, 255, sizeof(bytes));
	assert_false(surface_unpack(&(struct surface){ 0 }, (const char *)bytes, sizeof(bytes)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_cell_comes_back),
		cmocka_unit_test(random_surfaces_too),
		cmocka_unit_test(a_map_is_small),
		cmocka_unit_test(noise_is_refused_or_whole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
