package sampan.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sampan.api.http.Limits;
import sampan.core.config.ContainerConfig;
import sampan.core.config.HostConfig;
import sampan.core.container.state.CreateRequest;

/** What a client waits for is given up when it goes, and given to it when it stays. */
@Timeout(300)
final class CancelledRequestsTest extends ServedEngine {
    CancelledRequestsTest() {
        super(Limits.DEFAULT);
    }

    @Test
    void aPullEndsWhenItsClientHangsUp() throws Exception {
        try (ServerSocket registry = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                RawClient client = new RawClient(socket())) {
            client.send("POST /images/create?fromImage=127.0.0.1:" + registry.getLocalPort()
                    + "/never&tag=1 HTTP/1.1\r\nHost: d\r\nContent-Length: 0\r\n\r\n");
            try (Socket asked = registry.accept();
                    InputStream question = asked.getInputStream()) {
                assertThat(question.read()).isGreaterThanOrEqualTo(0);
                client.close();
                question.transferTo(OutputStream.nullOutputStream()); // ends when the engine hangs up, too
            }
        }
        while (server().idleNanos() == 0) { // until the time limit of the test
            Thread.sleep(10);
        }
    }

    private void create(String name) {
        ContainerConfig config = ContainerConfig.builder()
                .image("localhost/busybox")
                .cmd(List.of("true"))
                .build();
        engine().create(new CreateRequest(name, config, HostConfig.DEFAULT));
    }

    private RawClient waiting(String query) throws IOException {
        RawClient client = new RawClient(socket());
        client.send("POST /containers/waited/wait" + query + " HTTP/1.1\r\nHost: d\r\nConnection: close\r\n\r\n");
        assertThat(client.until("\r\n\r\n")).startsWith("HTTP/1.1 200 ");
        return client;
    }

    @Test
    void eachConditionIsWaitedFor() throws IOException {
        create("waited");
        assertThat(RawClient.ask(socket(), "POST /containers/waited/wait HTTP/1.0\r\n\r\n"))
                .contains("\"StatusCode\":0");
        try (RawClient next = waiting("?condition=next-exit");
                RawClient removed = waiting("?condition=removed")) {
            assertThat(RawClient.ask(socket(), "POST /containers/waited/start HTTP/1.0\r\n\r\n"))
                    .startsWith("HTTP/1.1 204 ");
            assertThat(next.rest()).contains("\"StatusCode\":0");
            assertThat(RawClient.ask(socket(), "DELETE /containers/waited?force=1 HTTP/1.0\r\n\r\n"))
                    .startsWith("HTTP/1.1 204 ");
            assertThat(removed.rest()).contains("\"StatusCode\":0");
        }
        assertThat(RawClient.ask(socket(), "POST /containers/waited/wait?condition=never HTTP/1.0\r\n\r\n"))
                .startsWith("HTTP/1.1 4");
    }
}
