package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every filter of {@code ps}, its sizes, and how many it shows. */
final class PsFilterTest extends EngineTest {
    /** A filter, and whom it chooses. */
    private static final String[][] CASES = {
        {"ancestor=localhost/busybox", "third second first"},
        {"ancestor=nosuch", ""},
        {"before=second", "first"},
        {"since=second", "third"},
        {"exited=7", "third"},
        {"exited=0", ""},
        {"expose=8080", "first"},
        {"expose=8000-8090/tcp", "first"},
        {"expose=8080/udp", ""},
        {"publish=8080", ""},
        {"health=none", "third second first"},
        {"health=healthy", ""},
        {"is-task=true", ""},
        {"is-task=false", "third second first"},
        {"isolation=default", "third second first"},
        {"label=a", "first"},
        {"label=a=b", "first"},
        {"label=a=c", ""},
        {"name=^s", "second"},
        {"name=/first", "first"},
        {"name=[", ""},
        {"network=none", "first"},
        {"status=created", "second"},
        {"STATUS=exited", "third"},
        {"volume=stuff", "first"},
        {"volume=/data", "first"},
        {"volume=/other", ""},
    };

    private String names(String... arguments) {
        List<String> line = new ArrayList<>(List.of("ps", "-a", "--format", "{{.Names}}"));
        line.addAll(List.of(arguments));
        return sampan().run(line.toArray(String[]::new)).succeeds().line().replace('\n', ' ');
    }

    private void refuses(String filter, String sentence) {
        Sampan.Result result = sampan().run("ps", "-f", filter);
        assertThat(result.err()).contains(sentence);
        assertThat(result.code()).isNotZero();
    }

    @Test
    void eachFilterChooses() {
        sampan().run(
                        "run",
                        "-d",
                        "--name",
                        "first",
                        "--network",
                        "none",
                        "--label",
                        "a=b",
                        "--label",
                        "c",
                        "--expose",
                        "8080",
                        "-v",
                        "stuff:/data",
                        BUSYBOX,
                        "sleep",
                        "1000")
                .succeeds();
        sampan().run("create", "--name", "second", BUSYBOX, "true").succeeds();
        assertThat(sampan().run("run", "--name", "third", BUSYBOX, "sh", "-c", "exit 7")
                        .code())
                .isEqualTo(7);
        for (String[] pair : CASES) {
            assertThat(names("-f", pair[0])).as(pair[0]).isEqualTo(pair[1]);
        }
        assertThat(names("-f", "status=created", "-f", "status=exited")).isEqualTo("third second");
        assertThat(names("-f", "label=a", "-f", "label=nosuch")).isEmpty();
        assertThat(names("-n", "2")).isEqualTo("third second");
        assertThat(names("-l")).isEqualTo("third");
        String id = sampan().run("inspect", "--format", "{{.Id}}", "second").line();
        assertThat(names("-f", "id=" + id.substring(0, 12))).isEqualTo("second");
        sampan().run("rm", "-f", "-v", "first", "second", "third").succeeds();
    }

    @Test
    void filtersThatMakeNoSenseAreRefused() {
        refuses("foo=bar", "invalid filter 'foo'");
        refuses("foo", "bad format of filter (expected name=value)");
        refuses("status=foo", "invalid filter 'status=foo'");
        refuses("exited=x", "strconv.Atoi: parsing \"x\": invalid syntax");
        refuses("health=x", "unrecognized filter value for health: x");
        refuses("expose=x", "error while looking up for expose x");
        refuses("is-task=x", "invalid filter 'is-task=[x]'");
        refuses("before=nosuch", "no such container nosuch");
    }

    /** One that is tried in every way there is would keep a thread of the engine until its end, for each list. */
    @Test
    void cwe1333() {
        String name = "a".repeat(200);
        sampan().run("create", "--name", name, BUSYBOX, "true").succeeds();
        assertThat(names("-f", "name=" + "a*".repeat(12) + "b$")).isEmpty();
        assertThat(names("-f", "name=" + "a*".repeat(12) + "$")).isEqualTo(name);
        assertThat(names("-f", "name=((a{1000}){1000}){1000}")).isEmpty();
        sampan().run("rm", name).succeeds();

        String image = "localhost/" + name + ":b";
        sampan().run("tag", BUSYBOX, image).succeeds();
        assertThat(images("*/" + "*a".repeat(12) + ":c")).isEmpty();
        assertThat(images("*/" + "*a".repeat(12) + ":b")).isEqualTo(image);
        sampan().run("rmi", image).succeeds();
    }

    private String images(String reference) {
        return sampan().run("images", "-f", "reference=" + reference, "--format", "{{.Repository}}:{{.Tag}}")
                .succeeds()
                .line();
    }

    @Test
    void sizesAreThoseOfTheFiles() {
        sampan().run("run", "--name", "sized", BUSYBOX, "sh", "-c", "head -c 12345 /dev/zero > /f")
                .succeeds();
        assertThat(sampan().run("ps", "-as").out()).contains("SIZE", "12.3kB (virtual ");
        assertThat(sampan().run("ps", "-a", "--format", "{{.Size}}").out()).startsWith("12.3kB (virtual ");
        assertThat(sampan().run("ps", "-a").out()).doesNotContain("SIZE");
        String whole = sampan().run("ps", "-aq", "--no-trunc").line();
        assertThat(whole).hasSize(64);
        assertThat(sampan().run("ps", "-aq").line()).isEqualTo(whole.substring(0, 12));
        sampan().run("rm", "sized").succeeds();
    }
}
