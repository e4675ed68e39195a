package sampan.oci.registry;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import sampan.oci.image.ImageFormatException;

/** A file that any web server has, such as the archive of a root file system; redirections are followed. */
public final class WebFile implements Closeable {
    /** In which a server has to take the connection, to answer, and to go on. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final int FIRST_REFUSAL = 300;

    private final HttpClient client;
    private final HttpResponse<InputStream> answer;

    private WebFile(HttpClient client, HttpResponse<InputStream> answer) {
        this.client = client;
        this.answer = answer;
    }

    /**
     * Asks for it. An interrupt ends the wait.
     *
     * @param environment names proxies
     * @throws IOException where the server cannot be reached or does not have it
     */
    public static WebFile open(URI address, Map<String, String> environment) throws IOException {
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .connectTimeout(PATIENCE)
                .proxy(new Proxies(Proxies.variables(environment)))
                .build();
        HttpRequest request = HttpRequest.newBuilder(address).timeout(PATIENCE).build();
        WebFile file;
        try {
            file = new WebFile(client, client.send(request, _ -> new Body(PATIENCE, () -> {})));
        } catch (InterruptedException interrupted) {
            client.shutdownNow();
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        } catch (IOException failed) {
            client.shutdownNow();
            String reason = failed instanceof ConnectException ? "connection refused" : failed.getMessage();
            throw new IOException("cannot download " + address + ": " + reason, failed);
        }
        if (file.answer.statusCode() >= FIRST_REFUSAL) {
            file.close();
            throw new IOException("failed to GET " + address + " with status " + file.answer.statusCode());
        }
        return file;
    }

    /**
     * The address of a web server's file; a file of this host is nobody's to name here.
     *
     * @throws ImageFormatException where it is none
     */
    public static URI address(String text) throws ImageFormatException {
        String whole = text.contains("://") ? text : "http://" + text;
        try {
            URI address = new URI(whole);
            if (whole.matches("https?://[^/].*") && address.getHost() != null) {
                return address;
            }
        } catch (URISyntaxException malformed) {
            throw new ImageFormatException(text + " is no address of a web server: " + malformed.getReason());
        }
        throw new ImageFormatException(text + " is no address of a web server");
    }

    public InputStream stream() {
        return answer.body();
    }

    /** In bytes, as the server says; 0 where it does not. */
    public long size() {
        return answer.headers().firstValueAsLong("Content-Length").orElse(0);
    }

    @Override
    public void close() throws IOException {
        answer.body().close();
        client.shutdownNow();
    }
}
