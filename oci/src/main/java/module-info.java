/** The OCI specifications: runtime and image records, references, digests, the content store, layers. */
module sampan.oci {
    requires transitive sampan.kernel;
    requires transitive tools.jackson.databind;
    requires com.github.luben.zstd_jni;
    requires org.apache.commons.compress;
    requires java.net.http;
    requires org.bouncycastle.pg;
    requires org.bouncycastle.provider;
    requires org.tukaani.xz;
    requires static org.jspecify;

    exports sampan.oci.appc;
    exports sampan.oci.archive;
    exports sampan.oci.image;
    exports sampan.oci.layer;
    exports sampan.oci.registry;
    exports sampan.oci.signature;
    exports sampan.oci.spec;
    exports sampan.oci.store;
    exports sampan.oci.tls;
}
