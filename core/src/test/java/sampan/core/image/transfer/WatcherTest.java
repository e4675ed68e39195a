package sampan.core.image.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class WatcherTest {
    private final Watcher watcher = new Watcher();
    private final CountDownLatch never = new CountDownLatch(1);

    @AfterEach
    void end() {
        watcher.close();
    }

    /** As a registry that does not answer. */
    private String nothing() throws IOException {
        try {
            never.await();
            return "an answer";
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    /** Of somebody who has hung up. */
    private static final class Gone implements TransferProgress {
        @Override
        public void layer(String layer, Stage stage, long done, long total) {}

        @Override
        public void check() throws IOException {
            throw new IOException("the client is gone");
        }
    }

    @Test
    void theCallersOwnThreadAsks() throws IOException {
        assertThat(watcher.ask(Thread::currentThread, TransferProgress.NONE)).isSameAs(Thread.currentThread());
        assertThatThrownBy(() -> watcher.ask(
                        () -> {
                            throw new IOException("no such host");
                        },
                        TransferProgress.NONE))
                .isInstanceOf(IOException.class)
                .hasMessage("no such host");
    }

    @Test
    void whoIsGoneWaitsForNoAnswer() throws IOException {
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> watcher.ask(this::nothing, new Gone())).hasMessage("the client is gone");
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
        }
        assertThat(watcher.ask(() -> "the next one is asked", TransferProgress.NONE))
                .isEqualTo("the next one is asked");
    }

    @Test
    void anEngineThatEndsCutsItsQuestionsOff() {
        CountDownLatch asked = new CountDownLatch(1);
        CompletableFuture<String> answer = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                answer.complete(watcher.ask(
                        () -> {
                            asked.countDown();
                            return nothing();
                        },
                        TransferProgress.NONE));
            } catch (IOException ended) {
                answer.completeExceptionally(ended);
            }
        });
        assertThatThrownBy(() -> {
                    asked.await();
                    watcher.close();
                    answer.get();
                })
                .isInstanceOf(ExecutionException.class)
                .hasMessageContaining("the engine ends");
    }
}
