/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the runner on the host (link.c) and the VM's PID 1 (init.c) say to each
 * other over one virtio-serial port: frames of a type, a length and that many
 * bytes. One port for all, because only then has everything the command said
 * arrived when its exit status does.
 */
#ifndef VM_FRAME_H
#define VM_FRAME_H

#include <stdint.h>

#define VM_PORT "nthrottle.vm"

enum frame_type {
	/* to the guest */
	FRAME_JOB = 'J',	/* key, value, key, value...: each ended by NUL */
	FRAME_STDIN = 'I',	/* data; none of it: end of file */
	FRAME_CLOSE = 'C',	/* 'O' or 'E': nobody reads that any more */
	FRAME_DUMP = 'D',	/* time is out: say what hangs */
	FRAME_BYE = 'B',	/* all has arrived: power off */
	/* to the host */
	FRAME_STDOUT = 'O',
	FRAME_STDERR = 'E',
	FRAME_KMSG = 'K',	/* lines of the kernel's log */
	FRAME_TROUBLE = 'T',	/* text: the run fails, whatever the command's status */
	FRAME_EXIT = 'X',	/* one byte: the command's status */
};

/* Both sides are x86. */
struct frame {
	uint8_t type;
	uint32_t len;
} __attribute__((packed));

/* What comes in pieces, comes in pieces of at most this. */
#define FRAME_PIECE 16384

#endif
