// SPDX-License-Identifier: GPL-2.0
/* Parameters, for programs that have a watch anyway. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include <linux/nthrottle.h>

#include "watch.h"

static int done(struct nt_watch *w, int failed)
{
	int err = errno;

	if (failed)
		memcpy(w->error, w->source.requests.error, sizeof(w->error));
	errno = err;
	return failed;
}

/* What the caller does not know of is absent. */
static void take(void *to, size_t to_size, const void *from, size_t size)
{
	memset(to, 0, to_size);
	memcpy(to, from, size < to_size ? size : to_size);
}

/**
 * nt_config_get() - parameters of the network namespace, its place in history
 * @w: a watch that was opened
 *
 * Return: those, valid until the next call; NULL with errno and a text in
 * nt_watch_error().
 */
const struct nt_config *nt_config_get(struct nt_watch *w)
{
	if (done(w, nl_get_one(&w->source.requests, NTHROTTLE_CMD_CONFIG_GET,
			       &nt_config_attrs, NULL, &w->config)))
		return NULL;
	return &w->config;
}

/**
 * nt_config_set() - set parameters of the network namespace, all or none
 * @w: a watch that was opened
 * @config: those; what is not present stays as it is
 * @size: sizeof(*config)
 *
 * Return: 0, or -1 with errno and a text in nt_watch_error().
 */
int nt_config_set(struct nt_watch *w, const struct nt_config *config,
		  size_t size)
{
	struct nt_config request;

	take(&request, sizeof(request), config, size);
	return done(w, nl_set(&w->source.requests, NTHROTTLE_CMD_CONFIG_SET,
			      &nt_config_attrs, &request));
}

/**
 * nt_profile_get() - parameters of a profile
 * @w: a watch that was opened
 * @name: its name
 *
 * Return: as nt_config_get().
 */
const struct nt_profile *nt_profile_get(struct nt_watch *w, const char *name)
{
	struct nt_profile request = {
		.present = 1ULL << NTHROTTLE_A_PROFILE_NAME,
	};

	if (strlen(name) >= sizeof(request.name)) {
		snprintf(w->error, sizeof(w->error),
			 "no profile has so long a name");
		errno = EINVAL;
		return NULL;
	}
	memcpy(request.name, name, strlen(name) + 1);
	if (done(w, nl_get_one(&w->source.requests, NTHROTTLE_CMD_PROFILE_GET,
			       &nt_profile_attrs, &request, &w->profile)))
		return NULL;
	return &w->profile;
}

/**
 * nt_profile_set() - set parameters of a profile, all or none
 * @w: a watch that was opened
 * @profile: its name and those; what is not present stays as it is
 * @size: sizeof(*profile)
 *
 * Return: as nt_config_set().
 */
int nt_profile_set(struct nt_watch *w, const struct nt_profile *profile,
		   size_t size)
{
	struct nt_profile request;

	take(&request, sizeof(request), profile, size);
	return done(w, nl_set(&w->source.requests, NTHROTTLE_CMD_PROFILE_SET,
			      &nt_profile_attrs, &request));
}
