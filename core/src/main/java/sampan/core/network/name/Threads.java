package sampan.core.network.name;

import sampan.kernel.SyscallException;

/**
 * Who answers.
 *
 * @param first hears of all questions
 * @param second helps with those of a server that has more than the first can answer: it is the kernel that takes its time, as a send on the loopback carries the packet
 *     to its receiver
 */
record Threads(Turns first, Turns second) implements AutoCloseable {
    static Threads start() throws SyscallException {
        Turns first = Turns.start("names");
        try {
            return new Threads(first, Turns.start("more names"));
        } catch (SyscallException e) {
            first.close();
            throw e;
        }
    }

    /** When no thread has turns of this server any more. */
    void end(Responder responder) {
        first.poller().execute(() -> {
            responder.hearNoMore();
            second.poller().execute(responder::close);
        });
    }

    /** Waits for both. */
    @Override
    public void close() {
        first.close();
        second.close();
    }
}
