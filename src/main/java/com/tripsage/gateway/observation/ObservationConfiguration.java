package com.tripsage.gateway.observation;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The observations that are configured. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({AccessLogProperties.class, TracingProperties.class})
class ObservationConfiguration {

    @Bean
    Observations observations(TracingProperties traces, AccessLogProperties access) {
        return new Observations(
                traces.endpoint() == null ? null : Tracing.to(traces.endpoint(), traces),
                access.enabled() ? AccessLog.hashingWith(access.key()) : null);
    }
}
