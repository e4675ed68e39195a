package sampan.runtime.command.look;

import java.io.IOException;
import java.util.List;
import sampan.runtime.command.bundle.Bundle;
import sampan.runtime.command.bundle.BundleCompiler;
import sampan.runtime.command.call.Option;
import sampan.runtime.command.call.RuntimeFailure;
import sampan.runtime.command.context.Context;
import sampan.runtime.command.context.RuntimeCommand;
import sampan.runtime.command.handover.Handing;
import sampan.runtime.explain.Explanation;
import sampan.runtime.program.Program;

/** {@code explain}: show the system calls that would make a container, and why. */
public final class ExplainCommand implements RuntimeCommand {
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
            Program program = BundleCompiler.compile(bundle, context.machine(), handing.fileSources());
            context.invocation().out(Explanation.of(program).text());
            return 0;
        }
    }
}
