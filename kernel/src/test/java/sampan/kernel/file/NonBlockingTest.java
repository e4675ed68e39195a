package sampan.kernel.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import sampan.kernel.Fd;

/** Descriptors of a caller whose other programs have made them non-blocking. */
class NonBlockingTest {
    private static final int LARGE = 1 << 20;

    @Test
    void aWriteWaitsForASlowReaderAndLosesNothing() throws Exception {
        byte[] sent = new byte[LARGE];
        Arrays.fill(sent, (byte) 'x');
        try (Pipe pipe = Pipe.open()) {
            Fcntl.setNonBlocking(pipe.writeEnd(), true);
            Thread writer = Thread.ofPlatform().start(() -> {
                try (Fd end = pipe.writeEnd().release()) {
                    Write.fully(end, sent);
                } catch (Exception failed) {
                    throw new AssertionError(failed);
                }
            });
            Thread.sleep(100);
            byte[] heard;
            try (FdInputStream in = new FdInputStream(pipe.readEnd())) {
                heard = in.readAllBytes();
            }
            writer.join();
            assertThat(heard).isEqualTo(sent);
        }
    }

    @Test
    void aReadWaitsForASlowWriter() throws Exception {
        try (Pipe pipe = Pipe.open()) {
            Fcntl.setNonBlocking(pipe.readEnd(), true);
            Thread writer = Thread.ofPlatform().start(() -> {
                try (Fd end = pipe.writeEnd().release()) {
                    Thread.sleep(100);
                    Write.fully(end, new byte[] {'x'});
                } catch (Exception failed) {
                    throw new AssertionError(failed);
                }
            });
            try (FdInputStream in = new FdInputStream(pipe.readEnd())) {
                assertThat(in.readAllBytes()).containsExactly('x');
            }
            writer.join();
        }
    }
}
