/* samples - durations of one kind, and what is told of them. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>

struct samples {
	uint64_t *nanoseconds;
	long count, most;
	uint64_t begin;
};

static inline uint64_t clock_now(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return t.tv_sec * 1000000000ULL + t.tv_nsec;
}

static inline uint64_t now(void)
{
	return clock_now(CLOCK_MONOTONIC);
}

/* Shared with processes that are forked. */
static inline struct samples samples_of(long most)
{
	struct samples s = { .most = most };

	s.nanoseconds = mmap(NULL, most * sizeof(uint64_t), PROT_READ | PROT_WRITE,
			     MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (s.nanoseconds == MAP_FAILED || most < 1)
		exit(2);
	s.begin = now();
	return s;
}

static inline void sample(struct samples *s, uint64_t nanoseconds)
{
	if (s->count < s->most)
		s->nanoseconds[s->count++] = nanoseconds;
}

static inline int by_size(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

/* One line: how many a second since samples_of(), the median and the 99th percentile in
 * nanoseconds. */
static inline void tell(struct samples *s)
{
	double seconds = (now() - s->begin) / 1e9;

	if (s->count == 0)
		exit(1);
	qsort(s->nanoseconds, s->count, sizeof(uint64_t), by_size);
	printf("%.1f %llu %llu\n", s->count / seconds,
	       (unsigned long long)s->nanoseconds[s->count / 2],
	       (unsigned long long)s->nanoseconds[s->count * 99 / 100]);
}

static inline void die(const char *what)
{
	perror(what);
	exit(1);
}
