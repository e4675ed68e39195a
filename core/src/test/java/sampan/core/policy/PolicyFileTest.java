package sampan.core.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sampan.core.error.EngineException;

final class PolicyFileTest {
    private static Policy parse(String rule) {
        return PolicyFile.parse(("{\"rules\": [" + rule + "]}").getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aRuleAllowsWhatItNamesAndNoMore() {
        Policy policy = parse("""
                {"name": "ci", "sockets": ["unix:///run/ci.sock"], "uids": [1000], "group": "ci", "pull": true,
                 "bindSources": ["/srv/in", "/srv/out:rw"], "volumes": ["ci-*"], "images": ["ci/*"]}""");
        Rule rule = policy.rules().getFirst();
        assertThat(rule.grant())
                .isEqualTo(new Grant(
                        false,
                        false,
                        false,
                        true,
                        List.of(new Grant.Bind("/srv/in", false), new Grant.Bind("/srv/out", true)),
                        List.of("ci-*"),
                        List.of(),
                        List.of("ci/*")));
        assertThat(policy.group("unix:///run/ci.sock")).contains("ci");
        assertThat(policy.group("unix:///run/other.sock")).isEmpty();
    }

    @Test
    void whatIsNotUnderstoodIsAnError() {
        Map<String, String> wrong = Map.ofEntries(
                Map.entry("{\"sockets\": [\"x\"]}", "each rule needs a \"name\""),
                Map.entry("{\"name\": \"a\"}", "rule a is for nobody"),
                Map.entry("{\"name\": \"a\", \"uids\": []}", "a list that is not empty"),
                Map.entry("{\"name\": \"a\", \"uids\": [-1]}", "a list of numbers"),
                Map.entry("{\"name\": \"a\", \"uids\": [4294967295]}", "a list of numbers"),
                Map.entry("{\"name\": \"a\", \"uids\": [\"0\"]}", "a list of numbers"),
                Map.entry("{\"name\": \"a\", \"uids\": 0}", "a list that is not empty"),
                Map.entry("{\"name\": \"a\", \"uids\": [1], \"readonly\": true}", "unknown key \"readonly\""),
                Map.entry("{\"name\": \"a\", \"uids\": [1], \"readOnly\": \"yes\"}", "must be true or false"),
                Map.entry("{\"name\": \"a\", \"uids\": [1], \"containers\": \"mine\"}", "\"own\" or \"all\""),
                Map.entry("{\"name\": \"a\", \"uids\": [1], \"bindSources\": [\"srv\"]}", "not an absolute path"),
                Map.entry(
                        "{\"name\": \"a\", \"uids\": [1], \"bindSources\": [\"/srv/../etc\"]}", "not an absolute path"),
                Map.entry("{\"name\": \"a\", \"uids\": [1], \"uids\": [2]}", "Duplicate"),
                Map.entry(
                        "{\"name\": \"a\", \"uids\": [1]}, {\"name\": \"a\", \"uids\": [2]}", "two rules are called a"),
                Map.entry("1", "each rule needs a \"name\""));
        wrong.forEach((rule, sentence) -> assertThatThrownBy(() -> parse(rule))
                .as(rule)
                .isInstanceOf(EngineException.InvalidArgument.class)
                .hasMessageContaining(sentence));
        assertThatThrownBy(() -> PolicyFile.parse("{\"rules\": []} {}".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(EngineException.InvalidArgument.class);
        assertThatThrownBy(() -> PolicyFile.parse("{}".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(EngineException.InvalidArgument.class);
    }

    @Test
    void theFirstRuleThatFitsHolds() {
        Gate gate = new Gate(parse("""
                {"name": "one", "sockets": ["unix:///s"], "uids": [7]},
                {"name": "two", "gids": [50]},
                {"name": "three", "sockets": ["unix:///s"]}"""));
        assertThat(rule(gate, Asker.local(7, 50, List.of(), 1, "unix:///s"))).contains("one");
        assertThat(rule(gate, Asker.local(7, 50, List.of(), 1, "unix:///t"))).contains("two");
        assertThat(rule(gate, Asker.local(8, 9, List.of(50L), 1, "unix:///t"))).contains("two");
        assertThat(rule(gate, Asker.local(8, 9, List.of(), 1, "unix:///s"))).contains("three");
        assertThat(rule(gate, Asker.local(8, 9, List.of(), 1, "unix:///t"))).isEmpty();
        assertThat(rule(gate, Asker.remote("tcp://localhost:2376"))).isEmpty();
        assertThatThrownBy(() -> gate.rights(Asker.remote("unix:///s"))).isInstanceOf(EngineException.Forbidden.class);
    }

    private static Optional<String> rule(Gate gate, Asker asker) {
        return gate.rights(asker).rule();
    }

    @Test
    void aPatternIsAWholeNameWithStars() {
        assertThat(Grant.fits(List.of("ci-*"), "ci-")).isTrue();
        assertThat(Grant.fits(List.of("ci-*"), "ci-cache")).isTrue();
        assertThat(Grant.fits(List.of("ci-*"), "xci-cache")).isFalse();
        assertThat(Grant.fits(List.of("a.c"), "abc")).isFalse();
        assertThat(Grant.fits(List.of("*x*"), "x")).isTrue();
        assertThat(Grant.fits(List.of("ci"), "ci\n")).isFalse();
        assertThat(Grant.fits(List.of(), "ci")).isFalse();
    }
}
