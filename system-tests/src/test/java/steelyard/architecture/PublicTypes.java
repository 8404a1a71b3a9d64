package steelyard.architecture;

import static com.tngtech.archunit.core.domain.JavaModifier.PUBLIC;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds top-level types that are public without need: no other package uses them, they are no exception, and no public
 * member of a public type that is needed names them.
 */
final class PublicTypes {
    private final Set<JavaClass> unneeded = new HashSet<>();
    private final Deque<JavaClass> needed = new ArrayDeque<>();

    private PublicTypes(final JavaClasses classes) {
        for (final JavaClass type : classes) {
            if (type.getModifiers().contains(PUBLIC) && !type.isNestedClass()) {
                unneeded.add(type);
            }
        }
    }

    /** The public types among {@code classes} that need not be public. */
    static Set<JavaClass> unneeded(final JavaClasses classes) {
        final PublicTypes types = new PublicTypes(classes);
        Set.copyOf(types.unneeded).stream().filter(PublicTypes::isUsedOutside).forEach(types::need);
        while (!types.needed.isEmpty()) {
            named(types.needed.remove()).map(JavaClass::getBaseComponentType).forEach(types::need);
        }
        return types.unneeded;
    }

    private void need(final JavaClass type) {
        if (unneeded.remove(type)) {
            needed.add(type);
        }
    }

    private static boolean isUsedOutside(final JavaClass type) {
        return type.isAssignableTo(Throwable.class)
            || type.tryGetMethod("main", String[].class).isPresent()
            || type.getDirectDependenciesToSelf().stream().map(Dependency::getOriginClass)
                .anyMatch(user -> !user.getPackageName().equals(type.getPackageName()));
    }

    private static Stream<JavaClass> named(final JavaClass type) {
        final Stream<JavaClass> units = type.getCodeUnits().stream()
            .filter(unit -> unit.getModifiers().contains(PUBLIC))
            .flatMap(PublicTypes::named);
        final Stream<JavaClass> fields = type.getFields().stream()
            .filter(field -> field.getModifiers().contains(PUBLIC))
            .map(JavaField::getRawType);
        return Stream.of(units, fields, type.getAllRawInterfaces().stream(), type.getRawSuperclass().stream())
            .flatMap(stream -> stream);
    }

    private static Stream<JavaClass> named(final JavaCodeUnit unit) {
        return Stream.concat(Stream.of(unit.getRawReturnType()), unit.getRawParameterTypes().stream());
    }
}
