package sampan.core.image.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sampan.core.error.EngineException;
import sampan.oci.image.ContainerDefaults;

final class ChangesTest {
    private static ContainerDefaults apply(String... changes) {
        return Changes.apply(List.of(changes), ContainerDefaults.NONE);
    }

    @Test
    void readsEveryInstruction() {
        ContainerDefaults config = apply(
                "CMD [\"a\", \"b c\"]",
                "entrypoint exec top -b",
                "ENV A=1 B=\"2 3\" C='$A' D=$A",
                "ENV E=$A/${B} F=${X:-y}${A:+z} G\\ =x",
                "ENV OLD two  words",
                "EXPOSE 80 443/udp 8000-8002",
                "LABEL a=b \"c d\"=\"e\\\"f\"",
                "ONBUILD RUN make",
                "STOPSIGNAL SIGQUIT",
                "USER www-data:33",
                "VOLUME /a /b",
                "VOLUME [\"/c d\"]",
                "WORKDIR /x",
                "WORKDIR y/../z",
                "HEALTHCHECK --interval=1m30s --timeout=500ms --retries=3 CMD curl -f http://x || exit 1");
        assertThat(config.cmd()).containsExactly("a", "b c");
        assertThat(config.entrypoint()).containsExactly("/bin/sh", "-c", "exec top -b");
        assertThat(config.env())
                .containsExactly("A=1", "B=2 3", "C=$A", "D=", "E=1/2 3", "F=yz", "G =x", "OLD=two  words");
        assertThat(config.exposedPorts()).containsExactly("80/tcp", "443/udp", "8000/tcp", "8001/tcp", "8002/tcp");
        assertThat(config.labels()).containsEntry("a", "b").containsEntry("c d", "e\"f");
        assertThat(config.onBuild()).containsExactly("RUN make");
        assertThat(config.stopSignal()).isEqualTo("SIGQUIT");
        assertThat(config.user()).isEqualTo("www-data:33");
        assertThat(config.volumes()).containsExactly("/a", "/b", "/c d");
        assertThat(config.workingDir()).isEqualTo("/x/z");
        assertThat(config.healthcheck()).hasValueSatisfying(health -> {
            assertThat(health.test()).containsExactly("CMD-SHELL", "curl -f http://x || exit 1");
            assertThat(health.interval()).isEqualTo(Duration.ofSeconds(90));
            assertThat(health.timeout()).isEqualTo(Duration.ofMillis(500));
            assertThat(health.retries()).isEqualTo(3);
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "RUN rm -rf /|run is not a valid change command",
                "FROM x|from is not a valid change command",
                "nonsense|nonsense is not a valid change command",
                "ENV|ENV requires at least one argument",
                "ENV a|ENV must have two arguments",
                "ENV a=b c|Syntax error - can't find = in \"c\". Must be of the form: name=value",
                "ENV =b|ENV names can not be blank",
                "LABEL =b|LABEL names can not be blank",
                "ENV a=\"b|unexpected end of statement while looking for matching quote in \"b",
                "ENV a=${b|syntax error: missing '}' in ${b",
                "EXPOSE|EXPOSE requires at least one argument",
                "EXPOSE 99999|Invalid containerPort: 99999",
                "EXPOSE 9-8|Invalid containerPort: 9-8",
                "EXPOSE 80/xyz|Invalid proto: xyz",
                "ONBUILD|ONBUILD requires at least one argument",
                "ONBUILD FROM x|FROM isn't allowed as an ONBUILD trigger",
                "ONBUILD ONBUILD RUN x|Chaining ONBUILD via `ONBUILD ONBUILD` isn't allowed",
                "STOPSIGNAL SIGNOPE|Invalid signal: SIGNOPE",
                "USER|USER requires exactly one argument",
                "WORKDIR|WORKDIR requires exactly one argument",
                "VOLUME [\"\"]|VOLUME specified can not be an empty string",
                "HEALTHCHECK|HEALTHCHECK requires at least one argument",
                "HEALTHCHECK FOO|Unknown type \"FOO\" in HEALTHCHECK (try CMD)",
                "HEALTHCHECK NONE x|HEALTHCHECK NONE takes no arguments",
                "HEALTHCHECK CMD|Missing command after HEALTHCHECK CMD",
                "HEALTHCHECK --x=1 CMD y|Unknown flag: x",
                "HEALTHCHECK --interval=1us CMD y|Interval \"interval\" cannot be less than 1ms",
                "HEALTHCHECK --interval=soon CMD y|time: invalid duration \"soon\"",
            })
    void refusesInDockersWords(String change, String sentence) {
        assertThatThrownBy(() -> apply(change))
                .isInstanceOf(EngineException.InvalidArgument.class)
                .hasMessage(sentence);
    }
}
