package sampan.runtime.launch;

/** A part of the specification, turned into steps. */
@FunctionalInterface
interface Section {
    void compile(Launch launch);
}
