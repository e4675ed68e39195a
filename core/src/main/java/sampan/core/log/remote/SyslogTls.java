package sampan.core.log.remote;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Whom a syslog server is believed to be, and what it is shown: files in PEM.
 *
 * @param authority empty: those that Java knows
 * @param certificate empty: none is shown
 * @param skip anybody will do
 */
record SyslogTls(String authority, String certificate, String key, boolean skip) {
    private static final Pattern KEY = Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]*)-----END");
    private static final char[] NO_PASSWORD = {};

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
            context.init(shown(), skip ? new TrustManager[] {new Everybody()} : trusted(), null);
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
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        KeyStore store = null;
        if (!authority.isEmpty()) {
            store = empty();
            for (Certificate one : certificates(authority, "could not read CA certificate \"" + authority + "\"")) {
                store.setCertificateEntry("authority" + store.size(), one);
            }
        }
        factory.init(store);
        return factory.getTrustManagers();
    }

    private KeyManager[] shown() throws IOException, GeneralSecurityException {
        if (certificate.isEmpty() && key.isEmpty()) {
            return new KeyManager[0];
        }
        String failure = "Could not load X509 key pair";
        Certificate[] chain = certificates(certificate, failure).toArray(new Certificate[0]);
        KeyStore store = empty();
        store.setKeyEntry("own", privateKey(failure), NO_PASSWORD, chain);
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_PASSWORD);
        return factory.getKeyManagers();
    }

    private static KeyStore empty() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        return store;
    }

    private static List<Certificate> certificates(String file, String failure)
            throws IOException, GeneralSecurityException {
        var stream = new ByteArrayInputStream(read(file, failure).getBytes(StandardCharsets.ISO_8859_1));
        return List.copyOf(CertificateFactory.getInstance("X.509").generateCertificates(stream));
    }

    private PrivateKey privateKey(String failure) throws IOException, GeneralSecurityException {
        Matcher found = KEY.matcher(read(key, failure));
        if (!found.find()) {
            throw new IOException(failure + ": " + key + " is not a private key in PKCS #8;"
                    + " 'openssl pkcs8 -topk8 -nocrypt' makes one of it");
        }
        var spec = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(found.group(1)));
        for (String kind : List.of("RSA", "EC", "EdDSA")) {
            Optional<PrivateKey> made = key(kind, spec);
            if (made.isPresent()) {
                return made.get();
            }
        }
        throw new IOException(failure + ": no kind of key that is known in " + key);
    }

    private static Optional<PrivateKey> key(String kind, PKCS8EncodedKeySpec spec) throws GeneralSecurityException {
        try {
            return Optional.of(KeyFactory.getInstance(kind).generatePrivate(spec));
        } catch (InvalidKeySpecException another) {
            return Optional.empty();
        }
    }

    private static String read(String file, String failure) throws IOException {
        try {
            return Files.readString(Path.of(file), StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException missing) {
            throw new IOException(failure + ": open " + file + ": no such file or directory", missing);
        } catch (IOException unreadable) {
            throw new IOException(failure + ": " + unreadable.getMessage(), unreadable);
        }
    }

    /** For {@code syslog-tls-skip-verify}: asked for by whoever made the container. */
    private static final class Everybody extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
