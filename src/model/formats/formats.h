/*
 * The rows of format_table, each defined in the file of its format, and the writers of the formats
 * whose reader stands in a file of its own.
 */
#ifndef MODEL_FORMATS_FORMATS_H
#define MODEL_FORMATS_FORMATS_H

#include "model/format.h"

extern const struct format format_fasttext_binary;	/* fasttext.c */
extern const struct format format_gguf;			/* gguf.c */
extern const struct format format_magnitude;		/* magnitude.c */
extern const struct format format_npy;			/* npy.c */
extern const struct format format_projector;		/* projector.c */
extern const struct format format_safetensors;		/* safetensors.c */
extern const struct format format_word2vec_binary;	/* word2vec_binary.c */
extern const struct format format_word2vec_text;	/* text.c */
extern const struct format format_glove_text;

/* Known only to say how to convert them: refuse.c */
#define REFUSED_FORMATS(X)                                                                         \
	X(format_pickle)                                                                           \
	X(format_pytorch)                                                                          \
	X(format_finalfusion)                                                                      \
	X(format_hdf5)                                                                             \
	X(format_parquet)                                                                          \
	X(format_arrow)                                                                            \
	X(format_onnx)                                                                             \
	X(format_html)                                                                             \
	X(format_pdf)                                                                              \
	X(format_archive)                                                                          \
	X(format_json)                                                                             \
	X(format_lfs)                                                                              \
	X(format_picture)                                                                          \
	X(format_program)
#define FORMATS_DECLARE(name) extern const struct format name;
REFUSED_FORMATS(FORMATS_DECLARE)
#undef FORMATS_DECLARE

/* word2vec_write.c */
enum status word2vec_binary_write(struct sink *sink, const struct model *m,
				  const struct write_options *opt, const struct progress *progress,
				  struct error *err);
/* text_write.c: with a first line "rows dimensions", and without */
enum status word2vec_text_write(struct sink *sink, const struct model *m,
				const struct write_options *opt, const struct progress *progress,
				struct error *err);
enum status glove_text_write(struct sink *sink, const struct model *m,
			     const struct write_options *opt, const struct progress *progress,
			     struct error *err);
/* npy_write.c */
enum status npy_write(struct sink *sink, const struct model *m, const struct write_options *opt,
		      const struct progress *progress, struct error *err);
/* fasttext_write.c */
enum status fasttext_write(struct sink *sink, const struct model *m,
			   const struct write_options *opt, const struct progress *progress,
			   struct error *err);
/* safetensors_write.c */
enum status safetensors_write(struct sink *sink, const struct model *m,
			      const struct write_options *opt, const struct progress *progress,
			      struct error *err);

#endif
