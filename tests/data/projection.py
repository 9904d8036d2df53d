#!/usr/bin/env python3
"""Numbers of scikit-learn and umap-learn for the unit tests of projections.

	apt-get install python3-sklearn umap-learn
	/usr/bin/python3 tests/data/projection.py >tests/data/projection.txt

Made with scikit-learn 1.2.1, umap-learn 0.5.3, numpy 1.24.2. Each line: a name, how many numbers,
the numbers. The matrix is made by the tests themselves (tests/support/reference.c) in the same way.
"""
import warnings

import numpy as np
from scipy.spatial.distance import pdist, squareform
from sklearn.decomposition import PCA
from sklearn.manifold import TSNE, trustworthiness
from sklearn.manifold._t_sne import _joint_probabilities
from umap.umap_ import find_ab_params, fuzzy_simplicial_set, smooth_knn_dist
import umap

N, D, GROUPS, PERPLEXITY, NEIGHBOURS = 60, 16, 4, 15.0, 15
MASK = (1 << 64) - 1
warnings.filterwarnings("ignore")


def splitmix(state):
	while True:
		state = (state + 0x9E3779B97F4A7C15) & MASK
		z = ((state ^ state >> 30) * 0xBF58476D1CE4E5B9) & MASK
		z = ((z ^ z >> 27) * 0x94D049BB133111EB) & MASK
		yield z ^ z >> 31


def matrix():
	numbers = splitmix(2026)
	m = np.zeros((N, D), np.float32)
	for i in range(N):
		for j in range(D):
			unit = np.float32((next(numbers) >> 40) * 2.0**-24) - np.float32(0.5)
			m[i, j] = unit * np.float32(2.0 ** -(j // 4))
		m[i, i % GROUPS] += np.float32(1.25)
	return m


def put(name, values, digits=9):
	values = np.ravel(values)
	print(name, len(values), *(f"{v:.{digits}g}" for v in values))


m = matrix()
x = m.astype(np.float64)
put("matrix_corner", m[:2, :4])

# principal components, exact; the loading of largest size is positive
pca = PCA(n_components=5, svd_solver="full").fit(x)
sign = np.sign(pca.components_[np.arange(5), np.abs(pca.components_).argmax(1)])
coordinates = pca.transform(x) * sign
put("pca_components", pca.components_ * sign[:, None], 12)
put("pca_variance", pca.explained_variance_, 12)
put("pca_ratio", pca.explained_variance_ratio_, 12)
put("pca_coordinates", coordinates, 12)

# t-SNE: p_ij of all pairs i < j, and what it reaches from principal components
squared = squareform(pdist(x, "sqeuclidean"))
put("tsne_affinities", _joint_probabilities(squared.astype(np.float32), PERPLEXITY, 0), 7)
start = coordinates[:, :2] / coordinates[:, 0].std() * 1e-4
tsne = TSNE(
	perplexity=PERPLEXITY, method="exact", init=start.astype(np.float32), learning_rate="auto",
	n_iter=1000, n_iter_without_progress=1000, min_grad_norm=0,
)
put("tsne_divergence", [tsne.fit(x).kl_divergence_])
put("tsne_trustworthiness", [trustworthiness(x, tsne.embedding_, n_neighbors=10)])

# UMAP: curve, widths, memberships of all pairs i < j, trustworthiness of the layout
put("umap_curve", [*find_ab_params(1.0, 0.1), *find_ab_params(1.0, 0.5)])
distances = np.sqrt(squared)
order = np.argsort(distances, axis=1, kind="stable")[:, :NEIGHBOURS]
near = np.take_along_axis(distances, order, axis=1).astype(np.float32)
sigmas, rhos = smooth_knn_dist(near, float(NEIGHBOURS))
put("umap_sigma", sigmas, 7)
put("umap_rho", rhos, 7)
graph = fuzzy_simplicial_set(
	x, NEIGHBOURS, np.random.RandomState(0), "euclidean", knn_indices=order, knn_dists=near
)[0]
put("umap_memberships", graph.toarray()[np.triu_indices(N, 1)], 7)
best = [
	trustworthiness(
		x,
		umap.UMAP(n_neighbors=NEIGHBOURS, init=coordinates[:, :2], random_state=seed).fit_transform(x),
		n_neighbors=10,
	)
	for seed in range(5)
]
put("umap_trustworthiness", best, 7)
