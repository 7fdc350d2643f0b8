package dev.terrace.flags;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/*
 * Answers the methods of an interface. All that can be known was found out when the interface was read, so a call is one
 * look-up and the evaluation; no member is called by reflection but default methods of the interface.
 */
/** Thread-safe. */
final class BoundFlags implements InvocationHandler {

    private final FlagInterface type;
    private final Map<Method, FlagInterface.Call> calls;
    private final Answering answering;

    /** What evaluates a method's flag. */
    @FunctionalInterface
    interface Answering {
        @Nullable
        Object answer(FlagInterface.Call call, @Nullable Object argument);
    }

    BoundFlags(FlagInterface type, Answering answering) {
        this.type = type;
        this.calls = type.calls();
        this.answering = answering;
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // a proxy equals itself alone
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        FlagInterface.Call call = calls.get(method);
        if (call != null) {
            return answering.answer(call, arguments == null ? null : arguments[0]);
        }
        if (method.isDefault()) {
            return InvocationHandler.invokeDefault(proxy, method, arguments);
        }
        return switch (method.getName()) { // the three of Object that a proxy hands on
            case "equals" -> arguments != null && proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> type.name() + " bound to flags";
        };
    }
}
