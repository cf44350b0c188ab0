package com.tripsage.gateway.event;

import com.tripsage.gateway.changelog.Scope;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The scope of the change log for trips: the changes that the feature tells of. */
@Configuration(proxyBeanMethods = false)
class EventConfiguration {

    @Bean
    Scope tripEvents() {
        return TripEventKind.SCOPE;
    }
}
