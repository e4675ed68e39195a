package sampan.kernel.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import sampan.kernel.DescriptorLeaks;
import sampan.kernel.file.Pipe;
import sampan.kernel.file.Read;
import sampan.kernel.file.Write;

@ExtendWith(DescriptorLeaks.class)
@Timeout(300)
class PollerTest {
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

    private String next() throws InterruptedException {
        return heard.poll(30, TimeUnit.SECONDS);
    }

    @Test
    void callbacksRunOnTheNamedThread() throws Exception {
        try (Poller poller = Poller.start("links");
                Pipe pipe = Pipe.nonBlocking();
                var registration = poller.register(pipe.readEnd(), Poller.IN, events -> {
                    byte[] one = new byte[1];
                    Read.fully(pipe.readEnd(), one);
                    heard.add(Thread.currentThread().getName() + " " + one[0]);
                })) {
            assertThat(registration).isNotNull();
            for (byte i = 0; i < 3; i++) {
                Write.fully(pipe.writeEnd(), new byte[] {i});
                assertThat(next()).isEqualTo("links " + i);
            }
        }
    }

    @Test
    void theEndOfTheOtherSideIsHeardUnasked() throws Exception {
        try (Poller poller = Poller.start("x");
                Pipe pipe = Pipe.open();
                var registration = poller.register(
                        pipe.readEnd(), Poller.EDGE, events -> heard.add("hup " + ((events & Poller.HUP) != 0)))) {
            pipe.writeEnd().close();
            assertThat(next()).isEqualTo("hup true");
            assertThat(registration).isNotNull();
        }
    }

    @Test
    void anEdgeIsToldOnceAndAOneShotUntilArmedAgain() throws Exception {
        try (Poller poller = Poller.start("x");
                Pipe edge = Pipe.open();
                Pipe once = Pipe.open();
                var a = poller.register(edge.readEnd(), Poller.IN | Poller.EDGE, events -> heard.add("edge"));
                var b = poller.register(once.readEnd(), Poller.IN | Poller.ONESHOT, events -> heard.add("once"))) {
            Write.fully(edge.writeEnd(), new byte[1]);
            assertThat(next()).isEqualTo("edge");
            Write.fully(once.writeEnd(), new byte[1]);
            assertThat(next()).isEqualTo("once");
            Write.fully(once.writeEnd(), new byte[1]);
            b.change(Poller.IN | Poller.ONESHOT);
            assertThat(next()).isEqualTo("once");
            assertThat(heard.poll(50, TimeUnit.MILLISECONDS)).isNull();
            assertThat(a).isNotNull();
        }
    }

    @Test
    void aClosedRegistrationIsSilent() throws Exception {
        try (Poller poller = Poller.start("x");
                Pipe pipe = Pipe.open()) {
            var registration = poller.register(pipe.readEnd(), Poller.IN, events -> heard.add("late"));
            registration.close();
            registration.close();
            Write.fully(pipe.writeEnd(), new byte[1]);
            assertThat(heard.poll(50, TimeUnit.MILLISECONDS)).isNull();
            poller.register(pipe.readEnd(), Poller.IN | Poller.EDGE, events -> heard.add("again"));
            assertThat(next()).isEqualTo("again");
        }
    }

    @Test
    void aCallbackThatFailsDoesNotSilenceOthers() throws Exception {
        try (Poller poller = Poller.start("x");
                Pipe bad = Pipe.open();
                Pipe good = Pipe.open()) {
            poller.register(bad.readEnd(), Poller.IN | Poller.ONESHOT, events -> {
                throw new IOException("as the test wants it");
            });
            poller.register(good.readEnd(), Poller.IN | Poller.ONESHOT, events -> heard.add("good"));
            poller.execute(() -> {
                throw new IllegalStateException("as the test wants it");
            });
            Write.fully(bad.writeEnd(), new byte[1]);
            Write.fully(good.writeEnd(), new byte[1]);
            assertThat(next()).isEqualTo("good");
        }
    }

    @Test
    void tasksFromManyThreadsAllRun() throws Exception {
        int count = 10_000;
        AtomicInteger ran = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(count);
        try (Poller poller = Poller.start("x")) {
            for (int t = 0; t < 4; t++) {
                Thread.ofVirtual().start(() -> {
                    for (int i = 0; i < count / 4; i++) {
                        poller.execute(() -> {
                            ran.incrementAndGet();
                            done.countDown();
                        });
                    }
                });
            }
            assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(ran).hasValue(count);
    }

    @Test
    void itClosesItselfFromItsOwnThread() throws Exception {
        Poller poller = Poller.start("x");
        CountDownLatch closed = new CountDownLatch(1);
        poller.execute(() -> {
            poller.close();
            closed.countDown();
        });
        assertThat(closed.await(30, TimeUnit.SECONDS)).isTrue();
        poller.close();
        poller.awaitEnd();
    }
}
