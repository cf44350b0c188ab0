package com.tripsage.gateway.websocket;

import org.apache.tomcat.websocket.server.Constants;
import org.apache.tomcat.websocket.server.WsSci;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.tomcat.TomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Tomcat's WebSockets, with buffers for messages of a kilobyte: longer ones come and go in several pieces. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(WebSocketProperties.class)
class WebSocketConfiguration {

    /** Of each of three buffers; Tomcat reads it once, when its first WebSocket class is initialised. */
    private static final String FRAME_BUFFER_PROPERTY = "org.apache.tomcat.websocket.DEFAULT_BUFFER_SIZE";

    private static final String FRAME_BUFFER_BYTES = "1024";

    /** Of each of two, half of what Tomcat takes; those of plain requests are the same. */
    private static final String CONNECTION_BUFFER_BYTES = "4096";

    private static final String MESSAGE_BUFFER_SIZE = "512";

    @Bean
    WebServerFactoryCustomizer<TomcatWebServerFactory> webSocketContainer() {
        return factory -> {
            System.setProperty(FRAME_BUFFER_PROPERTY, FRAME_BUFFER_BYTES);
            factory.addConnectorCustomizers(connector -> {
                connector.setProperty("socket.appReadBufSize", CONNECTION_BUFFER_BYTES);
                connector.setProperty("socket.appWriteBufSize", CONNECTION_BUFFER_BYTES);
            });
            factory.addContextCustomizers(context -> {
                context.addParameter(Constants.TEXT_BUFFER_SIZE_SERVLET_CONTEXT_INIT_PARAM, MESSAGE_BUFFER_SIZE);
                context.addParameter(Constants.BINARY_BUFFER_SIZE_SERVLET_CONTEXT_INIT_PARAM, MESSAGE_BUFFER_SIZE);
                context.addServletContainerInitializer(new WsSci(), null);
            });
        };
    }
}
