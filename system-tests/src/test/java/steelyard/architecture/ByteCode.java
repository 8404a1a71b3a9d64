package steelyard.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.Instruction;
import java.lang.classfile.MethodModel;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Looks for instructions that compute with floating point, or take locks. A constant alone is no computing: libraries
 * take load factors.
 */
final class ByteCode {
    private static final Pattern BANNED = Pattern.compile(
        "[DF](LOAD|STORE|ALOAD|ASTORE|ADD|SUB|MUL|DIV|REM|NEG|CMP|RETURN|2[ILDF]).*|[IL]2[DF]|MONITOR.*");

    private ByteCode() {
    }

    /** Each banned instruction of the class, with its method. */
    static List<String> banned(final JavaClass javaClass) {
        final List<String> found = new ArrayList<>();
        final ClassModel model = parse(javaClass);
        for (final MethodModel method : model.methods()) {
            method.code().ifPresent(code -> code.forEach(element -> {
                if (element instanceof final Instruction instruction && isBanned(instruction)) {
                    found.add(javaClass.getName() + "." + method.methodName() + ": " + instruction.opcode());
                }
            }));
        }
        return found;
    }

    private static boolean isBanned(final Instruction instruction) {
        return BANNED.matcher(instruction.opcode().name()).matches();
    }

    private static ClassModel parse(final JavaClass javaClass) {
        final String name = "/" + javaClass.getName().replace('.', '/') + ".class";
        try (InputStream in = ByteCode.class.getResourceAsStream(name)) {
            return ClassFile.of().parse(in.readAllBytes());
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
