package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static sampan.conformance.Patience.await;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An application of three services by docker-compose: nginx before a Java program before PostgreSQL. One {@link DebianRoot} holds
 * them all; the Java program brings the JDK that runs this test.
 */
final class ComposeApplicationTest extends ClientTest {
    private static final Path COMPOSE = Path.of("/usr/bin/docker-compose");

    @TempDir
    private Path folder;

    @BeforeAll
    void importApplication() throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(COMPOSE), COMPOSE + " is not installed");
        DebianRoot.importAs(sampan(), "localhost/application");
    }

    /** Counts visits in the database and tells who counted. */
    private static final String SERVICE = """
            import com.sun.net.httpserver.HttpServer;
            import java.net.InetSocketAddress;

            class Service {
                public static void main(String[] words) throws Exception {
                    sql("create table if not exists visits (at timestamptz default now())");
                    var server = HttpServer.create(new InetSocketAddress(8080), 0);
                    server.createContext("/", exchange -> {
                        sql("insert into visits default values");
                        byte[] count = ("visits: " + sql("select count(*) from visits")).getBytes();
                        exchange.sendResponseHeaders(200, count.length);
                        exchange.getResponseBody().write(count);
                        exchange.close();
                    });
                    server.start();
                    System.out.println("service is up");
                }

                static String sql(String statement) {
                    try {
                        var psql = new ProcessBuilder("psql", "-h", "db", "-U", "postgres", "-qtAc", statement)
                                .redirectErrorStream(true).start();
                        return new String(psql.getInputStream().readAllBytes());
                    } catch (java.io.IOException failed) {
                        throw new java.io.UncheckedIOException(failed);
                    }
                }
            }
            """;

    /** Services know each other by addresses of their own; the web servers, of which there are several, by the name that compose gives them. */
    private static final String APPLICATION = """
            version: "2.4"
            networks:
              default: {ipam: {config: [{subnet: 10.213.9.0/24}]}}
            volumes: {data: {}}
            services:
              db:
                image: localhost/application
                user: postgres
                volumes: ["data:/var/lib/postgresql"]
                command: sh /app/db
                extends: {service: base, file: base.yml}
                networks: {default: {ipv4_address: 10.213.9.10}}
                healthcheck: {test: ["CMD", "pg_isready", "-h", "127.0.0.1"], interval: 300ms, retries: 1000}
              api:
                image: localhost/application
                command: /jdk/bin/java -XX:TieredStopAtLevel=1 -cp /app Service
                extends: {service: base, file: base.yml}
                networks: {default: {ipv4_address: 10.213.9.20}}
                extra_hosts: ["db:10.213.9.10"]
                depends_on: {db: {condition: service_healthy}}
                healthcheck: {test: ["CMD", "bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080"], interval: 300ms, retries: 1000}
              web:
                image: localhost/application
                command: nginx -g 'daemon off;' -c /app/nginx.conf
                extends: {service: base, file: base.yml}
                extra_hosts: ["api:10.213.9.20"]
                ports: ["80"]
                depends_on: {api: {condition: service_healthy}}
            """;

    private void write() throws IOException {
        Path app = Files.createDirectory(folder.resolve("app"));
        Path source = Files.writeString(app.resolve("Service.java"), SERVICE);
        int compiled =
                ToolProvider.getSystemJavaCompiler().run(null, null, null, "-d", app.toString(), source.toString());
        assertThat(compiled).isZero();
        Files.writeString(app.resolve("db"), """
                PATH=$PATH:/usr/lib/postgresql/15/bin
                data=/var/lib/postgresql/app
                [ -e $data ] || { initdb -N -A trust -D $data && echo 'host all all 10.213.9.0/24 trust' >>$data/pg_hba.conf; }
                exec postgres -D $data -c listen_addresses='*' -c unix_socket_directories= -F
                """);
        Files.writeString(app.resolve("nginx.conf"), """
                events {}
                error_log /dev/stderr;
                http {
                  access_log /dev/stdout;
                  server { listen 80; location / { proxy_pass http://api:8080; } }
                }
                """);
        Files.writeString(folder.resolve("base.yml"), """
                version: "2.4"
                services:
                  base:
                    volumes: ["%s:/app:ro", "%s:/jdk:ro"]
                """.formatted(app, System.getProperty("java.home")));
        Files.writeString(folder.resolve("docker-compose.yml"), APPLICATION);
    }

    private Sampan.Result compose(String... words) {
        List<String> line = new ArrayList<>(List.of(COMPOSE.toString(), "-p", "shop", "--no-ansi"));
        line.addAll(List.of(words));
        return Sampan.finish(new byte[0], program(line.toArray(String[]::new)).directory(folder.toFile()));
    }

    private String visit(int web) throws IOException {
        String address =
                compose("port", "--index=" + web, "web", "80").succeeds().line();
        try (var page = URI.create("http://" + address.replace("0.0.0.0", "127.0.0.1"))
                .toURL()
                .openStream()) {
            return new String(page.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }

    @Test
    void threeServicesComeUpInOrderWorkTogetherScaleAndGo() throws IOException {
        write();
        try {
            Sampan.Result up = compose("up", "-d");
            assertThat(up.code()).as(up.err() + compose("logs").out()).isZero();
            await().ignoreExceptions().until(() -> visit(1).startsWith("visits: "));
            int before = Integer.parseInt(visit(1).substring(8));
            String scaled = compose("up", "-d", "--scale", "web=2").succeeds().err();
            assertThat(scaled).doesNotContain("Recreating");
            await().ignoreExceptions().until(() -> visit(2).startsWith("visits: "));
            assertThat(Integer.parseInt(visit(1).substring(8))).isGreaterThan(before + 1);
            assertThat(compose("logs", "--no-color", "api").out()).contains("service is up");
            assertThat(compose("logs", "--no-color", "db").out()).contains("ready to accept connections");
            compose("restart", "-t", "5", "db").succeeds();
            await().ignoreExceptions().until(() -> Integer.parseInt(visit(1).substring(8)) > before);
            assertThat(compose("ps", "-q").line().lines()).hasSize(4);
        } finally {
            compose("down", "-v", "-t", "0").succeeds();
        }
        assertThat(sampan().run("ps", "-aq").line()).isEmpty();
        assertThat(sampan().run("volume", "ls", "-q").line()).isEmpty();
    }
}
