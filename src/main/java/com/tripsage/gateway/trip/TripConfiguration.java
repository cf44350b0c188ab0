package com.tripsage.gateway.trip;

import com.tripsage.gateway.embedding.EmbeddedField;
import com.tripsage.gateway.embedding.Purpose;
import com.tripsage.gateway.value.Blank;
import java.util.List;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Which fields about trips need vectors of texts. */
@Configuration(proxyBeanMethods = false)
class TripConfiguration {

    @Bean
    EmbeddedField createdDescription() {
        return new EmbeddedField(
                "createTrip", Purpose.DOCUMENT, arguments -> textOf(arguments, "input", "description"));
    }

    @Bean
    EmbeddedField updatedDescription() {
        return new EmbeddedField(
                "updateTrip", Purpose.DOCUMENT, arguments -> textOf(arguments, "input", "description"));
    }

    @Bean
    EmbeddedField likeText() {
        return new EmbeddedField("similarTrips", Purpose.QUERY, arguments -> textOf(arguments, "like", "text"));
    }

    private static List<String> textOf(Map<String, Object> arguments, String argument, String field) {
        return arguments.get(argument) instanceof Map<?, ?> input
                        && input.get(field) instanceof String text
                        && !Blank.isBlank(text)
                ? List.of(text)
                : List.of();
    }
}
