#define _GNU_SOURCE
/*
 * calls32 - makes mkdir(2) by the 32-bit way into the kernel, and prints the answer.
 */
#include <stdio.h>
#include <sys/mman.h>

int main(void)
{
	/* Its address has to fit into 32 bits. */
	char *path = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_32BIT, -1, 0);
	long answer;

	path[0] = '/';
	path[1] = 'm';
	__asm__ volatile("int $0x80" : "=a"(answer) : "a"(39), "b"(path), "c"(0755) : "memory");
	printf("%d\n", (int)answer);
	return 0;
}
