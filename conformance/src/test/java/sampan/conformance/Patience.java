package sampan.conformance;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** Waiting for a state, for as long as a command may take: the bound is there for what hangs, no test is about it. */
final class Patience {
    private static final Duration OFTEN = Duration.ofMillis(50);

    private Patience() {}

    static ConditionFactory await() {
        return Awaitility.await().atMost(Sampan.LIMIT).pollDelay(Duration.ZERO).pollInterval(OFTEN);
    }

    /** Whether it ended in time. */
    static boolean ends(Process process) throws InterruptedException {
        return process.waitFor(Sampan.LIMIT);
    }
}
