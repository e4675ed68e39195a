package sampan.cli.command;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import sampan.cli.flag.Flag;
import sampan.cli.flag.InvalidValue;
import sampan.cli.flag.Usage;
import sampan.cli.table.Template;
import sampan.core.config.ConfigJson;
import tools.jackson.databind.JsonNode;

/** {@code version}: of the client and of the engine, which are one program. */
final class VersionCommand implements Command {
    private static final Flag<String> FORMAT =
            Flag.text("format", "'json', or a template: '{{.Server.Version}}'").shorthand('f');

    private static final Usage USAGE =
            Usage.of("version", "", "Show the version of Sampan").flags(FORMAT).exactly(0);

    @Override
    public Usage usage() {
        return USAGE;
    }

    @Override
    public int run(Call call) throws IOException, InvalidValue {
        String format = call.value(FORMAT).orElse("");
        if (format.isEmpty()) {
            call.out().print(text());
            return 0;
        }
        JsonNode tree = ConfigJson.MAPPER.valueToTree(fields());
        String text = format.equals("json")
                ? ConfigJson.MAPPER.writeValueAsString(tree)
                : Template.parse(format).apply(tree);
        call.out().println(text);
        return 0;
    }

    private static String text() {
        // Put together by hand: a formatter would be most of this command's time.
        String version = Commands.version();
        String platform = "linux/" + Host.architecture();
        return "Client: Sampan\n Version:           " + version + "\n OS/Arch:           " + platform
                + "\n\nServer: Sampan\n Engine:\n  Version:          " + version
                + "\n  Java version:     " + System.getProperty("java.version")
                + "\n  Kernel version:   " + System.getProperty("os.version")
                + "\n  OS/Arch:          " + platform + "\n";
    }

    private static Map<String, Object> fields() {
        Map<String, Object> client = new LinkedHashMap<>();
        client.put("Version", Commands.version());
        client.put("Os", "linux");
        client.put("Arch", Host.architecture());
        Map<String, Object> server = new LinkedHashMap<>(client);
        server.put("JavaVersion", System.getProperty("java.version"));
        server.put("KernelVersion", System.getProperty("os.version"));
        return Map.of("Client", client, "Server", server);
    }
}
