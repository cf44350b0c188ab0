package com.tripsage.gateway.memory;

import com.tripsage.gateway.embedding.EmbeddedField;
import com.tripsage.gateway.embedding.Purpose;
import com.tripsage.gateway.value.Blank;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Which fields about memories need vectors of texts. */
@Configuration(proxyBeanMethods = false)
class MemoryConfiguration {

    @Bean
    EmbeddedField addedMemory() {
        return new EmbeddedField("addMemory", Purpose.DOCUMENT, arguments -> textOf(arguments.get("input"))
                .toList());
    }

    @Bean
    EmbeddedField addedMemories() {
        return new EmbeddedField(
                "addMemories",
                Purpose.DOCUMENT,
                arguments -> arguments.get("inputs") instanceof List<?> inputs
                                && inputs.size() <= MemoryController.MAX_INPUTS
                        ? inputs.stream().flatMap(MemoryConfiguration::textOf).toList()
                        : List.of());
    }

    @Bean
    EmbeddedField updatedMemory() {
        return new EmbeddedField("updateMemory", Purpose.DOCUMENT, arguments -> textOf(arguments.get("input"))
                .toList());
    }

    @Bean
    EmbeddedField searchedText() {
        return new EmbeddedField(
                "searchMemories",
                Purpose.QUERY,
                arguments -> SearchMode.KEYWORD.name().equals(arguments.get("mode"))
                        ? List.of()
                        : textOf(arguments.get("query")).toList());
    }

    private static Stream<String> textOf(@Nullable Object input) {
        return input instanceof Map<?, ?> fields
                        && fields.get("embedding") == null
                        && fields.get("text") instanceof String text
                        && !Blank.isBlank(text)
                ? Stream.of(text)
                : Stream.empty();
    }
}
