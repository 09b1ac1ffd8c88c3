/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The standard output, of which stdio alone would neither say why it failed nor
 * give up when nobody reads.
 */
#ifndef NTHROTTLE_TOOL_WRITER_H
#define NTHROTTLE_TOOL_WRITER_H

/* From now on, all that is printed goes through it. */
void writer_open(void);

/* Its end. Nothing may be printed any more. */
void writer_close(void);

/* Whoever waits for a reader waits no longer when @fd is readable. */
void writer_stop_by(int fd);

/*
 * Wait until a write to @fd of up to PIPE_BUF bytes does not block; a terminal may
 * block all the same. Returns 0, or an error: EINTR if it was stopped.
 */
int writer_wait(int fd);

/* Why the first write failed, as errno; EINTR: it was stopped. 0: none did. */
int writer_error(void);

#endif /* NTHROTTLE_TOOL_WRITER_H */
