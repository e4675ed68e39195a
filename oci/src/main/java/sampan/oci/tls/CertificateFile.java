package sampan.oci.tls;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;

/** X.509 certificates in a file, of PEM or DER (RFC 5280). */
public final class CertificateFile {
    private CertificateFile() {}

    /**
     * All that a text holds, in its order; maybe none.
     *
     * @throws CertificateException when one is malformed
     */
    public static List<X509Certificate> parse(byte[] text) throws CertificateException {
        return CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(text)).stream()
                .map(X509Certificate.class::cast)
                .toList();
    }
}
