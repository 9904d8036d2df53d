#include "math/layout.h"

#include <stdlib.h>

#include "base/mem.h"
#include "math/tsne.h"
#include "math/umap.h"

struct layout {
	struct tsne *tsne; /* one of the two */
	struct umap *umap;
};

enum status layout_new(struct layout **out, const struct layout_rows *rows,
		       const struct layout_options *opt, const struct progress *progress,
		       struct error *err)
{
	struct tsne_options tsne = TSNE_DEFAULTS;
	struct umap_options umap = UMAP_DEFAULTS;
	struct layout l = { 0 };
	enum status st;

	tsne.threads = umap.threads = opt->threads;
	umap.seed = opt->seed;
	tsne.perplexity = opt->perplexity;
	umap.neighbours = opt->neighbours;
	umap.min_dist = opt->min_dist;
	st = opt->kind == LAYOUT_TSNE ? tsne_new(&l.tsne, rows, &tsne, progress, err)
				      : umap_new(&l.umap, rows, &umap, progress, err);
	if (st != ST_OK)
		return st;
	*out = xmalloc(sizeof(**out));
	**out = l;
	return ST_OK;
}

enum status layout_run(struct layout *l, size_t rounds, const struct progress *progress,
		       struct error *err)
{
	return l->tsne ? tsne_run(l->tsne, rounds, progress, err)
		       : umap_run(l->umap, rounds, progress, err);
}

size_t layout_rounds(const struct layout *l)
{
	return l->tsne ? tsne_rounds(l->tsne) : umap_rounds(l->umap);
}

size_t layout_total(const struct layout *l)
{
	return l->tsne ? TSNE_ROUNDS : umap_total(l->umap);
}

const double *layout_points(const struct layout *l)
{
	return l->tsne ? tsne_points(l->tsne) : umap_points(l->umap);
}

void layout_free(struct layout *l)
{
	if (!l)
		return;
	tsne_free(l->tsne);
	umap_free(l->umap);
	free(l);
}
