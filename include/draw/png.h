/*
 * SVG to PNG through librsvg, which is loaded when it is first needed: the program starts without
 * it and runs where it is not installed.
 */
#ifndef DRAW_PNG_H
#define DRAW_PNG_H

#include "base/error.h"
#include "base/strbuf.h"

/* Twice as many pixels as the SVG has units. ST_FAILED with what to install if the library is not
 * there. */
enum status png_from_svg(const char *svg, size_t n, struct strbuf *out, struct error *err);

#endif
