/* SPDX-License-Identifier: GPL-2.0 */
/* The module, and modules that only the tests load. */
#ifndef MODULE_H
#define MODULE_H

#include <stdbool.h>

int module_load(const char *params);
int module_unload(void);
int module_unload_busily(int timeout_ms);
bool module_loaded(void);

int test_module_load(const char *name, const char *params);
int test_module_unload(const char *name);
int test_module_set(const char *name, const char *param, const char *value);
long test_module_get(const char *name, const char *param);

#endif
