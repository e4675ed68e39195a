package sampan.runtime.command.look;

import java.io.IOException;
import sampan.runtime.command.context.Context;
import sampan.runtime.command.context.RuntimeCommand;
import sampan.runtime.command.json.GoJson;

/** {@code features}: show what this runtime can do, as JSON. */
public final class FeaturesCommand implements RuntimeCommand {
    @Override
    public String name() {
        return "features";
    }

    @Override
    public String operands() {
        return "";
    }

    @Override
    public String help() {
        return "show what this runtime can do, as JSON";
    }

    @Override
    public int least() {
        return 0;
    }

    @Override
    public int most() {
        return 0;
    }

    @Override
    public int run(Context context) throws IOException {
        context.invocation().out(GoJson.text(Features.all(), "    ") + "\n");
        return 0;
    }
}
