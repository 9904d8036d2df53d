/* The header of a NumPy .npy file. Pure: bytes in, numbers out. */
#ifndef MODEL_FORMATS_NPY_HEADER_H
#define MODEL_FORMATS_NPY_HEADER_H

#include "dense.h"

#define NPY_MAGIC	"\x93NUMPY"
#define NPY_MAGIC_LEN	6
#define NPY_HEADER_MAX	65524	/* of the literal; NumPy itself writes 118 bytes */

/* Read the header at the start of the n bytes at `head`, which hold at least the first SOURCE_HEAD
 * bytes of the file. *out is the matrix without scale; a vector is one row. ST_FORMAT with a
 * sentence on anything but a one- or two-dimensional array of numbers. */
enum status npy_header_parse(struct dense *out, const char *head, size_t n, struct error *err);

/* An array of strings of fixed width, as NumPy keeps lists of words. */
struct npy_strings {
	bool unicode;		/* UCS-4, else bytes; both are filled up with zeros */
	bool big_endian;
	size_t width;		/* characters of each, at most */
	uint64_t count;
	uint64_t offset;	/* of the first, in bytes */
};

/* The same for a one-dimensional array of strings (dtype U or S). */
enum status npy_strings_parse(struct npy_strings *out, const char *head, size_t n,
			      struct error *err);

#endif
