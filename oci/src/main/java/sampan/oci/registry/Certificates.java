package sampan.oci.registry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import sampan.oci.tls.CertificateFile;
import sampan.oci.tls.OwnKeys;
import sampan.oci.tls.PrivateKeyFile;
import sampan.oci.tls.Trust;

/**
 * Who is believed to be whom. The host's own authorities, and for one registry those in its folder {@code certs.d/HOST}: {@code *.crt} are
 * authorities, {@code NAME.cert} with {@code NAME.key} is what this side shows (containers-certs.d(5)).
 */
final class Certificates {
    private static final List<Path> BUNDLES = List.of(
            Path.of("/etc/ssl/certs/ca-certificates.crt"),
            Path.of("/etc/pki/tls/certs/ca-bundle.crt"),
            Path.of("/etc/ssl/cert.pem"));
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
            TrustManager[] trust = insecure ? Trust.inAnybody() : trust(host);
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

    private TrustManager[] trust(String host) throws IOException, GeneralSecurityException {
        List<X509Certificate> authorities = new ArrayList<>();
        for (Path file : files(host, ".crt")) {
            authorities.addAll(CertificateFile.parse(Files.readAllBytes(file)));
        }
        for (Path bundle : BUNDLES) {
            if (Files.isReadable(bundle)) {
                authorities.addAll(CertificateFile.parse(Files.readAllBytes(bundle)));
                break;
            }
        }
        return Trust.in(authorities);
    }

    private X509ExtendedKeyManager keys(String host) throws IOException, GeneralSecurityException {
        OwnKeys own = new OwnKeys();
        for (Path file : files(host, CERTIFICATE)) {
            String name = file.getFileName().toString();
            Path key = file.resolveSibling(name.substring(0, name.length() - CERTIFICATE.length()) + ".key");
            if (!Files.exists(key)) {
                throw new IOException("missing key " + key.getFileName() + " for client certificate " + name
                        + ". CA certificates must use the extension .crt");
            }
            own.add(
                    name,
                    PrivateKeyFile.parse(key.toString(), Files.readAllBytes(key)),
                    CertificateFile.parse(Files.readAllBytes(file)));
        }
        for (KeyManager manager : own.managers()) {
            if (manager instanceof X509ExtendedKeyManager keys) {
                return keys;
            }
        }
        throw new GeneralSecurityException("this Java shows no certificates");
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
}
