package sampan.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sampan.api.http.Limits;
import sampan.core.config.ConfigJson;
import tools.jackson.databind.JsonNode;

/** Clients that leave with their keys: who sees the end of the output finds the event, whatever it asks next. */
@Timeout(300)
final class DetachTest extends ServedEngine {
    private static final int OFTEN = 20;
    private static final String EVENTS =
            "{'request': 'GET /events?since=1&until=NOW&filters=%7B%22container%22:%5B%22left%22%5D%7D'}";

    private GoldenStep steps;

    DetachTest() {
        super(Limits.DEFAULT);
    }

    @BeforeEach
    void startContainer() throws IOException {
        steps = new GoldenStep(socket());
        answer("""
                {'request': 'POST /containers/create?name=left',
                 'body': {'Image': 'localhost/busybox', 'Cmd': ['sleep', '1000'], 'Tty': true, 'OpenStdin': true,
                          'HostConfig': {'NetworkMode': 'none'}}}""", 201);
        answer("{'request': 'POST /containers/left/start'}", 204);
    }

    private GoldenStep.Answer answer(String step, int status) throws IOException {
        GoldenStep.Answer answer = steps.answer(ConfigJson.MAPPER.readTree(step.replace('\'', '"')));
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        return answer;
    }

    private List<JsonNode> events() throws IOException {
        return answer(EVENTS, 200)
                .text()
                .lines()
                .map(ConfigJson.MAPPER::readTree)
                .toList();
    }

    private List<String> actions() throws IOException {
        return events().stream().map(event -> event.path("Action").asString()).toList();
    }

    @Test
    void aContainer() throws IOException {
        List<String> expected = new ArrayList<>(List.of("create", "start"));
        for (int i = 0; i < OFTEN; i++) {
            answer("""
                    {'request': 'POST /containers/left/attach?stream=1&stdin=1&stdout=1', 'upgrade': true,
                     'input': '\\u0010\\u0011', 'stay': true}""", 101);
            expected.addAll(List.of("attach", "detach"));
        }
        assertThat(actions()).isEqualTo(expected);
    }

    @Test
    void anAddedProcess() throws IOException {
        String created = answer("""
                        {'request': 'POST /containers/left/exec',
                         'body': {'Cmd': ['sleep', '1000'], 'Tty': true, 'AttachStdin': true, 'AttachStdout': true,
                                  'DetachKeys': 'ctrl-a,x'}}""", 201).text();
        answer("""
                {'request': 'POST /exec/ID/start', 'body': {'Tty': true}, 'upgrade': true,
                 'input': '\\u0001x', 'stay': true}""", 101);
        JsonNode last = events().getLast();
        assertThat(last.path("Action").asString()).isEqualTo("exec_detach");
        assertThat(last.path("Actor").path("Attributes").path("execID").asString())
                .isEqualTo(ConfigJson.MAPPER.readTree(created).path("Id").asString());
        assertThat(answer("{'request': 'GET /exec/ID/json'}", 200).text()).contains("\"Running\":true");
    }
}
