package io.github.cards4j.spring.internal.actuator;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.InvocationContext;
import org.springframework.boot.actuate.endpoint.OperationType;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.invoke.OperationInvoker;
import org.springframework.boot.actuate.endpoint.invoke.OperationInvokerAdvisor;
import org.springframework.boot.actuate.endpoint.invoke.OperationParameters;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

/**
 * Stands before {@link CardsEndpoint}: an operation that writes gets all that was sent, so that it can refuse a misspelt name,
 * which Spring Boot would ignore; and what is refused is answered in words, where Spring Boot answers a bare 400.
 */
public final class CardsEndpointCalls implements OperationInvokerAdvisor {

    private static final EndpointId ID = EndpointId.of(CardsEndpoint.ID);
    private static final String PROFILE = CardsEndpoint.SELECTOR;
    private static final String VALUES = "values";

    @Override
    public OperationInvoker apply(
            EndpointId id, OperationType type, OperationParameters parameters, OperationInvoker invoker) {
        if (!id.equals(ID)) {
            return invoker;
        }
        boolean ofProfile =
                parameters.stream().anyMatch(parameter -> parameter.getName().equals(PROFILE));
        return switch (type) {
            case READ -> context -> answer(invoker, context);
            case WRITE -> context -> answer(invoker, collected(context, ofProfile));
            case DELETE -> context -> answer(removing(invoker), context);
        };
    }

    /** The path alone says what is removed. */
    private static OperationInvoker removing(OperationInvoker invoker) {
        return context -> {
            Set<String> more = new TreeSet<>(context.getArguments().keySet());
            more.remove(PROFILE);
            if (!more.isEmpty()) {
                String message = "unknown " + String.join(", ", more) + ": the path names the profile to remove";
                throw new InvalidEndpointRequestException(message, message);
            }
            return invoker.invoke(context);
        };
    }

    private static InvocationContext collected(InvocationContext context, boolean ofProfile) {
        Map<String, Object> values = new HashMap<>(context.getArguments());
        Map<String, Object> arguments = new HashMap<>();
        arguments.put(VALUES, values);
        Object profile = ofProfile ? values.remove(PROFILE) : null;
        if (profile != null) {
            arguments.put(PROFILE, profile);
        }
        return new InvocationContext(
                Objects.requireNonNullElse(context.resolveArgument(SecurityContext.class), SecurityContext.NONE),
                arguments);
    }

    private static Object answer(OperationInvoker invoker, InvocationContext context) {
        try {
            return invoker.invoke(context);
        } catch (NotReadyException e) {
            return refusal(WebEndpointResponse.STATUS_SERVICE_UNAVAILABLE, EngineView.message(e));
        } catch (InvalidEndpointRequestException e) {
            return refusal(WebEndpointResponse.STATUS_BAD_REQUEST, EngineView.message(e));
        }
    }

    static WebEndpointResponse<Map<String, Object>> refusal(int status, String message) {
        return new WebEndpointResponse<>(Map.of("status", status, "error", message), status);
    }
}
