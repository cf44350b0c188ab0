package com.tripsage.gateway.http;

import com.tripsage.gateway.request.RequestRefused;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;

/**
 * The answers to errors that no handler has answered: an unknown address, a fault, or what Tomcat itself makes of
 * a broken request. Public and without arguments, because Tomcat makes it by name.
 */
public class ErrorAnswers extends ErrorReportValve {

    @Override
    protected void report(Request request, Response response, @Nullable Throwable fault) {
        int status = response.getStatus();
        if (status < HttpStatus.BAD_REQUEST.value()
                || response.getContentWritten() > 0
                || !response.setErrorReported()) {
            return;
        }
        response.resetBuffer(true);
        try {
            AnswerWriter.writeRefusal(
                    request, response, RequestRefused.of(HttpStatusCode.valueOf(status), message(status)));
            response.finishResponse();
        } catch (IOException clientHasGone) {
            // nobody is left to tell
        }
    }

    private static String message(int status) {
        return switch (status) {
            case 404 -> "There is nothing at this address";
            case 405 -> "This method is not allowed here";
            case 408 -> "The request took too long to arrive";
            case 500 -> "Something went wrong";
            case 503 -> "The gateway is not available at the moment";
            default -> "The request can't be understood";
        };
    }
}
