// SPDX-License-Identifier: GPL-2.0
/*
 * PID 1 of the VM, from the initramfs to power-off: makes the host's files the
 * root, loads the module, runs the command, unloads the module, reports. Static
 * and without any other program, because to load one costs a tenth of a second.
 */
#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/reboot.h>
#include <unistd.h>

#include "frame.h"
#include "init.h"

void trouble(const char *fmt, ...)
{
	char text[512];
	va_list args;

	va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	port_send(FRAME_TROUBLE, text, strlen(text));
}

/* The host may still be reading: what is in the port goes with the machine. A
 * reset ends QEMU, too, and not every kernel here can switch off.
 */
static void power_off(void)
{
	uint8_t type = 0;
	uint32_t len;

	while (type != FRAME_BYE)
		free(port_receive(&type, &len));
	reboot(RB_AUTOBOOT);
	for (;;)
		pause();
}

static int run(struct job *job)
{
	int status;

	if (job->module && load_module(job->module, job->module_args)) {
		trouble("insmod %s: %s", job->module, strerror(errno));
		return 125;
	}
	status = relay(job);
	/* Whatever it left behind must not keep the module, nor see it go. */
	kill(-1, SIGKILL);
	if (job->module) {
		unload_modules("nthrottle");
		/* A timer or a work that outlived it strikes now. */
		usleep(100 * 1000);
	}
	log_memory_leaks();
	return status;
}

int main(void)
{
	struct job job;
	uint8_t type, status;
	uint32_t len;
	char *data;

	early_mounts();
	load_initramfs_modules();
	port_open();
	data = port_receive(&type, &len);
	job_parse(&job, data, len);
	log_open();
	make_root(&job);
	status = run(&job);
	log_forward();
	port_send(FRAME_EXIT, &status, 1);
	power_off();
}
