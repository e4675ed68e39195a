/*
 * CVE-2015-3630: opens every file below the given folders for writing, and prints those that let it.
 *
 * Nothing is written. Files whose mode has no right to write do not know how to be written, even though root may open them. Numbers of
 * processes are printed as PID.
 */
#define _XOPEN_SOURCE 700
#include <ctype.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static void print(const char *path)
{
	int start = 1;

	for (const char *at = path; *at; at++) {
		if (start && isdigit((unsigned char)*at)) {
			fputs("PID", stdout);
			at += strspn(at, "0123456789") - 1;
			start = 0;
			continue;
		}
		putchar(*at);
		start = *at == '/';
	}
	putchar('\n');
}

static int visit(const char *path, const struct stat *status, int kind, struct FTW *where)
{
	int fd;

	(void)where;
	if (kind != FTW_F || !S_ISREG(status->st_mode) || (status->st_mode & 0222) == 0)
		return 0;
	fd = open(path, O_WRONLY | O_NONBLOCK | O_NOCTTY | O_NOFOLLOW);
	if (fd >= 0) {
		print(path);
		close(fd);
	}
	return 0;
}

int main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++)
		nftw(argv[i], visit, 64, FTW_PHYS);
	return 0;
}
