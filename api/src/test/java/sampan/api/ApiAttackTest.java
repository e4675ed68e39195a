package sampan.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sampan.api.http.Limits;
import sampan.core.config.ConfigJson;

/** What has gone wrong with other engines' API, each under the number it got there. */
@Timeout(300)
final class ApiAttackTest extends ServedEngine {
    private static final String IMAGE = "\"Image\":\"localhost/busybox\",\"Cmd\":[\"true\"]";

    ApiAttackTest() {
        super(Limits.DEFAULT);
    }

    private String post(String target, String body) throws IOException {
        int length = body.getBytes(StandardCharsets.UTF_8).length;
        return RawClient.ask(
                socket(),
                "POST " + target + " HTTP/1.1\r\nHost: d\r\nConnection: close\r\nContent-Type: application/json\r\n"
                        + "Content-Length: " + length + "\r\n\r\n" + body);
    }

    private String create(String fields) throws IOException {
        return post("/containers/create", "{" + IMAGE + "," + fields + "}");
    }

    /** Where a policy looked into Binds, Mounts did the same unseen: here all ways lead through one place. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"HostConfig\":{\"Binds\":[\"/tmp:/\"]}",
                "\"HostConfig\":{\"Mounts\":[{\"Type\":\"bind\",\"Source\":\"/tmp\",\"Target\":\"/\"}]}",
                "\"HostConfig\":{\"Mounts\":[{\"Type\":\"tmpfs\",\"Target\":\"/\"}]}",
                "\"HostConfig\":{\"Tmpfs\":{\"/\":\"\"}}",
                "\"hostconfig\":{\"binds\":[\"/tmp:/\"]}",
                "\"HOSTCONFIG\":{\"MOUNTS\":[{\"TYPE\":\"bind\",\"SOURCE\":\"/tmp\",\"TARGET\":\"/\"}]}",
                "\"Volumes\":{\"/\":{}}"
            })
    void cve20266406EveryWayToMountIsHeldAgainstTheSameRules(String fields) throws IOException {
        assertThat(create(fields)).startsWith("HTTP/1.1 400 ").contains("can't be '/'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"CpusetCpus\":\"1-4294967295\"",
                "\"CpusetMems\":\"0-4294967295\"",
                "\"CpusetCpus\":\"0-18446744073709551615\"",
                "\"CpusetCpus\":\"4294967295\"",
                "\"CpusetCpus\":\"3-1\"",
                "\"Memory\":-2",
                "\"Memory\":99999999999999999999999",
                "\"NanoCpus\":-1",
                "\"PidsLimit\":1e99",
                "\"BlkioWeight\":65536",
                "\"ShmSize\":-1",
                "\"OomScoreAdj\":1001"
            })
    void cve201820699NumbersOutOfRangeAreRefusedAndNothingIsMadeForThem(String limit) throws IOException {
        assertThat(create("\"HostConfig\":{" + limit + "}")).startsWith("HTTP/1.1 400 ");
        assertThat(engine().containers().list()).isEmpty();
    }

    /** Each field of a number, with what no number of its size is: refused, and not made a smaller one. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"StopTimeout\":#",
                "\"Healthcheck\":{\"Test\":[\"CMD\",\"true\"],\"Interval\":#}",
                "\"Healthcheck\":{\"Test\":[\"CMD\",\"true\"],\"Timeout\":#}",
                "\"Healthcheck\":{\"Test\":[\"CMD\",\"true\"],\"StartPeriod\":#}",
                "\"Healthcheck\":{\"Test\":[\"CMD\",\"true\"],\"StartInterval\":#}",
                "\"Healthcheck\":{\"Test\":[\"CMD\",\"true\"],\"Retries\":#}",
                "\"HostConfig\":{\"CpuShares\":#}",
                "\"HostConfig\":{\"CpuPeriod\":#}",
                "\"HostConfig\":{\"CpuQuota\":#}",
                "\"HostConfig\":{\"NanoCpus\":#}",
                "\"HostConfig\":{\"Memory\":#}",
                "\"HostConfig\":{\"MemoryReservation\":#}",
                "\"HostConfig\":{\"MemorySwap\":#}",
                "\"HostConfig\":{\"MemorySwappiness\":#}",
                "\"HostConfig\":{\"PidsLimit\":#}",
                "\"HostConfig\":{\"BlkioWeight\":#}",
                "\"HostConfig\":{\"BlkioWeightDevice\":[{\"Path\":\"/dev/null\",\"Weight\":#}]}",
                "\"HostConfig\":{\"BlkioDeviceReadBps\":[{\"Path\":\"/dev/null\",\"Rate\":#}]}",
                "\"HostConfig\":{\"BlkioDeviceWriteIOps\":[{\"Path\":\"/dev/null\",\"Rate\":#}]}",
                "\"HostConfig\":{\"Ulimits\":[{\"Name\":\"nofile\",\"Soft\":#,\"Hard\":1}]}",
                "\"HostConfig\":{\"Ulimits\":[{\"Name\":\"nofile\",\"Soft\":1,\"Hard\":#}]}",
                "\"HostConfig\":{\"RestartPolicy\":{\"Name\":\"on-failure\",\"MaximumRetryCount\":#}}",
                "\"HostConfig\":{\"Mounts\":[{\"Type\":\"tmpfs\",\"Target\":\"/t\",\"TmpfsOptions\":{\"SizeBytes\":#}}]}",
                "\"HostConfig\":{\"ShmSize\":#}",
                "\"HostConfig\":{\"OomScoreAdj\":#}"
            })
    void cve201820699ANumberLargerThanItsFieldIsRefusedInEachOfThem(String field) throws IOException {
        for (String number : List.of(
                "9223372036854775808", "-9223372036854775809", "18446744073709551616", "1e99", "0.5", "\"1\"", "[1]")) {
            assertThat(create(field.replace("#", number))).as(number).startsWith("HTTP/1.1 400 ");
        }
        assertThat(engine().containers().list()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"HostConfig\":null",
                "\"HostConfig\":{}",
                "\"NetworkingConfig\":null",
                "\"NetworkingConfig\":{\"EndpointsConfig\":null}",
                "\"NetworkingConfig\":{\"EndpointsConfig\":{\"bridge\":null}}",
                "\"Healthcheck\":null,\"Labels\":null,\"Env\":null,\"Volumes\":null,\"ExposedPorts\":null",
                "\"HostConfig\":{\"RestartPolicy\":null,\"LogConfig\":null,\"Mounts\":null,\"PortBindings\":null}",
                "\"HostConfig\":{\"PortBindings\":{\"80/tcp\":null}}",
                "\"HostConfig\":{\"LogConfig\":{\"Config\":null}}"
            })
    void moby13787AndMoby14915WhatIsNullIsAsIfItWereNotThere(String fields) throws IOException {
        assertThat(create(fields)).startsWith("HTTP/1.1 201 ");
    }

    @Test
    void moby14915EmptyObjectsAreNoCrash() throws IOException {
        assertThat(post("/containers/create?name=box", "{" + IMAGE + "}")).startsWith("HTTP/1.1 201 ");
        for (String target : List.of(
                "/containers/create",
                "/containers/box/exec",
                "/containers/box/update",
                "/networks/create",
                "/networks/bridge/connect",
                "/networks/bridge/disconnect",
                "/volumes/create",
                "/exec/none/start",
                "/commit?container=box")) {
            for (String body : List.of("{}", "null", "")) {
                assertThat(post(target, body)).as(target + " " + body).doesNotStartWith("HTTP/1.1 5");
            }
        }
    }

    /** What a filter reads must be what the engine does: there is one length, and one body. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 0\r\nContent-Length: 60",
                "Content-Length: 60\r\nTransfer-Encoding: chunked",
                "Transfer-Encoding: chunked, identity",
                "Content-Length: +60",
                "Content-Length: 6_0",
                "Content-Length: -1"
            })
    void cve202441110AndCve202634040ABodyOfTwoLengthsIsNoBody(String headers) throws IOException {
        String body = "{" + IMAGE + "}";
        assertThat(RawClient.ask(
                        socket(),
                        "POST /containers/create HTTP/1.1\r\nHost: d\r\nConnection: close\r\nContent-Type: application/json\r\n"
                                + headers + "\r\n\r\n" + body))
                .doesNotStartWith("HTTP/1.1 2")
                .doesNotStartWith("HTTP/1.1 5");
        assertThat(engine().containers().list()).isEmpty();
    }

    @Test
    void cve202441110ABodyOfNoLengthIsNoneWhateverFollows() throws IOException {
        String answers = RawClient.ask(
                socket(),
                "POST /containers/create HTTP/1.1\r\nHost: d\r\nContent-Type: application/json\r\nContent-Length: 0\r\n\r\n{"
                        + IMAGE + "}\r\n\r\n");
        assertThat(answers).startsWith("HTTP/1.1 400 ").contains("Config cannot be empty");
        assertThat(engine().containers().list()).isEmpty();
    }

    /** Data races of others' streams: the same container is asked for in every way while it is being removed. */
    @Test
    void cve202436621AndCve202436623StreamsOfWhatIsRemovedMeanwhileEnd() throws Exception {
        List<Callable<String>> questions = List.of(
                () -> RawClient.get(socket(), "/containers/box/logs?stdout=1"),
                () -> RawClient.get(socket(), "/containers/box/json?size=1"),
                () -> RawClient.get(socket(), "/containers/json?all=1&size=1"),
                () -> RawClient.get(socket(), "/containers/box/stats?stream=0&one-shot=1"),
                () -> RawClient.get(socket(), "/containers/box/changes"),
                () -> RawClient.get(socket(), "/containers/box/export"),
                () -> RawClient.get(socket(), "/system/df"),
                () -> post("/containers/box/wait?condition=removed", ""),
                () -> post("/containers/box/rename?name=box2", ""),
                () -> RawClient.ask(
                        socket(), "DELETE /containers/box?force=1 HTTP/1.1\r\nHost: d\r\nConnection: close\r\n\r\n"));
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int round = 0; round < 5; round++) {
                post("/containers/create?name=box", "{" + IMAGE + "}");
                List<Future<String>> answers = new ArrayList<>();
                for (Callable<String> question : questions) {
                    answers.add(clients.submit(question));
                }
                answers.add(clients.submit(() -> RawClient.ask(
                        socket(), "DELETE /containers/box2?force=1 HTTP/1.1\r\nHost: d\r\nConnection: close\r\n\r\n")));
                removeContainers(engine());
                for (Future<String> answer : answers) {
                    assertThat(answer.get()).doesNotContain("the engine made a mistake");
                }
            }
        }
    }

    @Test
    void cve201913509NoLogHasWhatIsSecret() throws IOException {
        List<String> lines = Collections.synchronizedList(new ArrayList<>());
        Handler everything = new Handler() {
            @Override
            public void publish(LogRecord line) {
                lines.add(line.getMessage() + " " + line.getThrown());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger root = Logger.getLogger("sampan");
        root.addHandler(everything);
        root.setLevel(Level.ALL);
        try {
            String secret = "canary-of-the-mine";
            String login = ConfigJson.MAPPER.writeValueAsString(
                    java.util.Map.of("username", "u", "password", secret, "serveraddress", "127.0.0.1:1"));
            assertThat(post("/auth", login)).doesNotContain(secret);
            String header = Base64.getUrlEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
            RawClient.ask(
                    socket(),
                    "POST /images/create?fromImage=127.0.0.1:1/x&tag=1 HTTP/1.1\r\nHost: d\r\nConnection: close\r\n"
                            + "X-Registry-Auth: " + header + "\r\nContent-Length: 0\r\n\r\n");
            post("/containers/create", "{" + IMAGE + ",\"Env\":[\"PASSWORD=" + secret + "\"],\"HostConfig\":7}");
            assertThat(lines).noneMatch(line -> line.contains(secret) || line.contains(header));
        } finally {
            root.setLevel(null);
            root.removeHandler(everything);
        }
    }
}
