/**
 * What the files of a data root take on the disk, and whose they are.
 *
 * <p>Read {@link sampan.core.disk.DataRootUse} first: it goes through the whole data root, so that what it finds adds up to what du(1) says. {@link
 * sampan.core.disk.DiskOwner} is one line of it. Nothing here knows of images or containers but how their folders are called.
 */
@NullMarked
package sampan.core.disk;

import org.jspecify.annotations.NullMarked;
