/*
 * log.c - the container's log: container.log, and container.log.1, .2 ... that were rotated away.
 *
 * A chunk of output is cut into lines, the lines become records, and the records of a chunk go out
 * with one write(2).  A line without an end waits for it; one longer than MAX_LINE, or one at the
 * end of its stream, is logged in parts.  An error drops records, never waits, and never leaves
 * half a record.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h> /* renameat(2) */
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "monitor.h"
#include "text.h"

/* The line of a stream whose end has not been seen. */
static struct line {
	uint32_t held;
	uint32_t ordinal; /* of the last part that was logged, 0: none yet */
	uint64_t time;    /* of the first part */
	char id[ID_SIZE];
	uint8_t bytes[MAX_LINE];
} lines[STREAMS];

static struct {
	enum log_driver driver;
	int directory, fd;
	uint64_t size, max_size;
	uint32_t max_files;
	uint32_t batched;
	uint64_t time; /* of this chunk */
} the_log = { LOG_NONE, -1, -1, 0, 0, 1, 0, 0 };

static uint8_t batch[MAX_RECORD + (128 << 10)];

static const char *name_of(char *name, size_t size, uint32_t number)
{
	struct text t = { name, name + size - 1 };

	put(&t, "container.log");
	if (number) {
		put(&t, ".");
		put_number(&t, number);
	}
	*t.at = 0;
	return name;
}

static void open_file(void)
{
	int flags = O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC;
	struct stat st;

	the_log.fd = openat(the_log.directory, "container.log", flags, 0640);
	the_log.size = 0;
	if (the_log.fd < 0)
		return;
	if (fstat(the_log.fd, &st) == 0)
		the_log.size = (uint64_t)st.st_size;
}

static void close_file(void)
{
	if (the_log.fd >= 0)
		close(the_log.fd);
	the_log.fd = -1;
}

static void rotate(void)
{
	char from[32], to[32];

	close_file();
	for (uint32_t i = the_log.max_files - 1; i > 0; i--)
		renameat(the_log.directory, name_of(from, sizeof(from), i - 1), the_log.directory,
		         name_of(to, sizeof(to), i));
	if (the_log.max_files == 1)
		unlinkat(the_log.directory, "container.log", 0);
	open_file();
}

static void flush(void)
{
	ssize_t n;

	if (the_log.fd < 0)
		open_file();
	if (the_log.fd >= 0 && the_log.batched) {
		n = write(the_log.fd, batch, the_log.batched);
		if (n == (ssize_t)the_log.batched)
			the_log.size += the_log.batched;
		else if (n > 0 && ftruncate(the_log.fd, (off_t)the_log.size) < 0)
			the_log.size += (uint64_t)n;
	}
	the_log.batched = 0;
}

static bool too_much(size_t more)
{
	uint64_t size = the_log.size + the_log.batched;

	return the_log.max_size && size && size + more > the_log.max_size;
}

static void append(const struct record *record)
{
	uint8_t *at = batch + the_log.batched;
	size_t size;

	size = the_log.driver == LOG_LOCAL ? record_local(at, record) : record_json(at, record);
	if (too_much(size)) {
		flush();
		rotate();
		memmove(batch, at, size);
	}
	the_log.batched += (uint32_t)size;
	if (the_log.batched > sizeof(batch) - MAX_RECORD)
		flush();
}

static void begin_parts(struct line *line)
{
	static const char hex[] = "0123456789abcdef";
	uint8_t random[ID_SIZE / 2] = { 0 };

	(void)!getrandom(random, sizeof(random), GRND_NONBLOCK);
	for (size_t i = 0; i < sizeof(random); i++) {
		line->id[2 * i] = hex[random[i] >> 4];
		line->id[2 * i + 1] = hex[random[i] & 15];
	}
	line->time = the_log.time;
}

static void log_line(int stream, const uint8_t *bytes, uint32_t length, bool complete)
{
	struct line *line = &lines[stream];
	struct record record = {
		.stream = stream, .time = the_log.time, .line = bytes, .length = length
	};

	if (!complete || line->ordinal) {
		if (!line->ordinal)
			begin_parts(line);
		record.partial = true;
		record.last = complete;
		record.time = line->time;
		record.ordinal = ++line->ordinal;
		record.id = line->id;
	}
	if (complete)
		line->ordinal = 0;
	append(&record);
}

static void hold(struct line *line, const uint8_t *bytes, size_t size)
{
	memcpy(line->bytes + line->held, bytes, size);
	line->held += (uint32_t)size;
}

void log_chunk(int stream, const uint8_t *bytes, size_t size)
{
	struct line *line = &lines[stream];

	if (the_log.driver == LOG_NONE)
		return;
	the_log.time = now();
	while (size) {
		size_t room = MAX_LINE - line->held, n = size < room ? size : room;
		const uint8_t *newline = memchr(bytes, '\n', n);

		if (newline)
			n = (size_t)(newline - bytes);
		if (!newline && n < room) {
			hold(line, bytes, n);
			break;
		}
		if (line->held) {
			hold(line, bytes, n);
			log_line(stream, line->bytes, line->held, newline);
			line->held = 0;
		} else {
			log_line(stream, bytes, (uint32_t)n, newline);
		}
		n += newline ? 1 : 0;
		bytes += n;
		size -= n;
	}
	flush();
}

void log_end(int stream)
{
	struct line *line = &lines[stream];

	if (the_log.driver == LOG_NONE || !line->held)
		return;
	the_log.time = now();
	log_line(stream, line->bytes, line->held, false);
	line->held = 0;
	flush();
}

void log_reopen(void)
{
	if (the_log.driver == LOG_NONE)
		return;
	close_file();
	open_file();
}

void log_open(const struct settings *settings)
{
	the_log.driver = settings->log_driver;
	the_log.directory = settings->directory;
	the_log.max_size = settings->log_max_size;
	the_log.max_files = settings->log_max_files;
	log_reopen();
}
