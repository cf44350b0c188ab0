package com.tripsage.gateway.changelog;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The maintenance of the change log. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({ChangeLogProperties.class, AuditProperties.class})
class ChangeLogConfiguration {

    @Bean
    ChangeLogMaintenance changeLogMaintenance(ChangeLog log, ChangeLogProperties properties, AuditProperties audit) {
        return new ChangeLogMaintenance(log, properties, audit);
    }
}
