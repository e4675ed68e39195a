package sampan.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

final class OwnThreadsTest {
    private final OwnThreads threads = new OwnThreads("worker");

    @Test
    void workIsDoneOnAPlatformThread() throws Exception {
        AtomicReference<Thread> worker = new AtomicReference<>();

        assertThat(threads.work(() -> worker.set(Thread.currentThread()))).isTrue();

        assertThat(worker.get().getName()).isEqualTo("worker");
        assertThat(worker.get().isVirtual()).isFalse();
    }

    @Test
    void aFailureIsTheWaitingOnes() {
        assertThatThrownBy(() -> threads.work(() -> {
                    throw new IOException("no space left on device");
                }))
                .isInstanceOf(IOException.class)
                .hasMessage("no space left on device");
    }

    /** Else what the work writes to would be closed under its hands, and its number given to another file. */
    @Test
    void whoIsInterruptedWaitsUntilTheWorkHasEnded() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        AtomicBoolean ended = new AtomicBoolean();
        AtomicBoolean endedBefore = new AtomicBoolean();
        Thread waiting = Thread.ofVirtual().start(() -> {
            try {
                threads.work(() -> {
                    begun.countDown();
                    try {
                        Thread.sleep(Long.MAX_VALUE);
                    } finally {
                        Thread.sleep(50);
                        ended.set(true);
                    }
                });
            } catch (IOException | InterruptedException interrupted) {
                endedBefore.set(ended.get());
            }
        });
        begun.await();
        waiting.interrupt();
        waiting.join();

        assertThat(endedBefore).isTrue();
    }
}
