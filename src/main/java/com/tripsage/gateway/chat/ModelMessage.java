package com.tripsage.gateway.chat;

import com.tripsage.gateway.value.Columns;
import com.tripsage.gateway.value.Json;
import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/** A constraint on JSON: a message as the API of a model has it, of a known role, that says something. */
@Target({ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER})
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = ModelMessage.Check.class)
@interface ModelMessage {

    String message() default "is no message of a model";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** The look at the outermost fields, which holds none of them. */
    class Check implements ConstraintValidator<ModelMessage, Json> {

        private static final Set<String> ROLES =
                Stream.of(ChatRole.values()).map(Columns::lowerCase).collect(Collectors.toUnmodifiableSet());

        private static final int LONGEST = 1_000_000;
        private static final int LONGEST_NAME = 255;

        /** Fields that say who speaks, and not what. */
        private static final Set<String> ADDRESS = Set.of("role", "name", "tool_call_id");

        @Override
        public boolean isValid(@Nullable Json message, ConstraintValidatorContext context) {
            String problem = message == null ? null : problem(message);
            if (problem == null) {
                return true;
            }
            context.disableDefaultConstraintViolation();
            context.buildConstraintViolationWithTemplate(problem).addConstraintViolation();
            return false;
        }

        private static @Nullable String problem(Json message) {
            if (!message.isObject()) {
                return "must be an object";
            }
            String role = null;
            boolean namesCall = false;
            boolean saysSomething = false;
            try (JsonParser json = JsonMapper.shared().createParser(message.text())) {
                json.nextToken();
                for (String field = json.nextName(); field != null; field = json.nextName()) {
                    JsonToken value = json.nextToken();
                    boolean isText = value == JsonToken.VALUE_STRING;
                    switch (field) {
                        case "role" -> role = isText ? json.getString() : null;
                        case "tool_call_id", "name" -> {
                            if (isText && isLonger(json, LONGEST_NAME)) {
                                return "must have at most 255 characters of " + field;
                            }
                            namesCall |= isText && field.equals("tool_call_id");
                        }
                        case "content" -> {
                            boolean isTooLong = isText
                                    ? isLonger(json, LONGEST)
                                    : value == JsonToken.START_ARRAY && lengthOfParts(json) > LONGEST;
                            if (isTooLong) {
                                return "must have at most 1,000,000 characters of content";
                            }
                            if (!isText && value != JsonToken.START_ARRAY && value != JsonToken.VALUE_NULL) {
                                return "must have a text, a list of parts or null as content";
                            }
                        }
                        default -> {}
                    }
                    saysSomething |= value != JsonToken.VALUE_NULL && !ADDRESS.contains(field);
                    json.skipChildren();
                }
            }
            if (role == null || !ROLES.contains(role)) {
                return "must have a role: "
                        + String.join(", ", ROLES.stream().sorted().toList());
            }
            if (role.equals("tool") && !namesCall) {
                return "must have a tool_call_id, as a message of a tool";
            }
            return saysSomething ? null : "must have content, tool calls, or something else to say";
        }

        /** The characters of a content in parts: of the texts of all, one a line. */
        private static long lengthOfParts(JsonParser json) {
            long length = -1;
            while (json.nextToken() != JsonToken.END_ARRAY) {
                boolean isObject = json.currentToken() == JsonToken.START_OBJECT;
                for (String field = isObject ? json.nextName() : null; field != null; field = json.nextName()) {
                    if (json.nextToken() == JsonToken.VALUE_STRING && field.equals("text")) {
                        length += json.getString().codePoints().count() + 1;
                    }
                    json.skipChildren();
                }
                json.skipChildren();
            }
            return length;
        }

        private static boolean isLonger(JsonParser json, int most) {
            return json.getStringLength() > most
                    && json.getString().codePoints().count() > most;
        }
    }
}
