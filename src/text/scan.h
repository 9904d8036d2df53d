/*
 * Bytes → words and ends of sentences, the inner loop of reading.
 *
 * The approach: eight bytes at a time are told apart into word bytes (ASCII letters and digits, and
 * everything from 0x80 on) and others; 64 such bits give the edges of runs. Between two runs lies
 * a gap; nearly always it is one space, and then nothing is to be done. Otherwise the gap is looked
 * at character by character: it may join the runs (don't), or end a sentence. Runs with bytes from
 * 0x80 on are decoded and split further: letters, scripts for ICU, punctuation.
 *
 * Invariant: what a gap means depends on its characters and those next to it up to white space.
 * So a text may be cut in front of anything that follows white space and gives the same words and
 * sentence ends (scan_cut() finds such places).
 */
#ifndef TEXT_SCAN_H
#define TEXT_SCAN_H

#include <stdbool.h>
#include <stdint.h>

#include "charclass.h"
#include "segment.h"
#include "wordtable.h"

#define SCAN_PAD 128	/* zero bytes that must follow the text */

struct sentence_rules {
	bool at_marks;		/* . ! ? 。 */
	bool at_lines;		/* every line end */
	bool at_blank_lines;	/* and form feeds */
};

#define STRETCH	      4096	/* bytes whose edges are found at once */
#define EDGES_AT_ONCE 8

/* Where runs begin and end in a stretch of text, alternately. */
struct edges {
	size_t n;
	bool inside; /* does a run go on at the end of the stretch? */
	bool high;   /* are there bytes from 0x80 on? */
	uint32_t at[STRETCH + EDGES_AT_ONCE + 1];
};

struct scanner {
	struct char_table *chars;
	struct sentence_rules rules;
	struct word_batch batch;
	struct segmenter *segmenter;	/* made when the first such script is met */
	uint64_t invalid_bytes;
	struct edges edges;
	const char *text;		/* … and the place in it: */
	size_t start, end;		/* the word that may still grow; empty if start = end */
	size_t segment;			/* where its last run begins */
};

/* Words go into table; both tables are borrowed until the release. */
void scanner_init(struct scanner *s, struct char_table *chars, struct word_table *table);
void scanner_release(struct scanner *s);
/* At most so many numbers come from n bytes. */
#define SCAN_IDS_MAX(n) ((n) + 2)
/* Read text[0 … n), which is followed by SCAN_PAD zero bytes, and write the numbers to ids, which
 * has room for SCAN_IDS_MAX(n); *count is how many. */
enum status scanner_run(struct scanner *s, const char *text, size_t n, uint32_t *ids,
			size_t *count, struct error *err);

/* The last place in text[0 … n) where it may be cut, 0 if there is none. */
size_t scan_cut(const char *text, size_t n);

#endif
