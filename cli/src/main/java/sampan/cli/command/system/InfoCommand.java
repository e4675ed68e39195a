package sampan.cli.command.system;

import java.io.IOException;
import java.util.List;
import java.util.TreeSet;
import sampan.cli.call.Call;
import sampan.cli.call.Command;
import sampan.cli.call.CommandFailure;
import sampan.cli.call.Formats;
import sampan.cli.call.Preferences;
import sampan.cli.flag.Flag;
import sampan.cli.flag.Usage;
import sampan.cli.table.Sizes;
import sampan.core.config.ConfigJson;
import sampan.core.system.Release;
import sampan.core.system.SystemReport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code info}: what the engine and its machine are. */
public final class InfoCommand implements Command {
    private static final Flag<String> FORMAT =
            Flag.text("format", "'json', or a template: '{{.ServerVersion}}'").shorthand('f');

    private static final Usage USAGE = Usage.of("info", "", "Display system-wide information")
            .aliases("system info", "info")
            .flags(FORMAT)
            .exactly(0);

    @Override
    public Usage usage() {
        return USAGE;
    }

    @Override
    public int run(Call call) throws IOException, CommandFailure {
        SystemReport report = call.engine().report();
        String format = call.value(FORMAT).orElse("");
        if (format.isEmpty()) {
            call.out().print(text(report, Preferences.context(call)));
            for (String warning : report.warnings()) {
                call.err().println(warning);
            }
            return 0;
        }
        Formats.print(call, fields(report, Preferences.context(call)), "system.dockerInfo", "", format);
        return 0;
    }

    private static JsonNode fields(SystemReport report, String context) {
        ObjectNode fields = ConfigJson.MAPPER.valueToTree(report);
        ObjectNode client = ClientVersion.fields();
        client.put("Context", context);
        client.put("Debug", false);
        client.remove("ApiVersion"); // it is for version to tell
        client.putArray("Plugins");
        fields.set("ClientInfo", client);
        return fields;
    }

    private static String text(SystemReport report, String context) {
        StringBuilder text = new StringBuilder("Client: Sampan\n");
        line(text, 1, "Version", "   " + Release.VERSION);
        line(text, 1, "Context", "   " + context);
        line(text, 1, "Debug Mode", "false");
        text.append("\nServer:\n");
        counts(text, report.counts());
        line(text, 1, "Server Version", report.settings().serverVersion());
        storage(text, report);
        devices(text, report.devices());
        line(text, 1, "Swarm", report.absent().swarm().localNodeState());
        settings(text, report.settings());
        machine(text, report);
        line(text, 1, "Docker Root Dir", report.storage().dockerRootDir());
        line(text, 1, "Debug Mode", report.settings().debug());
        line(text, 1, "Experimental", report.settings().experimentalBuild());
        line(text, 1, "Live Restore Enabled", report.settings().liveRestoreEnabled());
        return text.append('\n').toString();
    }

    private static void line(StringBuilder text, int indent, String name, Object value) {
        text.repeat(' ', indent).append(name).append(": ").append(value).append('\n');
    }

    private static void counts(StringBuilder text, SystemReport.Counts counts) {
        line(text, 1, "Containers", counts.containers());
        line(text, 2, "Running", counts.containersRunning());
        line(text, 2, "Paused", counts.containersPaused());
        line(text, 2, "Stopped", counts.containersStopped());
        line(text, 1, "Images", counts.images());
    }

    private static void storage(StringBuilder text, SystemReport report) {
        SystemReport.Storage storage = report.storage();
        line(text, 1, "Storage Driver", storage.driver());
        for (List<String> status : storage.driverStatus()) {
            line(text, 2, status.getFirst(), status.getLast());
        }
        line(text, 1, "Logging Driver", report.settings().loggingDriver());
        line(text, 1, "Cgroup Driver", report.limits().cgroupDriver());
        line(text, 1, "Cgroup Version", report.limits().cgroupVersion());
        text.append(" Plugins:\n");
        line(text, 2, "Volume", String.join(" ", storage.plugins().volume()));
        line(text, 2, "Network", String.join(" ", storage.plugins().network()));
        line(text, 2, "Log", String.join(" ", storage.plugins().log()));
    }

    private static void devices(StringBuilder text, SystemReport.Devices devices) {
        if (!devices.folders().isEmpty()) {
            text.append(" CDI spec directories:\n");
            devices.folders().forEach(folder -> text.append("  ").append(folder).append('\n'));
        }
        if (!devices.devices().isEmpty()) {
            text.append(" Discovered Devices:\n");
            devices.devices().forEach(device -> line(text, 2, device.source(), device.id()));
        }
    }

    private static void settings(StringBuilder text, SystemReport.Settings settings) {
        line(
                text,
                1,
                "Runtimes",
                String.join(" ", new TreeSet<>(settings.runtimes().keySet())));
        line(text, 1, "Default Runtime", settings.defaultRuntime());
        line(text, 1, "Init Binary", settings.initBinary());
        text.append(" Security Options:\n");
        for (String option : settings.securityOptions()) {
            security(text, option);
        }
    }

    /** {@code name=seccomp,profile=builtin}: the name, and below it the rest. */
    private static void security(StringBuilder text, String option) {
        for (String field : option.split(",", -1)) {
            String value = field.substring(field.indexOf('=') + 1);
            if (field.startsWith("name=")) {
                text.append("  ").append(value).append('\n');
            } else if (field.startsWith("profile=")) {
                line(text, 3, "Profile", value);
            }
        }
    }

    private static void machine(StringBuilder text, SystemReport report) {
        SystemReport.Machine machine = report.machine();
        line(text, 1, "Kernel Version", machine.kernelVersion());
        line(text, 1, "Operating System", machine.operatingSystem());
        line(text, 1, "OSType", machine.osType());
        line(text, 1, "Architecture", machine.architecture());
        line(text, 1, "CPUs", machine.processors());
        line(text, 1, "Total Memory", Sizes.binary(machine.memTotal()));
        line(text, 1, "Name", machine.name());
        line(text, 1, "ID", report.id());
    }
}
