/**
 * What this kernel and this host lack for each of Sampan's features, and the line that mends it.
 *
 * <p>Read {@link sampan.core.doctor.Examination}: a row a feature, looked up in /proc and /sys when it is asked for. Nothing is changed, loaded or mounted.
 */
@NullMarked
package sampan.core.doctor;

import org.jspecify.annotations.NullMarked;
