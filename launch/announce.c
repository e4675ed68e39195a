/*
 * announce.c - the frames that tell of a container's life.
 */
#include "monitor.h"
#include "text.h"

static uint8_t *header(uint8_t *frame, enum frame type, uint32_t length)
{
	frame[0] = (uint8_t)type;
	be32(frame + 4, length);
	return frame + FRAME_HEADER;
}

void announce_started(uint32_t pid, uint64_t started, int pidfd)
{
	static uint8_t frame[FRAME_HEADER + 12];
	uint8_t *payload = header(frame, FRAME_STARTED, 12);

	be32(payload, pid);
	be64(payload + 4, started);
	clients_prepare(SEND_STARTED, frame, sizeof(frame), pidfd);
	clients_offer(SEND_STARTED, WANT_EVENTS);
}

void announce_running(void)
{
	static uint8_t frame[FRAME_HEADER];

	header(frame, FRAME_RUNNING, 0);
	clients_prepare(SEND_RUNNING, frame, sizeof(frame), -1);
	clients_offer(SEND_RUNNING, WANT_EVENTS);
}

void announce_failed(struct report report)
{
	static uint8_t frame[FRAME_HEADER + 8];
	uint8_t *payload = header(frame, FRAME_FAILED, 8);

	be32(payload, report.op);
	be32(payload + 4, report.error);
	clients_prepare(SEND_FAILED, frame, sizeof(frame), -1);
	clients_offer(SEND_FAILED, (uint32_t)TO_ALL);
}

void prepare_exited(const struct outcome *o)
{
	static uint8_t frame[FRAME_HEADER + 21];
	uint8_t *payload = header(frame, FRAME_EXITED, 21);

	be32(payload, code_of(o));
	payload[4] = o->oom_killed;
	be64(payload + 5, o->started);
	be64(payload + 13, o->ended);
	clients_prepare(SEND_EXITED, frame, sizeof(frame), -1);
}
