package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static sampan.conformance.Patience.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logs that are sent to a syslog server by TLS, which shows who it is. */
final class SyslogTlsTest extends EngineTest {
    @TempDir
    Path folder;

    private Sampan.Result run(String name, String address, String options, String word) {
        List<String> line = new ArrayList<>(List.of(("run --name " + name + " --network none --log-driver syslog"
                        + " --log-opt syslog-address=" + address + options)
                .split(" ")));
        line.addAll(List.of(BUSYBOX, "echo", word));
        return sampan().run(line.toArray(String[]::new));
    }

    @Test
    void theServerIsCheckedUnlessSomebodySaysOtherwise() throws Exception {
        Path store = folder.resolve("keys.p12");
        Path certificate = folder.resolve("server.pem");
        String common = " -alias a -storepass secret -keystore " + store;
        keytool("-genkeypair -keyalg EC -dname CN=127.0.0.1 -ext SAN=IP:127.0.0.1 -storetype PKCS12" + common);
        keytool("-exportcert -rfc -file " + certificate + common);
        InetAddress here = InetAddress.getByName("127.0.0.1");
        try (ServerSocket socket = tls(store).getServerSocketFactory().createServerSocket(0, 16, here);
                LogListener server = LogListener.tcp(socket)) {
            String address = "tcp+tls://127.0.0.1:" + socket.getLocalPort();
            String trust = " --log-opt syslog-tls-ca-cert=" + certificate;
            run("safe", address, trust + " --log-opt syslog-format=rfc5424", "x")
                    .succeeds();
            await().until(() -> server.messages().size() == 1);
            String message = server.messages().getFirst();
            int length = message.substring(message.indexOf(' ') + 1).length() + 1;
            assertThat(message).startsWith(length + " <30>1 ").endsWith(" - x");
            assertThat(run("unknown", address, "", "x").err()).contains("failed to initialize logging driver: ");
            run("whoever", address, " --log-opt syslog-tls-skip-verify=true", "y")
                    .succeeds();
            await().until(() -> server.messages().size() == 2);
            assertThat(run("missing", address, " --log-opt syslog-tls-ca-cert=/nope", "x")
                            .err())
                    .contains("could not read CA certificate \"/nope\": open /nope: no such file or directory");
        } finally {
            sampan().run("rm", "-f", "safe", "unknown", "whoever", "missing");
        }
    }

    private static void keytool(String words) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/keytool"));
        line.addAll(List.of(words.split(" ")));
        Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
        String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(told).isZero();
    }

    private static SSLContext tls(Path file) throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, "secret".toCharArray());
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, "secret".toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        return context;
    }
}
