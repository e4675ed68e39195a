package sampan.runtime.command.life;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import sampan.runtime.command.bundle.Bundle;
import sampan.runtime.command.call.Invocation;
import sampan.runtime.command.call.Option;
import sampan.runtime.command.call.RuntimeFailure;
import sampan.runtime.command.context.Context;
import sampan.runtime.command.context.RuntimeCommand;
import sampan.runtime.command.handover.LaunchOptions;

/** {@code run}: make a container and start it. */
public final class RunCommand implements RuntimeCommand {
    private static final List<Option> OPTIONS = Stream.concat(
                    LaunchOptions.FLAGS.stream(),
                    Stream.of(
                            Option.bool("detach,d", "do not wait for the end"),
                            Option.bool("keep", "do not delete the container at its end")))
            .toList();

    @Override
    public String name() {
        return "run";
    }

    @Override
    public String help() {
        return "make a container and start it";
    }

    @Override
    public List<Option> options() {
        return OPTIONS;
    }

    @Override
    public String prefix() {
        return "runc run failed: ";
    }

    @Override
    public int run(Context context) throws IOException, RuntimeFailure {
        String id = context.id();
        context.expectStates();
        Bundle bundle = Bundle.of(context);
        LaunchOptions options =
                LaunchOptions.of(context, false, !context.words().on("detach"));
        try (Creation.Created created = new Creation(context, id, bundle, options).create()) {
            return run(context, created);
        }
    }

    private static int run(Context context, Creation.Created created) throws IOException, RuntimeFailure {
        if (created.foreground().isEmpty()) {
            await(created);
            return 0;
        }
        created.proxy().ifPresent(notify -> notify.follow(context.invocation().pid(), created.record()));
        if (context.words().on("keep")) {
            return created.foreground().get().attach(context.invocation());
        }
        int code = created.foreground().get().attach(context.invocation(), ending(context, created));
        Deletion.force(context, created.record().id());
        return code;
    }

    /** With the process its cgroup is empty, mostly: the last words need not be out to take that away. */
    private static Optional<Invocation.Ending> ending(Context context, Creation.Created created) {
        return created.process()
                .filter(_ -> created.record().unit().isEmpty())
                .map(process -> new Invocation.Ending(
                        process,
                        () -> context.machine()
                                .cgroups()
                                .removeEmpty(created.record().cgroup())));
    }

    /** Until it has said what its caller's service manager waits for. */
    private static void await(Creation.Created created) throws IOException {
        if (created.proxy().isPresent()) {
            try (NotifySocket notify = created.proxy().get()) {
                notify.await(created.record().pid(), created.record());
            }
        }
    }
}
