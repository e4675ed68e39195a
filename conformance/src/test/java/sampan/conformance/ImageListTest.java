package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code images}: filters, columns, the tree. */
final class ImageListTest extends EngineTest {
    private String old = "";
    private String young = "";

    @BeforeAll
    void makeImages() throws InterruptedException {
        old = made("first", "app/one:1.0", "-c", "LABEL kind=test", "-c", "LABEL empty=");
        Thread.sleep(1100);
        young = made("second", "app/two:2.0", "-c", "LABEL kind=other");
        sampan().run("tag", "app/two:2.0", "registry.example:5000/app/two").succeeds();
    }

    private String made(String content, String name, String... changes) {
        byte[] tar = HostileTar.empty().file("file", content).bytes();
        String[] command = new String[changes.length + 3];
        command[0] = "import";
        System.arraycopy(changes, 0, command, 1, changes.length);
        command[changes.length + 1] = "-";
        command[changes.length + 2] = name;
        return sampan().runWith(tar, command).succeeds().line();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "reference=app/*          | app/one:1.0 app/two:2.0",
                "reference=app/one        | app/one:1.0",
                "reference=*/*:2.*        | app/two:2.0",
                "reference=*/app/*        | registry.example:5000/app/two:latest",
                "reference=nosuch         | ''",
                "label=kind               | app/one:1.0 app/two:2.0 registry.example:5000/app/two:latest",
                "label=kind=test          | app/one:1.0",
                "label=empty=             | app/one:1.0",
                "before=app/two:2.0       | app/one:1.0 localhost/busybox:latest",
                "since=app/one:1.0        | app/two:2.0 registry.example:5000/app/two:latest",
                "since=localhost/busybox  | app/one:1.0 app/two:2.0 registry.example:5000/app/two:latest",
                "until=24h                | localhost/busybox:latest",
                "until=2026-02-01         | localhost/busybox:latest",
                "dangling=true            | ''",
                "dangling=0               | app/one:1.0 app/two:2.0 localhost/busybox:latest registry.example:5000/app/two:latest"
            })
    void filtersChoose(String filter, String names) {
        String found = sampan().run("images", "--filter", filter.strip(), "--format", "{{.Repository}}:{{.Tag}}")
                .succeeds()
                .out();
        assertThat(found.lines().sorted().toList())
                .isEqualTo(names.isEmpty() ? java.util.List.of() : java.util.List.of(names.split(" ")));
    }

    @Test
    void filtersAreAlternativesOnlyForReferences() {
        assertThat(sampan().run("images", "-q", "-f", "reference=app/one", "-f", "reference=app/two")
                        .out()
                        .lines())
                .hasSize(2);
        assertThat(sampan().run("images", "-q", "-f", "label=kind=test", "-f", "label=kind=other")
                        .out())
                .isEmpty();
        assertThat(sampan().run("images", "-q", "app/one").out()).isEqualTo(old.substring(7, 19) + "\n");
        assertThat(sampan().run("images", "-q", "--no-trunc", "app/two:2.0").out())
                .isEqualTo(young + "\n");
    }

    @Test
    void theNewestComesFirst() {
        assertThat(sampan().run("image", "ls", "--format", "{{.Repository}}").out())
                .isEqualTo("app/two\nregistry.example:5000/app/two\napp/one\nlocalhost/busybox\n");
    }

    @Test
    void columnsAreDockers() {
        assertThat(sampan().run("images").out())
                .startsWith("REPOSITORY                      TAG       IMAGE ID       CREATED          SIZE\n"
                        .substring(0, 10))
                .contains("IMAGE ID", "CREATED", "SIZE", "app/one", "1.0", "5B")
                .containsPattern(" ([0-9]+) (months|years) ago ");
        assertThat(sampan().run("images", "--digests", "app/one").out())
                .contains("DIGEST")
                .contains("<none>");
        assertThat(sampan().run("images", "--format", "json", "app/one").line())
                .startsWith("{\"Containers\":\"N/A\"")
                .contains("\"Repository\":\"app/one\"", "\"Size\":\"5B\"", "\"Tag\":\"1.0\"");
        assertThat(sampan().run("images", "-a", "-q").out().lines()).hasSize(4);
    }

    @Test
    void theTreeShowsNamesPlatformAndUse() {
        String id = sampan().run("create", "app/two:2.0", "x").succeeds().line();
        String architecture = sampan().run("inspect", "-f", "{{.Architecture}}", "app/two:2.0")
                .line();
        assertThat(sampan().run("images", "--tree", "app/two:2.0").out())
                .isEqualTo("i Info →   U  In Use\n"
                        + "IMAGE                                  ID             DISK USAGE   CONTENT SIZE   EXTRA\n"
                        + "app/two:2.0\n"
                        + "registry.example:5000/app/two:latest   " + young.substring(7, 19)
                        + "           6B             6B   U\n"
                        + "└─ linux/" + architecture + " ".repeat(39 - 9 - architecture.length())
                        + young.substring(7, 19) + "           6B             6B   U\n");
        for (String flag : new String[] {"--quiet", "--no-trunc", "--format=json"}) {
            assertThat(sampan().run("images", "--tree", flag).err())
                    .isEqualTo(flag.replace("=json", "") + " is not yet supported with --tree\n");
        }
        sampan().run("rm", id).succeeds();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "before=nosuch   | Error response from daemon: No such image: nosuch:latest",
                "dangling=maybe  | Error response from daemon: invalid filter 'dangling=[maybe]'",
                "foo=bar         | Error response from daemon: invalid filter 'foo'",
                "until=yesterday | Error response from daemon: failed to parse value as time or duration: \"yesterday\"",
                "reference=[     | syntax error in pattern"
            })
    void wrongFiltersAreTold(String filter, String sentence) {
        Sampan.Result result = sampan().run("images", "--filter", filter.strip());
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains(sentence);
        assertThat(sampan().run("images", "--filter", "nothing").code()).isEqualTo(125);
    }
}
