package com.tripsage.gateway.graphql;

import com.tripsage.gateway.budget.CountedText;
import com.tripsage.gateway.budget.Holding;
import com.tripsage.gateway.budget.MemoryRefused;
import com.tripsage.gateway.budget.Use;
import graphql.GraphQLError;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import tools.jackson.core.JacksonException;
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

    public static String text(Object result) {
        return JSON.writeValueAsString(result);
    }

    /** The same, with the memory taken for the text while it grows. */
    public static String text(Object result, Holding memory) {
        var text = new CountedText(memory, Use.EVENTS, COPIES_OF_TEXT, Long.MAX_VALUE);
        try {
            JSON.writeValue(text, result);
        } catch (JacksonException e) {
            MemoryRefused refused = MemoryRefused.behind(e);
            throw refused != null ? refused : e;
        }
        return text.toString();
    }

    /** Errors alone, as an array. */
    public static String errors(List<GraphQLError> errors) {
        return text(errors.stream().map(GraphQLError::toSpecification).toList());
    }

    /** Writes to a stream, and leaves flushing it to whoever owns it. */
    public static void write(OutputStream output, Object result) throws IOException {
        try {
            JSON.writeValue(output, result);
        } catch (JacksonIOException e) {
            throw e.getCause();
        }
    }
}
