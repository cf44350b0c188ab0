package com.tripsage.gateway.calendar;

import com.tripsage.gateway.table.Aggregates;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The aggregate of links to calendars. */
@Configuration(proxyBeanMethods = false)
class CalendarConfiguration {

    @Bean
    CalendarLinkRepository calendarLinkRepository(Aggregates aggregates) {
        return aggregates.repository(CalendarLinkRepository.class);
    }
}
