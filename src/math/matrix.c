#include "math/matrix.h"

#include <stdint.h>
#include <string.h>
#include <sys/mman.h>

#include "base/mem.h"

#define HUGE_PAGE ((size_t)2 << 20)

/* Bytes of the mapping for rows × stride floats; 0 if that overflows. At least one page, so that
 * an empty matrix has an address too. */
static size_t mapping_bytes(size_t rows, size_t stride)
{
	size_t floats, bytes;

	if (!size_mul(rows, stride, &floats) || !size_mul(floats, sizeof(float), &bytes) ||
	    !size_add(bytes, 4095, &bytes))
		return 0;
	return bytes < 4096 ? 4096 : bytes & ~(size_t)4095;
}

static void advise_huge(void *p, size_t bytes)
{
#ifdef MADV_HUGEPAGE
	if (bytes >= HUGE_PAGE)
		madvise(p, bytes, MADV_HUGEPAGE);
#else
	(void)p, (void)bytes;
#endif
}

static void *map_plain(size_t bytes)
{
	return mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}

/* Where large pages can begin at once: mapped with room to spare, which is given back. */
static void *map(size_t bytes)
{
	char *p, *start;
	size_t more;

	if (bytes < HUGE_PAGE || !size_add(bytes, HUGE_PAGE, &more))
		return map_plain(bytes);
	p = map_plain(more);
	if (p == MAP_FAILED)
		return map_plain(bytes);
	start = (char *)(((uintptr_t)p + HUGE_PAGE - 1) & ~(uintptr_t)(HUGE_PAGE - 1));
	if (start > p)
		munmap(p, (size_t)(start - p));
	if (start + bytes < p + more)
		munmap(start + bytes, (size_t)(p + more - (start + bytes)));
	return start;
}

static enum status no_room(size_t rows, size_t cols, struct error *err)
{
	return error_set(err, ST_NOMEM, "not enough memory for %zu x %zu numbers (%.0f MiB)", rows,
			 cols, (double)rows * (double)cols * 4 / (1024.0 * 1024.0));
}

enum status matrix_init(struct matrix *m, size_t rows, size_t cols, struct error *err)
{
	size_t stride = matrix_stride(cols);
	size_t bytes = mapping_bytes(rows, stride);
	void *p = MAP_FAILED;

	if (bytes)
		p = map(bytes);
	if (p == MAP_FAILED)
		return no_room(rows, cols, err);
	advise_huge(p, bytes);
	*m = (struct matrix){
		.data = p, .rows = rows, .cols = cols, .stride = stride, .mapped = bytes
	};
	return ST_OK;
}

enum status matrix_resize(struct matrix *m, size_t rows, struct error *err)
{
	size_t bytes = mapping_bytes(rows, m->stride);
	void *p = MAP_FAILED;

	/* Rows added later are zero: clear what stays mapped. Pages that are given back are not
	 * touched, they may never have been (a builder reserves more than it fills). */
	if (rows < m->rows) {
		size_t end = MIN(m->rows * m->stride * sizeof(float), bytes);
		size_t begin = rows * m->stride * sizeof(float);

		if (end > begin)
			memset((char *)m->data + begin, 0, end - begin);
	}
	if (bytes == m->mapped) {
		m->rows = rows;
		return ST_OK;
	}
	if (bytes)
		p = mremap(m->data, m->mapped, bytes, MREMAP_MAYMOVE);
	if (p == MAP_FAILED)
		return no_room(rows, m->cols, err);
	advise_huge(p, bytes);
	m->data = p;
	m->rows = rows;
	m->mapped = bytes;
	return ST_OK;
}

void matrix_release(struct matrix *m)
{
	if (m->mapped)
		munmap(m->data, m->mapped);
	*m = (struct matrix){ 0 };
}
