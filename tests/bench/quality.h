/* How good are vectors? Google analogies and word similarity as gensim measures them. */
#ifndef BENCH_QUALITY_H
#define BENCH_QUALITY_H

#include "model/model.h"

struct quality {
	double analogies;	/* per cent of `questions` answered; NAN without the file */
	size_t questions;	/* all four words are among the 30,000 most frequent */
	double wordsim;		/* Spearman's correlation */
	size_t pairs;
};

struct quality quality_measure(const struct model *m, const char *questions, const char *wordsim);

#endif
