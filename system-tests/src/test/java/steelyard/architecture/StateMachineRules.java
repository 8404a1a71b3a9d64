package steelyard.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaModifier.SYNCHRONIZED;
import static com.tngtech.archunit.core.domain.JavaModifier.VOLATILE;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What the modules of the state machine must not contain: anything that could make two runs of the same log differ, or
 * that waits. Calls and types are looked up by name, arithmetic and locks in the byte code.
 */
final class StateMachineRules {
    private static final Set<String> PACKAGES = Set.of(
        "java.lang", "java.lang.annotation", "java.lang.invoke", "java.lang.runtime", "java.util",
        "java.util.function");
    private static final Set<String> TYPES = Set.of(
        "java.nio.ByteBuffer", "java.nio.ByteOrder", "java.nio.charset.Charset", "java.nio.charset.StandardCharsets",
        "java.security.MessageDigest", "java.security.NoSuchAlgorithmException", "java.util.concurrent.TimeUnit");
    private static final Set<String> BUFFERS =
        Set.of("org.agrona.concurrent.UnsafeBuffer", "org.agrona.concurrent.AtomicBuffer");
    private static final Set<String> DECIMALS = Set.of("java.lang.Double", "java.lang.Float", "java.math.BigDecimal");
    private static final Set<String> FLOATING_POINT = Set.of("double", "float");
    private static final Set<String> WALKS = Set.of(
        "entrySet", "keySet", "values", "iterator", "spliterator", "stream", "parallelStream", "forEach", "forEachInt",
        "forEachLong", "forEachIntLong", "intForEach", "longForEach", "intLongForEach", "longIntForEach",
        "longLongForEach", "intIntForEach", "removeIf", "replaceAll", "toArray", "toString", "hashCode");

    private StateMachineRules() {
    }

    /** Each rule, by what it forbids, over the classes {@code in} the state machine. */
    static Map<String, ArchRule> over(final DescribedPredicate<JavaClass> in) {
        return Map.of(
            "libraries", classes().that(in).should().onlyDependOnClassesThat(describe(
                "are Steelyard's, plain Java's or Agrona's", StateMachineRules::isAllowed)),
            "threads", noClasses().that(in).should().dependOnClassesThat(describe(
                "stand for threads or processes", StateMachineRules::isThread)),
            "synchronized", noMethods().that().areDeclaredInClassesThat(in).should().haveModifier(SYNCHRONIZED)
                .allowEmptyShould(true),
            "volatile", noFields().that().areDeclaredInClassesThat(in).should().haveModifier(VOLATILE)
                .allowEmptyShould(true),
            "chance", noClasses().that(in).should().dependOnClassesThat(describe(
                "are made by chance", type -> type.getName().matches("java\\.util\\.(\\w*Random\\w*|UUID)"))),
            "system", noClasses().that(in).should().accessTargetWhere(describe(
                "asks the system", StateMachineRules::asksSystem)),
            "walks", noClasses().that(in).should().callMethodWhere(describe(
                "walks over a hash map", StateMachineRules::isWalk)),
            "decimals", noClasses().that(in).should().dependOnClassesThat(describe(
                "are boxed or decimal", type -> DECIMALS.contains(type.getBaseComponentType().getName()))),
            "floating point members", classes().that(in).should(report(
                "have no floating point member", StateMachineRules::floatingPointMembers)),
            "floating point arithmetic and locks", classes().that(in).should(report(
                "neither compute with floating point nor take locks", ByteCode::banned)));
    }

    private static boolean isAllowed(final JavaClass type) {
        final String packageName = type.getBaseComponentType().getPackageName();
        return type.getBaseComponentType().isPrimitive()
            || PACKAGES.contains(packageName)
            || TYPES.contains(type.getName())
            || packageName.startsWith("steelyard.")
            || packageName.startsWith("org.agrona");
    }

    private static boolean isThread(final JavaClass type) {
        final String name = type.getName();
        return name.matches("java\\.lang\\.(Thread|\\w*ThreadLocal|ScopedValue|Runtime|Process)\\b.*")
            || name.matches("java\\.util\\.Timer\\w*")
            || type.getPackageName().startsWith("org.agrona.concurrent") && !BUFFERS.contains(name);
    }

    private static boolean asksSystem(final JavaAccess<?> access) {
        final JavaClass owner = access.getTargetOwner();
        return owner.isEquivalentTo(System.class) && !access.getName().equals("arraycopy")
            || owner.isEquivalentTo(Math.class) && access.getName().equals("random");
    }

    private static boolean isWalk(final JavaCall<?> call) {
        return isHashed(call.getTargetOwner()) && WALKS.contains(call.getName());
    }

    private static boolean isHashed(final JavaClass owner) {
        return owner.getPackageName().equals("org.agrona.collections") && owner.getSimpleName().matches(".*(Map|Set)")
            || owner.isAssignableTo(HashMap.class)
            || owner.isAssignableTo(HashSet.class)
            || owner.isAssignableTo(IdentityHashMap.class)
            || owner.isEquivalentTo(Map.class)
            || owner.isEquivalentTo(Set.class);
    }

    private static List<String> floatingPointMembers(final JavaClass javaClass) {
        final Stream<JavaField> fields =
            javaClass.getFields().stream().filter(field -> isFloatingPoint(field.getRawType()));
        final Stream<JavaCodeUnit> units = javaClass.getCodeUnits().stream().filter(unit ->
            isFloatingPoint(unit.getRawReturnType())
                || unit.getRawParameterTypes().stream().anyMatch(StateMachineRules::isFloatingPoint));
        return Stream.concat(fields, units).map(JavaMember::getFullName).toList();
    }

    private static boolean isFloatingPoint(final JavaClass type) {
        return FLOATING_POINT.contains(type.getBaseComponentType().getName());
    }

    private static ArchCondition<JavaClass> report(
        final String description, final Function<JavaClass, List<String>> violations) {
        return new ArchCondition<>(description) {
            @Override
            public void check(final JavaClass javaClass, final ConditionEvents events) {
                for (final String violation : violations.apply(javaClass)) {
                    events.add(SimpleConditionEvent.violated(javaClass, violation));
                }
            }
        };
    }
}
