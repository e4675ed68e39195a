package sampan.runtime.command;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import sampan.runtime.explain.Explanation;
import sampan.runtime.launch.Handover;
import sampan.runtime.launch.LaunchCompiler;
import sampan.runtime.launch.LaunchRequest;
import sampan.runtime.launch.Rootfs;

/** {@code explain}: show the system calls that would make a container, and why. */
final class ExplainCommand implements RuntimeCommand {
    private static final List<Option> OPTIONS =
            List.of(Option.of("bundle,b", "folder of the bundle (default: the working directory)"));

    @Override
    public String name() {
        return "explain";
    }

    @Override
    public String operands() {
        return "[bundle]";
    }

    @Override
    public String help() {
        return "show the system calls that would make a container, and why";
    }

    @Override
    public List<Option> options() {
        return OPTIONS;
    }

    @Override
    public int least() {
        return 0;
    }

    @Override
    public int run(Context context) throws IOException, RuntimeFailure {
        List<String> operands = context.words().operands();
        String folder = operands.isEmpty() ? context.words().text("bundle").orElse(".") : operands.getFirst();
        Bundle bundle = Bundle.read(context, folder, Bundle.CONFIG);
        try (Handing handing = new Handing(context)) {
            handing.openSources(bundle.spec());
            LaunchRequest request = LaunchRequest.of(
                            "explained",
                            bundle.spec(),
                            new Rootfs.DirectoryRoot(bundle.rootfs(), true),
                            context.machine().host())
                    .withFileSources(handing.fileSources())
                    .withSeccomp(context.machine().filter(bundle.spec()))
                    .withHandover(new Handover(false, true, false, 0, true, Set.of()));
            context.invocation()
                    .out(Explanation.of(LaunchCompiler.compile(request)).text());
            return 0;
        }
    }
}
