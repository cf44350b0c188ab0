package com.tripsage.gateway.settings;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * A sentence for a setting that has to be one of a few values and isn't. Spring Boot's own names the Java class, which whoever
 * configures the gateway doesn't know.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class ChoiceFailureAnalyzer extends AbstractFailureAnalyzer<BindException> {

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BindException cause) {
        Class<?> type = cause.getTarget().getType().resolve(Object.class);
        var property = cause.getProperty();
        if (!type.isEnum() || property == null || !property.getName().toString().startsWith(KnownSettings.PREFIX)) {
            return null;
        }
        String choices = Arrays.stream(type.getEnumConstants())
                .map(choice -> choice.toString().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
        return new FailureAnalysis(
                "%s is '%s', and has to be one of %s.".formatted(property.getName(), property.getValue(), choices),
                null,
                rootFailure);
    }
}
