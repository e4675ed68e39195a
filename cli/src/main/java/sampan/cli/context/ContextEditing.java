package sampan.cli.context;

import java.io.IOException;
import java.util.Optional;
import sampan.cli.call.CommandFailure;
import sampan.cli.flag.Flag;
import sampan.cli.flag.InvalidValue;
import sampan.cli.flag.Usage;
import sampan.core.error.Quoted;

/** {@code context create}, {@code update}, {@code use} and {@code rm}. */
final class ContextEditing {
    private static final Flag<String> DESCRIPTION = Flag.text("description", "Description of the context");
    private static final Flag<String> FROM = Flag.text("from", "Copy another context's address");
    private static final Flag<Boolean> FORCE =
            Flag.bool("force", "Remove it also while it is in use").shorthand('f');

    static final ContextCommand CREATE = new ContextCommand(
            Usage.of("context create", "CONTEXT", "Create a context")
                    .flags(DESCRIPTION, EndpointFlag.DOCKER, FROM)
                    .exactly(1),
            ContextEditing::create);
    static final ContextCommand UPDATE = new ContextCommand(
            Usage.of("context update", "CONTEXT", "Update a context")
                    .flags(DESCRIPTION, EndpointFlag.DOCKER)
                    .exactly(1),
            ContextEditing::update);
    static final ContextCommand USE = new ContextCommand(
            Usage.of("context use", "CONTEXT", "Set the current context").exactly(1), ContextEditing::use);
    static final ContextCommand REMOVE = new ContextCommand(
            Usage.of("context rm", "CONTEXT [CONTEXT...]", "Remove one or more contexts")
                    .aliases("context rm", "context remove")
                    .flags(FORCE)
                    .atLeast(1),
            ContextEditing::remove);

    private ContextEditing() {}

    private static void create(ContextCall call) throws IOException, InvalidValue {
        String name = ContextStore.checked(call.name());
        requireNew(call, name);
        Optional<EndpointFlag> docker = call.value(EndpointFlag.DOCKER);
        Optional<String> from =
                call.value(FROM).or(() -> docker.map(flag -> flag.values().get("from")));
        Context context = Context.of(name).with(new Endpoint("", false));
        if (from.isPresent()) {
            context = copy(call, from.get(), name);
        } else if (docker.isPresent()) {
            docker.get().check();
            context = context.with(docker.get().endpoint());
            call.contexts().writeMaterial(name, docker.get().material());
        }
        call.contexts()
                .write(
                        call.value(DESCRIPTION).isPresent()
                                ? context.describedAs(call.value(DESCRIPTION).orElseThrow())
                                : context);
        call.out().println(name);
        call.err().println("Successfully created context " + Quoted.of(name));
    }

    static void requireNew(ContextCall call, String name) throws InvalidValue {
        if (call.contexts().exists(name)) {
            throw new InvalidValue("context " + Quoted.of(name) + " already exists");
        }
    }

    private static Context copy(ContextCall call, String from, String name) throws IOException, InvalidValue {
        if (from.equals(Context.DEFAULT)) {
            return Context.usual(call.config().usualHost()).named(name);
        }
        Context other = call.contexts().find(from);
        call.contexts().writeMaterial(name, call.contexts().material(from));
        return other.named(name);
    }

    private static void update(ContextCall call) throws IOException, InvalidValue {
        String name = ContextStore.checked(call.name());
        Context context = call.contexts().find(name);
        if (call.value(DESCRIPTION).isPresent()) {
            context = context.describedAs(call.value(DESCRIPTION).orElseThrow());
        }
        Optional<EndpointFlag> docker = call.value(EndpointFlag.DOCKER);
        if (docker.isPresent()) {
            docker.get().check();
            context = context.with(docker.get().endpoint());
            call.contexts().writeMaterial(name, docker.get().material());
        }
        call.contexts().write(context);
        call.out().println(name);
        call.err().println("Successfully updated context " + Quoted.of(name));
    }

    private static void use(ContextCall call) throws IOException, InvalidValue {
        String name = call.name();
        if (!name.equals(Context.DEFAULT)) {
            call.contexts().find(ContextStore.checked(name));
        }
        call.config().use(name);
        call.out().println(name);
        call.err().println("Current context is now " + Quoted.of(name));
        call.config()
                .overriding()
                .filter(variable -> !name.equals(Context.DEFAULT))
                .ifPresent(variable -> call.err()
                        .println("Warning: " + variable
                                + " environment variable overrides the active context. To use " + Quoted.of(name)
                                + ", either set the global --context flag, or unset " + variable
                                + " environment variable."));
    }

    private static void remove(ContextCall call) throws IOException, InvalidValue, CommandFailure {
        StringBuilder failures = new StringBuilder();
        for (String name : call.operands()) {
            try {
                remove(call, name);
                call.out().println(name);
            } catch (InvalidValue wrong) {
                failures.append(failures.isEmpty() ? "" : "\n").append(wrong.getMessage());
            }
        }
        if (!failures.isEmpty()) {
            throw new CommandFailure(1, failures.toString());
        }
    }

    private static void remove(ContextCall call, String name) throws IOException, InvalidValue {
        boolean force = call.flags().on(FORCE);
        if (name.equals(Context.DEFAULT)) {
            throw new InvalidValue("context \"default\" cannot be removed");
        }
        if (!force && !call.contexts().exists(name)) {
            throw new InvalidValue("context " + Quoted.of(name) + " does not exist");
        }
        if (name.equals(call.config().current())) {
            if (!force) {
                throw new InvalidValue("context " + Quoted.of(name) + " is in use, set -f flag to force remove");
            }
            if (name.equals(call.config().written())) {
                call.config().use(Context.DEFAULT);
            }
        }
        call.contexts().remove(name);
    }
}
