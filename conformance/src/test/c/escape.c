/* escape FILE: the way out of a chroot(2) by another one, as far up as it goes; tells whether the host's FILE is there. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	int root = open("/", O_RDONLY | O_DIRECTORY);

	(void)argc;
	mkdir("/below", 0755);
	if (root < 0 || chroot("/below") < 0 || fchdir(root) < 0) {
		perror("escape");
		return 1;
	}
	for (int i = 0; i < 64; i++)
		if (chdir("..") < 0)
			perror("..");
	puts(access(argv[1] + 1, F_OK) == 0 ? "outside" : "inside");
	return 0;
}
