package sampan.cli.command.system;

import java.io.IOException;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import sampan.cli.call.Call;
import sampan.cli.call.Command;
import sampan.cli.call.CommandFailure;
import sampan.cli.call.Formats;
import sampan.cli.flag.Flag;
import sampan.cli.flag.Usage;
import sampan.core.config.ConfigJson;
import sampan.core.system.Release;
import sampan.core.system.SystemSurvey;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code version}: of the client and of the engine, which are one program. */
public final class VersionCommand implements Command {
    private static final Flag<String> FORMAT =
            Flag.text("format", "'json', or a template: '{{.Server.Version}}'").shorthand('f');

    private static final DateTimeFormatter CTIME =
            DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ROOT);

    private static final Usage USAGE =
            Usage.of("version", "", "Show the version of Sampan").flags(FORMAT).exactly(0);

    @Override
    public Usage usage() {
        return USAGE;
    }

    @Override
    public int run(Call call) throws IOException, CommandFailure {
        String format = call.value(FORMAT).orElse("");
        if (format.isEmpty()) {
            call.out().print(text());
            return 0;
        }
        Formats.print(call, fields(), "system.versionInfo", "version", format);
        return 0;
    }

    private static String text() {
        // Put together by hand: a formatter would be most of this command's time.
        String version = Release.VERSION;
        String platform = "linux/" + Host.architecture();
        return "Client: Sampan\n Version:           " + version + "\n OS/Arch:           " + platform
                + "\n\nServer: Sampan\n Engine:\n  Version:          " + version
                + "\n  Java version:     " + System.getProperty("java.version")
                + "\n  Kernel version:   " + System.getProperty("os.version")
                + "\n  OS/Arch:          " + platform + "\n";
    }

    private static JsonNode fields() {
        ObjectNode fields = ConfigJson.MAPPER.createObjectNode();
        fields.set("Client", ClientVersion.fields());
        fields.set("Server", server());
        return fields;
    }

    /** Docker's client shows the build's time in the components as ctime(3) does. */
    private static JsonNode server() {
        JsonNode server = ConfigJson.MAPPER.valueToTree(SystemSurvey.version());
        for (JsonNode component : server.path("Components")) {
            if (component.path("Details") instanceof ObjectNode details && details.has("BuildTime")) {
                details.put("BuildTime", ctime(details.path("BuildTime").asString()));
            }
        }
        return server;
    }

    private static String ctime(String time) {
        try {
            return CTIME.format(OffsetDateTime.parse(time));
        } catch (DateTimeParseException _) {
            return time;
        }
    }
}
