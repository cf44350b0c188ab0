package com.tripsage.gateway.event;

import com.tripsage.gateway.changelog.Scope;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Makes the change log tell of trips. */
@Configuration(proxyBeanMethods = false)
class EventConfiguration {

    @Bean
    Scope tripEvents() {
        return TripEventKind.SCOPE;
    }
}
