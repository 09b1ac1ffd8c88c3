/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The configuration in the words of the command line: parameters, whole lines,
 * and what "save" prints. Reading and writing share one table. Pure, but for
 * the stream that the caller passes in.
 */
#ifndef NTHROTTLE_TOOL_WORDS_H
#define NTHROTTLE_TOOL_WORDS_H

#include <stdio.h>

#include "params.h"
#include "parse.h"
#include "text.h"

enum word_kind {
	WORD_MS,
	WORD_NUMBER,
	WORD_EVENTS,
	WORD_DAMP,
};

/**
 * struct word - a parameter on the command line
 * @word: what it is called there
 * @allowed: its values, for people; that they hold is left to the kernel
 * @kind: how they are written
 * @off: 0 is written "off"
 * @first: a line begins with it where people are to read them all
 * @type: number of its attribute
 * @offset: where it is in struct nt_profile or struct nt_config, a u32
 */
struct word {
	const char *word;
	const char *allowed;
	enum word_kind kind;
	bool off;
	bool first;
	u16 type;
	u16 offset;
};

/* In the order of nthrottle_profile_params and nthrottle_config_params. */
extern const struct word profile_words[NTHROTTLE_PROFILE_PARAMS];
extern const struct word config_words[NTHROTTLE_CONFIG_PARAMS];

const struct word *word_find(const struct word *words, unsigned int count,
			     const char *name);
int word_parse(const struct word *w, const char *value, void *model,
	       struct parse_error *err);
struct text word_text(const struct word *w, const void *model);

static inline u32 *word_member(const struct word *w, const void *model)
{
	return (u32 *)((char *)model + w->offset);
}

void words_show(FILE *to, const struct word *words, unsigned int count,
		const void *model);
struct text words_rule(const struct nt_rule *rule);
void words_ruleset(FILE *to, const struct nt_ruleset *ruleset);

#endif /* NTHROTTLE_TOOL_WORDS_H */
