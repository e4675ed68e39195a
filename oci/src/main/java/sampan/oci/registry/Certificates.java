package sampan.oci.registry;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
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
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Who is believed to be whom. The host's own authorities, and for one registry those in its folder {@code certs.d/HOST}: {@code *.crt} are
 * authorities, {@code NAME.cert} with {@code NAME.key} is what this side shows (containers-certs.d(5)).
 */
final class Certificates {
    private static final List<Path> BUNDLES = List.of(
            Path.of("/etc/ssl/certs/ca-certificates.crt"),
            Path.of("/etc/pki/tls/certs/ca-bundle.crt"),
            Path.of("/etc/ssl/cert.pem"));
    private static final char[] NO_PASSWORD = {};
    private static final String CERTIFICATE = ".cert";

    private final List<Path> folders;

    /** @param folders that have a folder for each registry */
    Certificates(List<Path> folders) {
        this.folders = List.copyOf(folders);
    }

    /** What connections to one registry go by, and what became of its question who calls. */
    record Session(SSLContext context, ClientIdentity identity) {}

    /** @throws IOException when a certificate or key of the registry cannot be read */
    Session session(String host, boolean insecure) throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            TrustManager[] trust = insecure ? new TrustManager[] {new Everybody()} : trust(host);
            ClientIdentity identity = new ClientIdentity(keys(host));
            context.init(new KeyManager[] {identity}, trust, null);
            return new Session(context, identity);
        } catch (GeneralSecurityException unusable) {
            throw new IOException("certificates for " + host + ": " + unusable.getMessage(), unusable);
        }
    }

    /** Another one as soon as one of the files that count for a registry is another one. */
    FileStamps stamps(String host) throws IOException {
        List<Path> files = new ArrayList<>(files(host, ""));
        files.addAll(BUNDLES);
        return FileStamps.of(files);
    }

    /** For connections that have no certificates. */
    static SSLContext none() throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[0], new TrustManager[0], null);
            return context;
        } catch (GeneralSecurityException unusable) {
            throw new IOException("no TLS: " + unusable.getMessage(), unusable);
        }
    }

    private TrustManager[] trust(String host) throws IOException, GeneralSecurityException {
        List<Certificate> authorities = new ArrayList<>();
        for (Path file : files(host, ".crt")) {
            authorities.addAll(read(file));
        }
        for (Path bundle : BUNDLES) {
            if (Files.isReadable(bundle)) {
                authorities.addAll(read(bundle));
                break;
            }
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        KeyStore store = null; // the Java platform's own authorities
        if (!authorities.isEmpty()) {
            store = empty();
            for (int i = 0; i < authorities.size(); i++) {
                store.setCertificateEntry("authority" + i, authorities.get(i));
            }
        }
        factory.init(store);
        return factory.getTrustManagers();
    }

    private X509ExtendedKeyManager keys(String host) throws IOException, GeneralSecurityException {
        KeyStore store = empty();
        for (Path file : files(host, CERTIFICATE)) {
            String name = file.getFileName().toString();
            Path key = file.resolveSibling(name.substring(0, name.length() - CERTIFICATE.length()) + ".key");
            if (!Files.exists(key)) {
                throw new IOException("missing key " + key.getFileName() + " for client certificate " + name
                        + ". CA certificates must use the extension .crt");
            }
            store.setKeyEntry(name, key(key), NO_PASSWORD, read(file).toArray(new Certificate[0]));
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_PASSWORD);
        for (KeyManager manager : factory.getKeyManagers()) {
            if (manager instanceof X509ExtendedKeyManager keys) {
                return keys;
            }
        }
        throw new GeneralSecurityException("this Java shows no certificates");
    }

    private static KeyStore empty() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        return store;
    }

    private List<Path> files(String host, String suffix) throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path folder : folders) {
            Path own = folder.resolve(host);
            if (Files.isDirectory(own)) {
                try (Stream<Path> all = Files.list(own)) {
                    files.addAll(all.filter(file -> file.toString().endsWith(suffix))
                            .sorted()
                            .toList());
                }
            }
        }
        return files;
    }

    private static Collection<? extends Certificate> read(Path file) throws IOException, GeneralSecurityException {
        byte[] text = Files.readAllBytes(file);
        return CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(text));
    }

    /** PKCS #8 in PEM. */
    private static PrivateKey key(Path file) throws IOException, GeneralSecurityException {
        String text = Files.readString(file, US_ASCII);
        if (!text.contains("BEGIN PRIVATE KEY")) {
            throw new IOException(
                    file + " is not a private key in PKCS #8: 'openssl pkcs8 -topk8 -nocrypt' makes one of it");
        }
        String body = text.replaceAll("(?s).*-----BEGIN PRIVATE KEY-----(.*?)-----END.*", "$1");
        PKCS8EncodedKeySpec encoded =
                new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(body));
        InvalidKeySpecException last = new InvalidKeySpecException("no kind of key");
        for (String kind : List.of("EC", "RSA", "Ed25519")) {
            try {
                return KeyFactory.getInstance(kind).generatePrivate(encoded);
            } catch (InvalidKeySpecException other) {
                last = other;
            }
        }
        throw last;
    }

    /** For a registry that somebody called insecure. An extended one: the platform checks no host name then either. */
    private static final class Everybody extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
