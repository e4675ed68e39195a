package sampan.core.network.name;

import sampan.kernel.SyscallException;
import sampan.kernel.process.Poller;
import sampan.kernel.socket.Datagrams;

/**
 * A thread on which name servers have their turns.
 *
 * @param room for the questions of one turn: who asks without end is not answered instead of others
 */
record Turns(Poller poller, Datagrams room) implements AutoCloseable {
    static final int QUESTIONS = 16;

    private static final int LONGEST_DATAGRAM = 4096;

    static Turns start(String name) throws SyscallException {
        return new Turns(Poller.start(name), new Datagrams(QUESTIONS, LONGEST_DATAGRAM));
    }

    /** Waits for the thread. */
    @Override
    public void close() {
        poller.close();
        room.close();
    }
}
