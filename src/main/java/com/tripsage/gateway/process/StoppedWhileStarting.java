package com.tripsage.gateway.process;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringBootExceptionReporter;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** A reporter of failed starts that is silent about one that somebody stopped. */
@Order(Ordered.HIGHEST_PRECEDENCE)
class StoppedWhileStarting implements SpringBootExceptionReporter {

    private static final Logger LOG = LoggerFactory.getLogger(StoppedWhileStarting.class);

    /** As Spring Boot calls it. */
    StoppedWhileStarting(ConfigurableApplicationContext context) {}

    @Override
    public boolean reportException(Throwable failure) {
        boolean stopped = Ending.hasBegun();
        if (stopped) {
            LOG.info("Stopped while it was starting");
            LOG.debug("What that broke off", failure);
        }
        return stopped;
    }
}
