/*
 * From files to a struct corpus: bytes → words → ids, on all processors, the text read once.
 *
 * What is a word. A run of letters, marks and digits of any script. Inside a word stay, when they
 * stand alone between two such characters: the apostrophe (' and ’, written '), the hyphen (not
 * between digits), _, & between letters, . and , between digits, and . between single letters
 * (u.s, e.g). Everything else separates and is dropped: `--`, a hyphen or apostrophe at the edge of
 * a word, slashes, emoji. Scripts without spaces (Chinese, Japanese, Thai, Lao, Khmer, Burmese) are
 * cut by ICU's dictionaries, run by run, so mixed text works. Words are composed (NFC) and, unless
 * `cases` is kept, in simple Unicode lower case (U+0130 gives i; a final Σ gives ς); soft hyphens
 * go. Bytes that are no UTF-8 stay in their word as they are and are counted. Words over
 * TEXT_WORD_MAX bytes are left out and counted. NUL separates.
 *
 * What is a sentence: enum text_sentences. The end of a file always ends one.
 *
 * The result depends on the bytes and the options only: not on threads, block size, locale or
 * machine. Memory: 4 bytes a word of text, and 50 to 100 bytes a distinct word and thread.
 */
#ifndef TEXT_READ_H
#define TEXT_READ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/progress.h"
#include "text/corpus.h"

#define TEXT_WORD_MAX  1024	/* bytes */
#define TEXT_NOTES_MAX 16

enum text_sentences {
	/* At . ! ? and their kin in other scripts (not behind a single letter: J. Smith), at blank
	 * lines, and at line ends unless the text is hard-wrapped; that is told from the first
	 * megabyte (64 KiB of standard input). */
	TEXT_SENTENCES_AUTO,
	TEXT_SENTENCES_LINE,	/* at line ends only: one sentence a line, as word2vec.c reads */
	TEXT_SENTENCES_TEXT,	/* at . ! ? and blank lines; a line end is a space */
};

enum text_numbers {
	TEXT_NUMBERS_KEEP,
	TEXT_NUMBERS_HASH,	/* each run of digits (with . and , inside) becomes # */
	TEXT_NUMBERS_DROP,	/* words without any letter go */
};

struct text_report;

struct text_options {
	bool keep_case;
	bool keep_markup;	/* else tags <…> separate words and entities (&amp;) are decoded */
	enum text_sentences sentences;
	enum text_numbers numbers;
	/* NULL, an ISO 639-1 code that ships ("en"), or the path of a file with one word a line. */
	const char *stopwords;
	uint64_t min_count;	/* words that are rarer are dropped; 1 keeps all */
	size_t max_vocab;	/* 0 = no limit; the most frequent stay */
	size_t phrase_passes;	/* 0 = no phrases; 1 joins pairs (new_york), 2 longer ones */
	double phrase_threshold;
	uint64_t phrase_min_count;
	size_t threads;		/* 0 = all processors */
	size_t block;		/* bytes read at a time; 0 = as it likes */
	struct text_report *report;	/* NULL, or filled on success */
};

/* Lower case, no markup, numbers kept, no stop words, min-count 5, no phrases (threshold 100,
 * min-count 5 when they are asked for). */
void text_options_init(struct text_options *opt);

/* What was read, for the sentence after it and for the curious. All counts are of the whole
 * text. */
struct text_report {
	uint64_t files, skipped_files;
	uint64_t bytes;			/* unpacked */
	uint64_t lines;
	uint64_t words;			/* all words met; = corpus raw_count */
	uint64_t distinct;		/* different ones, after cleaning; phrases are words here */
	uint64_t stopword_count;	/* words dropped because they are in the list … */
	uint64_t number_count;		/* … or are numbers */
	uint64_t rare_count;		/* … or are rarer than min-count or beyond max-vocab */
	uint64_t rare_distinct;
	uint64_t phrase_count;		/* places where words were joined */
	uint64_t invalid_bytes;		/* that are no UTF-8 */
	uint64_t overlong_words;	/* left out: over TEXT_WORD_MAX bytes */
	bool wrapped;			/* auto: line ends were taken for spaces */
	size_t note_count;
	char *notes[TEXT_NOTES_MAX];	/* finished sentences, to be shown to the user */
};

void text_report_release(struct text_report *report);

/*
 * Read `path`: a file (plain, packed, or an archive: all texts in it in its order), a folder (all
 * files below it in the order of their names, those beginning with a dot left out), or "-". *out is freed with corpus_free(); the report, if one
 * is asked for, with text_report_release(). Progress is in bytes of the files on disk.
 *
 * ST_IO and ST_FORMAT for what cannot be read or is no text, ST_FAILED if no word is left,
 * ST_USAGE for unknown stop words, ST_NOMEM, ST_CANCELLED. In a folder, files that are no text or
 * cannot be opened are skipped with a note; damage in the middle of a file keeps what came before
 * it, with a note.
 */
enum status corpus_read(struct corpus **out, const char *path, const struct text_options *opt,
			const struct progress *progress, struct error *err);

/* Write "word count" lines, most frequent first, to a new file (or "-"). */
enum status corpus_save_vocab(const struct corpus *c, const char *path, bool force,
			      struct error *err);

#endif
