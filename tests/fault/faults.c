#include "faults.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/mem.h"

struct faults *faults;

void *__real_mmap(void *at, size_t n, int prot, int flags, int fd, off_t offset);
void *__real_mremap(void *old, size_t n, size_t wanted, int flags);
enum status __real_mem_try_calloc(void **out, size_t count, size_t size, const char *what,
				  struct error *err);
enum status __real_mem_try_realloc(void **p, size_t count, size_t size, const char *what,
				   struct error *err);

void faults_init(void)
{
	faults = __real_mmap(NULL, sizeof(*faults), PROT_READ | PROT_WRITE,
			     MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (faults == MAP_FAILED)
		abort();
}

/* Is it this call's turn? */
static bool fails(enum fault_kind kind)
{
	long n;

	if (!faults || !faults->armed || faults->kind != kind)
		return false;
	n = __atomic_add_fetch(&faults->seen, 1, __ATOMIC_SEQ_CST);
	return faults->at && (n == faults->at || (faults->ever && n > faults->at));
}

/* --- memory ------------------------------------------------------------------------------------- */

enum status __wrap_mem_try_calloc(void **out, size_t count, size_t size, const char *what,
				  struct error *err);
enum status __wrap_mem_try_realloc(void **p, size_t count, size_t size, const char *what,
				   struct error *err);
void *__wrap_mmap(void *at, size_t n, int prot, int flags, int fd, off_t offset);
void *__wrap_mremap(void *old, size_t n, size_t wanted, int flags, ...);

/* More than any machine has: the allocator itself says no, in its own words. */
enum status __wrap_mem_try_calloc(void **out, size_t count, size_t size, const char *what,
				  struct error *err)
{
	if (fails(FAULT_ALLOC))
		return __real_mem_try_calloc(out, SIZE_MAX, 16, what, err);
	return __real_mem_try_calloc(out, count, size, what, err);
}

enum status __wrap_mem_try_realloc(void **p, size_t count, size_t size, const char *what,
				   struct error *err)
{
	if (fails(FAULT_ALLOC))
		return __real_mem_try_realloc(p, SIZE_MAX, 16, what, err);
	return __real_mem_try_realloc(p, count, size, what, err);
}

void *__wrap_mmap(void *at, size_t n, int prot, int flags, int fd, off_t offset)
{
	if (fails(FAULT_ALLOC)) {
		errno = ENOMEM;
		return MAP_FAILED;
	}
	return __real_mmap(at, n, prot, flags, fd, offset);
}

void *__wrap_mremap(void *old, size_t n, size_t wanted, int flags, ...)
{
	if (fails(FAULT_ALLOC)) {
		errno = ENOMEM;
		return MAP_FAILED;
	}
	return __real_mremap(old, n, wanted, flags);
}

/* --- system calls -------------------------------------------------------------------------------- */

static bool refuse(enum fault_kind kind, int error)
{
	if (!fails(kind))
		return false;
	errno = error;
	return true;
}

/* A call that takes room on the disk. */
static bool refuse_change(void)
{
	return refuse(FAULT_IO, EIO) || refuse(FAULT_FULL, ENOSPC);
}

static size_t shortened(size_t n)
{
	return n > 1 && fails(FAULT_SHORT) ? 1 : n;
}

/* glibc's headers know these under several names; here they are plain functions. */
#undef read
#undef pread
#undef open
ssize_t fault_read(int fd, void *buf, size_t n) __asm__("read");
ssize_t fault_pread(int fd, void *buf, size_t n, off_t at) __asm__("pread");
ssize_t fault_pread64(int fd, void *buf, size_t n, off_t at) __asm__("pread64");
ssize_t fault_read_chk(int fd, void *buf, size_t n, size_t room) __asm__("__read_chk");
ssize_t fault_pread_chk(int fd, void *buf, size_t n, off_t at, size_t room) __asm__("__pread_chk");
ssize_t fault_write(int fd, const void *buf, size_t n) __asm__("write");
ssize_t fault_pwrite(int fd, const void *buf, size_t n, off_t at) __asm__("pwrite");
ssize_t fault_pwrite64(int fd, const void *buf, size_t n, off_t at) __asm__("pwrite64");
int fault_open(const char *path, int flags, ...) __asm__("open");
int fault_open64(const char *path, int flags, ...) __asm__("open64");
int fault_fsync(int fd) __asm__("fsync");
int fault_fdatasync(int fd) __asm__("fdatasync");
int fault_rename(const char *from, const char *to) __asm__("rename");
int fault_link(const char *from, const char *to) __asm__("link");
int fault_ftruncate(int fd, off_t n) __asm__("ftruncate");
int fault_ftruncate64(int fd, off_t n) __asm__("ftruncate64");

ssize_t fault_pread(int fd, void *buf, size_t n, off_t at)
{
	if (refuse(FAULT_IO, EIO) || refuse(FAULT_EINTR, EINTR))
		return -1;
	return syscall(SYS_pread64, fd, buf, shortened(n), at);
}

ssize_t fault_pread64(int fd, void *buf, size_t n, off_t at)
{
	return fault_pread(fd, buf, n, at);
}

ssize_t fault_pread_chk(int fd, void *buf, size_t n, off_t at, size_t room)
{
	return n > room ? abort(), -1 : fault_pread(fd, buf, n, at);
}

ssize_t fault_read(int fd, void *buf, size_t n)
{
	if (refuse(FAULT_IO, EIO) || refuse(FAULT_EINTR, EINTR))
		return -1;
	return syscall(SYS_read, fd, buf, shortened(n));
}

ssize_t fault_read_chk(int fd, void *buf, size_t n, size_t room)
{
	return n > room ? abort(), -1 : fault_read(fd, buf, n);
}

ssize_t fault_write(int fd, const void *buf, size_t n)
{
	if (fd <= STDERR_FILENO)
		return syscall(SYS_write, fd, buf, n);
	if (refuse_change() || refuse(FAULT_EINTR, EINTR))
		return -1;
	return syscall(SYS_write, fd, buf, shortened(n));
}

ssize_t fault_pwrite(int fd, const void *buf, size_t n, off_t at)
{
	if (refuse_change() || refuse(FAULT_EINTR, EINTR))
		return -1;
	return syscall(SYS_pwrite64, fd, buf, shortened(n), at);
}

ssize_t fault_pwrite64(int fd, const void *buf, size_t n, off_t at)
{
	return fault_pwrite(fd, buf, n, at);
}

static int open_with(const char *path, int flags, int mode)
{
	if (refuse(FAULT_IO, EIO) || refuse(FAULT_FILES, EMFILE) ||
	    ((flags & O_CREAT) && refuse(FAULT_FULL, ENOSPC)))
		return -1;
	return (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
}

static bool has_mode(int flags)
{
	return (flags & O_CREAT) || (flags & O_TMPFILE) == O_TMPFILE;
}

int fault_open(const char *path, int flags, ...)
{
	int mode = 0;
	va_list ap;

	va_start(ap, flags);
	if (has_mode(flags))
		mode = va_arg(ap, int);
	va_end(ap);
	return open_with(path, flags, mode);
}

int fault_open64(const char *path, int flags, ...)
{
	int mode = 0;
	va_list ap;

	va_start(ap, flags);
	if (has_mode(flags))
		mode = va_arg(ap, int);
	va_end(ap);
	return open_with(path, flags, mode);
}

int fault_fsync(int fd)
{
	return refuse_change() ? -1 : (int)syscall(SYS_fsync, fd);
}

int fault_fdatasync(int fd)
{
	return refuse_change() ? -1 : (int)syscall(SYS_fdatasync, fd);
}

int fault_rename(const char *from, const char *to)
{
	return refuse_change() ? -1 : renameat(AT_FDCWD, from, AT_FDCWD, to);
}

int fault_link(const char *from, const char *to)
{
	return refuse_change() ? -1 : linkat(AT_FDCWD, from, AT_FDCWD, to, 0);
}

int fault_ftruncate(int fd, off_t n)
{
	return refuse_change() ? -1 : (int)syscall(SYS_ftruncate, fd, n);
}

int fault_ftruncate64(int fd, off_t n)
{
	return fault_ftruncate(fd, n);
}

/* A sanitizer's finding ends a child with a status that the program never has. */
const char *__asan_default_options(void);
const char *__ubsan_default_options(void);
const char *__lsan_default_options(void);

const char *__asan_default_options(void)
{
	return "exitcode=99:detect_leaks=1:allocator_may_return_null=1";
}

const char *__ubsan_default_options(void)
{
	return "exitcode=99:print_stacktrace=1";
}

const char *__lsan_default_options(void)
{
	return "exitcode=99";
}
