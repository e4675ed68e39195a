package sampan.api;

import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import sampan.core.error.EngineException;
import sampan.oci.tls.CertificateFile;
import sampan.oci.tls.PrivateKeyFile;

/**
 * How ports are served with TLS 1.2 or 1.3.
 *
 * @param certificate file of the server's certificates, its own first
 * @param key file of its key
 * @param authority file of the certificates that clients' are signed by
 * @param verify only clients with such a certificate are served
 */
public record ServerTls(Path certificate, Path key, Path authority, boolean verify) {
    /** Reads the files. */
    SslContext context() {
        try {
            SslContextBuilder builder = SslContextBuilder.forServer(
                            PrivateKeyFile.parse(key.toString(), read(key)), certificates(certificate))
                    .sslProvider(SslProvider.JDK)
                    .protocols("TLSv1.3", "TLSv1.2");
            if (verify) {
                builder.trustManager(certificates(authority)).clientAuth(ClientAuth.REQUIRE);
            }
            return builder.build();
        } catch (GeneralSecurityException | IOException | IllegalArgumentException wrong) {
            throw new EngineException.InvalidArgument("invalid TLS configuration: " + wrong.getMessage());
        }
    }

    private static byte[] read(Path file) throws IOException {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException missing) {
            throw new IOException("could not read " + file + ": no such file or directory", missing);
        }
    }

    private static List<X509Certificate> certificates(Path file) throws IOException, GeneralSecurityException {
        List<X509Certificate> all = CertificateFile.parse(read(file));
        if (all.isEmpty()) {
            throw new IOException("no certificate in " + file);
        }
        return all;
    }
}
