#include "reference.h"

#include "base/rng.h"
#include "unit.h"

enum { GROUPS = 4 };

static const char path[] = "tests/data/projection.txt";

void reference_matrix(struct matrix *m)
{
	struct rng rng = { 2026 };

	assert_int_equal(matrix_init(m, REFERENCE_ROWS, REFERENCE_DIMS, NULL), ST_OK);
	for (size_t i = 0; i < REFERENCE_ROWS; i++) {
		float *row = matrix_row(m, i), scale = 1;

		for (size_t j = 0; j < REFERENCE_DIMS; j++) {
			if (j && j % 4 == 0)
				scale /= 2;
			row[j] = (rng_unit(&rng) - 0.5f) * scale;
		}
		row[i % GROUPS] += 1.25f;
	}
}

double *reference_numbers(const char *name, size_t n)
{
	FILE *f = fopen(path, "r");
	double *out = calloc(n, sizeof(*out));
	char found[64];
	size_t count = 0;
	int got = f ? fscanf(f, "%63s %zu", found, &count) : 0;

	while (got == 2 && strcmp(found, name) != 0) {
		if (fscanf(f, "%*[^\n]") < 0)
			break;
		got = fscanf(f, "%63s %zu", found, &count);
	}
	if (got != 2 || strcmp(found, name) != 0 || count != n)
		fail_msg("%s has no %zu numbers named %s", path, n, name);
	for (size_t i = 0; i < n; i++)
		if (fscanf(f, "%lf", &out[i]) != 1)
			fail_msg("%s: number %zu of %s cannot be read", path, i, name);
	fclose(f);
	return out;
}
