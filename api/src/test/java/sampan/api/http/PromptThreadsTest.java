package sampan.api.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

final class PromptThreadsTest {
    private final PromptThreads threads = new PromptThreads("teller");

    @Test
    void whatIsWrittenComesFromAThreadOfItsOwn() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        threads.promptly(to -> to.write(Thread.currentThread().getName().getBytes(UTF_8)))
                .write(out);

        assertThat(out).hasToString("teller");
    }

    @Test
    void aFailureIsTheWaitingOnes() {
        Response.Writer failing = threads.promptly(_ -> {
            throw new IOException("the client is gone");
        });

        assertThatThrownBy(() -> failing.write(new ByteArrayOutputStream()))
                .isInstanceOf(IOException.class)
                .hasMessage("the client is gone");
    }

    @Test
    void whoComesWhenThereAreManyWritesHimself() throws Exception {
        CountDownLatch begun = new CountDownLatch(32);
        CountDownLatch end = new CountDownLatch(1);
        Response.Writer waiting = threads.promptly(_ -> {
            begun.countDown();
            end.await();
        });
        for (int i = 0; i < 32; i++) {
            Thread.ofVirtual().start(() -> {
                try {
                    waiting.write(new ByteArrayOutputStream());
                } catch (IOException | InterruptedException failed) {
                    throw new AssertionError(failed);
                }
            });
        }
        AtomicReference<Thread> writer = new AtomicReference<>();
        try {
            begun.await();
            threads.promptly(_ -> writer.set(Thread.currentThread())).write(new ByteArrayOutputStream());
        } finally {
            end.countDown();
        }

        assertThat(writer).hasValue(Thread.currentThread());
    }
}
