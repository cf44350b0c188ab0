package com.tripsage.gateway.http;

import com.tripsage.gateway.graphql.ErrorCode;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/** Writes answers, straight to the response. */
final class AnswerWriter {

    /** Flushing is left to the server, which tells the length of an answer that fits its buffer. */
    private static final ObjectWriter JSON = JsonMapper.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET, StreamWriteFeature.FLUSH_PASSED_TO_STREAM)
            .build()
            .writer();

    private AnswerWriter() {}

    static void write(HttpServletResponse response, AnswerType type, int status, Map<String, Object> answer)
            throws IOException {
        response.setStatus(status);
        response.setContentType(type.contentType());
        try {
            JSON.writeValue(response.getOutputStream(), answer);
        } catch (JacksonIOException clientHasGone) {
            throw clientHasGone.getCause();
        }
    }

    /** An error in the type the client asked for, or JSON where it asked for something else. */
    static void writeError(
            HttpServletRequest request, HttpServletResponse response, int status, ErrorCode code, String message)
            throws IOException {
        String requestId = RequestId.of(request);
        response.setHeader(RequestId.HEADER, requestId);
        AnswerType type = AnswerType.acceptedBy(request).orElse(AnswerType.JSON);
        Map<String, Object> error =
                Map.of("message", message, "extensions", Map.of("code", code, "requestId", requestId));
        write(response, type, status, Map.of("errors", List.of(error)));
    }
}
