// SPDX-License-Identifier: GPL-2.0
/* nthrottle: control of the kernel module of this name. Wires only. */
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "cmd.h"
#include "out.h"
#include "writer.h"

/* A socket must not become the standard output that somebody closed. */
static void open_standard_files(void)
{
	int fd;

	do
		fd = open("/dev/null", O_RDWR);
	while (fd >= 0 && fd <= STDERR_FILENO);
	if (fd >= 0)
		close(fd);
}

static int run(int argc, char **argv)
{
	struct parse_error err;
	struct options opt;
	int used;

	used = parse_options(argc - 1, argv + 1, &opt, &err);
	if (used < 0) {
		say("%s; \"nthrottle help\" lists the options", err.text);
		return STATUS_USAGE;
	}
	out_init(&opt);
	argc -= used + 1;
	argv += used + 1;
	if (opt.help)
		return cmd_help(&opt, 0, argv);
	if (opt.version)
		return cmd_version(&opt, 0, argv);
	if (argc)
		return cmd_run(&opt, argc, argv);
	help_overview(stderr);
	return STATUS_USAGE;
}

int main(int argc, char **argv)
{
	int status;

	open_standard_files();
	writer_open();
	status = out_finish(run(argc, argv));
	writer_close();
	return status;
}
