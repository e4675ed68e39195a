@NullMarked
package sampan.daemon;

import org.jspecify.annotations.NullMarked;
