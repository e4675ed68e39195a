/*
 * tell PATH: sends 1, 2, 3, ... to the datagram socket PATH, ten a second, until it is killed.
 * tell -l PATH: makes that socket, says "listening", and prints a line for each number that comes.
 */
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static int hear(int fd)
{
	char word[32];
	ssize_t n;

	puts("listening");
	fflush(stdout);
	while ((n = recv(fd, word, sizeof(word) - 1, 0)) > 0) {
		printf("%.*s\n", (int)n, word);
		fflush(stdout);
	}
	return 1;
}

int main(int argc, char **argv)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_DGRAM, 0), listens = argc == 3 && !strcmp(argv[1], "-l");
	char word[32];

	if (argc < 2 || strlen(argv[argc - 1]) >= sizeof(address.sun_path))
		return 2;
	strcpy(address.sun_path, argv[argc - 1]);
	if ((listens ? bind : connect)(fd, (struct sockaddr *)&address, sizeof(address))) {
		perror("tell");
		return 2;
	}
	if (listens)
		return hear(fd);
	for (int i = 1;; i++) {
		if (send(fd, word, (size_t)sprintf(word, "%d", i), 0) < 0)
			return 1;
		usleep(100000);
	}
}
