/* SPDX-License-Identifier: GPL-2.0 */
/* The model as JSON, with the wire's names. */
#ifndef NTHROTTLE_TOOL_PRINT_H
#define NTHROTTLE_TOOL_PRINT_H

#include "model.h"

struct json_object;
struct nl_list;

struct json_object *print_object(const struct nt_set *set, const void *model);
struct json_object *print_array(const struct nl_list *list);

#endif /* NTHROTTLE_TOOL_PRINT_H */
