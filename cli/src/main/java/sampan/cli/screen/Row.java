package sampan.cli.screen;

import java.util.List;
import sampan.core.stats.Usage;

/**
 * One container on the screen.
 *
 * @param status for people: {@code Up 3 minutes}
 * @param rates bytes a second
 * @param cpu percentages of the last looks, the newest last
 */
record Row(
        String id, String name, String image, String status, boolean runs, Usage usage, Rates rates, List<Double> cpu) {
    Row {
        cpu = List.copyOf(cpu);
    }

    /** How fast it reads and writes, in bytes a second. */
    record Rates(double received, double sent, double read, double written) {
        static final Rates NONE = new Rates(0, 0, 0, 0);

        static Rates between(Usage before, Usage now, double seconds) {
            return new Rates(
                    rate(before.network().received(), now.network().received(), seconds),
                    rate(before.network().sent(), now.network().sent(), seconds),
                    rate(before.read(), now.read(), seconds),
                    rate(before.written(), now.written(), seconds));
        }

        private static double rate(long before, long now, double seconds) {
            return seconds > 0 ? Math.max(0, now - before) / seconds : 0;
        }

        double network() {
            return received + sent;
        }

        double disk() {
            return read + written;
        }
    }
}
