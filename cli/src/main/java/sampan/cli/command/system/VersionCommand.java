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

    private static final int VALUES = 20;
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

    /** Put together by hand: a formatter would be most of this command's time. */
    private static String text() {
        StringBuilder text = new StringBuilder("Client: Sampan\n");
        program(text, 1, Release.NEWEST_API);
        line(text, 1, "Context", "default");
        text.append("\nServer: Sampan\n Engine:\n");
        program(text, 2, Release.NEWEST_API + " (minimum version " + Release.OLDEST_API + ")");
        line(text, 2, "Kernel version", System.getProperty("os.version"));
        line(text, 2, "Experimental", "false");
        return text.toString();
    }

    private static void program(StringBuilder text, int indent, String api) {
        line(text, indent, "Version", Release.VERSION);
        line(text, indent, "API version", api);
        line(text, indent, "Java version", System.getProperty("java.version"));
        line(text, indent, "Git commit", Release.commit());
        line(text, indent, "Built", Build.AT);
        line(text, indent, "OS/Arch", "linux/" + Host.architecture());
    }

    /** What a line is about, and what of it; not shown when nothing is known. */
    private static void line(StringBuilder text, int indent, String name, String value) {
        if (!value.isEmpty()) {
            int from = text.length();
            text.repeat(' ', indent).append(name).append(':');
            text.repeat(' ', VALUES - (text.length() - from)).append(value).append('\n');
        }
    }

    /** Looked at when it is shown for the first time. */
    private static final class Build {
        static final String AT = ctime(Release.built());
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
