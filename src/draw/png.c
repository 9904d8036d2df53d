#include "draw/png.h"

#include <dlfcn.h>
#include <stdbool.h>
#include <string.h>

#define SCALE	 2
#define SIDE_MAX 16000

struct rectangle {
	double x, y, width, height;
};

/* What is used of the three libraries; types that are only passed on are void. */
struct library {
	void *rsvg, *cairo, *gobject;
	void *(*handle_new)(const unsigned char *data, size_t n, void **error);
	int (*handle_size)(void *handle, double *width, double *height);
	int (*handle_render)(void *handle, void *cr, const struct rectangle *r, void **error);
	void *(*surface_new)(int format, int width, int height);
	void *(*context_new)(void *surface);
	int (*surface_write)(void *surface,
			     int (*write)(void *ctx, const unsigned char *data, unsigned n),
			     void *ctx);
	void (*context_free)(void *cr);
	void (*surface_free)(void *surface);
	void (*object_free)(void *object);
};

/* A data pointer becomes one to a function; POSIX says that this works for dlsym(). */
static bool find(void *library, const char *name, void *to)
{
	void *symbol = library ? dlsym(library, name) : NULL;

	memcpy(to, &symbol, sizeof(symbol));
	return symbol != NULL;
}

static bool load(struct library *l)
{
	l->rsvg = dlopen("librsvg-2.so.2", RTLD_NOW | RTLD_LOCAL);
	l->cairo = dlopen("libcairo.so.2", RTLD_NOW | RTLD_LOCAL);
	l->gobject = dlopen("libgobject-2.0.so.0", RTLD_NOW | RTLD_LOCAL);
	return find(l->rsvg, "rsvg_handle_new_from_data", &l->handle_new) &&
	       find(l->rsvg, "rsvg_handle_get_intrinsic_size_in_pixels", &l->handle_size) &&
	       find(l->rsvg, "rsvg_handle_render_document", &l->handle_render) &&
	       find(l->cairo, "cairo_image_surface_create", &l->surface_new) &&
	       find(l->cairo, "cairo_create", &l->context_new) &&
	       find(l->cairo, "cairo_surface_write_to_png_stream", &l->surface_write) &&
	       find(l->cairo, "cairo_destroy", &l->context_free) &&
	       find(l->cairo, "cairo_surface_destroy", &l->surface_free) &&
	       find(l->gobject, "g_object_unref", &l->object_free);
}

static int add_bytes(void *ctx, const unsigned char *data, unsigned n)
{
	strbuf_add(ctx, (const char *)data, n);
	return 0;
}

static bool draw(const struct library *l, void *handle, struct strbuf *out)
{
	struct rectangle r = { 0 };
	void *surface, *cr;
	bool ok;

	if (!l->handle_size(handle, &r.width, &r.height) || !(r.width >= 1 && r.height >= 1) ||
	    r.width > SIDE_MAX || r.height > SIDE_MAX)
		return false;
	r.width *= SCALE;
	r.height *= SCALE;
	surface = l->surface_new(0, (int)r.width, (int)r.height);
	cr = l->context_new(surface);
	ok = l->handle_render(handle, cr, &r, NULL) &&
	     l->surface_write(surface, add_bytes, out) == 0;
	l->context_free(cr);
	l->surface_free(surface);
	return ok;
}

enum status png_from_svg(const char *svg, size_t n, struct strbuf *out, struct error *err)
{
	struct library l = { 0 };
	void *handle;
	bool ok;

	if (!load(&l))
		return error_set(
			err, ST_FAILED,
			"PNG pictures need librsvg 2.52 or newer (Debian, Ubuntu: apt install "
			"librsvg2-2); a name that ends in .svg needs nothing");
	handle = l.handle_new((const unsigned char *)svg, n, NULL);
	ok = handle && draw(&l, handle, out);
	if (handle)
		l.object_free(handle);
	/* the libraries stay loaded: they keep threads and tables of their own */
	return ok ? ST_OK : error_set(err, ST_FAILED, "librsvg could not draw the picture");
}
