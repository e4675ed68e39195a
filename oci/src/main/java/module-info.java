/** The OCI specifications: runtime and image records, references, digests, the content store, layers. */
module sampan.oci {
    requires transitive sampan.kernel;
    requires transitive tools.jackson.databind;
    requires org.apache.commons.compress;
    requires static org.jspecify;
}
