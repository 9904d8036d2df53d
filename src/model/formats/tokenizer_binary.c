/*
 * Tokenizers that are no JSON.
 *
 * SentencePiece's .model is a protobuf: field 1, again and again, is a piece {1: text, 2: score,
 * 3: kind (1 normal, 6 byte, else special)}; the row is its number. A message is walked without
 * recursion: tag and length as varints of at most ten bytes, what is unknown is skipped by its wire
 * type. (google/sentencepiece: src/sentencepiece_model.proto)
 *
 * tiktoken's ranks are lines "base64 row". The bytes are given the letters that GPT-2 writes for
 * them, so that such a token has the name it has elsewhere.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "tokenizer.h"

struct wire {
	const unsigned char *p, *end;
	bool bad;
};

static uint64_t varint(struct wire *w)
{
	uint64_t v = 0;

	for (unsigned shift = 0; shift < 70 && w->p < w->end; shift += 7) {
		unsigned char b = *w->p++;

		if (shift < 64)
			v |= (uint64_t)(b & 127) << shift;
		if (b < 128)
			return v;
	}
	w->bad = true;
	return 0;
}

static void skip(struct wire *w, uint64_t n)
{
	if (n > (uint64_t)(w->end - w->p))
		w->bad = true;
	else
		w->p += n;
}

/* The next field: its number, and what a length-delimited one holds (or the value of a varint). */
static bool next_field(struct wire *w, uint64_t *number, struct wire *inside, uint64_t *value)
{
	uint64_t tag, n;

	if (w->bad || w->p == w->end)
		return false;
	tag = varint(w);
	*number = tag >> 3;
	*inside = (struct wire){ NULL, NULL, false };
	switch (tag & 7) {
	case 0:
		*value = varint(w);
		break;
	case 1:
		skip(w, 8);
		break;
	case 2:
		n = varint(w);
		*inside = (struct wire){ w->p, w->p, false };
		skip(w, n);
		inside->end = w->p;
		break;
	case 5:
		skip(w, 4);
		break;
	default:
		w->bad = true;
	}
	return !w->bad;
}

enum status tokenizer_read_pieces(struct tokenizer *t, size_t n, struct error *err)
{
	struct wire w = { (unsigned char *)t->text, (unsigned char *)t->text + n, false };
	struct wire piece, field;
	uint64_t number, value = 0, row = 0;

	while (next_field(&w, &number, &piece, &value)) {
		struct wire text = { NULL, NULL, false };
		uint64_t kind = 1;

		if (number != 1 || !piece.p)
			continue;
		while (next_field(&piece, &number, &field, &value)) {
			if (number == 1)
				text = field;
			else if (number == 3)
				kind = value;
		}
		if (piece.bad)
			w.bad = true;
		tokenizer_set(t, row++, text.p ? (const char *)text.p : "",
			      (size_t)(text.end - text.p), kind != 1);
	}
	t->scheme = TOKENS_PIECES;
	if (w.bad || !row)
		return error_set(err, ST_FORMAT,
				 "it is no SentencePiece model: it ends inside a "
				 "field or holds no pieces");
	return ST_OK;
}

static int sixtet(char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	return c == '+' ? 62 : c == '/' ? 63 : -1;
}

/* Append one byte as GPT-2's letter for it. */
static char *put_letter(char *out, unsigned char byte)
{
	uint32_t cp = byte;

	if (byte <= 0x20)
		cp = 0x100u + byte;
	else if (byte >= 0x7F && byte <= 0xA0)
		cp = 0x121u + (byte - 0x7Fu);
	else if (byte == 0xAD)
		cp = 0x143;
	return out + utf8_encode(cp, out);
}

/* base64 of n characters at s → letters; returns their end, NULL if it is no base64. */
static char *put_token(char *out, const char *s, size_t n)
{
	uint32_t bits = 0;
	unsigned have = 0;

	for (size_t i = 0; i < n && s[i] != '='; i++) {
		int v = sixtet(s[i]);

		if (v < 0)
			return NULL;
		bits = bits << 6 | (uint32_t)v;
		have += 6;
		if (have >= 8) {
			have -= 8;
			out = put_letter(out, (unsigned char)(bits >> have & 0xFF));
		}
	}
	return out;
}

static enum status bad_line(size_t line, struct error *err)
{
	return error_set(err, ST_FORMAT, "line %zu is not base64 and a number", line);
}

enum status tokenizer_read_ranks(struct tokenizer *t, size_t n, struct error *err)
{
	const char *p = t->text, *end = p + n;
	void *room = NULL;
	char *out;
	enum status st = mem_try_calloc(&room, n, 2, "the tokens", err);

	if (st)
		return st;
	out = t->bytes = room; /* 4 characters make 3 bytes make at most 6 */
	for (size_t line = 1; p < end; line++) {
		size_t len = strcspn(p, " \n");
		char *token = out, *stop;
		uint64_t row;

		if (!len || p[len] != ' ' || p[len + 1] < '0' || p[len + 1] > '9')
			return bad_line(line, err);
		out = put_token(out, p, len);
		row = strtoull(p + len + 1, &stop, 10);
		if (!out || (*stop && *stop != '\n' && *stop != '\r'))
			return bad_line(line, err);
		tokenizer_set(t, row, token, (size_t)(out - token), false);
		p = stop + strcspn(stop, "\n");
		p += *p == '\n';
	}
	t->scheme = TOKENS_BYTES;
	return ST_OK;
}
