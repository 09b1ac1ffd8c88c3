// SPDX-License-Identifier: GPL-2.0
/* The job: pairs of strings, key and value. */
#include <stdlib.h>
#include <string.h>

#include "init.h"

struct pairs {
	char *next;
	char *end;
};

static bool next_pair(struct pairs *p, char **key, char **value)
{
	if (p->next >= p->end)
		return false;
	*key = p->next;
	*value = *key + strlen(*key) + 1;
	if (*value >= p->end)
		return false;
	p->next = *value + strlen(*value) + 1;
	return true;
}

static void take(struct job *job, const char *key, char *value, int *argc, int *envc)
{
	if (!strcmp(key, "arg"))
		job->argv[(*argc)++] = value;
	else if (!strcmp(key, "env"))
		job->envp[(*envc)++] = value;
	else if (!strcmp(key, "cwd"))
		job->cwd = value;
	else if (!strcmp(key, "lib-modules"))
		job->lib_modules = value;
	else if (!strcmp(key, "module"))
		job->module = value;
	else if (!strcmp(key, "module-args"))
		job->module_args = value;
	else if (!strcmp(key, "bind") && job->nbinds < MAX_BINDS)
		job->binds[job->nbinds++] = value;
	else if (!strcmp(key, "lazy-log"))
		job->lazy_log = true;
}

void job_parse(struct job *job, char *data, size_t len)
{
	struct pairs pairs = { .next = data, .end = data + len };
	char *key, *value;
	int argc = 0, envc = 0;
	size_t n = 2;

	memset(job, 0, sizeof(*job));
	while (next_pair(&pairs, &key, &value))
		n++;
	job->argv = calloc(n, sizeof(char *));
	job->envp = calloc(n, sizeof(char *));
	job->module_args = "";
	job->cwd = "/";
	pairs.next = data;
	while (next_pair(&pairs, &key, &value))
		take(job, key, value, &argc, &envc);
}
