package sampan.oci.registry;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;

/** So many downloads from one host at a time, of however many images; who comes later waits until another has ended. */
final class DownloadTurns {
    private int running;

    /** How a download begins. */
    @FunctionalInterface
    interface Opening {
        InputStream open() throws IOException;
    }

    /**
     * Waits for a turn, which lasts until the stream is closed.
     *
     * @param most downloads at a time, at least 1
     */
    InputStream take(int most, Opening opening) throws IOException {
        begin(most);
        boolean opened = false;
        try {
            InputStream stream = new Turn(opening.open());
            opened = true;
            return stream;
        } finally {
            if (!opened) {
                end();
            }
        }
    }

    private synchronized void begin(int most) throws InterruptedIOException {
        try {
            while (running >= most) {
                wait();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
        running++;
    }

    private synchronized void end() {
        running--;
        notifyAll();
    }

    private final class Turn extends FilterInputStream {
        private boolean over;

        Turn(InputStream stream) {
            super(stream);
        }

        @Override
        public void close() throws IOException {
            try {
                super.close();
            } finally {
                if (!over) {
                    over = true;
                    end();
                }
            }
        }
    }
}
