package sampan.core.container;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import sampan.core.container.state.ContainerState;
import sampan.core.error.EngineException;
import sampan.core.log.LogFormat;
import sampan.core.log.LogOptions;
import sampan.core.log.LogReader;
import sampan.core.log.LogSink;
import sampan.core.plan.LogRules;
import sampan.kernel.Fd;

/** How a container's log is read, whichever driver writes it. */
final class LogView {
    private final Life life;

    LogView(Life life) {
        this.life = life;
    }

    void read(LogOptions options, LogSink sink) {
        LogFormat format = LogRules.readable(
                        life.record().hostConfig().lifecycle().logConfig())
                .flatMap(LogFormat::of)
                .orElseThrow(
                        () -> new EngineException.NotSupported("configured logging driver does not support reading"));
        CompletableFuture<Integer> end = life.end();
        boolean follow = options.follow() && life.state() instanceof ContainerState.Running;
        LogOptions wanted = new LogOptions(
                options.stdout(), options.stderr(), options.tail(), options.since(), options.until(), follow);
        try (Fd folder = life.openFolder()) {
            LogReader.read(folder, format, wanted, sink, moment -> Ending.within(end, moment));
        } catch (IOException e) {
            throw new EngineException.SystemError("cannot read the log of container " + life.id(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
