package sampan.cli.command.system;

import java.io.IOException;
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
    private static final String DAYS = "MonTueWedThuFriSatSun";
    private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";
    /** 2026-11-21T13:23:32Z. */
    private static final int ISO = 20;

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
        line(text, indent, "Built", ctime(Release.built()));
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

    /** As ctime(3) has it; from what {@code etc/build} wrote, and anything else as it is. */
    private static String ctime(String time) {
        if (time.length() != ISO || !time.endsWith("Z")) {
            return time;
        }
        int year = number(time, 0, 4);
        int month = number(time, 5, 7);
        int day = number(time, 8, 10);
        return word(DAYS, weekday(year, month, day)) + " " + word(MONTHS, month - 1) + (day < 10 ? "  " : " ") + day
                + " " + time.substring(11, 19) + " " + year;
    }

    /** 0 is Monday. java.time would be most of this command's time, and its calendars most of that. */
    private static int weekday(int year, int month, int day) {
        int years = month < 3 ? year - 1 : year;
        int months = (13 * (month < 3 ? month + 10 : month - 2) - 1) / 5;
        return Math.floorMod(day + months + years + years / 4 - years / 100 + years / 400 - 1, 7);
    }

    private static int number(String text, int from, int to) {
        return Integer.parseInt(text, from, to, 10);
    }

    private static String word(String words, int index) {
        return words.substring(3 * index, 3 * index + 3);
    }
}
