package sampan.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sampan.api.http.Limits;
import sampan.core.config.ContainerConfig;
import sampan.core.config.HostConfig;
import sampan.core.container.Container;
import sampan.core.container.state.CreateRequest;

/** What is asked of a container that stands still. */
@Timeout(300)
final class PausedContainerTest extends ServedEngine {
    PausedContainerTest() {
        super(Limits.DEFAULT);
    }

    private String post(String path, String body) throws IOException {
        return RawClient.ask(
                socket(),
                "POST " + path + " HTTP/1.1\r\nHost: d\r\nConnection: close\r\nContent-Type: application/json\r\n"
                        + "Content-Length: " + body.length() + "\r\n\r\n" + body);
    }

    @Test
    void anExecIsRefusedByWhatTheClientCalledIt() throws IOException {
        ContainerConfig config = ContainerConfig.builder()
                .image("localhost/busybox")
                .cmd(List.of("sleep", "1000"))
                .build();
        Container container = engine().create(new CreateRequest("still", config, HostConfig.DEFAULT))
                .container();
        assertThat(post("/containers/still/start", "")).startsWith("HTTP/1.1 204 ");
        assertThat(post("/containers/still/pause", "")).startsWith("HTTP/1.1 204 ");
        for (String called : List.of("still", container.id(), container.id().substring(0, 12))) {
            assertThat(post("/containers/" + called + "/exec", "{\"Cmd\":[\"true\"]}"))
                    .startsWith("HTTP/1.1 409 ")
                    .contains("\"Container " + called + " is paused, unpause the container before exec\"");
        }
        assertThat(post("/containers/still/unpause", "")).startsWith("HTTP/1.1 204 ");
        assertThat(post("/containers/still/exec", "{\"Cmd\":[\"true\"]}")).startsWith("HTTP/1.1 201 ");
    }
}
