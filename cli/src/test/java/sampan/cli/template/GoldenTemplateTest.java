package sampan.cli.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import sampan.cli.flag.InvalidValue;
import sampan.cli.go.DockerTypes;
import sampan.cli.go.GoJson;
import sampan.cli.table.Column;
import sampan.cli.table.Inspector;
import sampan.cli.table.Listing;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Hundreds of templates, and what Docker's own client made of them. Stored are the templates, the engine's answers they were applied to, and the client's output; the
 * client is asked again where it is installed. {@code -Dsampan.record=true} stores its output anew.
 */
final class GoldenTemplateTest {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final String GOLDEN = "templates.golden";
    private static final Path SOURCE = Path.of("src/test/resources/sampan/cli/template", GOLDEN);
    private static final String CLIENT = "28.";
    private static final Map<String, String> TYPES = Map.of(
            "container", "container.InspectResponse",
            "exited", "container.InspectResponse",
            "image", "image.InspectResponse",
            "volume", "volume.Volume",
            "network", "network.Inspect");

    /** What a client did. */
    private record Outcome(int status, String out, String err) {}

    @Test
    void makesOfATemplateWhatDockersClientMakesOfIt() throws IOException, InterruptedException {
        if (Boolean.getBoolean("sampan.record")) {
            record();
        }
        Map<String, Outcome> golden = golden();
        assertThat(golden).hasSizeGreaterThan(300);
        assertThat(golden.keySet()).containsExactlyElementsOf(templates());
        SoftAssertions softly = new SoftAssertions();
        for (Map.Entry<String, Outcome> entry : golden.entrySet()) {
            softly.assertThat(ours(entry.getKey())).as(entry.getKey()).isEqualTo(entry.getValue());
        }
        softly.assertAll();
    }

    @Test
    @EnabledIf("dockersClientIsHere")
    void dockersClientStillMakesThatOfThem() throws IOException, InterruptedException {
        Map<String, Outcome> golden = golden();
        try (FakeDaemon daemon = new FakeDaemon()) {
            SoftAssertions softly = new SoftAssertions();
            for (Map.Entry<String, Outcome> entry : golden.entrySet()) {
                softly.assertThat(theirs(daemon, entry.getKey()))
                        .as(entry.getKey())
                        .isEqualTo(entry.getValue());
            }
            softly.assertAll();
        }
    }

    private static boolean dockersClientIsHere() throws InterruptedException {
        try {
            return run(List.of("docker", "version", "--format", "{{.Client.Version}}"))
                    .out()
                    .startsWith(CLIENT);
        } catch (IOException absent) {
            return false;
        }
    }

    private static List<String> templates() throws IOException {
        return Stored.read("templates.txt")
                .lines()
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .distinct()
                .toList();
    }

    private static String object(String line) {
        return line.substring(0, line.indexOf(' '));
    }

    private static String template(String line) {
        return line.substring(line.indexOf(' ') + 1).replace('¶', '\n');
    }

    /** One JSON array a line: the template, the status, the output, the error. */
    private static Map<String, Outcome> golden() throws IOException {
        boolean fresh = Boolean.getBoolean("sampan.record");
        String text = fresh ? Files.readString(SOURCE) : Stored.read(GOLDEN);
        Map<String, Outcome> golden = new LinkedHashMap<>();
        for (String line : text.lines().toList()) {
            JsonNode entry = MAPPER.readTree(line);
            golden.put(
                    entry.get(0).asString(),
                    new Outcome(
                            entry.get(1).asInt(),
                            entry.get(2).asString(),
                            entry.get(3).asString()));
        }
        return golden;
    }

    private static void record() throws IOException, InterruptedException {
        StringBuilder text = new StringBuilder();
        try (FakeDaemon daemon = new FakeDaemon()) {
            for (String line : templates()) {
                Outcome outcome = theirs(daemon, line);
                text.append(MAPPER.writeValueAsString(List.of(line, outcome.status(), outcome.out(), outcome.err())))
                        .append('\n');
            }
        }
        Files.writeString(SOURCE, text);
    }

    private static Outcome theirs(FakeDaemon daemon, String line) throws IOException, InterruptedException {
        String object = object(line);
        List<String> command = new ArrayList<>(List.of("docker", "-H", daemon.address()));
        command.addAll(
                switch (object) {
                    case "ps" -> List.of("ps", "-a", "--format", template(line));
                    case "info", "version" -> List.of(object, "--format", template(line));
                    case "exited" -> List.of("container", "inspect", "--format", template(line), object);
                    default -> List.of(object, "inspect", "--format", template(line), object);
                });
        return run(command);
    }

    private static Outcome run(List<String> command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(Map.of("DOCKER_CONFIG", "/nonexistent", "TZ", "UTC"));
        Process process = builder.start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Outcome(process.waitFor(), out, err);
    }

    private static Outcome ours(String line) throws IOException {
        return switch (object(line)) {
            case "ps" -> listed(template(line));
            case "info" -> printed("info", "system.dockerInfo", "", template(line));
            case "version" -> printed("version", "system.versionInfo", "version", template(line));
            default -> inspected(object(line), template(line));
        };
    }

    private static Outcome inspected(String object, String template) throws IOException {
        Inspector inspector;
        try {
            inspector = Inspector.of(template);
        } catch (TemplateError wrong) {
            return new Outcome(64, "", "template parsing error: " + wrong.getMessage() + "\n");
        }
        try {
            inspector.add(MAPPER.readTree(Stored.read(object + ".json")), String.valueOf(TYPES.get(object)));
            return new Outcome(0, inspector.text(), "");
        } catch (InvalidValue wrong) {
            return new Outcome(1, inspector.text(), wrong.getMessage() + "\n");
        }
    }

    private static Outcome printed(String object, String type, String name, String format) throws IOException {
        Template template;
        try {
            template = Template.parse(name, format);
        } catch (TemplateError wrong) {
            return new Outcome(64, "", "template parsing error: " + wrong.getMessage() + "\n");
        }
        JsonNode stored = MAPPER.readTree(Stored.read(object + ".json"));
        JsonNode node = object.equals("version") ? MAPPER.createObjectNode().set("Server", stored) : stored;
        try {
            return new Outcome(0, template.execute(GoJson.decode(DockerTypes.of(type), node)) + "\n", "");
        } catch (TemplateError wrong) {
            return new Outcome(1, wrong.output() + "\n", wrong.getMessage() + "\n");
        }
    }

    /** The rows are what the client itself shows of each field. */
    private static Outcome listed(String format) throws IOException {
        List<JsonNode> rows = new ArrayList<>();
        MAPPER.readTree(Stored.read("ps.rows.json")).forEach(rows::add);
        List<Column<JsonNode>> columns = rows.getFirst().properties().stream()
                .map(field -> new Column<JsonNode>(
                        field.getKey(),
                        title(field.getKey()),
                        row -> row.get(field.getKey()).asString()))
                .toList();
        Listing<JsonNode> listing = new Listing<>(columns, List.of("ID", "Image", "Command", "State", "Names"))
                .typed("formatter.ContainerContext")
                .raw(
                        "container_id: {{.ID}}\nimage: {{.Image}}\ncommand: {{.Command}}\ncreated_at: {{.CreatedAt}}\n"
                                + "state: {{.State}}\nstatus: {{.Status}}\nnames: {{.Names}}\nlabels: {{- if .Labels}} {{.Labels}}{{end}}\nports: {{- if .Ports}} {{.Ports}}{{end}}\n")
                .triedFirst(Map.of("Image", "<no image>"))
                .lookup("Label", GoldenTemplateTest::label);
        try {
            return new Outcome(0, listing.render(rows, format), "");
        } catch (InvalidValue wrong) {
            return new Outcome(1, "", wrong.getMessage() + "\n");
        }
    }

    private static String title(String column) {
        return switch (column) {
            case "ID" -> "CONTAINER ID";
            case "CreatedAt" -> "CREATED AT";
            case "LocalVolumes" -> "LOCAL VOLUMES";
            case "RunningFor" -> "CREATED";
            default -> column.toUpperCase(Locale.ROOT);
        };
    }

    private static String label(JsonNode row, String name) {
        Map<String, String> labels = List.of(row.get("Labels").asString().split(",")).stream()
                .filter(label -> label.contains("="))
                .map(label -> label.split("=", 2))
                .collect(Collectors.toMap(label -> label[0], label -> label[1]));
        return labels.getOrDefault(name, "");
    }
}
