/**
 * Archives of images: what {@code docker save} wrote in all its versions, and OCI layouts in a tar.
 *
 * <p>Read {@link sampan.oci.archive.ImageArchive} first: it finds out which kind an archive is and what images it says it holds. {@link
 * sampan.oci.archive.ArchiveWriter} writes one that old and new readers understand.
 *
 * <p>Nothing here unpacks a layer or keeps anything: an archive is a claim, which is checked against digests before anybody acts on it.
 */
@NullMarked
package sampan.oci.archive;

import org.jspecify.annotations.NullMarked;
