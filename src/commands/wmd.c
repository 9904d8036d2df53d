/*
 * Word Mover's Distance (Kusner and others 2015), as gensim's wmdistance: the least way that the words
 * of one text have to travel to become those of the other; a way is the Euclidean distance of rows at
 * length 1, each word weighs its share of the known words.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "explain.h"
#include "math/emd.h"
#include "sentence.h"

struct bag {
	uint32_t *rows; /* each once */
	double *share;
	size_t n;
};

static void bag_of(struct bag *bag, uint32_t *rows, size_t n)
{
	bag->rows = rows;
	bag->share = xcalloc(n + 1, sizeof(*bag->share));
	bag->n = 0;
	for (size_t i = 0; i < n; i++) {
		size_t j = 0;
		uint32_t row = rows[i];

		while (j < bag->n && bag->rows[j] != row)
			j++;
		if (j == bag->n)
			bag->rows[bag->n++] = row;
		bag->share[j] += 1 / (double)n;
	}
}

/* ‖u − v‖² = 2 − 2 cos */
static double *costs(const struct model *m, const struct bag *a, const struct bag *b)
{
	double *cost = xcalloc(a->n * b->n + 1, sizeof(*cost));

	for (size_t i = 0; i < a->n; i++)
		for (size_t j = 0; j < b->n; j++)
			cost[i * b->n + j] =
				a->rows[i] == b->rows[j]
					? 0
					: sqrt(fmax(0, 2 - 2 * search_cosine(m, a->rows[i],
									     b->rows[j])));
	return cost;
}

static enum status find_bags(struct task *t, struct bag bag[2], struct error *err)
{
	enum status st = ST_OK;

	for (size_t i = 0; st == ST_OK && i < 2; i++) {
		uint32_t *rows;
		size_t n;

		st = sentence_rows(t, t->args.words[i], &rows, &n, err);
		if (st == ST_OK)
			bag_of(&bag[i], rows, n);
	}
	if (st == ST_OK && (bag[0].n > EMD_MAX || bag[1].n > EMD_MAX))
		st = error_set(err, ST_FAILED, "more than %d different words in a text", EMD_MAX);
	return st;
}

static void release_bags(struct bag bag[2])
{
	for (size_t i = 0; i < 2; i++) {
		free(bag[i].rows);
		free(bag[i].share);
	}
}

static enum status work(struct task *t, const struct progress *progress, struct error *err)
{
	struct result *r = &t->result;
	struct bag bag[2] = { { NULL, NULL, 0 } };
	double distance = 0, *cost = NULL;
	enum status st = find_bags(t, bag, err);

	(void)progress;
	if (st == ST_OK) {
		cost = costs(t->model, &bag[0], &bag[1]);
		st = emd_distance(&distance, bag[0].share, bag[0].n, bag[1].share, bag[1].n, cost,
				  err);
	}
	if (st == ST_OK) {
		size_t row;

		result_add_column(r, "a", CELL_TEXT);
		result_add_column(r, "b", CELL_TEXT);
		result_add_column(r, "distance", CELL_F32);
		row = result_add_row(r);
		for (size_t i = 0; i < 2; i++)
			result_put_text(r, row, i, t->args.words[i], strlen(t->args.words[i]));
		result_put_float(r, row, 2, distance);
	}
	release_bags(bag);
	free(cost);
	return st;
}

/* Who travels where, and how far. */
static void explain_ways(struct explain *e, const struct bag bag[2], const double *flow,
			 const double *cost)
{
	e->final = 0;
	for (size_t i = 0; i < bag[0].n * bag[1].n; i++) {
		if (flow[i] < 1e-9)
			continue;
		e->final += flow[i] * cost[i];
		explain_step(e, flow[i] * cost[i],
			     "%.4f of the text from %.40s to %.40s, %.4f away", flow[i],
			     explain_name(e, bag[0].rows[i / bag[1].n]),
			     explain_name(e, bag[1].rows[i % bag[1].n]), cost[i]);
	}
	explain_step(e, e->final, "all of these: no other way is shorter");
}

enum status explain_wmd(struct explain *e, struct error *err)
{
	struct task t = { .model = e->m, .args = e->args };
	struct bag bag[2] = { { NULL, NULL, 0 } };
	double *cost = NULL, *flow = NULL;
	enum status st;

	result_init(&t.result);
	st = find_bags(&t, bag, err);
	if (st == ST_OK) {
		cost = costs(t.model, &bag[0], &bag[1]);
		flow = xcalloc(bag[0].n * bag[1].n + 1, sizeof(*flow));
		st = emd_transport(flow, bag[0].share, bag[0].n, bag[1].share, bag[1].n, cost, err);
	}
	if (st == ST_OK)
		explain_ways(e, bag, flow, cost);
	release_bags(bag);
	free(cost);
	free(flow);
	result_release(&t.result);
	return st;
}

/* clang-format off */
const struct command cmd_wmd = {
	.name = "wmd", .group = "Query",
	.summary = "How far must the words of one text travel to become another? (Word Mover's Distance)",
	.details = "0: the same words. Between rows at length 1, as gensim's wmdistance. Unknown words are left out.",
	.args = { { ARG_STRING, "text", "two texts, each in quotes", 2, 2, NULL } },
	.examples = { { "wmd 'the president greets the press in chicago' 'obama speaks to the media in illinois'", "near in meaning" } },
	.flags = CMD_NEEDS_MODEL,
	.work = work,
};
