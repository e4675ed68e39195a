package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every flag of Docker's client, as {@code src/test/record/docker-flags} recorded them of version 28: it is here, or its use is answered with the reason. */
final class DockerFlagsTest extends EngineTest {
    private static final Pattern FLAG =
            Pattern.compile("^ {2,6}(?:-(\\w), )?--([a-z0-9-]+)(?: (\\S+))?(?: {2}|$)", Pattern.MULTILINE);

    /** {@code -m --memory bytes}. */
    private static String spelled(String letter, String name, String type) {
        return (letter.equals("-") ? "" : "-" + letter + " ") + "--" + name + (type.equals("-") ? "" : " " + type);
    }

    private static Map<String, List<String>> dockers() throws IOException {
        try (InputStream file = DockerFlagsTest.class.getResourceAsStream("/docker-flags.txt")) {
            String text = new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
            return text.lines()
                    .map(line -> line.split("\t"))
                    .collect(Collectors.groupingBy(
                            column -> column[0],
                            TreeMap::new,
                            Collectors.mapping(
                                    column -> spelled(column[2], column[1], column[3]), Collectors.toList())));
        }
    }

    @Test
    void everyCommandOfDockersHasAllOfItsFlags() throws IOException {
        SoftAssertions soft = new SoftAssertions();
        for (Map.Entry<String, List<String>> command : dockers().entrySet()) {
            String[] words = (command.getKey() + " --help").split(" ");
            Sampan.Result help = sampan().run(words);
            if (help.code() == 0) {
                List<String> own = FLAG.matcher(help.out())
                        .results()
                        .map(flag -> spelled(
                                Objects.requireNonNullElse(flag.group(1), "-"),
                                flag.group(2),
                                Objects.requireNonNullElse(flag.group(3), "-")))
                        .toList();
                soft.assertThat(own).as(command.getKey()).containsAll(command.getValue());
            } else {
                soft.assertThat(help.err())
                        .as(command.getKey())
                        .contains("is not supported yet: it comes with a later");
            }
        }
        soft.assertAll();
    }

    @ParameterizedTest
    @CsvSource({"cpu-count,2", "cpu-percent,50", "io-maxbandwidth,1m", "io-maxiops,100"})
    void aFlagOfWindowsIsRefusedAsDockerRefusesIt(String flag, String value) {
        for (String verb : List.of("run", "create")) {
            Sampan.Result result = sampan().run(verb, "--" + flag, value, BUSYBOX, "true");
            assertThat(result.err())
                    .isEqualTo("\"--" + flag + "\" is only supported on a Docker daemon running on windows, "
                            + "but the Docker daemon is running on linux\n");
            assertThat(result.code()).isEqualTo(1);
        }
        assertThat(sampan().run("ps", "-aq").out()).isEmpty();
    }

    @Test
    void whatIsASwarmsIsSaidToBe() {
        Sampan.Result created = sampan().run("volume", "create", "--type", "mount", "spread");
        assertThat(created.err()).startsWith("Error response from daemon: This node is not a swarm manager.");
        assertThat(created.code()).isEqualTo(1);
        assertThat(sampan().run("volume", "ls", "-q").out()).isEmpty();
        sampan().run("volume", "create", "plain").succeeds();
        try {
            assertThat(sampan().run("volume", "ls", "--cluster").out().strip())
                    .matches("VOLUME NAME +GROUP +DRIVER +AVAILABILITY +STATUS");
            Sampan.Result updated = sampan().run("volume", "update", "--availability", "pause", "plain");
            assertThat(updated.err()).isEqualTo("can only update cluster volumes\n");
            assertThat(updated.code()).isEqualTo(1);
            assertThat(sampan().run("volume", "update", "none-such").err())
                    .isEqualTo("Error response from daemon: get none-such: no such volume\n");
        } finally {
            sampan().run("volume", "rm", "plain").succeeds();
        }
    }

    @Test
    void anImageOfAnotherPlatformIsNotTheOneThatIsMeant() {
        sampan().run("tag", BUSYBOX, "localhost/platformed").succeeds();
        for (String verb : List.of("image inspect", "rmi", "push")) {
            Matcher words = Pattern.compile("\\S+").matcher(verb + " --platform linux/s390x localhost/platformed");
            Sampan.Result result =
                    sampan().run(words.results().map(word -> word.group()).toArray(String[]::new));
            assertThat(result.err())
                    .contains("localhost/platformed", "does not match the specified platform (linux/s390x)");
            assertThat(result.code()).isEqualTo(1);
        }
        assertThat(sampan().run("image", "inspect", "--platform", "linux/amd64", "-f", "{{.Os}}", BUSYBOX)
                        .line())
                .isEqualTo("linux");
        sampan().run("rmi", "--platform", "linux/amd64", "localhost/platformed").succeeds();
    }
}
