package sampan.api;

import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sampan.core.error.EngineException;

/**
 * How ports are served with TLS 1.2 or 1.3.
 *
 * @param certificate file of the server's certificates, its own first
 * @param key file of its key
 * @param authority file of the certificates that clients' are signed by
 * @param verify only clients with such a certificate are served
 */
public record ServerTls(Path certificate, Path key, Path authority, boolean verify) {
    private static final Pattern PEM = Pattern.compile("-----BEGIN ([A-Z ]*PRIVATE KEY)-----([^-]*)-----END");
    /** PrivateKeyInfo of RFC 5208 before an RSAPrivateKey: version 0 and the algorithm. */
    private static final byte[] RSA_HEADER = {
        2, 1, 0, 48, 13, 6, 9, 42, (byte) 134, 72, (byte) 134, (byte) 247, 13, 1, 1, 1, 5, 0
    };

    /** Reads the files. */
    SslContext context() {
        try {
            SslContextBuilder builder = SslContextBuilder.forServer(privateKey(), certificates(certificate))
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

    private static String read(Path file) throws IOException {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (java.nio.file.NoSuchFileException missing) {
            throw new IOException("could not read " + file + ": no such file or directory", missing);
        }
    }

    private static List<X509Certificate> certificates(Path file) throws IOException, GeneralSecurityException {
        var stream = new ByteArrayInputStream(read(file).getBytes(StandardCharsets.ISO_8859_1));
        List<X509Certificate> all = CertificateFactory.getInstance("X.509").generateCertificates(stream).stream()
                .map(X509Certificate.class::cast)
                .toList();
        if (all.isEmpty()) {
            throw new IOException("no certificate in " + file);
        }
        return all;
    }

    private PrivateKey privateKey() throws IOException, GeneralSecurityException {
        Matcher found = PEM.matcher(read(key));
        if (!found.find()) {
            throw new IOException("no private key in " + key);
        }
        byte[] der = Base64.getMimeDecoder().decode(found.group(2));
        byte[] info = switch (found.group(1)) {
            case "PRIVATE KEY" -> der;
            case "RSA PRIVATE KEY" -> wrapped(der);
            default ->
                throw new IOException(key + " holds a " + found.group(1)
                        + "; openssl pkcs8 -topk8 -nocrypt makes a form of it that can be read");
        };
        var spec = new java.security.spec.PKCS8EncodedKeySpec(info);
        GeneralSecurityException last = new GeneralSecurityException("no kind of key that is known in " + key);
        for (String algorithm : List.of("RSA", "EC", "EdDSA")) {
            try {
                return java.security.KeyFactory.getInstance(algorithm).generatePrivate(spec);
            } catch (java.security.spec.InvalidKeySpecException other) {
                last.addSuppressed(other);
            }
        }
        throw last;
    }

    private static byte[] wrapped(byte[] rsa) {
        return tagged(48, RSA_HEADER, tagged(4, rsa));
    }

    /** A value of DER with a length in the long form. */
    private static byte[] tagged(int tag, byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        var buffer = java.nio.ByteBuffer.allocate(length + 5);
        buffer.put((byte) tag).put((byte) 0x83).put((byte) (length >> 16)).putShort((short) length);
        for (byte[] part : parts) {
            buffer.put(part);
        }
        return buffer.array();
    }
}
