package sampan.core.container;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import sampan.core.config.LogConfig;
import sampan.core.container.state.ContainerRecord;
import sampan.core.error.EngineException;
import sampan.core.log.LogAttributes;
import sampan.core.log.remote.Destination;
import sampan.core.log.remote.LogForwarder;
import sampan.core.log.remote.LogSubject;
import sampan.core.log.remote.TagTemplate;
import sampan.core.plan.LogRules;
import sampan.kernel.Fd;

/** Sends a container's log on while it runs, and after it, where its driver keeps logs elsewhere; and what its options add to each line. */
final class Forwarding implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Forwarding.class.getName());
    /** A container that is removed does not wait longer for somebody who does not listen. */
    private static final Duration LAST_PATIENCE = Duration.ofSeconds(10);

    private final Life life;
    private @Nullable LogForwarder forwarder;
    private @Nullable Destination connected;

    Forwarding(Life life) {
        this.life = life;
    }

    private LogConfig config() {
        return life.record().hostConfig().lifecycle().logConfig();
    }

    private LogSubject subject() {
        ContainerRecord record = life.record();
        return new LogSubject(
                record.id(), record.name(), record.created(), record.image(), record.config(), config().config());
    }

    /** Before a start, which fails when nobody listens, or when the driver does not understand what it is to add to each line. */
    synchronized void connect() {
        disconnect();
        try {
            var _ = attributes();
            connected = Destination.open(config().type(), subject()).orElse(null);
        } catch (IOException | EngineException e) {
            throw new EngineException.SystemError(
                    "failed to create task for container: failed to initialize logging driver: " + e.getMessage(),
                    null);
        }
    }

    /**
     * What is shown beside each line of a log that is kept here.
     *
     * @throws EngineException.InvalidArgument for a tag that is no template, an expression that is none
     */
    Map<String, String> attributes() {
        LogSubject subject = subject();
        Map<String, String> attributes = new TreeMap<>(LogAttributes.of(subject.config(), subject.options()));
        boolean tagged = !subject.options().getOrDefault("tag", "").isEmpty();
        if (tagged && config().type().equals(LogRules.JSON_FILE)) {
            attributes.put("tag", TagTemplate.tag(subject));
        }
        return attributes;
    }

    /** It runs, since then; an earlier engine may have sent some of its log. */
    synchronized void begin(Instant since) {
        if (!Destination.isRemote(config().type())) {
            return;
        }
        if (forwarder != null) {
            forwarder.close();
        }
        CompletableFuture<Integer> end = life.end();
        try {
            Fd folder = life.openFolder();
            forwarder = LogForwarder.start(
                    config().type(),
                    new LogForwarder.Source(folder, subject(), since, moment -> Ending.within(end, moment)),
                    Optional.ofNullable(connected));
            connected = null;
        } catch (IOException e) {
            LOG.log(Level.WARNING, "the log of container " + life.id() + " is not sent on", e);
        }
    }

    /** It has ended, and an earlier engine may not have sent all of its log. */
    void goOn() {
        life.record().end().ifPresent(end -> begin(end.startedAt()));
    }

    /** It is removed. */
    void finish() {
        LogForwarder last;
        synchronized (this) {
            last = forwarder;
            forwarder = null;
        }
        if (last != null) {
            last.finish(LAST_PATIENCE);
        }
    }

    private void disconnect() {
        Destination unused = connected;
        connected = null;
        if (unused == null) {
            return;
        }
        try {
            unused.close();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "closing", e);
        }
    }

    /** The engine closes. */
    @Override
    public synchronized void close() {
        disconnect();
        if (forwarder != null) {
            forwarder.close();
            forwarder = null;
        }
    }
}
