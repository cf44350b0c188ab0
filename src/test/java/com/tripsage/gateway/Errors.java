package com.tripsage.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.springframework.graphql.ResponseError;

/** What a test expects of an operation's errors. */
public final class Errors {

    private Errors() {}

    /** One error with this code. */
    public static Consumer<List<ResponseError>> code(String code) {
        return errors -> assertThat(errors).singleElement().satisfies(error -> {
            assertThat(error.getExtensions()).containsEntry("code", code);
            assertThat(error.getExtensions().get("requestId")).asString().isNotBlank();
        });
    }

    /** One BAD_USER_INPUT that blames exactly these paths. */
    public static Consumer<List<ResponseError>> violations(String... paths) {
        return errors -> {
            code("BAD_USER_INPUT").accept(errors);
            assertThat(errors.get(0).getExtensions().get("violations"))
                    .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.list(Map.class))
                    .extracting(violation -> violation.get("path"))
                    .containsExactlyInAnyOrder((Object[]) paths);
        };
    }
}
