package sampan.core.log.remote;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import sampan.oci.tls.CertificateFile;
import sampan.oci.tls.OwnKeys;
import sampan.oci.tls.PrivateKeyFile;
import sampan.oci.tls.Trust;

/**
 * Whom a syslog server is believed to be, and what it is shown: files in PEM.
 *
 * @param authority empty: those that Java knows
 * @param certificate empty: none is shown
 * @param skip anybody will do
 */
record SyslogTls(String authority, String certificate, String key, boolean skip) {
    private static final String UNUSABLE = "Could not load X509 key pair";

    static SyslogTls of(Map<String, String> options) {
        return new SyslogTls(
                options.getOrDefault("syslog-tls-ca-cert", ""),
                options.getOrDefault("syslog-tls-cert", ""),
                options.getOrDefault("syslog-tls-key", ""),
                !options.getOrDefault("syslog-tls-skip-verify", "").isEmpty());
    }

    /** A connection in which the server has shown who it is. */
    SSLSocket over(Socket plain, SyslogAddress server) throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(shown(), skip ? Trust.inAnybody() : trusted(), null);
            SSLSocket socket =
                    (SSLSocket) context.getSocketFactory().createSocket(plain, server.host(), server.port(), true);
            if (!skip) {
                SSLParameters parameters = socket.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                socket.setSSLParameters(parameters);
            }
            plain.setSoTimeout(Math.toIntExact(Destination.PATIENCE.toMillis()));
            socket.startHandshake();
            return socket;
        } catch (GeneralSecurityException unusable) {
            throw new IOException("tls: " + unusable.getMessage(), unusable);
        } catch (SocketException gone) {
            throw new IOException("tls: " + gone.getMessage(), gone);
        }
    }

    private TrustManager[] trusted() throws IOException, GeneralSecurityException {
        if (authority.isEmpty()) {
            return Trust.in(List.of());
        }
        return Trust.in(CertificateFile.parse(read(authority, "could not read CA certificate \"" + authority + "\"")));
    }

    private KeyManager[] shown() throws IOException, GeneralSecurityException {
        if (certificate.isEmpty() && key.isEmpty()) {
            return new KeyManager[0];
        }
        List<X509Certificate> chain = CertificateFile.parse(read(certificate, UNUSABLE));
        OwnKeys own = new OwnKeys();
        own.add("own", privateKey(), chain);
        return own.managers();
    }

    private PrivateKey privateKey() throws IOException {
        byte[] text = read(key, UNUSABLE);
        try {
            return PrivateKeyFile.parse(key, text);
        } catch (IOException unusable) {
            throw new IOException(UNUSABLE + ": " + unusable.getMessage(), unusable);
        }
    }

    private static byte[] read(String file, String failure) throws IOException {
        try {
            return Files.readAllBytes(Path.of(file));
        } catch (NoSuchFileException missing) {
            throw new IOException(failure + ": open " + file + ": no such file or directory", missing);
        } catch (IOException unreadable) {
            throw new IOException(failure + ": " + unreadable.getMessage(), unreadable);
        }
    }
}
