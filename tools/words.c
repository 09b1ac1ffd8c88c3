// SPDX-License-Identifier: GPL-2.0
/* The configuration in the words of the command line; see words.h. */
#include <string.h>

#include <linux/nthrottle.h>

#include "line.h"
#include "words.h"

#define EVENT_LIST "all, none, or a comma-separated list of register, " \
	"unregister, up, down, change, rename, address, mtu, master, txqlen, " \
	"features, type"

#define PROFILE(_type, _member)						\
	.type = NTHROTTLE_A_PROFILE_##_type,				\
	.offset = offsetof(struct nt_profile, _member)

const struct word profile_words[NTHROTTLE_PROFILE_PARAMS] = {
	{ "threshold", "10ms to 1h", WORD_MS,
	  PROFILE(THRESHOLD_MS, threshold_ms) },
	{ "threshold-max", "off, or threshold to 1h", WORD_MS, .off = true,
	  PROFILE(THRESHOLD_MAX_MS, threshold_max_ms) },
	{ "burst", "1 to 1000", WORD_NUMBER, PROFILE(BURST, burst) },
	{ "events", EVENT_LIST, WORD_EVENTS, .first = true, PROFILE(EVENTS, events) },
	{ "urgent", EVENT_LIST, WORD_EVENTS, PROFILE(URGENT, urgent) },
	{ "updelay", "0ms to 1h", WORD_MS, .first = true, PROFILE(UPDELAY_MS, updelay_ms) },
	{ "downdelay", "0ms to 1h", WORD_MS,
	  PROFILE(DOWNDELAY_MS, downdelay_ms) },
	{ "damp", "off, monitor or on", WORD_DAMP, .first = true, PROFILE(DAMP, damp) },
	{ "half-life", "100ms to 1h", WORD_MS,
	  PROFILE(HALF_LIFE_MS, half_life_ms) },
	{ "suppress", "1 to 20000, above reuse", WORD_NUMBER,
	  PROFILE(SUPPRESS, suppress) },
	{ "reuse", "1 to 20000, below suppress", WORD_NUMBER,
	  PROFILE(REUSE, reuse) },
	{ "max-suppress", "half-life to 24h", WORD_MS,
	  PROFILE(MAX_SUPPRESS_MS, max_suppress_ms) },
	{ "penalty", "1 to 20000", WORD_NUMBER, .first = true, PROFILE(PENALTY, penalty) },
	{ "restart-penalty", "0 to 20000", WORD_NUMBER,
	  PROFILE(RESTART_PENALTY, restart_penalty) },
};

#define CONFIG(_type, _member)						\
	.type = NTHROTTLE_A_CONFIG_##_type,				\
	.offset = offsetof(struct nt_config, _member)

const struct word config_words[NTHROTTLE_CONFIG_PARAMS] = {
	{ "batch", "0ms to 1s", WORD_MS, CONFIG(BATCH_MS, batch_ms) },
	{ "rate", "off, or 1 to 1000000 a second", WORD_NUMBER, .off = true,
	  CONFIG(RATE, rate) },
	{ "rate-burst", "1 to 10000", WORD_NUMBER,
	  CONFIG(RATE_BURST, rate_burst) },
	{ "tombstones", "0 to 65536", WORD_NUMBER, .first = true,
	  CONFIG(TOMBSTONES, tombstones) },
	{ "heartbeat", "off, or 100ms to 1h", WORD_MS, .off = true,
	  CONFIG(HEARTBEAT_MS, heartbeat_ms) },
};

const struct word *word_find(const struct word *words, unsigned int count,
			     const char *name)
{
	const struct word *w;

	for (w = words; w < words + count; w++)
		if (!strcmp(w->word, name))
			return w;
	return NULL;
}

static int parse_damp(const char *from, u32 *to, struct parse_error *err)
{
	for (*to = 0; *to < nt_damp_names.count; ++*to)
		if (!strcmp(from, nt_name(&nt_damp_names, *to)))
			return 0;
	return parse_refuse(err, "\"%s\" is no mode", from);
}

static int parse_u32(const char *from, u32 *to, struct parse_error *err)
{
	u64 value;

	if (parse_number(from, UINT32_MAX, &value, err))
		return -1;
	*to = value;
	return 0;
}

static int parse_value(const struct word *w, const char *from, u32 *to,
		       struct parse_error *err)
{
	if (w->off && !strcmp(from, "off")) {
		*to = 0;
		return 0;
	}
	switch (w->kind) {
	case WORD_MS:
		return parse_ms(from, to, err);
	case WORD_NUMBER:
		return parse_u32(from, to, err);
	case WORD_EVENTS:
		return parse_events(from, to, err);
	case WORD_DAMP:
		return parse_damp(from, to, err);
	}
	return -1;
}

/* @value is NULL if the command line ended; @model has the parameter then. */
int word_parse(const struct word *w, const char *value, void *model,
	       struct parse_error *err)
{
	struct parse_error reason;

	if (nt_has(model, w->type))
		return parse_refuse(err, "%s is given twice", w->word);
	if (!value)
		return parse_refuse(err, "%s needs a value; allowed: %s",
				    w->word, w->allowed);
	if (parse_value(w, value, word_member(w, model), &reason))
		return parse_refuse(err, "%s: %.200s; allowed: %s", w->word,
				    reason.text, w->allowed);
	nt_set_present(model, w->type);
	return 0;
}

struct text word_text(const struct word *w, const void *model)
{
	u32 value = *word_member(w, model);

	if (w->off && !value)
		return (struct text){ "off" };
	switch (w->kind) {
	case WORD_MS:
		return text_duration(value * NTHROTTLE_NS_PER_MS);
	case WORD_EVENTS:
		return text_mask(&nt_event_names, value);
	case WORD_DAMP:
		return text_value(&nt_damp_names, value);
	case WORD_NUMBER:
		break;
	}
	return text_number(value);
}

/* All that the model has; @indent begins a line. */
static void words(FILE *to, const struct word *w, unsigned int count,
		  const void *model, const char *gap, const char *indent)
{
	for (; count--; w++)
		if (nt_has(model, w->type))
			fprintf(to, "%s%s %s", w->first && *indent ? indent : gap,
				w->word, word_text(w, model).s);
}

/* For people, behind 15 columns of something else. */
void words_show(FILE *to, const struct word *w, unsigned int count,
		const void *model)
{
	words(to, w, count, model, "  ", "\n                 ");
	fputc('\n', to);
}

static size_t rule_word(struct text *t, size_t used, const char *word,
			const char *value)
{
	return used + snprintf(t->s + used, sizeof(t->s) - used, " %s %s",
			       word, line_quote(value).s);
}

struct text words_rule(const struct nt_rule *rule)
{
	struct text t;
	size_t used;

	used = snprintf(t.s, sizeof(t.s), "pref %u", rule->pref);
	if (nt_has(rule, NTHROTTLE_A_RULE_NAME))
		used = rule_word(&t, used, "name", rule->name);
	if (nt_has(rule, NTHROTTLE_A_RULE_KIND))
		used = rule_word(&t, used, "kind", rule->kind);
	rule_word(&t, used, "profile", rule->profile);
	return t;
}

static void words_profile(FILE *to, const struct nt_profile *p)
{
	bool is_default = !strcmp(p->name, NTHROTTLE_PROFILE_DEFAULT);

	fprintf(to, "profile %s %s", is_default ? "set" : "add",
		line_quote(p->name).s);
	words(to, profile_words, NTHROTTLE_PROFILE_PARAMS, p, " ", "");
	fputc('\n', to);
}

/* In the form that "restore" reads: a command a line. */
void words_ruleset(FILE *to, const struct nt_ruleset *ruleset)
{
	const struct nt_profile *profiles = ruleset->profiles.items;
	const struct nt_rule *rules = ruleset->rules.items;
	size_t i;

	fputs("# Configuration of a network namespace, printed by \"nthrottle save\".\n"
	      "# To be read by \"nthrottle restore FILE\", which replaces all of it; what no\n"
	      "# line sets gets its default.\n"
	      "set", to);
	words(to, config_words, NTHROTTLE_CONFIG_PARAMS, &ruleset->config, " ",
	      "");
	fputc('\n', to);
	for (i = 0; i < ruleset->profiles.count; i++)
		words_profile(to, &profiles[i]);
	for (i = 0; i < ruleset->rules.count; i++)
		fprintf(to, "rule add %s\n", words_rule(&rules[i]).s);
}
