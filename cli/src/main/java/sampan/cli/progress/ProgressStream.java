package sampan.cli.progress;

import java.io.IOException;
import java.io.OutputStream;

/** What is written here goes on to another stream, and is told as progress. */
public final class ProgressStream extends OutputStream {
    private final OutputStream target;
    private final Progress progress;

    /** @param target stays open, and its owner's */
    public ProgressStream(OutputStream target, Progress progress) {
        this.target = target;
        this.progress = progress;
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        target.write(bytes, offset, length);
        progress.add(length);
    }
}
