package sampan.cli.command.system;

import java.io.IOException;
import java.util.List;
import sampan.cli.call.Call;
import sampan.cli.call.Command;
import sampan.cli.call.CommandFailure;
import sampan.cli.call.Formats;
import sampan.cli.flag.Flag;
import sampan.cli.flag.InvalidValue;
import sampan.cli.flag.Usage;
import sampan.cli.ink.Ink;
import sampan.cli.table.Column;
import sampan.cli.table.Listing;
import sampan.core.doctor.Examination;
import sampan.core.doctor.Finding;

/** {@code doctor}: what this kernel and host lack, and the line that mends it. */
public final class DoctorCommand implements Command {
    private static final Flag<String> FORMAT =
            Flag.text("format", "'json', 'table', or a template: '{{.Feature}} {{.State}}'");

    private static final Usage USAGE = Usage.of(
                    "doctor", "", "Show what this host lacks for each feature, and how to mend it")
            .aliases("system doctor", "doctor")
            .flags(FORMAT)
            .exactly(0);

    private static final Listing<Finding> LISTING = new Listing<>(
            List.of(
                    new Column<>("Feature", "FEATURE", Finding::feature),
                    new Column<>("Mend", "MEND", Finding::mend),
                    new Column<Finding>(
                                    "State", "STATE", finding -> finding.state().word())
                            .inked(DoctorCommand::ink),
                    new Column<>("Why", "WHY", Finding::why)),
            List.of("Feature", "State", "Why", "Mend"));
    private static final Listing<Finding> WITHOUT_LINES =
            new Listing<>(LISTING.columns(), List.of("Feature", "State", "Why"));

    @Override
    public Usage usage() {
        return USAGE;
    }

    /** Fails when containers do not run here. */
    @Override
    public int run(Call call) throws IOException, InvalidValue, CommandFailure {
        List<Finding> findings = Examination.now();
        String format = call.value(FORMAT).orElse("");
        boolean read = format.isEmpty() && call.session().request().isTerminal(1);
        call.out().print(read ? forReading(call, findings) : LISTING.render(findings, format, Formats.medium(call)));
        return findings.stream().anyMatch(finding -> finding.state() == Finding.State.BROKEN) ? 1 : 0;
    }

    /** On a terminal the lines that mend stand by themselves, to be copied whole. */
    private static String forReading(Call call, List<Finding> findings) throws InvalidValue {
        StringBuilder text = new StringBuilder(WITHOUT_LINES.render(findings, "", Formats.medium(call)));
        boolean colours = call.session().request().colours(1);
        for (Finding finding : findings) {
            if (!finding.mend().isEmpty()) {
                String title = "To mend " + finding.feature() + ":";
                text.append('\n').append(colours ? Ink.HEADING.on(title) : title);
                text.append("\n  ").append(finding.mend()).append('\n');
            }
        }
        return text.toString();
    }

    private static Ink ink(String state) {
        return switch (state) {
            case "ok" -> Ink.GOOD;
            case "missing" -> Ink.DOUBTFUL;
            default -> Ink.BAD;
        };
    }
}
