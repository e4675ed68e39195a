/**
 * The OCI runtime specification's {@code config.json}, record by record.
 *
 * <p>Read {@link sampan.oci.spec.Spec} first, then {@link sampan.oci.spec.SpecJson}, which is the only way in and out of
 * JSON. Every record is immutable and named after its section; a property that may be absent is {@code @Nullable} when it
 * is a scalar or a section, and empty when it is a list or a map. Properties this package does not know are not an error:
 * {@link sampan.oci.spec.SpecJson.Parsed#unknown} lists them.
 *
 * <p>Must not know: what any property does. That is the runtime module's business.
 */
@NullMarked
package sampan.oci.spec;

import org.jspecify.annotations.NullMarked;
