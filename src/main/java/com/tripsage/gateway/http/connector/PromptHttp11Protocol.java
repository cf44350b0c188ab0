package com.tripsage.gateway.http.connector;

import java.time.Duration;
import org.apache.coyote.Processor;
import org.apache.coyote.http11.Http11NioProtocol;

/** HTTP/1.1 for clients that send a whole request in time. Public and without arguments, because Tomcat makes it by name. */
public class PromptHttp11Protocol extends Http11NioProtocol {

    private Duration receiveTimeout = Duration.ofSeconds(10);

    /** How long a request may take from its first byte to its last, headers and body together. */
    public void setReceiveTimeout(Duration receiveTimeout) {
        this.receiveTimeout = receiveTimeout;
    }

    @Override
    protected Processor createProcessor() {
        return new PromptHttp11Processor(this, getAdapter(), receiveTimeout);
    }
}
