package sampan.runtime.command.life;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import sampan.kernel.Errno;
import sampan.kernel.Fd;
import sampan.kernel.file.Poll;
import sampan.kernel.file.Read;
import sampan.runtime.command.call.RuntimeFailure;
import sampan.runtime.command.context.Context;
import sampan.runtime.command.context.Loaded;
import sampan.runtime.command.handover.HookOutput;
import sampan.runtime.command.hook.HookRunner;
import sampan.runtime.launch.Handover;
import sampan.runtime.launch.HookKind;
import sampan.runtime.launch.HookResult;
import sampan.runtime.state.ContainerRecord;

/**
 * What is left of a start once the container goes on: its own hooks, then its program, then the runtime's hooks. When one fails the
 * container is taken away. Last is what the container itself tells a service manager.
 *
 * @param report open for reading; at its end the program runs. Empty: no hook is to run
 */
public record Starting(ContainerRecord record, HookRunner hooks, Optional<Fd> report, Optional<NotifySocket> proxy)
        implements AutoCloseable {
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final int MOST = 65536;

    /** To be asked before the container goes on. */
    static Starting of(Context context, Loaded container) throws IOException, RuntimeFailure {
        Optional<NotifySocket> proxy = NotifySocket.of(context, container.saved());
        Optional<Fd> report = container.saved().startReport();
        HookRunner hooks =
                report.isEmpty() ? HookRunner.none(context) : HookRunner.of(context, container.spec(context.machine()));
        return new Starting(container.record(), hooks, report, proxy);
    }

    /** The container is not locked: hooks may call the runtime. */
    void finish(Context context) throws IOException, RuntimeFailure {
        try (this) {
            if (report.isPresent()) {
                runHooks(context, report.get());
            }
            if (proxy.isPresent()) {
                proxy.get().await(record.pid(), record);
            }
        }
    }

    private void runHooks(Context context, Fd told) throws IOException, RuntimeFailure {
        try {
            String failure = failure(read(context, told));
            if (!failure.isEmpty()) {
                throw new RuntimeFailure("unable to start container process: " + failure);
            }
            hooks.run(record, "running", record.pid(), HookKind.POSTSTART);
        } catch (RuntimeFailure failed) {
            Deletion.force(context, record.id());
            throw failed;
        }
    }

    private static byte[] read(Context context, Fd told) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] part = new byte[MOST];
        while (true) {
            while (!Poll.readable(told, LOOK)) {
                context.invocation().check();
            }
            int more = Read.read(told, part, 0, part.length);
            if (more == 0) {
                return all.toByteArray();
            }
            all.write(part, 0, more);
        }
    }

    /** Empty when none is reported. What could not be executed reports that first, and then ends as a hook that failed. */
    private String failure(byte[] words) {
        if (words.length < Handover.REPORT) {
            return "";
        }
        Optional<HookResult> result = HookResult.read(words);
        if (result.isPresent()) {
            HookOutput output = HookOutput.of(Arrays.copyOfRange(words, HookResult.SIZE, words.length));
            return result.get().sentence(output.stdout(), output.stderr());
        }
        int errno = ByteBuffer.wrap(words).order(ByteOrder.LITTLE_ENDIAN).getInt(Integer.BYTES);
        return HookResult.read(Arrays.copyOfRange(words, Handover.REPORT, words.length))
                .map(hook -> hook.unrunnable(hooks.hooks(), errno))
                .orElseGet(() -> "exec: " + Errno.sentence(errno));
    }

    @Override
    public void close() {
        report.ifPresent(Fd::close);
        proxy.ifPresent(NotifySocket::close);
    }
}
