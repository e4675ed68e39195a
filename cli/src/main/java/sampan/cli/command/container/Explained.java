package sampan.cli.command.container;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sampan.cli.call.Call;
import sampan.cli.call.CommandFailure;
import sampan.core.config.ContainerConfig;
import sampan.core.config.ContainerConfigBuilder;
import sampan.core.config.HostConfig;
import sampan.core.container.Container;
import sampan.core.container.state.CreateRequest;
import sampan.core.container.state.Draft;
import sampan.core.error.EngineException;
import sampan.core.image.catalogue.Image;
import sampan.kernel.cgroup.CgroupPlan;
import sampan.oci.image.ContainerDefaults;
import sampan.runtime.explain.Explanation;
import sampan.runtime.explain.ShellScript;
import sampan.runtime.launch.LaunchRequest;
import sampan.runtime.program.Program;
import sampan.runtime.program.Purpose;

/**
 * Something that can be explained.
 *
 * @param around what makes its networks
 * @param made what there would be if there were such a container; empty when there is, or at least its root file system
 */
record Explained(
        LaunchRequest request,
        Optional<CgroupPlan> cgroups,
        Program program,
        Explanation.Around around,
        List<String> warnings,
        ShellScript.Made made) {
    private static final String USUAL_COMMAND = "/bin/sh";
    private static final int WHOLE_ID = 64;
    private static final int SHORT_ID = 12;

    static Explained find(Call call, String name) throws IOException, CommandFailure {
        Bundle bundle = new Bundle(call.invoker().files(), name);
        if (Bundle.isPath(name)) {
            return bundle.explain(call.engine().containers());
        }
        Optional<Container> container = container(call, name);
        if (container.isPresent()) {
            return of(container.get().draft(call.session().caller()), List.of());
        }
        return bundle.isThere() ? bundle.explain(call.engine().containers()) : image(call, name);
    }

    private static Explained of(Draft draft, List<String> notes) {
        List<String> warnings = new ArrayList<>(notes);
        warnings.addAll(draft.warnings());
        return new Explained(draft.request(), draft.cgroups(), draft.program(), draft.around(), warnings, draft.made());
    }

    private static Optional<Container> container(Call call, String name) {
        try {
            return Optional.of(call.engine().containers().find(name));
        } catch (EngineException.NotFound none) {
            return Optional.empty();
        }
    }

    private static Explained image(Call call, String name) throws CommandFailure {
        Image image;
        try {
            image = call.engine().images().find(name);
        } catch (EngineException.NotFound none) {
            throw new CommandFailure(1, "Error: No such container, bundle or image: " + name);
        }
        ContainerConfigBuilder config = ContainerConfig.builder().image(name);
        ContainerDefaults defaults = image.config().config();
        List<String> notes = List.of();
        if (defaults.entrypoint().isEmpty() && defaults.cmd().isEmpty()) {
            config.cmd(List.of(USUAL_COMMAND));
            notes = List.of("the image names no command; this is how " + USUAL_COMMAND + " would be started");
        }
        CreateRequest request = new CreateRequest("", config.build(), HostConfig.DEFAULT);
        return of(call.engine().containers().draft(request, call.session().caller()), notes);
    }

    Explanation explanation() {
        return Explanation.of(program, cgroups, around);
    }

    /** What two containers differ in beside their ids. */
    Explanation nameless() {
        Explanation explanation = explanation();
        return new Explanation(
                explanation.handed().stream().map(this::nameless).toList(),
                explanation.groups().stream()
                        .map(group -> new Explanation.Group(
                                group.actor(),
                                nameless(group.purpose()),
                                group.lines().stream()
                                        .map(line -> new Explanation.Line(line.first(), nameless(line.text())))
                                        .toList()))
                        .toList());
    }

    private Purpose nameless(Purpose purpose) {
        return new Purpose(nameless(purpose.title()), nameless(purpose.why()), purpose.manual());
    }

    /** Without the whole id, and without the beginning of it that a hostname is. */
    private String nameless(String text) {
        String id = request.id();
        return id.length() < WHOLE_ID
                ? text
                : text.replace(id, "<id>").replace(id.substring(0, SHORT_ID), "<short id>");
    }
}
