package sampan.conformance;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The laws of the architecture that a compiler does not see. */
@AnalyzeClasses(packages = "sampan", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
    @ArchTest
    static final ArchRule PACKAGES_HAVE_NO_CYCLES =
            slices().matching("sampan.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule ONLY_KERNEL_IS_NATIVE = noClasses()
            .that()
            .resideOutsideOfPackage("sampan.kernel..")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.lang.foreign.Linker");

    @ArchTest
    static final ArchRule DESCRIPTOR_NUMBERS_STAY_IN_KERNEL = noClasses()
            .that()
            .resideOutsideOfPackage("sampan.kernel..")
            .should()
            .callMethodWhere(target(owner(name("sampan.kernel.Fd"))).and(target(name("number"))));

    @ArchTest
    static final ArchRule NO_BARE_RUNTIME_EXCEPTIONS =
            noClasses().should().callConstructor(RuntimeException.class, String.class);

    @ArchTest
    static final ArchRule NO_PROCESS_BUILDER =
            noClasses().should().dependOnClassesThat().haveFullyQualifiedName("java.lang.ProcessBuilder");
}
