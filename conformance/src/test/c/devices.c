/*
 * GHSA-g54h-m393-cpwq: an empty list of devices once meant all of them.
 *
 * Makes and opens a sample of all device numbers and prints those that the cgroup lets through, by whatever answer of the driver.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

static const int minors[] = { 0, 1, 2, 3, 4, 5, 7, 8, 9, 11, 63, 64, 130, 183, 229, 255 };

static void try(int major, int minor, mode_t kind)
{
	const char *path = "/tmp/device";
	int fd;

	unlink(path);
	if (mknod(path, kind | 0600, makedev(major, minor)) != 0)
		return;
	fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY);
	if (fd >= 0 || (errno != EPERM && errno != EACCES))
		printf("%c %d:%d\n", kind == S_IFCHR ? 'c' : 'b', major, minor);
	if (fd >= 0)
		close(fd);
	unlink(path);
}

int main(void)
{
	for (int major = 0; major < 512; major++) {
		for (unsigned i = 0; i < sizeof(minors) / sizeof(minors[0]); i++) {
			try(major, minors[i], S_IFCHR);
			try(major, minors[i], S_IFBLK);
		}
	}
	return 0;
}
