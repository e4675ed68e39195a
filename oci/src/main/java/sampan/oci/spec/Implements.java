package sampan.oci.spec;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names the section of the runtime specification that a type carries out, as in {@code @Implements("config.md#hostname")}.
 *
 * <p>{@link #properties} lists the schema's properties it answers for, as dotted paths ({@code linux.resources.memory}
 * stands for all below it). A test reads the schemas and fails for a property nobody answers for.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Repeatable(Implements.All.class)
public @interface Implements {
    String value();

    String[] properties() default {};

    /** Several sections carried out by one type. */
    @Documented
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @interface All {
        Implements[] value();
    }
}
