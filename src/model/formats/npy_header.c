/*
 * A .npy header is a Python dictionary literal. NumPy evaluates it; here a parser of exactly the
 * grammar that NumPy writes reads it, with no recursion and nothing to execute:
 *
 *	{'descr': '<f4', 'fortran_order': False, 'shape': (50000, 100), }
 *
 * The three keys in any order, each once; strings in ' or "; integers with the L of Python 2;
 * spaces and the last comma are free. Versions 1.0, 2.0 and 3.0 differ in the size of the length
 * field and in the encoding of strings, which here are ASCII. (NEP 1; numpy/lib/format.py)
 */
#include "npy_header.h"

#include <string.h>

#include "base/number.h"

#define STRING_MAX 65536 /* characters of a word */

struct cursor {
	const char *p, *end;
};

struct literal {
	const char *descr;
	size_t descr_len;
	bool fortran;
	uint64_t shape[2];
	size_t rank;
	bool has_descr, has_order, has_shape;
};

static void skip_space(struct cursor *c)
{
	while (c->p < c->end && (*c->p == ' ' || *c->p == '\n' || *c->p == '\t' || *c->p == '\r'))
		c->p++;
}

static bool take(struct cursor *c, const char *what)
{
	size_t n = strlen(what);

	skip_space(c);
	if ((size_t)(c->end - c->p) < n || memcmp(c->p, what, n) != 0)
		return false;
	c->p += n;
	return true;
}

static bool take_string(struct cursor *c, const char **s, size_t *n)
{
	const char *close;

	skip_space(c);
	if (c->p >= c->end || (*c->p != '\'' && *c->p != '"'))
		return false;
	close = memchr(c->p + 1, *c->p, (size_t)(c->end - c->p) - 1);
	if (!close)
		return false;
	*s = c->p + 1;
	*n = (size_t)(close - *s);
	c->p = close + 1;
	return true;
}

static bool take_integer(struct cursor *c, uint64_t *out)
{
	const char *start;

	skip_space(c);
	start = c->p;
	while (c->p < c->end && *c->p >= '0' && *c->p <= '9')
		c->p++;
	if (!number_parse_u64(start, (size_t)(c->p - start), out))
		return false;
	if (c->p < c->end && *c->p == 'L')
		c->p++;
	return true;
}

/* () or (n,) or (n, m): more numbers are counted but not kept. */
static bool take_shape(struct cursor *c, struct literal *lit)
{
	if (!take(c, "("))
		return false;
	while (!take(c, ")")) {
		uint64_t n;

		if (!take_integer(c, &n))
			return false;
		if (lit->rank < 2)
			lit->shape[lit->rank] = n;
		lit->rank++;
		if (take(c, ","))
			continue;
		return lit->rank > 1 && take(c, ")");
	}
	return true;
}

static bool take_order(struct cursor *c, bool *fortran)
{
	*fortran = take(c, "True");
	return *fortran || take(c, "False");
}

static bool is_key(const char *key, size_t n, const char *name, bool *seen)
{
	if (n != strlen(name) || memcmp(key, name, n) != 0 || *seen)
		return false;
	*seen = true;
	return true;
}

static enum status take_member(struct cursor *c, struct literal *lit, struct error *err)
{
	const char *key;
	size_t n;
	bool ok;

	if (!take_string(c, &key, &n) || !take(c, ":"))
		return error_set(err, ST_FORMAT, "its header is damaged");
	if (is_key(key, n, "descr", &lit->has_descr)) {
		ok = take_string(c, &lit->descr, &lit->descr_len);
		if (!ok)
			return error_set(err, ST_FORMAT,
					 "structured arrays are not supported: save "
					 "a plain array of numbers");
	} else if (is_key(key, n, "fortran_order", &lit->has_order)) {
		ok = take_order(c, &lit->fortran);
	} else if (is_key(key, n, "shape", &lit->has_shape)) {
		ok = take_shape(c, lit);
	} else {
		return error_set(err, ST_FORMAT,
				 "its header has an unknown or repeated key \"%.*s\"",
				 (int)(n < 40 ? n : 40), key);
	}
	if (!ok)
		return error_set(err, ST_FORMAT, "its header is damaged at \"%.*s\"",
				 (int)(n < 40 ? n : 40), key);
	return ST_OK;
}

static enum status parse_literal(struct cursor *c, struct literal *lit, struct error *err)
{
	if (!take(c, "{"))
		return error_set(err, ST_FORMAT, "its header is damaged");
	while (!take(c, "}")) {
		enum status st = take_member(c, lit, err);

		if (st)
			return st;
		if (take(c, ","))
			continue;
		if (!take(c, "}"))
			return error_set(err, ST_FORMAT, "its header is damaged");
		break;
	}
	skip_space(c);
	if (c->p < c->end || !lit->has_descr || !lit->has_order || !lit->has_shape)
		return error_set(err, ST_FORMAT, "its header is damaged");
	return ST_OK;
}

/* "<f4", "|i1", "f8", or one of NumPy's letters. */
static enum status read_descr(const struct literal *lit, struct dense *out, struct error *err)
{
	static const struct {
		const char *name;
		enum element element;
	} types[] = {
		{ "f2", ELEMENT_F16 }, { "f4", ELEMENT_F32 }, { "f8", ELEMENT_F64 },
		{ "i1", ELEMENT_I8 },  { "u1", ELEMENT_U8 },  { "i2", ELEMENT_I16 },
		{ "i4", ELEMENT_I32 }, { "e", ELEMENT_F16 },  { "f", ELEMENT_F32 },
		{ "d", ELEMENT_F64 },
	};
	const char *s = lit->descr;
	size_t n = lit->descr_len;

	out->big_endian = __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__;
	if (n && strchr("<>=|", *s)) {
		if (*s == '<' || *s == '>')
			out->big_endian = *s == '>';
		s++, n--;
	}
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		if (strlen(types[i].name) == n && memcmp(types[i].name, s, n) == 0) {
			out->element = types[i].element;
			return ST_OK;
		}
	}
	if (memchr(s, 'O', n))
		return error_set(err, ST_FORMAT,
				 "it holds Python objects, which only Python can read: save the "
				 "numbers with numpy.save(..., array.astype('f4'))");
	return error_set(err, ST_FORMAT,
			 "numbers of type \"%.*s\" are not supported: save them as f4 "
			 "(numpy: array.astype('f4'))",
			 (int)(lit->descr_len < 20 ? lit->descr_len : 20), lit->descr);
}

static uint64_t little(const char *p, size_t n)
{
	uint64_t v = 0;

	while (n--)
		v = v << 8 | (unsigned char)p[n];
	return v;
}

/* Magic, version and length: where the literal stands. */
static enum status find_literal(struct cursor *out, const char *head, size_t n, struct error *err)
{
	size_t field, start;
	uint64_t len;

	if (n < 12 || memcmp(head, NPY_MAGIC, NPY_MAGIC_LEN) != 0)
		return error_set(err, ST_FORMAT, "it ends inside its header");
	if (head[6] < 1 || head[6] > 3 || head[7] != 0)
		return error_set(err, ST_FORMAT, "version %d.%d of the .npy format is not known",
				 (unsigned char)head[6], (unsigned char)head[7]);
	field = head[6] == 1 ? 2 : 4;
	start = 8 + field;
	len = little(head + 8, field);
	if (len > NPY_HEADER_MAX)
		return error_set(err, ST_FORMAT, "its header claims %llu bytes (at most %d)",
				 (unsigned long long)len, NPY_HEADER_MAX);
	if (len > n - start)
		return error_set(err, ST_FORMAT, "it ends inside its header");
	*out = (struct cursor){ head + start, head + start + len };
	return ST_OK;
}

enum status npy_header_parse(struct dense *out, const char *head, size_t n, struct error *err)
{
	struct literal lit = { 0 };
	struct dense d = { 0 };
	struct cursor c = { 0 };
	enum status st = find_literal(&c, head, n, err);

	if (st)
		return st;
	d.offset = (uint64_t)(c.end - head);
	st = parse_literal(&c, &lit, err);
	if (!st)
		st = read_descr(&lit, &d, err);
	if (st)
		return st;
	if (lit.rank != 1 && lit.rank != 2)
		return error_set(err, ST_FORMAT,
				 "its array has %zu dimensions; a model is a table of rows and "
				 "columns",
				 lit.rank);
	d.rows = lit.rank == 2 ? lit.shape[0] : 1;
	d.cols = lit.shape[lit.rank - 1];
	d.by_columns = lit.fortran && lit.rank == 2;
	*out = d;
	return ST_OK;
}

enum status npy_strings_parse(struct npy_strings *out, const char *head, size_t n,
			      struct error *err)
{
	struct literal lit = { 0 };
	struct cursor c = { 0 };
	uint64_t width = 0;
	const char *s;
	enum status st = find_literal(&c, head, n, err);
	uint64_t offset = st ? 0 : (uint64_t)(c.end - head);

	if (!st)
		st = parse_literal(&c, &lit, err);
	if (st)
		return st;
	s = lit.descr;
	if (lit.rank != 1 || lit.descr_len < 3 || (s[1] != 'U' && s[1] != 'S') ||
	    !number_parse_u64(s + 2, lit.descr_len - 2, &width) || !width || width > STRING_MAX)
		return error_set(err, ST_FORMAT,
				 "it is no list of words (a NumPy array of strings)");
	*out = (struct npy_strings){ .unicode = s[1] == 'U',
				     .big_endian = *s == '>',
				     .width = (size_t)width,
				     .count = lit.shape[0],
				     .offset = offset };
	return ST_OK;
}
