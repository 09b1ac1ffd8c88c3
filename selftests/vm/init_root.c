// SPDX-License-Identifier: GPL-2.0
/*
 * The root: the host's files, read-only over 9p, below a tmpfs, so that the
 * command may write anywhere and the host never notices.
 */
#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "init.h"

static void mount_or_tell(const char *type, const char *dir, unsigned long flags, const char *data)
{
	mkdir(dir, 0755);
	if (mount(type, dir, type, flags, data))
		trouble("mount %s on %s: %s", type, dir, strerror(errno));
}

void early_mounts(void)
{
	mkdir("/dev", 0755);
	mkdir("/proc", 0755);
	mkdir("/sys", 0755);
	mount("dev", "/dev", "devtmpfs", 0, NULL);
	mount("proc", "/proc", "proc", 0, NULL);
	mount("sys", "/sys", "sysfs", 0, NULL);
}

static void make_dirs(const char *path)
{
	char dir[4096];
	char *p;

	snprintf(dir, sizeof(dir), "%s", path);
	for (p = dir + 1; (p = strchr(p, '/')); p++) {
		*p = 0;
		mkdir(dir, 0755);
		*p = '/';
	}
	mkdir(dir, 0755);
}

static void mount_host(void)
{
	mkdir("/host", 0755);
	if (mount("host", "/host", "9p", MS_RDONLY,
		  "trans=virtio,version=9p2000.L,msize=512000,cache=loose"))
		trouble("mount the host's files: %s", strerror(errno));
	mount_or_tell("tmpfs", "/rw", 0, "size=75%");
	mkdir("/rw/upper", 0755);
	mkdir("/rw/work", 0755);
	mount_or_tell("overlay", "/root", 0,
		      "lowerdir=/host,upperdir=/rw/upper,workdir=/rw/work");
	if (chdir("/root") || mount(".", "/", NULL, MS_MOVE, NULL) || chroot("."))
		trouble("change the root: %s", strerror(errno));
	if (chdir("/"))
		trouble("chdir /: %s", strerror(errno));
}

static void mount_systems(void)
{
	mount_or_tell("proc", "/proc", 0, NULL);
	mount_or_tell("sysfs", "/sys", 0, NULL);
	mount_or_tell("devtmpfs", "/dev", 0, NULL);
	mount_or_tell("devpts", "/dev/pts", 0, "mode=620,ptmxmode=666");
	mount_or_tell("tmpfs", "/dev/shm", 0, "mode=1777");
	mount_or_tell("tmpfs", "/tmp", 0, "mode=1777");
	mount_or_tell("tmpfs", "/run", 0, "mode=755");
	mkdir("/run/lock", 01777);
	mkdir("/run/netns", 0755);
	mount_or_tell("debugfs", "/sys/kernel/debug", 0, NULL);
	mount_or_tell("tracefs", "/sys/kernel/tracing", 0, NULL);
	mount_or_tell("cgroup2", "/sys/fs/cgroup", 0, NULL);
	symlink("/proc/self/fd", "/dev/fd");
	symlink("fd/0", "/dev/stdin");
	symlink("fd/1", "/dev/stdout");
	symlink("fd/2", "/dev/stderr");
}

/* Get hold of a directory before, and show it again after, it is hidden. */
static int grab(const char *path)
{
	return open_tree(AT_FDCWD, path, OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC);
}

static void put_back(int tree, const char *path)
{
	struct stat there, grabbed;

	if (tree < 0)
		return;
	if (fstat(tree, &grabbed) == 0 && stat(path, &there) == 0 &&
	    there.st_ino == grabbed.st_ino && there.st_dev == grabbed.st_dev)
		goto out;
	if (S_ISDIR(grabbed.st_mode)) {
		make_dirs(path);
	} else {
		char dir[4096];

		snprintf(dir, sizeof(dir), "%s", path);
		*strrchr(dir, '/') = 0;
		make_dirs(dir);
		close(open(path, O_CREAT | O_WRONLY, 0600));
	}
	if (move_mount(tree, "", AT_FDCWD, path, MOVE_MOUNT_F_EMPTY_PATH))
		trouble("show %s: %s", path, strerror(errno));
out:
	close(tree);
}

static void show_modules(const char *from)
{
	struct utsname uts;
	char dir[300];

	uname(&uts);
	snprintf(dir, sizeof(dir), "/lib/modules/%s", uts.release);
	make_dirs(dir);
	if (from && mount(from, dir, NULL, MS_BIND, NULL))
		trouble("mount %s on %s: %s", from, dir, strerror(errno));
}

static void write_file(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);

	if (fd < 0)
		return;
	if (write(fd, text, strlen(text)) < 0)
		trouble("write %s: %s", path, strerror(errno));
	close(fd);
}

/* While one processor replaces instructions of the kernel, as it does above all at
 * boot, QEMU before 8.1 may translate the old ones for another that is to run the new
 * ones: an "Oops: int3" then. So there is no other until now.
 */
static void start_processors(void)
{
	char path[64];
	int cpu;

	for (cpu = 1; ; cpu++) {
		snprintf(path, sizeof(path), "/sys/devices/system/cpu/cpu%d/online", cpu);
		if (access(path, F_OK))
			return;
		write_file(path, "1");
	}
}

static void settings(void)
{
	struct rlimit files = { .rlim_cur = 1024, .rlim_max = 1 << 20 };
	struct ifreq lo = { .ifr_name = "lo", .ifr_flags = IFF_UP };
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	if (fd < 0 || ioctl(fd, SIOCSIFFLAGS, &lo))
		trouble("lo up: %s", strerror(errno));
	close(fd);
	sethostname("nthrottle-vm", strlen("nthrottle-vm"));
	setrlimit(RLIMIT_NOFILE, &files);
	/* Debian's own switch; other kernels have none. */
	write_file("/proc/sys/kernel/unprivileged_userns_clone", "1");
	write_file("/proc/sys/kernel/hung_task_timeout_secs", "60");
	umask(022);
}

void make_root(const struct job *job)
{
	int trees[MAX_BINDS];
	int i;

	mount_host();
	for (i = 0; i < job->nbinds; i++)
		trees[i] = grab(job->binds[i]);
	mount_systems();
	for (i = 0; i < job->nbinds; i++)
		put_back(trees[i], job->binds[i]);
	show_modules(job->lib_modules);
	settings();
	start_processors();
}
