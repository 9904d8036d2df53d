/*
 * Reading a text with all processors, once.
 *
 * Each thread takes the next piece of the text (one at a time, in order: reader.h), turns it into
 * numbers of its own table of words (scan.h, wordtable.h) without a lock, and lays the numbers into
 * the piece's place. Then the tables are merged and the words cleaned, each distinct word once
 * (lexicon.h, normalise.h); the vocabulary is ranked; and the pieces are renumbered and joined
 * (pieces.h). All cleaning of words is done on the tables and costs nothing per word of the text.
 *
 * Invariant: which thread took which piece leaves no trace in the result.
 */
#include "text/read.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/compiler.h"
#include "base/mem.h"
#include "base/thread.h"
#include "lexicon.h"
#include "notes.h"
#include "phrases.h"
#include "pieces.h"
#include "reader.h"
#include "scan.h"
#include "stopwords.h"
#include "wrap.h"

#define PIECE_WORTH_A_THREAD 65536 /* bytes on disk */

struct worker {
	struct char_table *chars;
	struct word_table table;
	struct slab *slab; /* where its numbers go */
	struct scanner scanner;
	struct piece_text text;
	uint32_t *map; /* number in its table → number in the merged one, then → id */
};

struct reading {
	const struct text_options *opt;
	const struct progress *progress;
	struct text_report *report;
	struct reader reader;
	struct pieces pieces;
	struct worker *workers;
	size_t threads;
	uint64_t seed;	      /* of all tables */
	pthread_mutex_t lock; /* reader, pieces, status, err */
	enum status status;   /* the first fault */
	struct error err;
};

void text_options_init(struct text_options *opt)
{
	*opt = (struct text_options){
		.min_count = 5,
		.phrase_threshold = 100,
		.phrase_min_count = 5,
	};
}

/* --- reading ----------------------------------------------------------------------------------- */

static void keep_fault(struct reading *r, enum status st, const struct error *err)
{
	if (r->status != ST_OK)
		return;
	r->status = st;
	r->err = *err;
}

/* The next piece and its number; false at the end and after a fault. */
static bool take_piece(struct reading *r, struct worker *w, size_t *number)
{
	struct error err = ERROR_INIT;
	enum status st;
	bool more;

	pthread_mutex_lock(&r->lock);
	more = r->status == ST_OK;
	if (more) {
		st = reader_next(&r->reader, &w->text, &err);
		if (st == ST_OK && w->text.n)
			st = pieces_add(&r->pieces, &err);
		if (st != ST_OK)
			keep_fault(r, st, &err);
		more = st == ST_OK && w->text.n;
		*number = r->pieces.count - 1;
	}
	pthread_mutex_unlock(&r->lock);
	return more;
}

static enum status scan_piece(struct reading *r, struct worker *w, size_t number, struct error *err)
{
	uint32_t *ids;
	size_t n;
	struct piece piece;
	enum status st = slab_reserve(&w->slab, SCAN_IDS_MAX(w->text.n), &ids, err);

	if (st == ST_OK)
		st = scanner_run(&w->scanner, w->text.bytes, w->text.n, ids, &n, err);
	if (st != ST_OK)
		return st;
	piece = slab_take(w->slab, n, (size_t)(w - r->workers));
	pthread_mutex_lock(&r->lock);
	r->pieces.list[number] = piece;
	pthread_mutex_unlock(&r->lock);
	return ST_OK;
}

static void read_pieces(void *ctx, size_t worker)
{
	struct reading *r = ctx;
	struct worker *w = &r->workers[worker];
	struct error err = ERROR_INIT;
	size_t number;
	enum status st = ST_OK;

	while (st == ST_OK && take_piece(r, w, &number))
		st = scan_piece(r, w, number, &err);
	if (st == ST_OK)
		return;
	pthread_mutex_lock(&r->lock);
	keep_fault(r, st, &err);
	pthread_mutex_unlock(&r->lock);
}

static enum status read_all(struct reading *r, struct error *err)
{
	parallel_run(r->threads, read_pieces, r);
	for (size_t i = 0; i < r->threads; i++) {
		struct worker *w = &r->workers[i];

		r->report->invalid_bytes += w->scanner.invalid_bytes;
		r->report->overlong_words += w->scanner.batch.overlong;
		slab_unref(w->slab);
		w->slab = NULL;
		free(w->text.bytes);
		w->text = (struct piece_text){ .n = 0 };
	}
	if (r->status != ST_OK && err)
		*err = r->err;
	return r->status;
}

/* --- from tables to a corpus ------------------------------------------------------------------- */

static enum status merge(struct reading *r, struct word_table *all, struct error *err)
{
	struct word_table stopwords = { 0 };
	struct lexicon_merge m = {
		.to = all,
		.words = NORMALISER_INIT(r->opt, NULL),
		.report = r->report,
		.progress = r->progress,
	};
	enum status st = ST_OK;

	if (r->opt->stopwords) {
		st = word_table_init(&stopwords, r->seed, err);
		if (st == ST_OK)
			st = stopwords_load(&stopwords, r->opt->stopwords, err);
		m.words.stopwords = &stopwords;
	}
	for (size_t i = 0; st == ST_OK && i < r->threads; i++) {
		struct worker *w = &r->workers[i];

		st = lexicon_merge(&m, &w->table, &w->map, err);
		word_table_release(&w->table);
	}
	normaliser_release(&m.words);
	word_table_release(&stopwords);
	return st;
}

static enum status check_words(const struct reading *r, const struct corpus *c, const char *path,
			       struct error *err)
{
	if (r->report->words == 0)
		return error_set(err, ST_FAILED, "there are no words in %s", path);
	if (r->report->distinct == 0)
		return error_set(err, ST_FAILED,
				 "no word of %s is left: all are stop words or numbers", path);
	if (c->word_count == 0)
		return error_set(err, ST_FAILED,
				 "no word occurs %" PRIu64
				 " times in %s: use a longer text or a smaller min-count",
				 r->opt->min_count, path);
	return ST_OK;
}

static void compose_maps(struct reading *r, const size_t *sizes, const uint32_t *rank)
{
	for (size_t i = 0; i < r->threads; i++)
		for (size_t k = 0; k < sizes[i]; k++) {
			uint32_t *to = &r->workers[i].map[k];

			*to = *to == LEXICON_DROPPED ? LEXICON_DROPPED : rank[*to];
		}
}

static enum status join(struct reading *r, struct corpus *c, struct error *err)
{
	uint32_t *maps[THREADS_MAX];

	for (size_t i = 0; i < r->threads; i++)
		maps[i] = r->workers[i].map;
	return pieces_join(&r->pieces, maps, r->threads, r->progress, c, err);
}

static uint64_t count_all(const struct lexicon *lex)
{
	uint64_t all = 0;

	for (size_t i = 0; i < lex->count; i++)
		all += lex->counts[i];
	return all;
}

/* What there is; and, once there are ranks, what was dropped. */
static void count_words(struct text_report *report, const struct lexicon *lex)
{
	report->words = report->stopword_count + report->number_count + count_all(lex);
	report->distinct = lex->count;
}

static void count_rare(struct text_report *report, const struct lexicon *lex, const uint32_t *rank)
{
	report->distinct = 0;
	for (size_t i = 0; i < lex->count; i++) {
		report->distinct += lex->counts[i] > 0;
		if (rank[i] != LEXICON_DROPPED || !lex->counts[i])
			continue;
		report->rare_count += lex->counts[i];
		report->rare_distinct++;
	}
}

/* Straight from the threads' numbers to ids. */
static enum status rank_and_join(struct reading *r, const struct lexicon *lex, const size_t *sizes,
				 struct corpus *c, struct error *err)
{
	uint32_t *rank = NULL;
	enum status st = lexicon_rank(lex, r->opt, c, &rank, err);

	if (st == ST_OK && c->word_count) {
		count_rare(r->report, lex, rank);
		compose_maps(r, sizes, rank);
		st = join(r, c, err);
		c->sentence_count = c->id_count - c->token_count;
	}
	free(rank);
	return st;
}

/* To numbers of the lexicon first, phrases among them, then to ids. */
static enum status join_and_rank(struct reading *r, struct phrase_words words, struct corpus *c,
				 struct error *err)
{
	uint32_t *rank = NULL;
	bool at_end = true;
	enum status st = join(r, c, err);

	c->sentence_count = c->id_count - count_all(words.lex);
	for (size_t i = 0; st == ST_OK && i < r->opt->phrase_passes; i++)
		st = phrases_join(c, words, r->opt, r->progress, &r->report->phrase_count, err);
	if (st == ST_OK)
		st = lexicon_rank(words.lex, r->opt, c, &rank, err);
	if (st == ST_OK) {
		count_rare(r->report, words.lex, rank);
		c->id_count = ids_renumber(c->ids, c->ids, (size_t)c->id_count, rank, &at_end);
		c->sentence_count = c->id_count - c->token_count;
	}
	free(rank);
	return st;
}

static enum status build(struct reading *r, struct corpus *c, const char *path, struct error *err)
{
	struct word_table all = { 0 };
	struct lexicon lex = { 0 };
	size_t sizes[THREADS_MAX];
	enum status st = word_table_init(&all, r->seed, err);

	for (size_t i = 0; i < r->threads; i++)
		sizes[i] = r->workers[i].table.count;
	if (st == ST_OK)
		st = merge(r, &all, err);
	if (st == ST_OK)
		st = lexicon_init(&lex, &all, err);
	if (st == ST_OK)
		count_words(r->report, &lex);
	if (st == ST_OK && r->opt->phrase_passes)
		st = join_and_rank(r, (struct phrase_words){ &lex, &all }, c, err);
	else if (st == ST_OK)
		st = rank_and_join(r, &lex, sizes, c, err);
	if (st == ST_OK)
		st = check_words(r, c, path, err);
	word_table_release(&all);
	lexicon_release(&lex);
	return st;
}

/* --- all of it --------------------------------------------------------------------------------- */

static enum status choose_rules(struct reading *r, struct sentence_rules *rules, struct error *err)
{
	void *sample = NULL;
	size_t n;
	enum status st;

	*rules = (struct sentence_rules){
		.at_marks = r->opt->sentences != TEXT_SENTENCES_LINE,
		.at_lines = r->opt->sentences == TEXT_SENTENCES_LINE,
		.at_blank_lines = true,
	};
	if (r->opt->sentences != TEXT_SENTENCES_AUTO)
		return ST_OK;
	st = mem_try_realloc(&sample, WRAP_SAMPLE, 1, "a sample of the text", err);
	if (st == ST_OK)
		st = reader_sample(&r->reader, sample, WRAP_SAMPLE, &n, err);
	if (st == ST_OK) {
		r->report->wrapped = wrap_is_hard(sample, n);
		rules->at_lines = !r->report->wrapped;
	}
	free(sample);
	return st;
}

static enum status start_workers(struct reading *r, struct error *err)
{
	struct sentence_rules rules;
	void *workers = NULL;
	enum status st = choose_rules(r, &rules, err);

	if (st == ST_OK)
		st = mem_try_calloc(&workers, r->threads, sizeof(*r->workers), "the threads", err);
	r->workers = workers;
	for (size_t i = 0; st == ST_OK && i < r->threads; i++) {
		struct worker *w = &r->workers[i];

		st = char_table_new(&w->chars, err);
		if (st == ST_OK)
			st = word_table_init(&w->table, r->seed, err);
		scanner_init(&w->scanner, w->chars, &w->table);
		w->scanner.rules = rules;
		w->scanner.batch.lower = !r->opt->keep_case;
	}
	return st;
}

static void finish_report(struct reading *r, struct corpus *c)
{
	struct text_report *report = r->report;

	c->raw_count = report->words;
	reader_add_notes(&r->reader);
	if (report->invalid_bytes)
		text_note(report,
			  "%" PRIu64 " bytes are no UTF-8 and were kept as they are: if words look "
			  "wrong, convert the text with iconv -t UTF-8",
			  report->invalid_bytes);
	if (report->overlong_words)
		text_note(report, "%" PRIu64 " words of more than %d bytes were left out",
			  report->overlong_words, TEXT_WORD_MAX);
}

static void finish_workers(struct reading *r)
{
	for (size_t i = 0; r->workers && i < r->threads; i++) {
		struct worker *w = &r->workers[i];

		scanner_release(&w->scanner);
		char_table_free(w->chars);
		word_table_release(&w->table);
		slab_unref(w->slab);
		free(w->text.bytes);
		free(w->map);
	}
	free(r->workers);
}

static enum status run(struct reading *r, struct corpus *c, const char *path, struct error *err)
{
	enum status st = start_workers(r, err);

	if (st == ST_OK)
		st = read_all(r, err);
	if (st == ST_OK)
		st = build(r, c, path, err);
	if (st == ST_OK)
		finish_report(r, c);
	return st;
}

/* No more threads than there are pieces worth one. */
static size_t threads_for(const struct text_options *opt, uint64_t size)
{
	size_t wanted = thread_count(opt->threads);
	uint64_t piece = opt->block ? opt->block : PIECE_WORTH_A_THREAD;

	return size ? (size_t)MIN(wanted, size / piece + 1) : wanted;
}

enum status corpus_read(struct corpus **out, const char *path, const struct text_options *opt,
			const struct progress *progress, struct error *err)
{
	struct text_report report = { 0 };
	struct reading r = { .opt = opt, .progress = progress, .report = &report };
	struct corpus *c = xcalloc(1, sizeof(*c));
	enum status st = reader_open(&r.reader, path, opt, &report, err);

	r.threads = threads_for(opt, r.reader.files.total_size);
	r.seed = hash_random_seed();
	if (st == ST_OK) {
		r.reader.progress = progress;
		pthread_mutex_init(&r.lock, NULL);
		st = run(&r, c, path, err);
		pthread_mutex_destroy(&r.lock);
		reader_close(&r.reader);
		pieces_release(&r.pieces);
	}
	finish_workers(&r);
	if (st == ST_OK)
		*out = c;
	else
		corpus_free(c);
	if (st == ST_OK && opt->report)
		*opt->report = report;
	else
		text_report_release(&report);
	return st;
}
