@NullMarked
package sampan.api;

import org.jspecify.annotations.NullMarked;
