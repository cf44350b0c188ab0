package com.tripsage.gateway.firstrun;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The private PostgreSQL of a first run, used where no spring.datasource.url is configured.
 *
 * @param data the folder of its data and secrets
 * @param demo whether a new database begins with a demo user and a few trips
 */
@ConfigurationProperties("gateway.embedded")
record FirstRunProperties(
        @DefaultValue(DataFolder.DEFAULT) String data,
        @DefaultValue("true") boolean demo) {}
