// SPDX-License-Identifier: GPL-2.0
/* restore: a whole configuration from a file, all or nothing. */
#include <json-c/json.h>
#include <linux/nthrottle.h>

#include "cmd.h"
#include "kernel.h"
#include "out.h"
#include "restore.h"

struct job {
	struct restore restore;
	const char *file;
};

/* What the kernel refuses came from a line: say which. */
static bool refused(const struct extack *ack, const struct nlmsghdr *request,
		    void *to)
{
	const struct job *job = to;
	struct extack_place place;
	unsigned int line = 0;
	char text[400];

	if (extack_locate(&nt_ruleset_attrs, request, ack->offset, &place))
		line = restore_where(&job->restore, &place);
	if (!line ||
	    extack_describe(ack, &nt_ruleset_attrs, request, text, sizeof(text)))
		return false;
	say_at(job->file, line, text);
	return true;
}

static int replace(const struct options *opt, struct job *job)
{
	const struct nt_ruleset ruleset = restore_ruleset(&job->restore);
	struct exchange x = {
		.cmd = NTHROTTLE_CMD_RULESET_SET,
		.flags = NLM_F_ACK,
		.set = &nt_ruleset_attrs,
		.request = &ruleset,
		.refused = refused,
		.to = job,
	};
	static struct nl nl;
	int failed;

	if (kernel_open(&nl, opt))
		return STATUS_FAILED;
	x.type = nl.family.id;
	failed = kernel_exchange(&nl, &x);
	nl_close(&nl);
	return failed ? STATUS_FAILED : STATUS_DONE;
}

static int check(const struct options *opt, const struct restore *r, int failed)
{
	struct json_object *json;

	if (opt->json && (!failed || r->errors)) {
		json = json_object_new_object();
		json_object_object_add(json, "profiles",
				       json_object_new_int(r->profile_count));
		json_object_object_add(json, "rules",
				       json_object_new_int(r->rule_count));
		json_object_object_add(json, "errors",
				       json_object_new_int(r->errors));
		out_json(json);
	}
	return failed ? STATUS_FAILED : STATUS_DONE;
}

int cmd_restore(const struct options *opt, int argc, char **argv)
{
	struct restore_args args;
	struct parse_error err;
	static struct job job;
	int failed;

	if (parse_restore(argc, argv, &args, &err))
		return cmd_usage_error("restore", &err);
	job.file = args.file;
	failed = restore_load(&job.restore, args.file);
	if (args.check)
		return check(opt, &job.restore, failed);
	if (!failed)
		return replace(opt, &job);
	if (job.restore.errors)
		say("nothing was changed: %s has %u error%s", args.file,
		    job.restore.errors, job.restore.errors == 1 ? "" : "s");
	return STATUS_FAILED;
}
