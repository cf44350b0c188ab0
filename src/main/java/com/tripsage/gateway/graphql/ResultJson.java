package com.tripsage.gateway.graphql;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.tripsage.gateway.budget.Holding;
import com.tripsage.gateway.budget.Use;
import com.tripsage.gateway.execution.JsonData;
import graphql.ExecutionResult;
import graphql.GraphQLError;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/** The results of operations as JSON. */
public final class ResultJson {

    private static final ObjectWriter JSON = JsonMapper.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET, StreamWriteFeature.FLUSH_PASSED_TO_STREAM)
            .build()
            .writer();

    /** How often a transport holds a text: while it grows, as a message, and as bytes. */
    public static final int COPIES_OF_TEXT = 4;

    private ResultJson() {}

    public static String text(Object value) {
        return JSON.writeValueAsString(value);
    }

    public static String text(ExecutionResult result) {
        return result.getData() instanceof JsonData data
                ? before(result) + data + after(result)
                : text(result.toSpecification());
    }

    /** The same, with the memory taken for the text before it is made. */
    public static String text(ExecutionResult result, Holding memory) {
        if (result.getData() instanceof JsonData data) {
            memory.take(Use.EVENTS, (long) COPIES_OF_TEXT * data.length());
        }
        return text(result);
    }

    /** The bytes of a result that has nothing but data; null of another one. */
    public static @Nullable ByteBuffer whole(ExecutionResult result) {
        boolean isWhole = result.getErrors().isEmpty()
                && (result.getExtensions() == null || result.getExtensions().isEmpty());
        return isWhole && result.getData() instanceof JsonData data ? data.result() : null;
    }

    /** Errors alone, as an array. */
    public static String errors(List<GraphQLError> errors) {
        return text(errors.stream().map(GraphQLError::toSpecification).toList());
    }

    /** Writes to a stream, and leaves flushing it to whoever owns it. */
    public static void write(OutputStream output, ExecutionResult result) throws IOException {
        if (result.getData() instanceof JsonData data) {
            output.write(before(result).getBytes(UTF_8));
            data.writeTo(output);
            output.write(after(result).getBytes(UTF_8));
        } else {
            write(output, result.toSpecification());
        }
    }

    public static void write(OutputStream output, Map<String, Object> value) throws IOException {
        try {
            JSON.writeValue(output, value);
        } catch (JacksonIOException e) {
            throw e.getCause();
        }
    }

    private static String before(ExecutionResult result) {
        return result.getErrors().isEmpty() ? "{\"data\":" : "{\"errors\":" + errors(result.getErrors()) + ",\"data\":";
    }

    private static String after(ExecutionResult result) {
        Map<Object, Object> extensions = result.getExtensions();
        return extensions == null || extensions.isEmpty() ? "}" : ",\"extensions\":" + text(extensions) + "}";
    }
}
