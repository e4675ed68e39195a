package sampan.runtime.command;

import java.util.List;
import sampan.runtime.command.call.Globals;
import sampan.runtime.command.call.Option;
import sampan.runtime.command.context.RuntimeCommand;

/** What {@code --help} and {@code --version} print. */
final class HelpPage {
    static final String PROGRAM = "sampan-runtime";

    private static final String SPEC = "1.3.0";

    private HelpPage() {}

    static String version(String version) {
        return PROGRAM + " version " + version + "\nspec: " + SPEC + "\n";
    }

    static String overview(List<RuntimeCommand> commands, String version) {
        StringBuilder page = new StringBuilder();
        page.append("NAME:\n   ").append(PROGRAM).append(" - an OCI runtime with runc's command line\n\n");
        page.append("USAGE:\n   ")
                .append(PROGRAM)
                .append(" [global options] command [command options] [arguments...]\n\n");
        page.append("VERSION:\n   ")
                .append(version)
                .append("\nspec: ")
                .append(SPEC)
                .append("\n\n");
        page.append("COMMANDS:\n");
        int width = commands.stream()
                .mapToInt(command -> command.name().length())
                .max()
                .orElse(0);
        for (RuntimeCommand command : commands) {
            row(page, command.name(), width, command.help());
        }
        row(page, "help, h", width, "show a list of commands, or help for one command");
        page.append("\nGLOBAL OPTIONS:\n");
        options(page, Globals.OPTIONS);
        return page.toString();
    }

    static String of(RuntimeCommand command) {
        StringBuilder page = new StringBuilder();
        page.append("NAME:\n   ")
                .append(PROGRAM)
                .append(' ')
                .append(command.name())
                .append(" - ");
        page.append(command.help())
                .append("\n\nUSAGE:\n   ")
                .append(PROGRAM)
                .append(' ')
                .append(command.name());
        page.append(command.options().isEmpty() ? "" : " [command options]");
        page.append(command.operands().isEmpty() ? "" : " " + command.operands())
                .append('\n');
        if (!command.options().isEmpty()) {
            page.append("\nOPTIONS:\n");
            options(page, command.options());
        }
        return page.append('\n').toString();
    }

    private static void options(StringBuilder page, List<Option> options) {
        int width = options.stream()
                .mapToInt(option -> option.shown().length())
                .max()
                .orElse(0);
        options.forEach(option -> row(page, option.shown(), width, option.help()));
    }

    private static void row(StringBuilder page, String left, int width, String right) {
        page.append("   ")
                .append(left)
                .repeat(" ", width - left.length() + 2)
                .append(right)
                .append('\n');
    }
}
