/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Values in words. Each function returns a string by value, so that calls can
 * stand among the arguments of printf: printf("%s", text_duration(ns).s).
 */
#ifndef NTHROTTLE_TOOL_TEXT_H
#define NTHROTTLE_TOOL_TEXT_H

#include "model.h"

struct text {
	char s[512];
};

struct text text_number(u64 value);
struct text text_duration(u64 ns);
struct text text_span(u64 ns);
struct text text_address(const struct nt_address *address);
struct text text_value(const struct nt_names *names, unsigned int value);
struct text text_bits(const struct nt_names *names, u32 bits);
struct text text_mask(const struct nt_names *names, u32 bits);
int text_char(const char *from);
struct text text_safe(const char *from);
struct text text_utf8(const char *from);

#endif /* NTHROTTLE_TOOL_TEXT_H */
