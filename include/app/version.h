#ifndef APP_VERSION_H
#define APP_VERSION_H

#define VECSCOPE_VERSION "0.1.0"

#endif
