package sampan.core.health;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sampan.core.config.ContainerConfig;

/** Looks after the health of one container while it runs. */
public final class HealthMonitor {
    private final Probe probe;
    private final Consumer<String> news;
    private volatile @Nullable Health health;
    private @Nullable Thread watch;

    /** @param news hears of each new status */
    public HealthMonitor(Probe probe, Consumer<String> news) {
        this.probe = probe;
        this.news = news;
    }

    /** Runs a command in the container. */
    @FunctionalInterface
    public interface Probe {
        Health.Result run(HealthRules rules) throws InterruptedException;
    }

    /** Null when there is nothing to check, or it has never run under this engine. */
    public @Nullable Health health() {
        return health;
    }

    /** The container runs, since then. */
    public synchronized void start(ContainerConfig config, Instant since) {
        stop();
        HealthRules.of(config).ifPresent(rules -> {
            Health before = health;
            health = before == null ? Health.UNKNOWN : before.restarted();
            watch(rules, since);
        });
    }

    /** It goes on after a pause: what is known of it stays. */
    public synchronized void goOn(ContainerConfig config, Instant since) {
        stop();
        HealthRules.of(config).ifPresent(rules -> watch(rules, since));
    }

    private void watch(HealthRules rules, Instant since) {
        watch = Thread.ofVirtual().name("health").start(() -> watchUntilStopped(rules, since));
    }

    /** It does not run any more, or is paused. As Docker tells it, it is unhealthy then. */
    public synchronized void stop() {
        if (watch != null) {
            watch.interrupt();
            watch = null;
            Health last = health;
            health = last == null ? null : last.unwatched();
        }
    }

    private void watchUntilStopped(HealthRules rules, Instant since) {
        try {
            while (true) {
                Health before = health == null ? Health.UNKNOWN : health;
                Thread.sleep(rules.next(before, Duration.between(since, Instant.now())));
                Duration sinceStart = Duration.between(since, Instant.now());
                Health.Result result = probe.run(rules);
                if (!note(rules, result, sinceStart)) {
                    return;
                }
            }
        } catch (InterruptedException _) {
            // stopped
        }
    }

    /** False when nobody wants to know any more. */
    private boolean note(HealthRules rules, Health.Result result, Duration sinceStart) {
        Health after;
        Health before;
        synchronized (this) {
            if (!Thread.currentThread().equals(watch)) {
                return false;
            }
            before = health == null ? Health.UNKNOWN : health;
            after = rules.after(before, result, sinceStart);
            health = after;
        }
        if (!after.status().equals(before.status())) {
            news.accept(after.status());
        }
        return true;
    }
}
