package sampan.cli.command;

import java.io.IOException;
import java.util.List;
import sampan.cli.flag.Flag;
import sampan.cli.flag.InvalidValue;
import sampan.cli.flag.Usage;
import sampan.cli.table.Column;
import sampan.cli.table.Listing;
import sampan.core.doctor.Examination;
import sampan.core.doctor.Finding;

/** {@code doctor}: what this kernel and host lack, and the line that mends it. */
final class DoctorCommand implements Command {
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
                    new Column<>("State", "STATE", finding -> finding.state().word()),
                    new Column<>("Why", "WHY", Finding::why)),
            List.of("Feature", "State", "Why", "Mend"));

    @Override
    public Usage usage() {
        return USAGE;
    }

    /** Fails when containers do not run here. */
    @Override
    public int run(Call call) throws IOException, InvalidValue, CommandFailure {
        List<Finding> findings = Examination.now();
        call.out().print(LISTING.render(findings, call.value(FORMAT).orElse("")));
        return findings.stream().anyMatch(finding -> finding.state() == Finding.State.BROKEN) ? 1 : 0;
    }
}
