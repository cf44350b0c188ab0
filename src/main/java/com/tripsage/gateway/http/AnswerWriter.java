package com.tripsage.gateway.http;

import com.tripsage.gateway.graphql.RefusalLog;
import com.tripsage.gateway.graphql.ResultJson;
import com.tripsage.gateway.refusal.ErrorCode;
import com.tripsage.gateway.refusal.GraphQlErrors;
import com.tripsage.gateway.request.RequestRefused;
import graphql.ExecutionResult;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/** A writer of answers, straight to the response. */
public final class AnswerWriter {

    private AnswerWriter() {}

    /** Writes a result. */
    static void write(Exchange exchange, AnswerType type, int status, ExecutionResult result, Duration timeout)
            throws IOException {
        ByteBuffer whole = ResultJson.whole(result);
        if (whole != null && !exchange.request().getMethod().equals("POST") && isKnown(exchange, type, whole)) {
            exchange.response().setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            return;
        }
        begin(exchange.response(), type, status);
        var output = new AnswerOutput(exchange, timeout);
        if (whole != null) {
            output.sendWhole(whole);
        } else {
            ResultJson.write(output, result);
            output.finish();
        }
    }

    /** Tells the tag of an answer, and whether the client has it already. */
    private static boolean isKnown(Exchange exchange, AnswerType type, ByteBuffer answer) {
        String tag = EntityTag.of(exchange.caller(), type, answer);
        HttpServletResponse response = exchange.response();
        response.setHeader(HttpHeaders.ETAG, tag);
        response.setHeader(HttpHeaders.CACHE_CONTROL, "private, no-cache");
        response.addHeader(HttpHeaders.VARY, "Authorization, Accept");
        return EntityTag.isKnown(exchange.request(), tag);
    }

    /** Writes a refusal, with its headers, in the type the client asked for, or JSON where it asked for something else. */
    public static void writeRefusal(HttpServletRequest request, HttpServletResponse response, RequestRefused refusal)
            throws IOException {
        String requestId = RequestId.of(request);
        ErrorCode code = refusal.code();
        RefusalLog.refused(requestId, Set.of(code.name()));
        refusal.headers().forEach(response::setHeader);
        response.setHeader(RequestId.HEADER, requestId);
        if (mayBeClosed(request, refusal)) {
            response.setHeader(HttpHeaders.CONNECTION, "close");
        }
        begin(response, AnswerType.ofRefusal(request), refusal.status().value());
        Map<String, Object> error = GraphQlErrors.of(code, refusal.sentence(), refusal.details(), requestId);
        ResultJson.write(response.getOutputStream(), Map.of("errors", List.of(error)));
    }

    /** Whether the rest of the body may not come in time, or be more than is read of a refused one: Tomcat knows of a known length. */
    private static boolean mayBeClosed(HttpServletRequest request, RequestRefused refusal) throws IOException {
        return refusal.status().isSameCodeAs(HttpStatus.REQUEST_TIMEOUT)
                || (request.getContentLengthLong() < 0
                        && !request.getInputStream().isFinished());
    }

    /** What every answer says of itself: it is nothing but data, and the caller's alone. */
    static void begin(HttpServletResponse response, AnswerType type, int status) {
        response.setStatus(status);
        response.setContentType(type.contentType());
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
        if (!response.containsHeader(HttpHeaders.ETAG)) {
            response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        }
    }
}
