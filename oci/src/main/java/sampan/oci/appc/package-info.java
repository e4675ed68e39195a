/**
 * Images of appc (ACI), as rkt ran them: a manifest beside the folder of a root file system, in one archive.
 *
 * <p>Read {@link sampan.oci.appc.AciManifest} first: it turns the manifest into the configuration of an OCI image. {@link sampan.oci.appc.AciArchive} finds
 * the manifest in an archive and makes the image's layer of the rest. What either of them says is a stranger's: isolators, event handlers and the like
 * become labels, which nothing here obeys. How images are kept is not known here.
 *
 * <p>See <a href="https://github.com/appc/spec/blob/master/spec/aci.md">the specification</a>.
 */
@NullMarked
package sampan.oci.appc;

import org.jspecify.annotations.NullMarked;
