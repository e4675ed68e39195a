package sampan.core.stats;

import java.io.IOException;

/**
 * Bytes that went over the interfaces of a network namespace, but for its loopback.
 *
 * @param received bytes
 * @param sent bytes
 */
public record Traffic(long received, long sent) {
    public static final Traffic NONE = new Traffic(0, 0);

    /** Of the namespace that this process is in; none when it has ended. */
    static Traffic of(int pid) throws IOException {
        Traffic sum = NONE;
        for (CardCounts card : CardCounts.of(pid).values()) {
            sum = new Traffic(
                    sum.received + card.received().bytes(),
                    sum.sent + card.sent().bytes());
        }
        return sum;
    }
}
