#include "unit.h"

#include <archive.h>
#include <archive_entry.h>
#include <fcntl.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/strbuf.h"
#include "io/source.h"

/* --- archives, made by libarchive -------------------------------------------------------------- */

struct member {
	const char *name, *bytes;
	size_t n;
};
#define M(name, literal)                                                                           \
	{                                                                                          \
		(name), (literal), sizeof(literal) - 1                                             \
	}

struct packing {
	int format, filter;
	const char *options; /* "zip:compression=store" … or NULL */
};

static void add_member(struct archive *a, const struct member *m)
{
	struct archive_entry *e = archive_entry_new();

	archive_entry_set_pathname(e, m->name);
	archive_entry_set_size(e, (la_int64_t)m->n);
	archive_entry_set_filetype(e, m->name[strlen(m->name) - 1] == '/' ? AE_IFDIR : AE_IFREG);
	archive_entry_set_perm(e, 0644);
	if (archive_write_header(a, e) != ARCHIVE_OK ||
	    archive_write_data(a, m->bytes, m->n) != (la_ssize_t)m->n)
		fail_msg("%s: %s", m->name, archive_error_string(a));
	archive_entry_free(e);
}

static char *pack(const char *dir, const char *name, const struct packing *p,
		  const struct member *members, size_t count)
{
	struct archive *a = archive_write_new();
	char *path = xasprintf("%s/%s", dir, name);

	archive_write_set_format(a, p->format);
	archive_write_add_filter(a, p->filter);
	archive_write_set_passphrase(a, "secret");
	archive_write_set_bytes_in_last_block(a, 1);
	if (p->options && archive_write_set_options(a, p->options) != ARCHIVE_OK)
		fail_msg("%s: %s", p->options, archive_error_string(a));
	if (archive_write_open_filename(a, path) != ARCHIVE_OK)
		fail_msg("%s: %s", path, archive_error_string(a));
	for (size_t i = 0; i < count; i++)
		add_member(a, &members[i]);
	archive_write_close(a);
	archive_write_free(a);
	return path;
}

static const struct packing gz = { ARCHIVE_FORMAT_RAW, ARCHIVE_FILTER_GZIP, NULL };
static const struct packing zip = { ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE, NULL };
static const struct packing tar = { ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_NONE, NULL };
static const struct packing tar_gz = { ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_GZIP, NULL };

/* --- reading whole ------------------------------------------------------------------------------ */

/* All bytes in pieces of `piece`; *status is what ended it. */
static void read_all(struct source *src, size_t piece, struct strbuf *out, struct error *end)
{
	char *buf = xmalloc(piece);

	for (;;) {
		size_t got;

		assert_int_equal(source_tell(src), out->len);
		if (source_read(src, buf, piece, &got, end) != ST_OK || got == 0)
			break;
		assert_true(got <= piece);
		strbuf_add(out, buf, got);
	}
	free(buf);
}

static struct source *open_good(const char *path, const char *member,
				bool (*accept)(const char *head, size_t n))
{
	struct error err = ERROR_INIT;
	struct source *src = NULL;

	if (source_open(&src, path, member, accept, &err))
		fail_msg("%s: %s", path, err.text);
	return src;
}

static void check_content(const char *path, const char *member, const char *want, size_t n)
{
	static const size_t pieces[] = { 1, 1000, 1 << 20 };

	for (size_t i = n > 100000; i < ARRAY_LEN(pieces); i++) {
		struct source *src = open_good(path, member, NULL);
		struct strbuf all = STRBUF_INIT;
		struct error end = ERROR_INIT;
		const char *head;
		size_t seen;

		if (i == 1) { /* a head that was looked at changes nothing */
			assert_int_equal(source_head(src, &head, &seen, NULL), ST_OK);
			assert_int_equal(seen, MIN(n, SOURCE_HEAD));
			assert_memory_equal(head, want, seen);
		}
		read_all(src, pieces[i], &all, &end);
		assert_int_equal(end.status, ST_OK);
		assert_int_equal(all.len, n);
		assert_memory_equal(all.buf, want, n);
		assert_true(source_consumed(src) <= source_file_size(src));
		strbuf_release(&all);
		source_close(src);
	}
}

static bool begins_with_a(const char *head, size_t n)
{
	return n > 0 && *head == 'a';
}

/* The sentence, without the folder's name. */
static void check_refused(const char *path, const char *member, enum status want, const char *text)
{
	struct error err = ERROR_INIT;
	struct source *src = NULL;
	const char *slash;

	assert_int_equal(source_open(&src, path, member, NULL, &err), want);
	assert_null(src);
	slash = strrchr(path, '/');
	if (!strstr(err.text, slash ? slash + 1 : path) || !strstr(err.text, text))
		fail_msg("\"%s\" does not say \"%s\"", err.text, text);
}

/* Lines that compress, but not too well. */
static void make_text(struct strbuf *text, size_t n)
{
	uint32_t x = 1;

	for (size_t i = 0; text->len < n; i++) {
		x = x * 1664525 + 1013904223;
		strbuf_addf(text, "w%zu 0.%u -1.5\n", i, x);
	}
}

/* --- one packed file ----------------------------------------------------------------------------- */

static const struct {
	struct packing how;
	const char *name, *packing;
} single[] = {
	{ { ARCHIVE_FORMAT_RAW, ARCHIVE_FILTER_NONE, NULL }, "m.vec", "" },
	{ { ARCHIVE_FORMAT_RAW, ARCHIVE_FILTER_GZIP, NULL }, "m.vec.gz", "gzip" },
	{ { ARCHIVE_FORMAT_RAW, ARCHIVE_FILTER_BZIP2, NULL }, "m.vec.bz2", "bzip2" },
	{ { ARCHIVE_FORMAT_RAW, ARCHIVE_FILTER_XZ, "xz:compression-level=0" }, "m.vec.xz", "xz" },
	{ { ARCHIVE_FORMAT_RAW, ARCHIVE_FILTER_ZSTD, NULL }, "m.vec.zst", "zstd" },
	{ { ARCHIVE_FORMAT_RAW, ARCHIVE_FILTER_LZ4, "lz4:block-size=4" }, "m.vec.lz4", "lz4" },
};

static void every_packing(void **state)
{
	char *dir = temp_dir_make();
	struct strbuf text = STRBUF_INIT;

	(void)state;
	make_text(&text, 300000);
	for (size_t i = 0; i < ARRAY_LEN(single); i++) {
		const struct member m = { "ignored", text.buf, text.len };
		char *path = pack(dir, single[i].name, &single[i].how, &m, 1);
		struct source *src = open_good(path, NULL, NULL);

		assert_string_equal(source_packing(src), single[i].packing);
		assert_string_equal(source_name(src), "m.vec");
		assert_string_equal(source_path(src), path);
		assert_string_equal(source_member(src), "");
		assert_int_equal(source_member_count(src), 0);
		assert_int_equal(source_size(src), *single[i].packing ? 0 : text.len);
		source_close(src);
		check_content(path, NULL, text.buf, text.len);
		free(path);
	}
	strbuf_release(&text);
	temp_dir_remove(dir);
}

/* What a disguise hides: names mean nothing. */
static void packing_is_told_by_content(void **state)
{
	char *dir = temp_dir_make();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(single); i++) {
		const struct member m = M("x", "a 1 2\nb 3 4\n");
		char *path = pack(dir, "m.zip", &single[i].how, &m, 1);

		check_content(path, NULL, m.bytes, m.n);
		free(path);
	}
	temp_dir_remove(dir);
}

static char *slurp(const char *path, size_t *n)
{
	struct stat st;
	FILE *f = fopen(path, "rb");
	char *bytes;

	assert_non_null(f);
	assert_int_equal(fstat(fileno(f), &st), 0);
	*n = (size_t)st.st_size;
	bytes = xmalloc(*n + 1);
	assert_int_equal(fread(bytes, 1, *n, f), *n);
	fclose(f);
	return bytes;
}

static void concatenated_members_are_one_file(void **state)
{
	char *dir = temp_dir_make();

	(void)state;
	for (size_t i = 1; i < ARRAY_LEN(single); i++) {
		const struct member one = M("x", "a 1 2\n"), two = M("y", "b 3 4\n");
		char *first = pack(dir, "1", &single[i].how, &one, 1);
		char *second = pack(dir, "2", &single[i].how, &two, 1), *path;
		struct strbuf both = STRBUF_INIT;
		size_t n;
		char *bytes = slurp(first, &n);

		strbuf_add(&both, bytes, n);
		free(bytes);
		bytes = slurp(second, &n);
		strbuf_add(&both, bytes, n);
		free(bytes);
		path = temp_file(dir, "both", both.buf, both.len);
		check_content(path, NULL, "a 1 2\nb 3 4\n", 12);
		strbuf_release(&both);
		free(first);
		free(second);
		free(path);
	}
	temp_dir_remove(dir);
}

static void rubbish_behind_the_packed_data(void **state)
{
	char *dir = temp_dir_make();
	const struct member m = M("x", "a 1 2\nb 3 4\n");
	char *path = pack(dir, "m.gz", &gz, &m, 1);
	FILE *f = fopen(path, "ab");

	(void)state;
	for (int i = 0; i < 1000; i++)
		putc(i % 2 ? 0 : 'x', f);
	fclose(f);
	check_content(path, NULL, m.bytes, m.n);
	free(path);
	temp_dir_remove(dir);
}

/* What was unpacked before the fault comes first, then the fault, again and again. */
static void cut_off_packing(void **state)
{
	char *dir = temp_dir_make();
	struct strbuf text = STRBUF_INIT;

	(void)state;
	make_text(&text, 2500000);
	for (size_t i = 1; i < ARRAY_LEN(single); i++) {
		const struct member m = { "ignored", text.buf, text.len };
		char *path = pack(dir, single[i].name, &single[i].how, &m, 1);
		struct strbuf all = STRBUF_INIT;
		struct error end = ERROR_INIT, again = ERROR_INIT;
		struct source *src;
		struct stat st;
		size_t got;

		assert_int_equal(stat(path, &st), 0);
		assert_int_equal(truncate(path, st.st_size * 9 / 10), 0);
		src = open_good(path, NULL, NULL);
		read_all(src, 4096, &all, &end);
		assert_int_equal(end.status, ST_FORMAT);
		assert_non_null(strstr(end.text, "data is damaged or cut off"));
		if (all.len < text.len / 10 || memcmp(all.buf, text.buf, all.len) != 0)
			fail_msg("%s: only %zu bytes before the fault", path, all.len);
		assert_int_equal(source_read(src, text.buf, 1, &got, &again), ST_FORMAT);
		assert_string_equal(end.text, again.text);
		text.buf[0] = 'w';
		source_close(src);
		strbuf_release(&all);
		free(path);
	}
	strbuf_release(&text);
	temp_dir_remove(dir);
}

/* As gzip, bzip2, xz, zstd and lz4 pack an empty file. */
static void nothing_packed(void **state)
{
	static const struct member empty[] = {
		M("m.gz", "\x1F\x8B\x08\0\0\0\0\0\0\x03\x03\0\0\0\0\0\0\0\0\0"),
		M("m.bz2", "BZh9\x17\x72\x45\x38\x50\x90\0\0\0\0"),
		M("m.xz", "\xFD"
			  "7zXZ\0\0\x04\xE6\xD6\xB4\x46\0\0\0\0\x1C\xDF\x44\x21\x1F\xB6\xF3\x7D\x01"
			  "\0\0\0\0\x04YZ"),
		M("m.zst", "\x28\xB5\x2F\xFD\x24\0\x01\0\0\x99\xE9\xD8\x51"),
		M("m.lz4", "\x04\x22\x4D\x18\x64\x40\xA7\0\0\0\0\x05\x5D\xCC\x02"),
	};
	char *dir = temp_dir_make();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(empty); i++) {
		char *path = temp_file(dir, empty[i].name, empty[i].bytes, empty[i].n);

		check_refused(path, NULL, ST_FORMAT, "is empty: there is nothing in the ");
		free(path);
	}
	temp_dir_remove(dir);
}

static void a_bomb_ends_in_a_sentence(void **state)
{
	char *dir = temp_dir_make();
	const size_t n = (size_t)40 << 20;
	char *same = memset(xmalloc(n), 'z', n);
	const struct member bomb = { "same", same, n };

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		static const struct packing *const hows[] = { &gz, &zip, &tar_gz };
		char *path = pack(dir, "bomb", hows[i], &bomb, 1);
		struct source *src = open_good(path, NULL, NULL);
		uint64_t limit = source_file_size(src) * SOURCE_RATIO_MAX + SOURCE_RATIO_FREE;
		struct error end = ERROR_INIT;
		char *buf = xmalloc(1 << 20);
		size_t got = 1;

		while (got && source_read(src, buf, 1 << 20, &got, &end) == ST_OK)
			assert_true(source_tell(src) <= limit);
		assert_int_equal(end.status, ST_FAILED);
		assert_non_null(strstr(end.text, "unpacks to more than 100 times its size"));
		free(buf);
		source_close(src);
		free(path);
	}
	{ /* also where it stands in front of the file that is wanted */
		const struct member two[] = { bomb, M("m.vec", "a 1\n") };
		char *path = pack(dir, "bomb", &tar_gz, two, 2);
		struct error err = ERROR_INIT;
		struct source *src = NULL;

		assert_int_equal(source_open(&src, path, NULL, begins_with_a, &err), ST_FAILED);
		assert_non_null(strstr(err.text, "unpacks to more than 100 times its size"));
		free(path);
	}
	free(same);
	temp_dir_remove(dir);
}

/* --- archives ------------------------------------------------------------------------------------ */

static bool accept_none(const char *head, size_t n)
{
	(void)head, (void)n;
	return false;
}

static const struct member several[] = {
	M("d/", ""),
	M("d/README", "read me"),
	M("d/empty", ""),
	M("__MACOSX/d/._m", "a no"),
	M("d/deep/m.vec", "a 1\nb 2\n"),
	M("d/vocab.txt", "a\nb\n"),
};

static const struct packing containers[] = {
	{ ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE, "zip:compression=store" },
	{ ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE, "zip:compression=deflate" },
	{ ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE, "zip:zip64" },
	{ ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_NONE, NULL },
	{ ARCHIVE_FORMAT_TAR_PAX_RESTRICTED, ARCHIVE_FILTER_GZIP, NULL },
	{ ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_BZIP2, NULL },
	{ ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_XZ, NULL },
	{ ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_ZSTD, NULL },
};

static void check_chosen(const char *path, const char *member)
{
	struct source *src = open_good(path, member, begins_with_a);
	struct strbuf all = STRBUF_INIT;
	struct error end = ERROR_INIT;

	assert_string_equal(source_member(src), "d/deep/m.vec");
	assert_string_equal(source_name(src), "m.vec");
	read_all(src, 3, &all, &end);
	assert_int_equal(end.status, ST_OK);
	assert_string_equal(all.buf, "a 1\nb 2\n");
	strbuf_release(&all);
	source_close(src);
}

static void the_file_that_is_liked(void **state)
{
	char *dir = temp_dir_make();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(containers); i++) {
		char *path = pack(dir, "m", &containers[i], several, ARRAY_LEN(several));
		struct error err = ERROR_INIT;
		struct source *src = NULL, *beside = NULL;

		check_chosen(path, NULL);
		check_chosen(path, "d/deep/m.vec");
		check_content(path, "d/vocab.txt", "a\nb\n", 4);
		check_refused(path, "d/nothing", ST_FAILED, "there is no file d/nothing in it");
		check_refused(path, "m.vec", ST_FAILED, "there is no file m.vec in it");
		src = open_good(path, "d/README", NULL);
		assert_int_equal(source_open_sibling(&beside, src, "vocab.txt", &err), ST_OK);
		assert_string_equal(source_member(beside), "d/vocab.txt");
		source_close(beside);
		assert_int_equal(source_open_sibling(&beside, src, "m.vec", &err), ST_FAILED);
		assert_int_equal(source_open_sibling(&beside, src, "../x", &err), ST_FAILED);
		source_close(src);
		/* none is liked: the first candidate is given, so that its fault can be told */
		src = open_good(path, NULL, accept_none);
		assert_string_equal(source_member(src), "d/README");
		source_close(src);
		free(path);
	}
	temp_dir_remove(dir);
}

static void names_of_a_zip_are_known(void **state)
{
	char *dir = temp_dir_make();
	char *path = pack(dir, "m", &zip, several, ARRAY_LEN(several));
	struct source *src = open_good(path, NULL, begins_with_a);

	(void)state;
	assert_int_equal(source_member_count(src), 3);
	assert_string_equal(source_member_name(src, 0), "d/README");
	assert_string_equal(source_member_name(src, 1), "d/deep/m.vec");
	assert_string_equal(source_member_name(src, 2), "d/vocab.txt");
	assert_string_equal(source_member_name(src, 3), "");
	assert_int_equal(source_size(src), 8);
	source_close(src);
	free(path);
	temp_dir_remove(dir);
}

static void names_are_any_bytes(void **state)
{
	static const struct member odd[] = { M("\x1B[31m\xFFx", "a"), M("../../etc/x", "b") };
	char *dir = temp_dir_make();
	char *path = pack(dir, "m", &tar, odd, ARRAY_LEN(odd));

	(void)state;
	check_content(path, "\x1B[31m\xFFx", "a", 1);
	check_content(path, "../../etc/x", "b", 1);
	free(path);
	temp_dir_remove(dir);
}

static void encrypted_files(void **state)
{
	static const char *const kinds[] = { "zip:encryption=traditional",
					     "zip:encryption=aes256" };
	static const struct member two[] = { M("m.vec", "a 1\n"), M("n.vec", "a 2\n") };
	char *dir = temp_dir_make();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
		const struct packing how = { ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE, kinds[i] };
		char *one = pack(dir, "one.zip", &how, two, 1);
		char *both = pack(dir, "both.zip", &how, two, 2);
		struct error err = ERROR_INIT;
		struct source *src = NULL;

		check_refused(one, NULL, ST_FORMAT, "m.vec is encrypted: unpack it first");
		check_refused(both, "n.vec", ST_FORMAT, "n.vec is encrypted: unpack it first");
		assert_int_equal(source_open(&src, both, NULL, begins_with_a, &err), ST_FORMAT);
		assert_non_null(strstr(err.text, "m.vec is encrypted: unpack it first"));
		free(one);
		free(both);
	}
	temp_dir_remove(dir);
}

static void broken_archives(void **state)
{
	static const char local[] = "PK\3\4\x14\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1\0\0\0m";
	char *dir = temp_dir_make();
	char *empty = temp_file(dir, "e.zip", "PK\5\6\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 22);
	char *stump = temp_file(dir, "s.zip", "PK\3\4", 4);
	char *one = temp_file(dir, "o.zip", local, sizeof(local) - 1);
	char *path = pack(dir, "d.zip", &zip, several, 1);

	(void)state;
	check_refused(empty, NULL, ST_FORMAT, "the zip holds no file");
	check_refused(stump, NULL, ST_FORMAT, "zip");
	check_refused(one, NULL, ST_FORMAT, "zip");
	check_refused(path, NULL, ST_FORMAT, "the zip holds no file");
	free(empty);
	free(stump);
	free(one);
	free(path);
	temp_dir_remove(dir);
}

/* Every prefix and many flips of each kind of archive: bytes, or a sentence. */
static void damaged_archives(void **state)
{
	char *dir = temp_dir_make();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(containers) + ARRAY_LEN(single); i++) {
		const struct packing *how = i < ARRAY_LEN(containers)
						    ? &containers[i]
						    : &single[i - ARRAY_LEN(containers)].how;
		char *path =
			pack(dir, "m", how, several + 4, how->format == ARCHIVE_FORMAT_RAW ? 1 : 2);
		size_t n, step;
		char *bytes = slurp(path, &n);

		step = n / 150 + 1;
		for (size_t k = 0; k < 2 * n; k += step) {
			struct error err = ERROR_INIT, end = ERROR_INIT;
			struct strbuf all = STRBUF_INIT;
			struct source *src = NULL;

			bytes[k % n] ^= (char)(k < n ? 0 : 1 << k % 8);
			free(path);
			path = temp_file(dir, "m", bytes, k < n ? k : n);
			bytes[k % n] ^= (char)(k < n ? 0 : 1 << k % 8);
			if (source_open(&src, path, NULL, begins_with_a, &err)) {
				assert_true(err.text[0] != '\0');
				continue;
			}
			read_all(src, 100, &all, &end);
			assert_true(end.status == ST_OK || end.text[0]);
			source_close(src);
			strbuf_release(&all);
		}
		free(bytes);
		free(path);
	}
	temp_dir_remove(dir);
}

/* --- kinds of files ------------------------------------------------------------------------------- */

static void what_is_no_file(void **state)
{
	char *dir = temp_dir_make();
	char *fifo = xasprintf("%s/fifo", dir), *sock = xasprintf("%s/sock", dir);
	char *loop = xasprintf("%s/loop", dir), *none = xasprintf("%s/none", dir);
	char *empty = temp_file(dir, "empty", "", 0);
	char *secret = temp_file(dir, "secret", "a 1\n", 4);
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	(void)state;
	assert_int_equal(mkfifo(fifo, 0600), 0);
	snprintf(address.sun_path, sizeof(address.sun_path), "%s", sock);
	assert_int_equal(bind(fd, (struct sockaddr *)&address, sizeof(address)), 0);
	assert_int_equal(symlink(loop, loop), 0);
	check_refused(dir, NULL, ST_IO, "is a folder: name the model file in it");
	check_refused(fifo, NULL, ST_IO, "is a pipe, not a file");
	check_refused(sock, NULL, ST_IO, "is a socket, not a file");
	check_refused("/dev/zero", NULL, ST_IO, "is a device, not a file");
	check_refused("/dev/null", NULL, ST_IO, "is a device, not a file");
	check_refused(none, NULL, ST_IO, "No such file or directory");
	check_refused(loop, NULL, ST_IO, "Too many levels of symbolic links");
	check_refused(empty, NULL, ST_FORMAT, "is empty");
	check_refused("", NULL, ST_IO, "No such file or directory");
	check_refused(secret, "m", ST_USAGE, "is no archive: there is no m in it");
	close(fd);
	free(fifo), free(sock), free(loop), free(none), free(empty), free(secret);
	temp_dir_remove(dir);
}

/* The superuser may read everything, so somebody else tries. */
static void files_that_may_not_be_read(void **state)
{
	char *dir = temp_dir_make(), *path = temp_file(dir, "secret", "a 1\n", 4);
	struct error err = ERROR_INIT;
	struct source *src = NULL;
	int status;
	pid_t child;

	(void)state;
	chmod(dir, 0755);
	chmod(path, 0);
	child = fork();
	if (child == 0) {
		if (geteuid() == 0 && setuid(65534) != 0)
			_exit(3);
		if (source_open(&src, path, NULL, NULL, &err) != ST_IO)
			_exit(1);
		_exit(strstr(err.text, "secret: Permission denied") ? 0 : 2);
	}
	waitpid(child, &status, 0);
	assert_int_equal(status, 0);
	free(path);
	temp_dir_remove(dir);
}

/* Files are read, never mapped: one that shrinks ends early, one that grows ends later. */
static void a_file_that_changes_meanwhile(void **state)
{
	char *dir = temp_dir_make();
	struct strbuf text = STRBUF_INIT, all = STRBUF_INIT;
	struct error end = ERROR_INIT;
	struct source *src;
	char *path, buf[100];
	size_t got;
	FILE *f;

	(void)state;
	make_text(&text, 300000);
	path = temp_file(dir, "m", text.buf, text.len);
	src = open_good(path, NULL, NULL);
	assert_int_equal(source_read(src, buf, 100, &got, NULL), ST_OK);
	assert_int_equal(truncate(path, 50), 0);
	assert_int_equal(source_read(src, buf, 100, &got, NULL), ST_OK);
	assert_int_equal(got, 0);
	assert_int_equal(source_range(src, 10, buf, 40, &end), ST_OK);
	assert_memory_equal(buf, text.buf + 10, 40);
	assert_int_equal(source_range(src, 10, buf, 41, &end), ST_FORMAT);
	assert_non_null(strstr(end.text, "ends at byte 50, too early"));
	source_close(src);
	src = open_good(path, NULL, NULL);
	f = fopen(path, "ab");
	fputs("more", f);
	fclose(f);
	end.status = ST_OK;
	read_all(src, 7, &all, &end);
	assert_int_equal(end.status, ST_OK);
	assert_int_equal(all.len, 54);
	source_close(src);
	strbuf_release(&all);
	strbuf_release(&text);
	free(path);
	temp_dir_remove(dir);
}

static void packed_bytes_in_any_order(void **state)
{
	char *dir = temp_dir_make();
	struct strbuf text = STRBUF_INIT;
	char buf[1000];

	(void)state;
	make_text(&text, 200000);
	for (size_t i = 0; i < ARRAY_LEN(single); i++) {
		const struct member m = { "ignored", text.buf, text.len };
		char *path = pack(dir, single[i].name, &single[i].how, &m, 1);
		struct source *src = open_good(path, NULL, NULL);
		struct error err = ERROR_INIT;

		if (*single[i].packing)
			assert_int_equal(source_range(src, 0, buf, 1, &err), ST_FORMAT);
		assert_int_equal(source_make_seekable(src, &err), ST_OK);
		assert_int_equal(source_size(src), text.len);
		for (size_t at = 150000; at > 2000; at -= 4999) {
			assert_int_equal(source_range(src, at, buf, sizeof(buf), &err), ST_OK);
			assert_memory_equal(buf, text.buf + at, sizeof(buf));
		}
		assert_int_equal(source_range(src, text.len, buf, 1, &err), ST_FORMAT);
		assert_int_equal(source_range(src, UINT64_MAX, buf, 1, &err), ST_FORMAT);
		source_close(src);
		free(path);
	}
	strbuf_release(&text);
	temp_dir_remove(dir);
}

/* --- standard input ------------------------------------------------------------------------------ */

/* Run fn with standard input reading from this descriptor. */
static void with_stdin(int fd, void (*fn)(const char *want, size_t n), const char *want, size_t n)
{
	int saved = dup(STDIN_FILENO);

	assert_true(dup2(fd, STDIN_FILENO) == STDIN_FILENO);
	close(fd);
	fn(want, n);
	if (saved >= 0) {
		dup2(saved, STDIN_FILENO);
		close(saved);
	}
}

static void read_stdin(const char *want, size_t n)
{
	struct source *src = open_good("-", NULL, begins_with_a);
	struct strbuf all = STRBUF_INIT;
	struct error end = ERROR_INIT;

	assert_string_equal(source_path(src), "-");
	assert_int_equal(source_file_size(src), 0);
	read_all(src, 5, &all, &end);
	assert_int_equal(end.status, ST_OK);
	assert_int_equal(all.len, n);
	assert_memory_equal(all.buf, want, n);
	strbuf_release(&all);
	source_close(src);
}

static void refuse_stdin(const char *want, size_t n)
{
	struct error err = ERROR_INIT;
	struct source *src = NULL;

	(void)n;
	assert_int_not_equal(source_open(&src, "-", NULL, accept_none, &err), ST_OK);
	if (!strstr(err.text, want))
		fail_msg("\"%s\" does not say \"%s\"", err.text, want);
}

static int pipe_of(const char *bytes, size_t n)
{
	int fds[2];

	assert_int_equal(pipe(fds), 0);
	assert_true(write(fds[1], bytes, n) == (ssize_t)n); /* fits the pipe's buffer */
	close(fds[1]);
	return fds[0];
}

static void standard_input(void **state)
{
	static const struct packing *const hows[] = { &gz, &zip, &tar, &tar_gz };
	char *dir = temp_dir_make();

	(void)state;
	with_stdin(pipe_of("a 1\nb 2\n", 8), read_stdin, "a 1\nb 2\n", 8);
	with_stdin(pipe_of("", 0), refuse_stdin, "- is empty", 0);
	with_stdin(open(dir, O_RDONLY), refuse_stdin, "Is a directory", 0);
	for (size_t i = 0; i < ARRAY_LEN(hows); i++) {
		bool one = hows[i]->format == ARCHIVE_FORMAT_RAW;
		char *path = pack(dir, "m", hows[i], one ? several + 4 : several,
				  one ? 1 : ARRAY_LEN(several));
		size_t n;
		char *bytes = slurp(path, &n);

		with_stdin(pipe_of(bytes, n), read_stdin, "a 1\nb 2\n", 8);
		with_stdin(open(path, O_RDONLY), read_stdin, "a 1\nb 2\n", 8);
		if (!one)
			with_stdin(pipe_of(bytes, n), refuse_stdin, " files in it is a model", 0);
		free(bytes);
		free(path);
	}
	temp_dir_remove(dir);
}

/* A pipe that somebody made non-blocking, and a writer that takes its time: it writes on only when
 * the pipe is empty. */
static void standard_input_that_does_not_block(void **state)
{
	int fds[2], status;
	pid_t child;

	(void)state;
	assert_int_equal(pipe(fds), 0);
	assert_int_equal(fcntl(fds[0], F_SETFL, O_NONBLOCK), 0);
	child = fork();
	if (child == 0) {
		int left = 1;

		close(STDIN_FILENO);
		for (int i = 0; i < 8; i++) {
			while (ioctl(fds[1], FIONREAD, &left) == 0 && left)
				sched_yield();
			if (write(fds[1], &"a 1\nb 2\n"[i], 1) != 1)
				_exit(1);
		}
		_exit(0);
	}
	close(fds[1]);
	with_stdin(fds[0], read_stdin, "a 1\nb 2\n", 8);
	waitpid(child, &status, 0);
	assert_int_equal(status, 0);
}

static void standard_input_has_no_siblings(void **state)
{
	int fd = pipe_of("a 1\n", 4), saved = dup(STDIN_FILENO);
	struct error err = ERROR_INIT;
	struct source *src, *beside = NULL;

	(void)state;
	dup2(fd, STDIN_FILENO);
	close(fd);
	src = open_good("-", NULL, NULL);
	assert_string_equal(source_name(src), "stdin");
	assert_int_equal(source_open_sibling(&beside, src, "vocab.txt", &err), ST_FAILED);
	assert_string_equal(err.text, "standard input has no vocab.txt beside it");
	source_close(src);
	dup2(saved, STDIN_FILENO);
	close(saved);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_packing),
		cmocka_unit_test(packing_is_told_by_content),
		cmocka_unit_test(concatenated_members_are_one_file),
		cmocka_unit_test(rubbish_behind_the_packed_data),
		cmocka_unit_test(cut_off_packing),
		cmocka_unit_test(nothing_packed),
		cmocka_unit_test(a_bomb_ends_in_a_sentence),
		cmocka_unit_test(the_file_that_is_liked),
		cmocka_unit_test(names_of_a_zip_are_known),
		cmocka_unit_test(names_are_any_bytes),
		cmocka_unit_test(encrypted_files),
		cmocka_unit_test(broken_archives),
		cmocka_unit_test(damaged_archives),
		cmocka_unit_test(what_is_no_file),
		cmocka_unit_test(files_that_may_not_be_read),
		cmocka_unit_test(a_file_that_changes_meanwhile),
		cmocka_unit_test(packed_bytes_in_any_order),
		cmocka_unit_test(standard_input),
		cmocka_unit_test(standard_input_that_does_not_block),
		cmocka_unit_test(standard_input_has_no_siblings),
	};

	return cmocka_run_group_tests_name("io/source", tests, NULL, NULL);
}
