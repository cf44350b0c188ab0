package com.tripsage.gateway.http;

import com.tripsage.gateway.http.connector.PromptHttp11Protocol;
import com.tripsage.gateway.observation.Observations;
import com.tripsage.gateway.security.Callers;
import org.apache.catalina.Context;
import org.apache.catalina.core.StandardHost;
import org.apache.coyote.ContinueResponseTiming;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.graphql.autoconfigure.observation.GraphQlObservationAutoConfiguration;
import org.springframework.boot.graphql.autoconfigure.servlet.GraphQlWebMvcAutoConfiguration;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.tomcat.TomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.boot.webmvc.autoconfigure.WebMvcObservationAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.filter.RequestContextFilter;

/**
 * Tomcat, with our servlet, limits and errors. What Boot would put at /graphql and /error stays out, and so do its observations of every
 * GraphQL field, which cost more than most fields, and of every request.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({HttpProperties.class, StreamProperties.class})
@EnableAutoConfiguration(
        exclude = {
            ErrorMvcAutoConfiguration.class,
            GraphQlObservationAutoConfiguration.class,
            GraphQlWebMvcAutoConfiguration.class,
            WebMvcObservationAutoConfiguration.class
        })
class ServerConfiguration {

    @Bean
    ServletRegistrationBean<GraphQlServlet> graphQlServlet(
            ObjectProvider<Callers> callers,
            ObjectProvider<GraphQlHandler> graphQl,
            ObjectProvider<WebSocketUpgrade> sockets,
            ObjectProvider<Observations> observations) {
        return new ServletRegistrationBean<>(
                new GraphQlServlet(callers, graphQl, sockets, observations), GraphQlServlet.PATH);
    }

    /** Neither /graphql nor what the dispatcher servlet serves, which does the same for itself, needs Boot's filter. */
    @Bean
    FilterRegistrationBean<RequestContextFilter> noRequestContext() {
        var filter = new FilterRegistrationBean<>(new RequestContextFilter());
        filter.setEnabled(false);
        return filter;
    }

    @Bean
    WebServerFactoryCustomizer<TomcatWebServerFactory> connector(HttpProperties properties) {
        return factory -> {
            factory.setProtocol(PromptHttp11Protocol.class.getName());
            factory.addConnectorCustomizers(connector -> {
                PromptHttp11Protocol protocol = (PromptHttp11Protocol) connector.getProtocolHandler();
                protocol.setReceiveTimeout(properties.receiveTimeout());
                // A body that is refused for its length alone need not be sent.
                protocol.setContinueResponseTiming(ContinueResponseTiming.ON_REQUEST_BODY_READ.toString());
            });
            factory.addContextCustomizers(ServerConfiguration::answerErrors);
        };
    }

    /** After Boot's own, so that it knows the bundles; before Tomcat asks to be told of new certificates. */
    @Bean
    WebServerFactoryCustomizer<TomcatWebServerFactory> certificates(SslBundles bundles) {
        return factory -> new ServedCertificates(bundles).checkOf(factory.getSsl());
    }

    private static void answerErrors(Context context) {
        ((StandardHost) context.getParent()).setErrorReportValveClass(ErrorAnswers.class.getName());
    }
}
