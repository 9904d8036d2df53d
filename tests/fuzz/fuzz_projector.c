/* TensorFlow Projector: the numbers, and behind a line "--metadata--" the names. */
#include <string.h>

#include "fuzz.h"

static void put(const char *dir, const char *name, const uint8_t *data, size_t n, char path[128])
{
	FILE *f;

	snprintf(path, 128, "%s/%s", dir, name);
	f = fopen(path, "wb");
	if (!f || fwrite(data, 1, n, f) != n || fclose(f))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char mark[] = "\n--metadata--\n", plain[] = "a\nb\n";
	const uint8_t *cut = memmem(data, size, mark, sizeof(mark) - 1);
	size_t n = cut ? (size_t)(cut - data) : size;
	struct load_options opt = { .format = "projector", .read = { .threads = 1 } };
	struct error err = ERROR_INIT;
	struct model *m = NULL;
	char dir[] = "/dev/shm/vecscope-fuzz-XXXXXX", numbers[128], names[128];

	if (!mkdtemp(dir))
		abort();
	put(dir, "metadata.tsv", cut ? cut + sizeof(mark) - 1 : (const uint8_t *)plain,
	    cut ? size - n - (sizeof(mark) - 1) : sizeof(plain) - 1, names);
	put(dir, "vectors.tsv", data, n, numbers);
	if (model_load(&m, numbers, &opt, NULL, &err) == ST_OK)
		fuzz_check_model(m);
	else if (!err.text[0])
		abort();
	model_unref(m);
	unlink(numbers);
	unlink(names);
	rmdir(dir);
	return 0;
}
