package com.tripsage.gateway.http;

import com.tripsage.gateway.graphql.RefusalLog;
import com.tripsage.gateway.graphql.ResultJson;
import com.tripsage.gateway.refusal.ErrorCode;
import com.tripsage.gateway.refusal.GraphQlErrors;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes answers, straight to the response. */
public final class AnswerWriter {

    /** Beside UNAUTHENTICATED where a token counted until its time was over: a client gets a new one, and tries again. */
    static final Map<String, Object> TOKEN_EXPIRED = Map.of("reason", "TOKEN_EXPIRED");

    private AnswerWriter() {}

    static void write(HttpServletResponse response, AnswerType type, int status, Map<String, Object> answer)
            throws IOException {
        response.setStatus(status);
        response.setContentType(type.contentType());
        ResultJson.write(response.getOutputStream(), answer);
    }

    /** A result, of which the client has to take all in time: it is held until then. */
    static void write(
            HttpServletResponse response, AnswerType type, int status, Map<String, Object> result, Duration timeout)
            throws IOException {
        response.setStatus(status);
        response.setContentType(type.contentType());
        ResultJson.write(new TimedOutput(response.getOutputStream(), timeout), result);
    }

    /** An error in the type the client asked for, or JSON where it asked for something else. */
    public static void writeError(
            HttpServletRequest request, HttpServletResponse response, int status, ErrorCode code, String message)
            throws IOException {
        writeError(request, response, status, code, message, Map.of());
    }

    /** The same with more in the error's extensions. */
    static void writeError(
            HttpServletRequest request,
            HttpServletResponse response,
            int status,
            ErrorCode code,
            String message,
            Map<String, Object> details)
            throws IOException {
        String requestId = RequestId.of(request);
        response.setHeader(RequestId.HEADER, requestId);
        RefusalLog.refused(requestId, Set.of(code.name()));
        write(
                response,
                AnswerType.ofRefusal(request),
                status,
                Map.of("errors", List.of(GraphQlErrors.of(code, message, details, requestId))));
    }

    /** A refusal, with its headers. */
    public static void writeRefusal(HttpServletRequest request, HttpServletResponse response, RequestRefused refusal)
            throws IOException {
        refusal.headers().forEach(response::setHeader);
        writeError(request, response, refusal.status().value(), refusal.code(), refusal.sentence(), refusal.details());
    }
}
