#include "base/mem.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#ifdef __linux__
#include <sys/sysinfo.h>
#endif
#include <unistd.h>

static NORETURN void out_of_memory(void)
{
	/* abort() runs the terminal's crash handler, which gives the screen back first */
	fputs("vecscope: out of memory\n", stderr);
	abort();
}

void *xmalloc(size_t size)
{
	void *p = malloc(size ? size : 1);

	if (!p)
		out_of_memory();
	return p;
}

void *xcalloc(size_t count, size_t size)
{
	void *p = calloc(count ? count : 1, size ? size : 1);

	if (!p)
		out_of_memory();
	return p;
}

void *xreallocarray(void *p, size_t count, size_t size)
{
	size_t bytes;

	if (!size_mul(count, size, &bytes))
		out_of_memory();
	p = realloc(p, bytes ? bytes : 1);
	if (!p)
		out_of_memory();
	return p;
}

char *xstrdup(const char *s)
{
	return xstrndup(s, strlen(s));
}

char *xstrndup(const char *s, size_t n)
{
	char *p;

	n = strnlen(s, n);
	p = xmalloc(n + 1);
	memcpy(p, s, n);
	p[n] = '\0';
	return p;
}

char *xasprintf(const char *fmt, ...)
{
	va_list ap;
	char *p = NULL;
	int n;

	va_start(ap, fmt);
	n = vasprintf(&p, fmt, ap);
	va_end(ap);
	if (n < 0)
		out_of_memory();
	return p;
}

static enum status no_room(const char *what, size_t count, size_t size, struct error *err)
{
	double mib = (double)count * (double)size / (1024.0 * 1024.0);

	return error_set(err, ST_NOMEM, "not enough memory for %s (%.0f MiB)", what, mib);
}

enum status mem_try_calloc(void **out, size_t count, size_t size, const char *what,
			   struct error *err)
{
	void *p = calloc(count ? count : 1, size); /* calloc checks the product */

	if (!p)
		return no_room(what, count, size, err);
	*out = p;
	return ST_OK;
}

enum status mem_try_realloc(void **p, size_t count, size_t size, const char *what,
			    struct error *err)
{
	size_t bytes;
	void *q;

	if (!size_mul(count, size, &bytes))
		return no_room(what, count, size, err);
	q = realloc(*p, bytes ? bytes : 1);
	if (!q)
		return no_room(what, count, size, err);
	*p = q;
	return ST_OK;
}

uint64_t mem_of_machine(void)
{
	long pages = sysconf(_SC_PHYS_PAGES), page = sysconf(_SC_PAGESIZE);
	uint64_t bytes = pages > 0 && page > 0 ? (uint64_t)pages * (uint64_t)page : UINT64_MAX;
#ifdef __linux__
	struct sysinfo info;

	if (bytes < UINT64_MAX && sysinfo(&info) == 0)
		bytes += (uint64_t)info.totalswap * info.mem_unit;
#endif
	return bytes;
}

#define LARGE_PAGE ((uintptr_t)2 << 20)
#define PAGE	   ((uintptr_t)4096)

void mem_want_large_pages(void *p, size_t bytes)
{
#ifdef MADV_HUGEPAGE
	uintptr_t start = ((uintptr_t)p + PAGE - 1) & ~(PAGE - 1);
	uintptr_t end = ((uintptr_t)p + bytes) & ~(PAGE - 1);

	if (end > start && end - start >= 2 * LARGE_PAGE)
		madvise((char *)p + (start - (uintptr_t)p), end - start, MADV_HUGEPAGE);
#else
	(void)p;
	(void)bytes;
#endif
}
