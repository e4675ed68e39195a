package sampan.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** {@code search}: a registry of the test's own answers as Docker Hub does, Debian's docker-registry lists what it has. */
final class SearchTest extends EngineTest {
    private static final String ANSWER = """
            {"num_results": 2, "query": "x", "results": [
             {"name": "a/bb", "description": "A very long description of an image that is more than forty five characters\\nand a \\u001b[31mline",
              "star_count": 12, "is_official": true, "is_automated": false},
             {"name": "c", "description": "short", "star_count": 3, "is_official": false, "is_automated": false}]}""";

    private final HostileRegistry hub = new HostileRegistry();

    SearchTest() {
        hub.on("/v1/search", HostileRegistry.bytes(200, "application/json", ANSWER.getBytes(UTF_8)));
    }

    @AfterAll
    void endRegistry() {
        hub.close();
    }

    private Sampan.Result search(String... words) {
        String[] all = new String[words.length + 2];
        all[0] = "search";
        System.arraycopy(words, 0, all, 1, words.length);
        all[words.length + 1] = hub.host() + "/bb";
        return sampan().run(all);
    }

    @Test
    void helpShowsEveryFlag() {
        assertThat(sampan().run("search", "--help").succeeds().out())
                .contains("TERM", "--filter", "--format", "--limit", "--no-trunc");
    }

    @Test
    void showsTheTableThatDockerShows() {
        assertThat(search().succeeds().out()).isEqualTo("""
                NAME      DESCRIPTION                                     STARS     OFFICIAL
                a/bb      A very long description of an image that is …   12        [OK]
                c         short                                           3         \n""");
        assertThat(search("--no-trunc").succeeds().out())
                .contains("more than forty five characters and a  [31mline   12 ");
        assertThat(hub.seen()).anyMatch(seen -> seen.contains("/v1/search?q=bb&n=25"));
    }

    @Test
    void formatsAndFilters() {
        assertThat(search("--format", "{{.Name}} {{.IsOfficial}} {{.StarCount}}")
                        .out())
                .isEqualTo("a/bb [OK] 12\nc  3\n");
        assertThat(search("--format", "json", "--filter", "stars=5").out())
                .isEqualTo("{\"Description\":\"A very long description of an image that is …\",\"IsOfficial\":\"true\","
                        + "\"Name\":\"a/bb\",\"StarCount\":\"12\"}\n");
        assertThat(search("--format", "{{.Name}}", "-f", "is-official=false").out())
                .isEqualTo("c\n");
        assertThat(search("--format", "{{.Name}}", "--limit", "1").out()).isEqualTo("a/bb\n");
        assertThat(hub.seen()).anyMatch(seen -> seen.contains("&n=1 "));
        Sampan.Result automated = search("--format", "{{.Name}}", "-f", "is-automated=true");
        assertThat(automated.out()).isEmpty();
        assertThat(automated.err()).contains("the \"is-automated\" filter is deprecated");
    }

    @Test
    void whatCannotBeSearchedIsTold() {
        assertThat(search("--limit", "101").err()).contains("limit 101 is outside the range of [1, 100]");
        assertThat(search("--limit", "-1").err()).contains("limit -1 is outside the range of [1, 100]");
        assertThat(search("-f", "foo=1").err()).contains("invalid filter 'foo'");
        assertThat(search("-f", "stars=x").err()).contains("invalid filter 'stars=x'");
        assertThat(search("-f", "is-official=x").err()).contains("invalid filter 'is-official=[x]'");
        assertThat(search("--format", "{{.Nope}}").err()).contains("can't evaluate field Nope");
        try (HostileRegistry none = new HostileRegistry()) {
            Sampan.Result refused = sampan().run("search", none.host() + "/x");
            assertThat(refused.code()).isEqualTo(1);
            assertThat(refused.err())
                    .contains("registry " + none.host() + " can neither be searched nor does it list its repositories");
        }
        assertThat(sampan().run("search", "127.0.0.1:1/x").err()).contains("connection refused");
        assertThat(sampan().run("search").code()).isEqualTo(1);
    }

    @Test
    void aRegistryWithoutASearchIsAskedForItsCatalogue() {
        try (DockerRegistry registry = DockerRegistry.bare()) {
            for (String repository : new String[] {"tools/box", "tools/axe", "other"}) {
                String name = registry.name(repository) + ":1";
                sampan().run("tag", BUSYBOX, name).succeeds();
                sampan().run("push", "-q", name).succeeds();
                sampan().run("rmi", name).succeeds();
            }
            assertThat(sampan().run("search", "--format", "{{.Name}}", registry.name("tools"))
                            .succeeds()
                            .out())
                    .isEqualTo("tools/axe\ntools/box\n");
            assertThat(sampan().run("search", "--limit", "1", "--format", "{{.Name}}", registry.name("tools"))
                            .out())
                    .isEqualTo("tools/axe\n");
        }
    }
}
