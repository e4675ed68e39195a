package sampan.cli.go;

import java.util.Map;

/** The types that need no declaration. */
public final class Types {
    public static final GoType INVALID = new GoType.Basic(Kind.INVALID, "invalid", Map.of());
    public static final GoType BOOL = new GoType.Basic(Kind.BOOL, "bool", Map.of());
    public static final GoType INT = new GoType.Basic(Kind.INT, "int", Map.of());
    public static final GoType INT32 = new GoType.Basic(Kind.INT, "int32", Map.of());
    public static final GoType UINT8 = new GoType.Basic(Kind.UINT, "uint8", Map.of());
    public static final GoType UINT64 = new GoType.Basic(Kind.UINT, "uint64", Map.of());
    public static final GoType FLOAT64 = new GoType.Basic(Kind.FLOAT, "float64", Map.of());
    public static final GoType STRING = new GoType.Basic(Kind.STRING, "string", Map.of());
    public static final GoType NUMBER = new GoType.Basic(
            Kind.STRING, "json.Number", Map.of("String", Method.of(number -> Value.of(number.text()))));
    public static final GoType ANY = new GoType.Any();
    public static final GoType STRINGS = new GoType.SliceOf("[]string", STRING);
    public static final GoType ANYS = new GoType.SliceOf("[]interface {}", ANY);
    public static final GoType TREE = new GoType.MapOf("map[string]interface {}", STRING, ANY, Map.of());

    private Types() {}
}
